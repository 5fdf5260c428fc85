//! When slots can be taken.

use crate::given::{a_request, confirm, hold_as};
use chrono::Duration;
use marketday_booking::{BookRefused, HoldRefused};
use marketday_model::event::{Window, WindowState};
use marketday_model::{Event, EventState};
use marketday_store::events;
use marketday_testkit::{Day, World, on_each_database};

fn with(world: &World, day: &Day, change: impl FnOnce(&mut Event)) {
    let mut event = day.event.clone();
    change(&mut event);
    world
        .store
        .write(move |tx| events::update(tx, &event))
        .unwrap();
}

fn not_open(world: &World, day: &Day) -> WindowState {
    match hold_as(world, day.slots[0].id, 1) {
        Err(HoldRefused::NotOpen(state)) => state,
        other => panic!("it gave {other:?}"),
    }
}

#[test]
fn slots_are_taken_from_the_moment_booking_opens_until_the_moment_it_closes() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (moment, now) = (Duration::microseconds(1), world.surroundings.now());
        let (opens_at, closes_at) = (now + Duration::hours(1), now + Duration::hours(2));
        with(&world, &day, |event| {
            event.booking = Window {
                opens_at: Some(opens_at),
                closes_at,
            }
        });
        world.clock.set(opens_at - moment);
        assert_eq!(not_open(&world, &day), WindowState::NotYet { opens_at });
        world.clock.set(closes_at);
        assert_eq!(not_open(&world, &day), WindowState::Closed);
        world.clock.set(opens_at);
        hold_as(&world, day.slots[0].id, 1).unwrap();
        world.clock.set(closes_at - moment);
        hold_as(&world, day.slots[1].id, 2).unwrap();
        // Who got hold of a slot in time may finish the form.
        world.clock.set(closes_at + Duration::minutes(5));
        confirm(&world, a_request(day.slots[1].id, 2)).unwrap();
    });
}

#[test]
fn a_pitch_that_has_begun_cannot_be_booked_even_if_booking_is_still_open() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        with(&world, &day, |event| {
            event.booking.closes_at = event.time.end();
        });
        world.clock.set(day.slots[0].times.starts_at);
        assert_eq!(not_open(&world, &day), WindowState::Closed);
        hold_as(&world, day.slots[1].id, 1).unwrap();
    });
}

#[test]
fn no_slot_of_a_cancelled_postponed_or_past_event_can_be_taken_even_if_it_is_held() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        hold_as(&world, day.slots[1].id, 2).unwrap();
        for state in [
            EventState::Cancelled,
            EventState::Postponed,
            EventState::Completed,
        ] {
            with(&world, &day, |event| event.state = state);
            assert_eq!(not_open(&world, &day), WindowState::Closed);
            let refused = confirm(&world, a_request(day.slots[1].id, 2));
            assert!(
                matches!(refused, Err(BookRefused::NotBookable(_))),
                "{refused:?}"
            );
        }
    });
}

#[test]
fn a_slot_that_does_not_exist_cannot_be_taken() {
    on_each_database(|database| {
        let world = World::on(database);
        let nothing = world.surroundings.id();
        assert!(matches!(
            hold_as(&world, nothing, 1),
            Err(HoldRefused::NoSuchSlot)
        ));
        let refused = confirm(&world, a_request(nothing, 1));
        assert!(matches!(refused, Err(BookRefused::NotBookable(_))));
    });
}
