//! An organiser's slips in the form of an event.

use super::nothing_is_lost;
use crate::app::people::{Typed, but, drains_day};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_testkit::{Database, on_each_database};

const CREATE: &str = "Create the event";

/// An organiser with an empty form for a new event.
fn with_organiser(database: &Database, test: impl Fn(&TestApp, &Browser<'_>)) {
    let app = spawn_app(database);
    app.may_leave_letters();
    app.world.organiser("organiser@north.example");
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    test(&app, &organiser);
    drop(organiser);
}

fn sends(organiser: &Browser<'_>, typed: &[(&str, &str)]) -> Page {
    let page = organiser.visit("/organise/events/new");
    organiser.presses(&page.form(CREATE).fill(typed), CREATE)
}

/// Sends a day with some fields typed otherwise, and sees it come back with these messages, as it was typed.
fn is_refused(organiser: &Browser<'_>, other: &[(&str, &str)], expected: &[(&str, &str)]) {
    let typed: Typed<'_> = but(drains_day(), other);
    let page = sends(organiser, &typed);
    page.is_refused_with(expected);
    nothing_is_lost(&page, CREATE, &typed);
    assert!(organiser.visit("/organise").all("main tbody tr").is_empty());
}

#[test]
fn an_end_before_the_start_is_said_at_the_end() {
    on_each_database(|database| {
        with_organiser(database, |_, organiser| {
            is_refused(
                organiser,
                &[("start_time", "16:00"), ("end_time", "09:30")],
                &[(
                    "end_time",
                    "The end must be after the start. If the event ends after midnight or on another day, give that \
                     day as the last day",
                )],
            );
        });
    });
}

#[test]
fn a_last_day_before_the_first_or_three_weeks_later_is_said_at_its_field() {
    on_each_database(|database| {
        with_organiser(database, |_, organiser| {
            is_refused(
                organiser,
                &[("end_date", "2026-12-01")],
                &[("end_date", "The last day must not be before the first")],
            );
            is_refused(
                organiser,
                &[("end_date", "2026-12-23")],
                &[(
                    "end_date",
                    "An event takes at most 14 days. Choose an earlier last day, or make several events and put them \
                     in a series",
                )],
            );
        });
    });
}

#[test]
fn a_local_time_that_does_not_exist_is_said_at_its_field() {
    on_each_database(|database| {
        with_organiser(database, |_, organiser| {
            is_refused(
                organiser,
                &[("date", "2027-03-28"), ("start_time", "01:30")],
                &[(
                    "start_time",
                    "This time does not exist: the clocks go forward on that day. Choose a time before or after the change",
                )],
            );
        });
    });
}

#[test]
fn of_a_local_time_that_exists_twice_it_is_asked_which() {
    on_each_database(|database| {
        with_organiser(database, |app, organiser| {
            let autumn = [("date", "2027-10-31"), ("start_time", "01:30")];
            let typed = but(drains_day(), &autumn);
            let asked = sends(organiser, &typed);
            assert_eq!(asked.status, 422);
            assert_eq!(asked.errors()[0].0, "start_time_fold");
            assert_eq!(
                asked.all("fieldset legend").iter().find(|legend| legend.contains("twice")),
                Some(&"1:30am on Sunday 31 October 2027 happens twice, because the clocks go back. Which one?".to_owned())
            );
            nothing_is_lost(&asked, CREATE, &typed);
            let answered = asked.form(CREATE).fill(&[("start_time_fold", "later")]);
            let made = organiser.presses(&answered, CREATE);
            assert_eq!(made.status, 303, "{:?}", made.errors());
            let day = organiser.visit("/organise").all("main tbody tr");
            assert_eq!(day.len(), 1);
            let slug = made.location().expect("its page");
            let slug = slug.trim_start_matches("/organise/events/");
            let slug = slug.split('?').next().expect("its slug").to_owned();
            let stored = app
                .world
                .store
                .read(|rx| marketday_store::events::find_by_slug(rx, &slug))
                .expect("the database answers")
                .expect("the event");
            assert_eq!(
                stored.time.start().to_rfc3339(),
                "2027-10-31T01:30:00+00:00"
            );
        });
    });
}

#[test]
fn an_unknown_region_is_said_at_the_region() {
    on_each_database(|database| {
        with_organiser(database, |_, organiser| {
            let typed = but(drains_day(), &[("region", "atlantis")]);
            let page = sends(organiser, &typed);
            page.is_refused_with(&[("region", "Choose a region from the list")]);
            // What no list holds cannot be shown as chosen; everything else is.
            let others: Typed<'_> = typed
                .into_iter()
                .filter(|(name, _)| *name != "region")
                .collect();
            nothing_is_lost(&page, CREATE, &others);
        });
    });
}

#[test]
fn a_title_of_ten_thousand_characters_is_too_long() {
    on_each_database(|database| {
        with_organiser(database, |_, organiser| {
            let long = "x".repeat(10_000);
            is_refused(
                organiser,
                &[("title", &long)],
                &[(
                    "title",
                    "The title must be 120 characters or fewer, and is 10000",
                )],
            );
        });
    });
}

#[test]
fn everything_wrong_is_said_at_once() {
    on_each_database(|database| {
        with_organiser(database, |_, organiser| {
            is_refused(
                organiser,
                &[
                    ("title", " "),
                    ("capacity", "many"),
                    ("date", "2027-02-30"),
                    ("end_time", "late"),
                ],
                &[
                    ("title", "Enter the title"),
                    ("date", "The date must be a real date"),
                    ("end_time", "The end must be a time, like 09:30"),
                    (
                        "capacity",
                        "The number of places must be a whole number from 1 to 100000",
                    ),
                ],
            );
        });
    });
}
