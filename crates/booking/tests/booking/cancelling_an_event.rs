//! Bookings that race with the cancellation of their event.

use crate::given::{a_request, at_once, confirm, confirmed, find, hold_as};
use marketday_booking::{BookOutcome, BookRefused, book};
use marketday_model::code::CodeCheck;
use marketday_model::notice::Subject;
use marketday_model::{BookingState, NoticeKind};
use marketday_scheduling::cancel_event;
use marketday_store::notices;
use marketday_testkit::given::prose;
use marketday_testkit::{Day, World, on_each_database};
use std::sync::mpsc;
use std::thread;

fn call_off(world: &World, day: &Day) -> usize {
    let (store, surroundings) = (&world.store, &world.surroundings);
    cancel_event(
        store,
        surroundings,
        day.event.id,
        day.organiser.id,
        prose("Snow"),
    )
    .unwrap()
}

#[test]
fn a_booking_that_was_under_way_first_is_cancelled_with_its_event_and_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let held = hold_as(&world, day.slots[0].id, 1).unwrap();
        let (is_under_way, under_way) = mpsc::channel();
        let told = thread::scope(|scope| {
            let booking = scope.spawn(|| {
                let request = a_request(day.slots[0].id, 1);
                book(&world.store, &world.surroundings, request, move |_, _| {
                    // The transaction has begun; the cancellation begins now, and must wait for it.
                    is_under_way.send(()).ok();
                    Ok(CodeCheck::Right)
                })
            });
            under_way.recv().unwrap();
            let told = call_off(&world, &day);
            let outcome = booking.join().unwrap().unwrap();
            assert_eq!(outcome, BookOutcome::Booked(held.booking));
            told
        });
        assert_eq!(told, 1);
        assert_eq!(find(&world, held.booking).state, BookingState::Cancelled);
    });
}

#[test]
fn no_booking_survives_the_cancellation_of_its_event_and_whoever_booked_is_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(16);
        let holds: Vec<_> = (0..16)
            .map(|n| hold_as(&world, day.slots[n].id, n).unwrap())
            .collect();
        let answers = at_once(17, |n| {
            if n == 16 {
                call_off(&world, &day);
                return false;
            }
            match confirm(&world, a_request(day.slots[n].id, n)) {
                Ok(_) => true,
                Err(BookRefused::NotBookable(_)) => false,
                Err(other) => panic!("no clean answer: {other:?}"),
            }
        });
        assert_eq!(confirmed(&world, day.event.id), []);
        for (hold, was_booked) in holds.iter().zip(answers) {
            let told = world
                .store
                .read(|rx| notices::list(rx, Subject::Booking(hold.booking)))
                .unwrap();
            let told: Vec<_> = told.iter().map(|n| (n.kind, n.version)).collect();
            let expected: &[_] = if was_booked {
                &[
                    (NoticeKind::BookingConfirmed, 0),
                    (NoticeKind::EventCancelled, 1),
                ]
            } else {
                &[]
            };
            assert_eq!(told, expected);
        }
    });
}
