//! Whatever sixty-four companies do on twenty slots, the database says what a few plain maps say, after each step.

use crate::given::{a_request, book_as, confirm, hold_as};
use crate::plain_model::{Model, SLOTS};
use crate::swapping::{agrees, asks};
use crate::waiting::{a_wait, accepts, leaves, tries};
use chrono::Duration;
use marketday_booking::{
    CancelledBy, MoveRequest, MovedBy, cancel, extend_hold, move_booking, sweep,
};
use marketday_model::waiting::Wish;
use marketday_model::{Booking, BookingId, Instant, SlotId, SwapId, SwapState, WaitingId};
use marketday_store::bookings::{self, BookingFilter};
use marketday_store::waiting::{self, WaitingFilter};
use marketday_store::{invariants, presenter_ticks};
use marketday_testkit::{Database, Day, World, on_each_database, on_each_unguarded_database};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::collections::{BTreeMap, HashMap};

const COMPANIES: usize = 64;
/// How many steps are taken on a day.
const STEPS: usize = 80;

/// What somebody does. Where a company must have something for it, it is the one of so many that has it: the number
/// goes round. A place beyond the last slot is one of those that are free.
#[derive(Debug, Clone, Copy)]
enum Step {
    Hold(usize, usize),
    Extend(usize),
    /// Of those who hold a slot; or by somebody who does not.
    Book(usize),
    BookWithout(usize, usize),
    Move(usize, usize),
    Cancel(usize),
    Ask(usize, usize),
    Agree(usize),
    Wait(usize),
    Accept(usize),
    Leave(usize),
    /// So many minutes.
    Later(i64),
    Sweep,
}

fn a_step() -> impl Strategy<Value = Step> {
    let (who, slot) = (0..COMPANIES, 0..2 * SLOTS);
    prop_oneof![
        6 => (who.clone(), slot.clone()).prop_map(|(who, slot)| Step::Hold(who, slot)),
        1 => who.clone().prop_map(Step::Extend),
        6 => who.clone().prop_map(Step::Book),
        1 => (who.clone(), slot.clone()).prop_map(|(who, slot)| Step::BookWithout(who, slot)),
        4 => (who.clone(), slot).prop_map(|(who, slot)| Step::Move(who, slot)),
        5 => who.clone().prop_map(Step::Cancel),
        4 => (who.clone(), who.clone()).prop_map(|(who, whom)| Step::Ask(who, whom)),
        4 => who.clone().prop_map(Step::Agree),
        8 => who.clone().prop_map(Step::Wait),
        4 => who.clone().prop_map(Step::Accept),
        3 => who.prop_map(Step::Leave),
        4 => prop_oneof![Just(1), Just(9), Just(10), Just(24 * 60)].prop_map(Step::Later),
        2 => Just(Step::Sweep),
    ]
}

/// One day on a database, and what the model says of it. Days of one database have companies of their own.
struct Played<'w> {
    world: &'w World,
    day: Day,
    first: usize,
    model: Model,
    /// Whose a hold is.
    holds: HashMap<BookingId, usize>,
    entries: BTreeMap<usize, WaitingId>,
    proposals: BTreeMap<(usize, usize), SwapId>,
    latest: Instant,
}

/// What the database says, in the model's words.
#[derive(Debug, PartialEq, Eq)]
struct Picture {
    held: BTreeMap<usize, (usize, Instant)>,
    booked: BTreeMap<usize, usize>,
    line: Vec<usize>,
    offered: BTreeMap<usize, (usize, Instant)>,
}

impl Picture {
    fn of(model: &Model) -> Self {
        let live = model.held.iter().filter(|(_, held)| model.now < held.1);
        Self {
            held: live.map(|(who, held)| (*who, (held.0, held.1))).collect(),
            booked: model.booked.clone(),
            line: model.line.clone(),
            offered: model.offered.clone(),
        }
    }
}

impl<'w> Played<'w> {
    /// A day on which all slots but one are booked; every other day they all are, and some companies wait.
    fn begins(world: &'w World, number: usize) -> Self {
        let day = world.another_day(number, u32::try_from(SLOTS).expect("a number of slots"));
        let mut played = Self {
            world,
            day,
            first: number * COMPANIES,
            model: Model::at(world.surroundings.now()),
            holds: HashMap::new(),
            entries: BTreeMap::new(),
            proposals: BTreeMap::new(),
            latest: world.surroundings.now() + Duration::days(40),
        };
        let waiting = if number.is_multiple_of(2) { 8 } else { 0 };
        for n in 0..SLOTS - usize::from(waiting == 0) {
            let request = a_request(played.slot(n), played.company(n));
            book_as(world, request).expect("the slot is free");
            assert!(played.model.hold(n, n) && played.model.book(n, n));
        }
        for n in SLOTS..SLOTS + waiting {
            assert_eq!(played.does(Step::Wait(n)), (true, true));
        }
        played
    }

    fn company(&self, n: usize) -> usize {
        self.first + n
    }

    fn number(&self, name: &str) -> usize {
        let number = name.strip_prefix("Company ").and_then(|n| n.parse().ok());
        number.map_or(usize::MAX, |number: usize| number - self.first)
    }

    fn slot(&self, n: usize) -> SlotId {
        self.day.slots[n].id
    }

    fn place(&self, slot: SlotId) -> usize {
        let place = self.day.slots.iter().position(|one| one.id == slot);
        place.expect("a slot of the day")
    }

    fn bookings(&self) -> Vec<Booking> {
        let filter = BookingFilter {
            event: Some(self.day.event.id),
            ..BookingFilter::default()
        };
        let all = self.world.store.read(|rx| bookings::list(rx, &filter));
        all.expect("the database answers")
    }

    fn booking(&self, n: usize) -> Booking {
        let mut all = self.bookings().into_iter();
        let booking = all.find(|one| self.number(&one.company_name) == n);
        booking.expect("the model says that it has one")
    }

    /// The slot that is meant.
    fn meant(&self, place: usize) -> usize {
        let free: Vec<usize> = (0..SLOTS).filter(|n| self.model.is_free(*n)).collect();
        let beyond = place.checked_sub(SLOTS);
        let one = beyond.and_then(|nth| Self::one_of(nth, free.into_iter()));
        one.unwrap_or(place % SLOTS)
    }

    /// One of those who have something.
    fn one_of<T: Copy>(nth: usize, of: impl ExactSizeIterator<Item = T>) -> Option<T> {
        let count = of.len().max(1);
        of.into_iter().nth(nth % count)
    }

    /// Does it in the database and in the model, a second after what was before, and returns whether each did it.
    fn does(&mut self, step: Step) -> (bool, bool) {
        let second = Duration::seconds(1);
        self.world.clock.advance(second);
        self.model.now += second;
        let world = self.world;
        let (store, surroundings) = (&world.store, &world.surroundings);
        match step {
            Step::Hold(n, place) => {
                let place = self.meant(place);
                let held = hold_as(world, self.slot(place), self.company(n));
                if let Ok(hold) = &held {
                    self.holds.insert(hold.booking, n);
                }
                (held.is_ok(), self.model.hold(n, place))
            }
            Step::Extend(nth) => {
                let holders = self.model.held.iter().map(|(n, held)| (*n, held.0));
                let Some((n, place)) = Self::one_of(nth, holders) else {
                    return (true, true);
                };
                let browser = format!("browser {}", self.company(n));
                let extended = extend_hold(store, surroundings, self.slot(place), browser);
                (extended.is_ok(), self.model.extend(n, place))
            }
            Step::Book(nth) => {
                let holders = self.model.held.iter().map(|(n, held)| (*n, held.0));
                match Self::one_of(nth, holders) {
                    Some((n, place)) => self.books(n, place),
                    None => (true, true),
                }
            }
            Step::BookWithout(n, place) => self.books(n, place % SLOTS),
            Step::Move(nth, place) => {
                let place = self.meant(place);
                let Some(n) = Self::one_of(nth, self.model.booked.keys().copied()) else {
                    return (true, true);
                };
                let booking = self.booking(n);
                let request = MoveRequest {
                    booking: booking.id,
                    to: self.slot(place),
                    by: MovedBy::Company(booking.contact),
                    browser: format!("browser {}", self.company(n)),
                };
                let moved = move_booking(store, surroundings, request);
                (moved.is_ok(), self.model.move_to(n, place))
            }
            Step::Cancel(nth) => {
                let Some(n) = Self::one_of(nth, self.model.booked.keys().copied()) else {
                    return (true, true);
                };
                let booking = self.booking(n);
                let by = CancelledBy::Company(booking.contact);
                self.model.cancel(n);
                (cancel(store, surroundings, booking.id, by).is_ok(), true)
            }
            Step::Ask(nth, other) => self.asks(nth, other),
            Step::Agree(nth) => {
                let all = self.proposals.iter().map(|(pair, id)| (*pair, *id));
                let Some((pair, id)) = Self::one_of(nth, all) else {
                    return (true, true);
                };
                self.proposals.remove(&pair);
                let agreed = agrees(world, id).is_ok_and(|state| state == SwapState::Agreed);
                (agreed, self.model.agree(pair))
            }
            Step::Wait(n) => {
                let joined = tries(world, a_wait(self.day.event.id, self.company(n), Wish::Any));
                if let Ok(id) = &joined {
                    self.entries.insert(n, *id);
                }
                (joined.is_ok(), self.model.wait(n))
            }
            Step::Accept(nth) => {
                let Some(n) = Self::one_of(nth, self.model.offered.keys().copied()) else {
                    return (true, true);
                };
                let accepted = accepts(world, self.entries[&n]);
                (accepted.is_ok(), self.model.accept(n))
            }
            Step::Leave(nth) => {
                let all = self.entries.iter().map(|(n, id)| (*n, *id));
                let Some((n, id)) = Self::one_of(nth, all) else {
                    return (true, true);
                };
                let left = leaves(world, id).expect("the database answers");
                (left, self.model.leave(n))
            }
            Step::Later(minutes) => {
                let by = Duration::minutes(minutes);
                if self.model.now + by < self.latest {
                    world.clock.advance(by);
                    self.model.now += by;
                }
                (true, true)
            }
            Step::Sweep => {
                self.model.sweep();
                (sweep(store, surroundings).is_ok(), true)
            }
        }
    }

    fn books(&mut self, n: usize, place: usize) -> (bool, bool) {
        let booked = confirm(self.world, a_request(self.slot(place), self.company(n)));
        (booked.is_ok(), self.model.book(n, place))
    }

    fn asks(&mut self, nth: usize, other: usize) -> (bool, bool) {
        let booked = || self.model.booked.keys().copied();
        let pair = (Self::one_of(nth, booked()), Self::one_of(other, booked()));
        let (Some(from), Some(to)) = pair else {
            return (true, true);
        };
        let asked = asks(self.world, self.booking(from).id, self.booking(to).id);
        if let Ok(id) = &asked {
            self.proposals.insert((from, to), *id);
        }
        (asked.is_ok(), self.model.ask(from, to))
    }

    fn picture(&self) -> Picture {
        let (event, now) = (self.day.event.id, self.world.surroundings.now());
        let filter = WaitingFilter {
            event: Some(event),
            live: true,
            ..WaitingFilter::default()
        };
        let read = self.world.store.read(|rx| {
            let live = bookings::list_live(rx, event, now)?;
            Ok::<_, marketday_store::StoreError>((live, waiting::list(rx, &filter)?))
        });
        let (live, waiting) = read.expect("the database answers");
        let mut picture = Picture {
            held: BTreeMap::new(),
            booked: BTreeMap::new(),
            line: Vec::new(),
            offered: BTreeMap::new(),
        };
        for booking in self.bookings() {
            let n = self.number(&booking.company_name);
            picture.booked.insert(n, self.place(booking.slot));
        }
        for one in waiting {
            let n = self.number(&one.company_name);
            match one.offer {
                Some(offer) => {
                    let place = self.place(offer.slot);
                    picture.offered.insert(n, (place, offer.until));
                }
                None => picture.line.push(n),
            }
        }
        for one in live {
            let until = one.hold_expires_at.filter(|until| now < *until);
            if let (Some(until), Some(n)) = (until, self.holds.get(&one.booking)) {
                picture.held.insert(*n, (self.place(one.slot), until));
            }
        }
        picture
    }

    /// Whether each booking's presenter is on its stage at its time, and nowhere else.
    fn presenters_are_where_they_pitch(&self) -> bool {
        self.bookings().iter().all(|booking| {
            let mut ticks: Vec<i64> = presenter_ticks_of(self.world, booking);
            ticks.sort_unstable();
            let slot = &self.day.slots[self.place(booking.slot)];
            ticks == slot.times.ticks().collect::<Vec<_>>()
        })
    }
}

/// When the presenter of a booking, who is its contact, is on a stage.
pub(crate) fn presenter_ticks_of(world: &World, booking: &Booking) -> Vec<i64> {
    let ticks = world
        .store
        .read(|rx| presenter_ticks::list(rx, booking.contact));
    ticks.expect("the database answers")
}

/// Lets so many days go by, each in other steps, the same in every run. Steps that fail are made fewer so often.
fn play(database: &Database, days: u32, fewer: u32) -> Result<(), TestError<Vec<Step>>> {
    let world = World::on(database);
    let begins = world.surroundings.now();
    let config = Config {
        cases: days,
        failure_persistence: None,
        max_shrink_iters: fewer,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let number = std::cell::Cell::new(0);
    let all = proptest::collection::vec(a_step(), STEPS);
    runner.run(&all, |all| {
        world.clock.set(begins);
        let mut played = Played::begins(&world, number.replace(number.get() + 1));
        for step in all {
            let (did, should) = played.does(step);
            prop_assert_eq!(did, should, "{:?}", step);
            prop_assert_eq!(played.picture(), Picture::of(&played.model), "{:?}", step);
            let broken = world.store.read(invariants::list_broken);
            prop_assert_eq!(broken.expect("the database answers"), Vec::<String>::new());
        }
        prop_assert!(played.presenters_are_where_they_pitch());
        Ok(())
    })
}

#[test]
fn whatever_companies_do_one_after_the_other_the_database_is_as_the_plain_model_says() {
    on_each_database(|database| {
        let days = if database.is_postgres() { 2 } else { 4 };
        let played = play(database, days, 60);
        assert!(played.is_ok(), "{}", played.unwrap_err());
    });
}

#[test]
fn without_the_unique_index_the_same_steps_soon_lead_away_from_the_model() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let guard = "DROP INDEX bookings_one_live_a_slot";
        world.store.run_script(&[guard]).unwrap();
        let failed = play(database, 1, 0);
        assert!(
            matches!(failed, Err(TestError::Fail(..))),
            "the model sees it"
        );
    });
}
