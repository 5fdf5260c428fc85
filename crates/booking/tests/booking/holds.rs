//! Holding a slot while its form is filled in.

use crate::given::{a_request, at_once, booked, confirm, confirmed, hold_as, id};
use chrono::Duration;
use marketday_booking::{BookRefused, HoldRefused, HoldRequest, hold, sweep};
use marketday_model::policy;
use marketday_places::free_slots;
use marketday_testkit::{Day, World, on_each_database};

fn how_many_free(world: &World, day: &Day) -> usize {
    let now = world.surroundings.now();
    let free = world.store.read(|rx| free_slots(rx, &day.event, now));
    free.unwrap().slots.len()
}

#[test]
fn a_held_slot_is_nobody_elses_for_ten_minutes_and_then_the_next_takers() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (slot, since) = (day.slots[0].id, world.surroundings.now());
        let held = hold_as(&world, slot, 1).unwrap();
        assert_eq!(held.expires_at, since + Duration::minutes(10));
        world
            .clock
            .set(since + Duration::minutes(10) - Duration::microseconds(1));
        assert!(matches!(hold_as(&world, slot, 2), Err(HoldRefused::Full)));
        assert_eq!(how_many_free(&world, &day), 0);
        world.clock.set(since + Duration::minutes(10));
        assert_eq!(
            how_many_free(&world, &day),
            1,
            "free by the clock, without any sweep"
        );
        let next = hold_as(&world, slot, 2).unwrap();
        assert_eq!(next.expires_at, since + Duration::minutes(20));
        let late = confirm(&world, a_request(slot, 1));
        assert!(
            matches!(
                late,
                Err(BookRefused::HoldRanOut {
                    still_free: false,
                    ..
                })
            ),
            "{late:?}"
        );
        assert_eq!(
            id(confirm(&world, a_request(slot, 2)).unwrap()),
            next.booking
        );
    });
}

#[test]
fn whoever_is_too_late_learns_that_the_slot_is_still_free_and_what_else_is() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(6);
        let slot = day.slots[2].id;
        hold_as(&world, slot, 1).unwrap();
        booked(&world, day.slots[1].id, 2);
        world.clock.advance(Duration::minutes(10));
        let Err(BookRefused::HoldRanOut {
            still_free,
            nearest,
        }) = confirm(&world, a_request(slot, 1))
        else {
            panic!("it was booked");
        };
        let named: Vec<_> = nearest.iter().map(|free| free.slot.id).collect();
        assert!(still_free);
        assert_eq!(named, [slot, day.slots[3].id, day.slots[0].id]);
    });
}

#[test]
fn a_taken_slot_is_refused_with_the_nearest_that_are_free() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(6);
        for taken in [2, 3] {
            booked(&world, day.slots[taken].id, taken);
        }
        let Err(HoldRefused::Taken { nearest }) = hold_as(&world, day.slots[2].id, 9) else {
            panic!("it was held");
        };
        let named: Vec<_> = nearest.iter().map(|free| free.slot.id).collect();
        assert_eq!(named, [1, 0, 4].map(|n| day.slots[n].id));
    });
}

#[test]
fn a_browser_keeps_one_slot_at_a_time_and_taking_another_gives_the_first_back() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let first = hold_as(&world, day.slots[0].id, 1).unwrap();
        assert_eq!(
            hold_as(&world, day.slots[0].id, 1).unwrap(),
            first,
            "pressed twice"
        );
        hold_as(&world, day.slots[1].id, 1).unwrap();
        assert_eq!(how_many_free(&world, &day), 2);
        // A slot that cannot be had does not cost the one that is held.
        booked(&world, day.slots[2].id, 2);
        let refused = hold_as(&world, day.slots[2].id, 1);
        assert!(matches!(refused, Err(HoldRefused::Taken { .. })));
        confirm(&world, a_request(day.slots[1].id, 1)).unwrap();
    });
}

#[test]
fn a_hold_is_of_use_only_to_the_browser_that_has_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        hold_as(&world, day.slots[0].id, 1).unwrap();
        let stolen = confirm(&world, a_request(day.slots[0].id, 2));
        assert!(matches!(
            stolen,
            Err(BookRefused::HoldRanOut {
                still_free: false,
                ..
            })
        ));
        assert_eq!(confirmed(&world, day.event.id), []);
    });
}

#[test]
fn of_many_who_hold_the_same_slot_at_once_one_has_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let answers = at_once(16, |n| hold_as(&world, day.slots[0].id, n));
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let full = answers
            .iter()
            .filter(|a| matches!(a, Err(HoldRefused::Full)))
            .count();
        assert_eq!(full, 15);
    });
}

#[test]
fn of_many_who_wait_for_a_hold_to_run_out_one_has_the_slot() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        hold_as(&world, day.slots[0].id, 99).unwrap();
        world.clock.advance(Duration::minutes(10));
        let answers = at_once(16, |n| hold_as(&world, day.slots[0].id, n).is_ok());
        assert_eq!(answers.iter().filter(|had| **had).count(), 1);
    });
}

#[test]
fn one_browser_that_presses_many_times_at_once_holds_one_slot() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let answers = at_once(8, |_| hold_as(&world, day.slots[0].id, 1));
        let holds: Vec<_> = answers
            .into_iter()
            .map(|answer| answer.unwrap().booking)
            .collect();
        assert!(
            holds.iter().all(|booking| *booking == holds[0]),
            "{holds:?}"
        );
    });
}

#[test]
fn one_network_cannot_hold_more_than_its_share() {
    on_each_database(|database| {
        let world = World::on(database);
        let (first, second) = (world.published_day(24), 40 - 24);
        let more = crate::given::a_second_stage(&world, &first);
        let slots: Vec<_> = first
            .slots
            .iter()
            .chain(&more)
            .map(|slot| slot.id)
            .collect();
        let from_one_network = |n: usize| {
            let request = HoldRequest {
                slot: slots[n],
                browser: format!("browser {n}"),
                network: "town hall".into(),
            };
            hold(&world.store, &world.surroundings, request)
        };
        for n in 0..24 + second {
            from_one_network(n).unwrap();
        }
        assert_eq!(policy::HOLDS_PER_NETWORK, 40);
        assert!(matches!(from_one_network(40), Err(HoldRefused::TooMany)));
        hold_as(&world, slots[40], 40).unwrap();
        world.clock.advance(policy::HOLD);
        from_one_network(41).unwrap();
    });
}

#[test]
fn the_sweep_ends_holds_that_ran_out_and_no_others() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        hold_as(&world, day.slots[0].id, 1).unwrap();
        booked(&world, day.slots[2].id, 3);
        world.clock.advance(Duration::minutes(5));
        hold_as(&world, day.slots[1].id, 2).unwrap();
        world.clock.advance(Duration::minutes(5));
        assert_eq!(sweep(&world.store, &world.surroundings).unwrap(), (1, 0));
        assert_eq!(sweep(&world.store, &world.surroundings).unwrap(), (0, 0));
        assert_eq!(how_many_free(&world, &day), 1);
    });
}
