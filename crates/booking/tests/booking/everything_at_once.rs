//! Sixty-four companies hold, book, move, swap, cancel, wait and take what they are offered on twenty slots, all at the
//! same time, while the clock goes on and the sweep comes by.

use crate::given::{a_request, at_once, confirm, confirmed, hold_as};
use crate::like_the_model::presenter_ticks_of;
use crate::race::doubles_and_all;
use crate::swapping::{agrees, asks};
use crate::waiting::{a_wait, accepts, leaves, tries};
use chrono::Duration;
use marketday_booking::{CancelledBy, MoveRequest, MovedBy, cancel, move_booking, sweep};
use marketday_model::waiting::Wish;
use marketday_model::{Booking, Randomness, WaitingId};
use marketday_store::{StoreError, invariants};
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};
use std::collections::HashSet;

const COMPANIES: usize = 64;

/// A company in a thread of its own.
struct Company<'w> {
    world: &'w World,
    day: &'w Day,
    number: usize,
    chance: Randomness,
    entry: Option<WaitingId>,
    /// What no company should be answered.
    unclean: Vec<String>,
}

impl Company<'_> {
    /// One of so many, by chance that is the same in every run.
    fn one_of(&self, many: usize) -> usize {
        let drawn = usize::from_str_radix(&self.chance.token()[..8], 16);
        drawn.expect("hexadecimal digits") % many
    }

    /// Keeps what is no clean refusal: an error of the database.
    fn notes<T, E: std::error::Error + 'static>(&mut self, answer: Result<T, E>) -> Option<T> {
        match answer {
            Ok(done) => Some(done),
            Err(error) => {
                if let Some(inside) = StoreError::inside(&error) {
                    self.unclean.push(inside.to_string());
                }
                None
            }
        }
    }

    fn bookings(&self) -> (Option<Booking>, Vec<Booking>) {
        let name = format!("Company {}", self.number);
        let (mut own, others): (Vec<_>, Vec<_>) = confirmed(self.world, self.day.event.id)
            .into_iter()
            .partition(|booking| booking.company_name == name);
        (own.pop(), others)
    }

    fn takes_a_turn(&mut self) {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let slot = self.day.slots[self.one_of(self.day.slots.len())].id;
        let (own, others) = self.bookings();
        match (own, self.one_of(8)) {
            (_, 0) => {
                self.world.clock.advance(Duration::minutes(3));
                let swept = sweep(store, surroundings);
                self.notes(swept);
            }
            (Some(own), 1 | 2) => {
                let by = CancelledBy::Company(own.contact);
                let done = cancel(store, surroundings, own.id, by);
                self.notes(done);
            }
            (Some(own), 3 | 4) => {
                let request = MoveRequest {
                    booking: own.id,
                    to: slot,
                    by: MovedBy::Company(own.contact),
                    browser: format!("browser {}", self.number),
                };
                let moved = move_booking(store, surroundings, request);
                self.notes(moved);
            }
            (Some(own), _) if !others.is_empty() => {
                let other = &others[self.one_of(others.len())];
                let asked = asks(self.world, own.id, other.id);
                if let Some(id) = self.notes(asked) {
                    let agreed = agrees(self.world, id);
                    self.notes(agreed);
                }
            }
            (None, 1..=4) => {
                let held = hold_as(self.world, slot, self.number);
                // Some leave it until it runs out.
                if self.notes(held).is_some() && self.one_of(4) > 0 {
                    let booked = confirm(self.world, a_request(slot, self.number));
                    self.notes(booked);
                }
            }
            _ => self.waits_or_answers(),
        }
    }

    fn waits_or_answers(&mut self) {
        let answered = match self.entry {
            None => {
                let request = a_wait(self.day.event.id, self.number, Wish::Any);
                let joined = tries(self.world, request);
                self.entry = self.notes(joined);
                return;
            }
            Some(id) if self.one_of(4) == 0 => {
                let left = leaves(self.world, id);
                self.notes(left).is_some()
            }
            Some(id) => {
                let accepted = accepts(self.world, id);
                self.notes(accepted).is_some()
            }
        };
        if answered {
            self.entry = None;
        }
    }
}

/// Lets all of them loose, each for so many turns, and returns what none should have been answered.
fn all_at_once(world: &World, day: &Day, turns: usize) -> Vec<String> {
    let unclean = at_once(COMPANIES, |number| {
        let mut company = Company {
            world,
            day,
            number,
            chance: Randomness::seeded(u64::try_from(number).expect("a number")),
            entry: None,
            unclean: Vec::new(),
        };
        for _ in 0..turns {
            company.takes_a_turn();
        }
        company.unclean
    });
    unclean.into_iter().flatten().collect()
}

#[test]
fn whatever_sixty_four_companies_do_at_once_no_slot_is_given_twice_and_everybody_is_answered() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(20);
        assert_eq!(all_at_once(&world, &day, 12), Vec::<String>::new());
        let bookings = confirmed(&world, day.event.id);
        let companies: HashSet<_> = bookings.iter().map(|booking| booking.company).collect();
        assert_eq!(companies.len(), bookings.len(), "one each");
        assert_eq!(doubles_and_all(&world, day.event.id).0, 0);
        for booking in &bookings {
            let slot = day.slots.iter().find(|slot| slot.id == booking.slot);
            let mut ticks = presenter_ticks_of(&world, booking);
            ticks.sort_unstable();
            let times = slot.expect("a slot of the day").times.ticks();
            assert_eq!(ticks, times.collect::<Vec<_>>(), "on stage when they pitch");
        }
    });
}

#[test]
fn without_the_unique_indexes_the_same_companies_have_slots_twice() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(20);
        let guards = [
            "DROP INDEX bookings_one_live_a_slot",
            "DROP INDEX bookings_one_hold_a_browser",
        ];
        world.store.run_script(&guards).unwrap();
        // Without them even a clean answer is not to be had always.
        all_at_once(&world, &day, 3);
        let broken = world.store.read(invariants::list_broken).unwrap();
        assert!(
            broken
                .iter()
                .any(|found| found.starts_with("a slot has more than one live booking")),
            "{broken:?}"
        );
    });
}
