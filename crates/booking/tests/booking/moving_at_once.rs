//! Bookings that move while others want the same slots.

use crate::given::{at_once, booked, find, hold_as};
use crate::race::doubles_and_all;
use marketday_booking::{HoldRefused, MoveRefused, MoveRequest, MovedBy, move_booking};
use marketday_model::{BookingId, SlotId};
use marketday_places::free_slots;
use marketday_store::{StoreError, moves};
use marketday_testkit::{World, on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

/// Moves a booking by its contact, and says whether it went. Every refusal is a clean one.
fn goes(world: &World, id: BookingId, to: SlotId) -> bool {
    let request = MoveRequest {
        booking: id,
        to,
        by: MovedBy::Company(find(world, id).contact),
        browser: "another browser".into(),
    };
    match move_booking(&world.store, &world.surroundings, request) {
        Ok(()) => true,
        Err(MoveRefused::Slot(why)) => {
            let is_clean = matches!(*why, HoldRefused::Taken { .. } | HoldRefused::Full);
            assert!(is_clean, "{why:?}");
            false
        }
        Err(other) => panic!("no clean answer: {other:?}"),
    }
}

#[test]
fn of_eight_that_move_to_one_free_slot_one_has_it_and_the_others_keep_their_own() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(9);
        let ids: Vec<BookingId> = (0..8).map(|n| booked(&world, day.slots[n].id, n)).collect();
        let answers = at_once(8, |n| goes(&world, ids[n], day.slots[8].id));
        assert_eq!(answers.iter().filter(|went| **went).count(), 1);
        for (n, went) in answers.iter().enumerate() {
            let (slot, sequence) = (find(&world, ids[n]).slot, find(&world, ids[n]).sequence);
            let expected = if *went { (8, 1) } else { (n, 0) };
            assert_eq!((slot, sequence), (day.slots[expected.0].id, expected.1));
        }
    });
}

#[test]
fn a_move_and_a_hold_of_the_same_slot_never_both_have_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(8);
        let ids: Vec<BookingId> = (0..4).map(|n| booked(&world, day.slots[n].id, n)).collect();
        // Four bookings go to four free slots, which four browsers want to hold.
        let answers = at_once(8, |n| {
            let goal = day.slots[4 + n % 4].id;
            if n < 4 {
                goes(&world, ids[n], goal)
            } else {
                hold_as(&world, goal, 10 + n).is_ok()
            }
        });
        for n in 0..4 {
            let had = [answers[n], answers[4 + n]];
            assert_eq!(had.iter().filter(|had| **had).count(), 1, "slot {n}");
            let expected = if had[0] { 4 + n } else { n };
            assert_eq!(find(&world, ids[n]).slot, day.slots[expected].id);
        }
    });
}

#[test]
fn bookings_that_go_round_in_a_ring_keep_a_slot_each() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let ids: Vec<BookingId> = (0..3).map(|n| booked(&world, day.slots[n].id, n)).collect();
        // Each wants the slot of the next, and one slot is free: whatever comes first, nobody is without one.
        at_once(6, |n| goes(&world, ids[n % 3], day.slots[(n + 1) % 4].id));
        assert_eq!(doubles_and_all(&world, day.event.id), (0, 3));
    });
}

/// Moves a booking as the product does not: it looks before its transaction, and all look before one writes.
fn goes_after_a_look(world: &World, id: BookingId, to: SlotId, look: &Barrier) {
    let (booking, now) = (find(world, id), world.surroundings.now());
    look.wait();
    let moved = world
        .store
        .write(move |tx| moves::move_to(tx, &booking, to, now));
    let moved: Result<_, StoreError> = moved;
    assert_eq!(moved.expect("it writes"), moves::SlotChange::Done);
}

#[test]
fn without_the_unique_index_the_same_moves_put_all_of_them_into_one_slot() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(9);
        let ids: Vec<BookingId> = (0..8).map(|n| booked(&world, day.slots[n].id, n)).collect();
        let drop = "DROP INDEX bookings_one_live_a_slot";
        world.store.run_script(&[drop]).unwrap();
        let look = Barrier::new(8);
        at_once(8, |n| {
            goes_after_a_look(&world, ids[n], day.slots[8].id, &look);
        });
        assert_eq!(doubles_and_all(&world, day.event.id), (7, 8));
        let now = world.surroundings.now();
        let free = world.store.read(|rx| free_slots(rx, &day.event, now));
        assert_eq!(free.unwrap().slots.len(), 8, "and leave the others empty");
    });
}
