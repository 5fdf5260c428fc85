//! What happens to everyone concerned when an event changes, or is called off.

use crate::app::people::{careloop, delegate};
use crate::app::{Letter, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const AMINA: &str = "amina@careloop.example";
const RHYS: &str = "rhys.bevan@darlington.example";

/// The letters of one round, to each of the two.
fn told(app: &TestApp) -> [Letter; 2] {
    let before = [AMINA, RHYS].map(|email| app.letters_to(email).len());
    app.deliver();
    let letters = [(AMINA, before[0]), (RHYS, before[1])]
        .map(|(email, before)| app.letters_to(email).split_off(before));
    letters.map(|mut letters| {
        assert_eq!(letters.len(), 1, "{letters:#?}");
        letters.remove(0)
    })
}

#[test]
fn a_new_venue_and_then_the_cancellation_reach_company_and_delegate() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let (amina, rhys, organiser) = (app.browser(), app.browser(), app.browser());
        amina.books(day.slots[0].id, &careloop());
        rhys.registers(SLUG, &delegate());
        app.deliver();
        let first = [AMINA, RHYS].map(|email| app.letters_to(email).pop().expect("a letter"));
        organiser.signs_in("organiser@north.example");

        let form = organiser.visit(&format!("/organise/events/{SLUG}/details"));
        assert_eq!(
            form.one(".told"),
            "1 company and 1 delegate will be emailed."
        );
        let changed = organiser.changes_event(SLUG, &[("venue_name", "The Forum")]);
        assert_eq!(changed.flash(), "The event has been changed.");
        let moved = told(&app);
        assert_eq!(
            moved.each_ref().map(Letter::entry_line),
            [
                "REQUEST 1 Falls that do not happen, by Careloop (Care Day)",
                "REQUEST 1 Care Day"
            ]
        );
        for letter in &moved {
            let (_, entry) = letter.entry.as_ref().expect("an entry");
            let location = entry.location.as_deref().expect("a place");
            assert!(location.contains("The Forum"), "{location}");
        }

        let page = organiser.visit(&format!("/organise/events/{SLUG}/cancellation"));
        assert_eq!(
            page.one(".told"),
            "1 company and 1 delegate will be emailed."
        );
        let done = organiser.cancels_event(SLUG, "The hall has flooded.");
        assert_eq!(
            done.flash(),
            "The event has been cancelled. Everyone concerned is being told."
        );
        let off = told(&app);
        assert_eq!(
            off.each_ref().map(Letter::entry_line),
            [
                "CANCEL 2 Cancelled: Falls that do not happen, by Careloop (Care Day)",
                "CANCEL 2 Cancelled: Care Day"
            ]
        );
        for ((first, moved), off) in first.iter().zip(&moved).zip(&off) {
            assert_eq!([first.uid(), first.uid()], [moved.uid(), off.uid()]);
            assert!(off.text.contains("The hall has flooded."));
        }
        let public = app.browser().visit(&format!("/events/{SLUG}"));
        assert!(public.says("This event is cancelled"));
        app.keep_letters("event");
    });
}

#[test]
fn a_change_that_nobody_needs_to_know_is_told_to_nobody() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let (amina, organiser) = (app.browser(), app.browser());
        amina.books(day.slots[0].id, &careloop());
        app.deliver();
        organiser.signs_in("organiser@north.example");
        let letters = app.letters_to(AMINA).len();
        organiser.changes_event(
            SLUG,
            &[("summary", "About care, mostly."), ("capacity", "120")],
        );
        app.deliver();
        assert_eq!(app.letters_to(AMINA).len(), letters);
    });
}

#[test]
fn cancelling_twice_tells_once() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let (amina, organiser) = (app.browser(), app.browser());
        amina.books(day.slots[0].id, &careloop());
        app.deliver();
        organiser.signs_in("organiser@north.example");
        let page = organiser.visit(&format!("/organise/events/{SLUG}/cancellation"));
        let form = page.form("Cancel this event").fill(&[("reason", "Snow.")]);
        for _ in 0..2 {
            organiser
                .presses(&form, "Cancel this event")
                .leads_to(&format!("/organise/events/{SLUG}?done=event-cancelled"));
        }
        assert_eq!(
            app.next_letter_to(AMINA).entry_line(),
            "CANCEL 1 Cancelled: Falls that do not happen, by Careloop (Care Day)"
        );
    });
}
