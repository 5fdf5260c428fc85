//! Somebody else has what a request needs in the database, and has it for too long.

use crate::app::people::careloop;
use crate::app::{TestApp, spawn_impatient_app};
use marketday_model::EventId;
use marketday_store::{Store, StoreError, events};
use marketday_testkit::{Database, Day, on_each_database};
use std::sync::{Mutex, mpsc};

/// Does `meanwhile` while another program keeps the row of an event, on SQLite the whole database, from being written.
fn while_kept<T>(database: &Database, event: EventId, meanwhile: impl FnOnce() -> T) -> T {
    let (kept, is_kept) = mpsc::sync_channel(1);
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let other: Store = database.store.clone();
    let other = std::thread::spawn(move || {
        other.write(move |tx| {
            events::lock(tx, event)?;
            kept.send(()).expect("the test waits for it");
            let until = released.lock().expect("it runs once").recv();
            until.expect("the test says when");
            Ok::<_, StoreError>(())
        })
    });
    is_kept.recv().expect("it is kept");
    let done = meanwhile();
    release.send(()).expect("it waits");
    other.join().expect("it ends").expect("it writes");
    done
}

fn the_app(database: &Database) -> (TestApp, Day) {
    let app = spawn_impatient_app(database);
    app.may_leave_letters();
    let day = app.published_day(2);
    (app, day)
}

#[test]
fn a_booking_that_waits_too_long_is_not_made_and_one_press_sends_everything_that_was_typed_again() {
    on_each_database(|database| {
        let (app, day) = the_app(database);
        let amina = app.browser();
        amina.signs_in_at_once("amina@careloop.example");
        let held = amina.holds(day.slots[0].id);
        let form = held.form("Book this slot").fill(&careloop());
        let busy = while_kept(database, day.event.id, || {
            let busy = amina.presses(&form, "Book this slot");
            let read = amina.visit("/events/care-day-2027");
            assert_eq!(read.status, 200, "whoever reads waits for nobody");
            busy
        });
        assert_eq!((busy.status, busy.header("retry-after")), (503, Some("10")));
        assert_eq!(busy.heading(), "Marketday is busy");
        assert!(busy.says("yours was not done. Nothing was changed."));
        assert!(busy.says("press the button. What you typed is kept."));
        assert_eq!(amina.visit("/my").all("#bookings ~ ul li").len(), 0);
        let again = busy.form("Try again");
        for (field, typed) in careloop() {
            assert!(again.values(field).contains(&typed), "{field}: {again:#?}");
        }
        let booked = amina.presses(&again, "Try again");
        assert_eq!(booked.status, 303);
        assert!(amina.follow(booked).heading().contains("Confirmed"));
        assert_eq!(amina.visit("/my").all("#bookings ~ ul li").len(), 1);
    });
}

#[test]
fn whoever_wants_to_hold_a_slot_is_told_to_try_again_and_holds_it_then() {
    on_each_database(|database| {
        let (app, day) = the_app(database);
        let amina = app.browser();
        let button = "Keep this slot for me";
        let offer = amina.visit(&format!("/slots/{}/booking", day.slots[0].id));
        let form = offer.form(button);
        let held = amina.presses(&form, button);
        assert_eq!(held.status, 303);
        let other = app.browser();
        let offer = other.visit(&format!("/slots/{}/booking", day.slots[1].id));
        let form = offer.form(button);
        let answer = while_kept(database, day.event.id, || other.presses(&form, button));
        // On SQLite one writes at a time; on PostgreSQL to hold a slot waits for nobody who changes its event.
        if app.database() == "sqlite" {
            assert_eq!(
                (answer.status, answer.header("retry-after")),
                (503, Some("10"))
            );
            let again = answer.form("Try again");
            assert_eq!(other.presses(&again, "Try again").status, 303);
        } else {
            assert_eq!(answer.status, 303);
        }
    });
}
