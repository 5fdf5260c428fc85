//! Whoever looks after an event sees what became of its letters, and does something about those that did not arrive.

use crate::app::people::{careloop, delegate, drains_day};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;
use marketday_testkit::smtp::Answer;

const ORGANISER: &str = "organiser@north.example";
const AMINA: &str = "amina@careloop.example";
const LETTERS: &str = "/organise/events/care-day-2027/letters";

/// A day with a booking of Amina's, whose mail server refuses her letter, and a delegate who got theirs.
fn a_letter_that_failed(app: &TestApp) -> Browser<'_> {
    let day = app.published_day(2);
    app.browser().books(day.slots[0].id, &careloop());
    app.sink.for_recipient(AMINA, Answer::Refuse(550));
    app.browser().registers("care-day-2027", &delegate());
    app.deliver();
    let ines = app.browser();
    ines.signs_in_at_once(ORGANISER);
    ines
}

fn rows(page: &Page) -> Vec<String> {
    page.all("tbody tr")
}

#[test]
fn an_organiser_sees_which_letter_did_not_arrive_and_tries_it_again() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let ines = a_letter_that_failed(&app);
        app.later(Duration::hours(3));
        let page = ines.visit(LETTERS);
        assert_eq!(page.heading(), "Letters");
        assert_eq!(
            page.all("ul.chips a"),
            [
                "Not delivered (1)",
                "Waiting (1)",
                "Sent (1)",
                "Dropped (0)"
            ]
        );
        let failed = rows(&page);
        assert_eq!(failed.len(), 1);
        for words in [
            "Booking confirmed to Amina Yusuf",
            "Not delivered Given up at 10:",
            "3 hours ago",
            "Tried once 550",
        ] {
            assert!(failed[0].contains(words), "{words}: {}", failed[0]);
        }
        // Her address works again.
        app.sink.for_recipient(AMINA, Answer::Accept);
        let tried = ines.presses(&page.form_anywhere("Try now"), "Try now");
        let waiting = ines.follow(tried);
        assert_eq!(
            waiting.flash(),
            "The letter goes out as soon as the mail server takes it."
        );
        app.deliver();
        let to_amina = app.letters_to(AMINA);
        assert_eq!(to_amina.len(), 2, "the code, and now this");
        let sent = ines.visit(&format!("{LETTERS}?show=sent"));
        assert!(sent.says("Booking confirmed") && sent.says("Tried 2 times"));
        let history = ines.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Letter tried again"));
    });
}

#[test]
fn an_organiser_drops_a_letter_and_whoever_comes_too_late_is_told_so() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let ines = a_letter_that_failed(&app);
        let page = ines.visit(LETTERS);
        let other_window = page.form_anywhere("Try now");
        let dropped = ines.presses(&page.form_anywhere("Drop"), "Drop");
        assert_eq!(
            ines.follow(dropped).flash(),
            "The letter has been dropped: it is never sent."
        );
        let tried = ines.presses(&other_window, "Try now");
        assert_eq!(
            ines.follow(tried).flash(),
            "Nothing was done: the letter was sent, was dropped, or is on its way just now."
        );
        app.sink.for_recipient(AMINA, Answer::Accept);
        app.deliver();
        assert_eq!(app.letters_to(AMINA).len(), 1, "the code");
        assert!(ines.visit(LETTERS).says("There are none."));
    });
}

#[test]
fn a_letter_of_another_event_is_not_there() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let ines = a_letter_that_failed(&app);
        let page = ines.visit(LETTERS);
        let action = page.form_anywhere("Drop").action_of("Drop").to_owned();
        let other = ines.creates_event(&drains_day());
        let elsewhere = action.replace("care-day-2027", &other);
        assert_eq!(ines.post(&elsewhere, &[]).status, 404);
        assert_eq!(rows(&ines.visit(LETTERS)).len(), 1);
    });
}

#[test]
fn an_organiser_chooses_the_reminders_and_sees_when_they_come() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let ines = a_letter_that_failed(&app);
        let page = ines.visit(&ines.visit(LETTERS).link("Reminders"));
        let form = page.form("Save");
        assert_eq!(form.values("reminders"), ["week", "day"]);
        assert_eq!(form.values("deadlines"), ["slides", "call", "place"]);
        let saved = ines.post(
            "/organise/events/care-day-2027/reminders",
            &[
                ("reminders", "morning"),
                ("reminders", "day"),
                ("deadlines", "place"),
            ],
        );
        assert_eq!(ines.follow(saved).flash(), "The reminders have been saved.");
        let again = ines.visit("/organise/events/care-day-2027/reminders");
        assert_eq!(again.form("Save").values("reminders"), ["day", "morning"]);
        assert_eq!(again.form("Save").values("deadlines"), ["place"]);
        let refused = ines.post(
            "/organise/events/care-day-2027/reminders",
            &[("reminders", "hourly")],
        );
        refused.is_refused_with(&[("reminders", "Choose from the list")]);
        let refused = ines.post(
            "/organise/events/care-day-2027/reminders",
            &[("reminders", "day"), ("deadlines", "lunch")],
        );
        refused.is_refused_with(&[("deadlines", "Choose from the list")]);
        let history = ines.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Reminders changed"));
    });
}

#[test]
fn whoever_runs_an_event_is_told_by_letter_of_what_was_given_up() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_letter_that_failed(&app);
        app.later(Duration::hours(1));
        let letter = app.next_letter_to(ORGANISER);
        assert_eq!(letter.subject, "Letters could not be delivered: Care Day");
        let page = ines.visit(&letter.link("/organise/events/"));
        assert_eq!(rows(&page).len(), 1);
    });
}
