//! The race without its guard: the same harness must find double bookings, else it would find none where there are.

use crate::given::{a_request, confirm};
use crate::race::{doubles_and_all, race};
use marketday_booking::HoldRefused;
use marketday_model::booking::Hold;
use marketday_model::{SlotId, policy};
use marketday_places::free_slots;
use marketday_store::{StoreError, holds};
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

/// Holds a slot as the product does not: it looks before its write transaction begins, and `look` lets all look
/// before the first of them writes.
fn hold_after_a_look(
    world: &World,
    day: &Day,
    (slot, n): (SlotId, usize),
    look: &Barrier,
) -> Result<(), HoldRefused> {
    let now = world.surroundings.now();
    let free = world.store.read(|rx| free_slots(rx, &day.event, now))?;
    look.wait();
    if free.slots.is_empty() {
        return Err(HoldRefused::Full);
    }
    if !free.contains(slot) {
        return Err(HoldRefused::Taken {
            nearest: free.slots,
        });
    }
    let hold = Hold {
        booking: world.surroundings.id(),
        event: day.event.id,
        slot,
        expires_at: now + policy::HOLD,
        is_extended: false,
    };
    let (browser, network) = (format!("browser {n}"), format!("network {n}"));
    let is_new = world
        .store
        .write(move |tx| holds::insert(tx, &hold, &browser, &network, now))?;
    assert!(is_new, "nothing guards the slot");
    Ok(())
}

#[test]
fn without_the_unique_index_and_with_a_look_before_the_write_the_same_race_books_slots_twice() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(20);
        world
            .store
            .run_script(&["DROP INDEX bookings_one_live_a_slot"])
            .unwrap();
        let slots: Vec<SlotId> = day.slots.iter().map(|slot| slot.id).collect();
        let look = Barrier::new(64);
        let race = race(64, &slots, |n, slot| {
            hold_after_a_look(&world, &day, (slot, n), &look)?;
            confirm(&world, a_request(slot, n)).expect("what is held can be booked");
            Ok(())
        });
        assert_eq!(race.had_and_full(), (64, 0));
        assert_eq!(doubles_and_all(&world, day.event.id), (44, 64));
    });
}

#[test]
fn with_the_unique_index_even_a_look_before_the_write_books_no_slot_twice() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (slot, now) = (day.slots[0].id, world.surroundings.now());
        let insert = |n: usize| {
            let hold = Hold {
                booking: world.surroundings.id(),
                event: day.event.id,
                slot,
                expires_at: now + policy::HOLD,
                is_extended: false,
            };
            world.store.write(move |tx| {
                let (browser, network) = (format!("browser {n}"), format!("network {n}"));
                holds::insert(tx, &hold, &browser, &network, now)
            })
        };
        let answers: Result<Vec<bool>, StoreError> =
            crate::given::at_once(16, insert).into_iter().collect();
        assert_eq!(answers.unwrap().iter().filter(|is_new| **is_new).count(), 1);
    });
}
