//! Who chairs a session: named by an organiser, public with the next release.

use crate::app::{Browser, TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PUBLIC: &str = "/events/care-day-2027/programme";
const DRAFT: &str = "/organise/events/care-day-2027/programme";
const SAVED: &str = "/organise/events/care-day-2027/programme?done=session-saved";

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

fn chaired(organiser: &Browser<'_>, session: &str, chair: &str) {
    let form = organiser.visit(DRAFT).link(&format!("Change {session}"));
    let form = organiser.visit(&form).form("Save changes");
    organiser
        .presses(&form.fill(&[("chair", chair)]), "Save changes")
        .leads_to(SAVED);
}

#[test]
fn a_chair_is_on_the_programme_with_the_next_release_and_nobody_has_a_letter_for_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        app.browser()
            .books(day.slots[0].id, &crate::app::people::careloop());
        let organiser = organiser(&app);
        let letters = app.undelivered();
        chaired(&organiser, "Pitches", "Dr Ana Silva");
        assert!(!app.browser().visit(PUBLIC).says("Chaired by"));
        assert!(organiser.visit(DRAFT).says("Changed: Pitches"));
        let release = organiser.visit(&format!("/organise/events/{SLUG}/release"));
        assert_eq!(release.all("tbody th"), ["Changed Pitches"]);
        app.later(Duration::minutes(1));
        organiser.releases(SLUG);
        assert!(app.browser().visit(PUBLIC).says("Chaired by Dr Ana Silva"));
        assert_eq!(app.undelivered(), letters);
        let feed = app.browser().get(&format!("/events/{SLUG}/calendar.ics"));
        assert!(
            feed.text()
                .replace("\r\n ", "")
                .contains("Chaired by Dr Ana Silva")
        );

        chaired(&organiser, "Pitches", "");
        app.later(Duration::minutes(1));
        organiser.releases(SLUG);
        assert!(!app.browser().visit(PUBLIC).says("Chaired by"));

        let back = organiser.visit(&format!("/organise/events/{SLUG}/releases/2/reset"));
        let back = organiser.presses(&back.form("Go back to it"), "Go back to it");
        organiser.follow(back);
        let form = organiser.visit(&organiser.visit(DRAFT).link("Change Pitches"));
        assert_eq!(
            form.form("Save changes").value("chair"),
            Some("Dr Ana Silva")
        );
    });
}

#[test]
fn the_history_says_that_the_chair_is_another_and_not_who() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = organiser(&app);
        chaired(&organiser, "Pitches", "Dr Ana Silva");
        let history = organiser.visit(&format!("/organise/events/{SLUG}/history"));
        assert!(history.says("Chair"));
        assert!(!history.says("Silva"));
    });
}

#[test]
fn an_organiser_is_warned_of_a_chair_who_is_to_be_in_two_places() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = organiser(&app);
        organiser.adds_stage(SLUG, "Garden room");
        organiser.adds_session(SLUG, ("panel", "Buying", "Garden room"), ("10:05", "11:00"));
        chaired(&organiser, "Pitches", "Dr Ana Silva");
        chaired(&organiser, "Buying", "Dr. ana  silva");
        let overview = organiser.visit(&format!("/organise/events/{SLUG}"));
        assert!(overview.says("Dr Ana Silva chairs “Pitches” and “Buying” at the same time"));
    });
}
