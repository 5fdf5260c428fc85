//! Sixty-four companies want twenty slots at the same moment.

use crate::given::{a_request, confirm, hold_as};
use crate::race::{doubles_and_all, race};
use marketday_model::{NoticeState, SlotId};
use marketday_store::notices;
use marketday_store::pools::{self, Pool};
use marketday_testkit::{World, on_each_database};

#[test]
fn sixty_four_companies_on_twenty_slots_make_twenty_bookings_and_forty_four_clean_refusals() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(20);
        let slots: Vec<SlotId> = day.slots.iter().map(|slot| slot.id).collect();
        let race = race(64, &slots, |n, slot| {
            hold_as(&world, slot, n)?;
            confirm(&world, a_request(slot, n)).expect("what is held can be booked");
            Ok(())
        });
        assert_eq!(race.had_and_full(), (20, 44));
        assert_eq!(doubles_and_all(&world, day.event.id), (0, 20));
        assert_eq!(race.offered_though_taken(), 0);
        assert_eq!(race.told_full_too_early(&slots), 0);
        let counted: u32 = (0..64)
            .map(|n| {
                let pool = Pool::Company(day.event.id, format!("name:company {n}"));
                world.store.read(|rx| pools::used(rx, &pool)).unwrap()
            })
            .sum();
        assert_eq!(counted, 20);
        let waiting = world
            .store
            .read(|rx| notices::count(rx, NoticeState::Pending))
            .unwrap();
        assert_eq!(waiting, 20, "one confirmation each, and no other letter");
    });
}
