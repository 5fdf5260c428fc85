//! A day is postponed, gets a date, is cancelled, and takes place after all.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Letter, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_calendar::read;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const AMINA: &str = "amina@careloop.example";
const RHYS: &str = "rhys.bevan@darlington.example";

/// A day with a company and a delegate who have their letters, and its organiser.
fn day(app: &TestApp) -> Browser<'_> {
    let day = app.published_day(2);
    app.browser().books(day.slots[0].id, &careloop());
    app.browser().registers(SLUG, &delegate());
    app.deliver();
    let organiser = app.browser();
    organiser.signs_in("organiser@north.example");
    organiser
}

/// The newest letters to company and delegate after the outbox was emptied.
fn told(app: &TestApp) -> [Letter; 2] {
    app.deliver();
    [AMINA, RHYS].map(|email| app.letters_to(email).pop().expect("a letter"))
}

fn entries(letters: &[Letter; 2]) -> [String; 2] {
    letters.each_ref().map(Letter::entry_line)
}

/// Opens a page of the organiser's and presses its button.
fn does(organiser: &Browser<'_>, page: &str, typed: &[(&str, &str)], button: &str) -> Page {
    let page = organiser.visit(&format!("/organise/events/{SLUG}/{page}"));
    assert_eq!(
        page.one(".told"),
        "1 company and 1 delegate will be emailed."
    );
    let answer = organiser.presses(&page.form(button).fill(typed), button);
    organiser.follow(answer)
}

fn postpones(organiser: &Browser<'_>, date: &str) -> Page {
    let typed = [("reason", "The hall has flooded."), ("date", date)];
    does(organiser, "postponement", &typed, "Postpone this event")
}

/// The lines of a feed: SEQUENCE, status and summary, by UID.
fn feed(app: &TestApp, path: &str) -> Vec<String> {
    let page = app.browser().get(path);
    let calendars = read(&page.body).expect("a calendar");
    let mut lines: Vec<String> = calendars
        .iter()
        .flat_map(|calendar| &calendar.events)
        .map(|event| {
            format!(
                "{} {:?} {}",
                event.sequence,
                event.status.expect("a status"),
                event.summary
            )
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_postponed_day_keeps_everyone_in_it_and_tells_them_of_the_date_once_it_has_one() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = day(&app);
        let first = [AMINA, RHYS].map(|email| app.letters_to(email).pop().expect("a letter"));
        let done = postpones(&organiser, "");
        assert_eq!(
            done.flash(),
            "The event has been postponed. Everyone concerned is being told."
        );
        let postponed = told(&app);
        assert_eq!(
            entries(&postponed),
            [
                "REQUEST 1 Postponed: Falls that do not happen, by Careloop (Care Day)",
                "REQUEST 1 Postponed: Care Day"
            ]
        );
        for (letter, first) in postponed.iter().zip(&first) {
            assert_eq!(letter.subject, "Postponed: Care Day");
            assert!(
                letter
                    .text
                    .contains("The reason given: The hall has flooded.")
            );
            assert_eq!(letter.uid(), first.uid());
        }
        let public = app.browser().visit(&format!("/events/{SLUG}"));
        assert!(public.says("This event is postponed"));
        assert!(public.says("It was to be on Tuesday 2 March 2027. The hall has flooded."));
        assert_eq!(
            feed(&app, "/calendar/all.ics"),
            ["1 Tentative Postponed: Care Day"]
        );
        app.keep_letters("postponed");

        let typed = [("date", "2027-03-30")];
        let done = does(&organiser, "reinstatement", &typed, "Set this date");
        assert_eq!(
            done.flash(),
            "The event takes place. Everyone concerned is being told."
        );
        let dated = told(&app);
        assert_eq!(
            entries(&dated),
            [
                "REQUEST 2 Falls that do not happen, by Careloop (Care Day)",
                "REQUEST 2 Care Day"
            ]
        );
        for letter in &dated {
            assert!(
                letter
                    .text
                    .contains("Date: now Tuesday 30 March 2027\r\n  (it was no date yet)")
            );
        }
        let public = app.browser().visit(&format!("/events/{SLUG}"));
        assert!(public.says("This event has a new date"));
        assert_eq!(feed(&app, "/calendar/all.ics"), ["2 Confirmed Care Day"]);
    });
}

#[test]
fn a_postponed_day_is_still_to_come_when_its_old_date_has_passed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = day(&app);
        postpones(&organiser, "");
        told(&app);
        app.later(Duration::days(120));
        let upcoming = "section[aria-labelledby=upcoming] h3";
        assert_eq!(
            app.browser().visit("/").all(upcoming),
            ["Care Day Postponed"]
        );
        let rhys = app.browser();
        rhys.signs_in(RHYS);
        let my = rhys.visit("/my");
        let registration = rhys.visit(&my.link("Care Day"));
        rhys.withdraws(&registration);
        organiser.signs_in("organiser@north.example");
        let path = format!("/organise/events/{SLUG}/reinstatement");
        let typed = [("date", "2027-09-28")];
        let page = organiser.visit(&path);
        let dated = organiser.presses(&page.form("Set this date").fill(&typed), "Set this date");
        assert_eq!(
            organiser.follow(dated).flash(),
            "The event takes place. Everyone concerned is being told."
        );
        app.deliver();
        let dated = app.letters_to(AMINA).pop().expect("a letter");
        assert_eq!(
            dated.entry_line(),
            "REQUEST 2 Falls that do not happen, by Careloop (Care Day)"
        );
    });
}

#[test]
fn a_day_postponed_to_a_date_is_told_of_as_moved() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = day(&app);
        let refused = postpones(&organiser, "2027-03-02");
        refused.is_refused_with(&[("date", "The event is on that date already")]);
        let refused = postpones(&organiser, "2025-03-02");
        refused.is_refused_with(&[("date", "The new date must be in the future")]);
        postpones(&organiser, "2027-03-09");
        let moved = told(&app);
        for letter in &moved {
            assert!(
                letter
                    .text
                    .contains("The reason given: The hall has flooded.")
            );
            assert!(
                letter
                    .text
                    .contains("Date: now Tuesday 9 March 2027\r\n  (it was Tuesday 2 March 2027)")
            );
        }
        let form = organiser.visit(&format!("/organise/events/{SLUG}/postponement"));
        let typed = [("reason", "Snow."), ("date", "2027-03-16")];
        let form = form.form("Postpone this event").fill(&typed);
        for _ in 0..2 {
            let answer = organiser.presses(&form, "Postpone this event");
            answer.leads_to(&format!("/organise/events/{SLUG}?done=event-postponed"));
        }
        let letters = app.letters_to(RHYS).len();
        app.deliver();
        assert_eq!(
            app.letters_to(RHYS).len(),
            letters + 1,
            "the second time told nobody"
        );
    });
}

#[test]
fn a_cancelled_day_that_takes_place_after_all_gives_back_what_it_took_under_new_entries() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = day(&app);
        organiser.cancels_event(SLUG, "The hall has flooded.");
        let off = told(&app);
        assert_eq!(
            entries(&off),
            [
                "CANCEL 1 Cancelled: Falls that do not happen, by Careloop (Care Day)",
                "CANCEL 1 Cancelled: Care Day"
            ]
        );
        app.later(Duration::hours(1));
        let page = organiser.visit(&format!("/organise/events/{SLUG}/reinstatement"));
        assert_eq!(
            page.form("Reinstate this event").value("date"),
            Some("2027-03-02")
        );
        let done = does(&organiser, "reinstatement", &[], "Reinstate this event");
        assert_eq!(
            done.flash(),
            "The event takes place. Everyone concerned is being told."
        );
        let again = told(&app);
        assert_eq!(
            entries(&again),
            [
                "REQUEST 0 Falls that do not happen, by Careloop (Care Day)",
                "REQUEST 0 Care Day"
            ]
        );
        for (letter, off) in again.iter().zip(&off) {
            assert_eq!(letter.subject, "It takes place after all: Care Day");
            assert_ne!(letter.uid(), off.uid());
        }
        let public = app.browser().visit(&format!("/events/{SLUG}"));
        assert!(public.says("This event takes place after all"));
        assert_eq!(
            feed(&app, "/calendar/all.ics"),
            ["1 Cancelled Cancelled: Care Day", "2 Confirmed Care Day"]
        );
        assert_eq!(
            feed(&app, &format!("/events/{SLUG}/calendar.ics")),
            [
                "0 Confirmed Falls that do not happen, by Careloop (Care Day)",
                "1 Cancelled Cancelled: Falls that do not happen, by Careloop (Care Day)",
                "1 Cancelled Cancelled: Pitches",
                "2 Confirmed Pitches"
            ]
        );
        let all = app.browser().get("/calendar/all.ics");
        app.keep_feed("reinstated", &all.body);
        app.keep_letters("reinstated");
    });
}

#[test]
fn whoever_never_learned_of_the_cancellation_is_rid_of_the_old_entry_and_has_the_new() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = day(&app);
        let before = [AMINA, RHYS].map(|email| app.letters_to(email).len());
        organiser.cancels_event(SLUG, "A slip of the mouse.");
        app.later(Duration::minutes(2));
        does(&organiser, "reinstatement", &[], "Reinstate this event");
        app.deliver();
        for (email, before, title) in [
            (
                AMINA,
                before[0],
                "Falls that do not happen, by Careloop (Care Day)",
            ),
            (RHYS, before[1], "Care Day"),
        ] {
            let letters = app.letters_to(email).split_off(before);
            let entries: Vec<String> = letters.iter().map(Letter::entry_line).collect();
            assert_eq!(
                entries,
                [
                    format!("CANCEL 1 Cancelled: {title}"),
                    format!("REQUEST 0 {title}")
                ]
            );
            assert!(
                letters
                    .iter()
                    .all(|l| l.subject == "It takes place after all: Care Day")
            );
        }
        app.keep_letters("reinstated-at-once");
    });
}
