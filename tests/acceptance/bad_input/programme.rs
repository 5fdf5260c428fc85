//! An organiser's slips in the programme.

use super::nothing_is_lost;
use crate::app::{Browser, TestApp, spawn_app};
use marketday_testkit::{Database, Day, on_each_database};

const SLUG: &str = "care-day-2027";

/// The organiser of a published day with four slots from 10am to 11am.
fn with_day(database: &Database, test: impl Fn(&TestApp, &Day, &Browser<'_>)) {
    let app = spawn_app(database);
    app.may_leave_letters();
    let day = app.published_day(4);
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    test(&app, &day, &organiser);
    drop(organiser);
}

#[test]
fn a_session_that_ends_before_its_slots_do_is_refused_at_its_end() {
    on_each_database(|database| {
        with_day(database, |_, day, organiser| {
            let path = format!("/organise/events/{SLUG}/sessions/{}", day.session.id);
            let form = organiser.visit(&path).form("Save changes");
            let typed = [("title", "Morning pitches"), ("end_time", "10:30")];
            let page = organiser.presses(&form.fill(&typed), "Save changes");
            page.is_refused_with(&[("end_time", SLOTS_OUTSIDE)]);
            nothing_is_lost(&page, "Save changes", &typed);
        });
    });
}

const SLOTS_OUTSIDE: &str =
    "2 slots would lie outside the session. Withdraw them or keep the session long enough";

#[test]
fn a_session_outside_its_day_is_refused_at_its_start() {
    on_each_database(|database| {
        with_day(database, |_, _, organiser| {
            let page = organiser.visit(&format!("/organise/events/{SLUG}/sessions/new"));
            let typed = [
                ("title", "Late talk"),
                ("kind", "keynote"),
                ("start_time", "18:00"),
                ("end_time", "19:00"),
            ];
            let page = organiser.presses(
                &page.form("Add the session").fill(&typed),
                "Add the session",
            );
            page.is_refused_with(&[(
                "start_time",
                "The session must lie between the start and the end of the event",
            )]);
            nothing_is_lost(&page, "Add the session", &typed);
        });
    });
}

#[test]
fn a_pitch_session_without_a_stage_is_refused_at_the_stage() {
    on_each_database(|database| {
        with_day(database, |_, _, organiser| {
            let page = organiser.visit(&format!("/organise/events/{SLUG}/sessions/new"));
            let typed = [
                ("title", "More pitches"),
                ("kind", "pitch"),
                ("stage", ""),
                ("start_time", "14:00"),
                ("end_time", "15:00"),
            ];
            let page = organiser.presses(
                &page.form("Add the session").fill(&typed),
                "Add the session",
            );
            page.is_refused_with(&[(
                "stage",
                "Choose a stage: a pitch session cannot be at the whole venue",
            )]);
            nothing_is_lost(&page, "Add the session", &typed);
        });
    });
}

#[test]
fn slots_too_long_for_their_session_are_refused_at_their_length() {
    on_each_database(|database| {
        with_day(database, |app, _, organiser| {
            let page = organiser.adds_session(
                SLUG,
                ("pitch", "Short pitches", "Main stage"),
                ("14:00", "14:20"),
            );
            let page = organiser.visit(&page.links("a[href$='/slots']")[1]);
            let typed = [
                ("pitch_minutes", "30"),
                ("questions_minutes", "5"),
                ("changeover_minutes", "0"),
                ("grid_minutes", "5"),
            ];
            let page = organiser.presses(&page.form("Preview").fill(&typed), "Preview");
            page.is_refused_with(&[("pitch_minutes", "No slot of this length fits into the session. Make the slot shorter or the session longer")]);
            nothing_is_lost(&page, "Preview", &typed);
            app.may_leave_letters();
        });
    });
}

#[test]
fn lengths_that_are_no_numbers_are_refused_each_at_its_field() {
    on_each_database(|database| {
        with_day(database, |_, day, organiser| {
            let path = format!("/organise/events/{SLUG}/sessions/{}/slots", day.session.id);
            let typed = [
                ("pitch_minutes", "0"),
                ("questions_minutes", "five"),
                ("changeover_minutes", "-1"),
                ("grid_minutes", "7.5"),
            ];
            let form = organiser.visit(&path).form("Preview").fill(&typed);
            let page = organiser.presses(&form, "Preview");
            page.is_refused_with(&[
                (
                    "pitch_minutes",
                    "Length of the pitch must be a whole number from 1 to 120",
                ),
                (
                    "questions_minutes",
                    "Time for questions must be a whole number from 0 to 60",
                ),
                (
                    "changeover_minutes",
                    "Changeover must be a whole number from 0 to 60",
                ),
                (
                    "grid_minutes",
                    "“Start every” must be a whole number from 1 to 60",
                ),
            ]);
            nothing_is_lost(&page, "Preview", &typed);
        });
    });
}

#[test]
fn making_the_same_slots_twice_makes_them_once() {
    on_each_database(|database| {
        with_day(database, |app, day, organiser| {
            organiser.adds_session(
                SLUG,
                ("pitch", "Afternoon pitches", "Main stage"),
                ("14:00", "15:00"),
            );
            let programme = organiser.visit(&format!("/organise/events/{SLUG}/programme"));
            let page = organiser.visit(&programme.links("a[href$='/slots']")[1]);
            let preview = organiser.presses(&page.form("Preview"), "Preview");
            let form = preview.form("Make these 4 slots");
            for _ in 0..2 {
                let done = organiser.presses(&form, "Make these 4 slots");
                assert_eq!(done.status, 303);
            }
            let slots = app
                .world
                .store
                .read(|rx| marketday_store::programme::list_slots(rx, day.event.id))
                .expect("the database answers");
            assert_eq!(slots.len(), 8);
        });
    });
}
