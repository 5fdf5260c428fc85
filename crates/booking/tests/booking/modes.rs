//! Slots that the organiser gives: companies cannot take them, however they come.

use crate::given::{a_request, at_once, booked, confirm, confirmed, hold_as};
use marketday_booking::{BookRefused, HoldRefused};
use marketday_model::{Slot, SlotMode};
use marketday_places::free_slots;
use marketday_scheduling::{release, set_slot_mode};
use marketday_testkit::given::prose;
use marketday_testkit::{Day, World, on_each_database};

/// The organiser decides who has these slots from now on.
fn take(world: &World, day: &Day, slots: &[Slot], mode: SlotMode) {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let (event, organiser) = (day.event.id, day.organiser.id);
    for slot in slots {
        let set = set_slot_mode(store, surroundings, event, organiser, (slot.id, mode));
        assert_eq!(set.unwrap(), Some(day.session.id));
    }
    release(store, surroundings, event, organiser, (prose("Ours"), None)).unwrap();
}

#[test]
fn a_slot_that_is_curated_or_held_back_is_not_held_not_booked_and_not_offered() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        hold_as(&world, day.slots[0].id, 1).unwrap();
        take(&world, &day, &day.slots[..1], SlotMode::Curated);
        take(&world, &day, &day.slots[1..2], SlotMode::HeldBack);
        let refused = confirm(&world, a_request(day.slots[0].id, 1));
        assert!(
            matches!(refused, Err(BookRefused::NotBookable(_))),
            "{refused:?}"
        );
        let refused = hold_as(&world, day.slots[1].id, 2);
        assert!(
            matches!(refused, Err(HoldRefused::NotOffered)),
            "{refused:?}"
        );
        booked(&world, day.slots[2].id, 3);
        let event = world
            .store
            .read(|rx| marketday_store::events::find(rx, day.event.id));
        let (event, now) = (event.unwrap().unwrap(), world.surroundings.now());
        let free = world.store.read(|rx| free_slots(rx, &event, now)).unwrap();
        let starts: Vec<_> = free.slots.iter().map(|slot| slot.slot.id).collect();
        assert_eq!(
            (starts, free.all),
            (vec![day.slots[3].id], 3),
            "one of them is still held"
        );
    });
}

#[test]
fn a_slot_is_booked_before_the_organiser_takes_it_or_not_at_all() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(12);
        for (n, slot) in day.slots.iter().enumerate() {
            hold_as(&world, slot.id, n).unwrap();
        }
        let answers = at_once(13, |n| {
            if n == 12 {
                take(&world, &day, &day.slots, SlotMode::HeldBack);
                return false;
            }
            match confirm(&world, a_request(day.slots[n].id, n)) {
                Ok(_) => true,
                Err(BookRefused::NotBookable(_)) => false,
                Err(other) => panic!("no clean answer: {other:?}"),
            }
        });
        let had = answers.iter().filter(|is_booked| **is_booked).count();
        assert_eq!(confirmed(&world, day.event.id).len(), had);
        for (n, _) in answers[..12].iter().enumerate().filter(|(_, had)| !**had) {
            let late = confirm(&world, a_request(day.slots[n].id, n));
            assert!(matches!(late, Err(BookRefused::NotBookable(_))), "{late:?}");
        }
    });
}
