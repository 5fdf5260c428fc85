//! Two hundred companies want one slot at the same moment, and one as its hold runs out.

use crate::given::{a_request, at_once, confirm, confirmed, hold_as};
use crate::race::{Race, doubles_and_all, race};
use chrono::Duration;
use marketday_booking::{BookRefused, sweep};
use marketday_store::invariants;
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};

const COMPANIES: usize = 200;

/// Everybody wants to hold the one slot of the day, and whoever has it books it.
fn all_want_it(world: &World, day: &Day) -> Race {
    race(COMPANIES, &[day.slots[0].id], |n, slot| {
        hold_as(world, slot, n)?;
        confirm(world, a_request(slot, n)).expect("what is held can be booked");
        Ok(())
    })
}

#[test]
fn of_two_hundred_companies_that_want_one_slot_one_has_it_and_all_others_are_told_that_the_day_is_full()
 {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let race = all_want_it(&world, &day);
        assert_eq!(race.had_and_full(), (1, 199));
        assert_eq!(doubles_and_all(&world, day.event.id), (0, 1));
        assert_eq!(race.told_full_too_early(&[day.slots[0].id]), 0);
    });
}

#[test]
fn without_the_unique_index_the_same_two_hundred_all_have_the_one_slot() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let guard = "DROP INDEX bookings_one_live_a_slot";
        world.store.run_script(&[guard]).unwrap();
        assert_eq!(all_want_it(&world, &day).had_and_full(), (200, 0));
        assert_eq!(doubles_and_all(&world, day.event.id), (199, 200));
        let broken = world.store.read(invariants::list_broken).unwrap();
        let slot = format!("a slot has more than one live booking: {}", day.slots[0].id);
        assert_eq!(broken, [slot]);
    });
}

/// How many bookings there are once a company confirmed its hold at the last second, while on another server, whose
/// clock is a second ahead, the sweep and seven others found it run out. Of each who had it, its number.
fn confirmed_as_it_runs_out(world: &World, late: &World, day: &Day) -> Vec<usize> {
    let slot = day.slots[0].id;
    let until = hold_as(world, slot, 0)
        .expect("the slot is free")
        .expires_at;
    world.clock.set(until - Duration::seconds(1));
    late.clock.set(until);
    let had = at_once(9, |n| match n {
        0 => match confirm(world, a_request(slot, 0)) {
            Ok(_) => true,
            Err(BookRefused::HoldRanOut { .. }) => false,
            Err(other) => panic!("no clean answer: {other:?}"),
        },
        8 => sweep(&late.store, &late.surroundings).is_err(),
        _ => hold_as(late, slot, n).is_ok(),
    });
    (0..9).filter(|n| had[*n]).collect()
}

#[test]
fn a_hold_that_is_confirmed_as_it_runs_out_is_a_booking_or_the_next_takers_and_never_both() {
    on_each_database(|database| {
        let (world, late) = (World::on(database), World::on(database));
        let day = world.published_day(1);
        let had = confirmed_as_it_runs_out(&world, &late, &day);
        assert_eq!(had.len(), 1, "{had:?}");
        let booked = confirmed(&world, day.event.id).len();
        assert_eq!(booked, usize::from(had == [0]));
    });
}

#[test]
fn without_the_unique_index_seven_more_have_the_slot_as_its_hold_runs_out() {
    on_each_unguarded_database(|database| {
        let (world, late) = (World::on(database), World::on(database));
        let day = world.published_day(1);
        let guard = "DROP INDEX bookings_one_live_a_slot";
        world.store.run_script(&[guard]).unwrap();
        let had = confirmed_as_it_runs_out(&world, &late, &day);
        assert!(had.len() >= 7, "{had:?}");
        let broken = world.store.read(invariants::list_broken).unwrap();
        assert!(!broken.is_empty(), "and the check after each test finds it");
    });
}
