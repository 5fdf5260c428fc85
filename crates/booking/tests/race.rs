//! The race for slots, run by real threads on both databases; and its negative control, in which the same race must
//! find the fault once the guard is gone.

use marketday_booking::{
    BookOutcome, BookRefused, BookRequest, HoldRefused, HoldRequest, PitchText, book, hold,
};
use marketday_model::booking::Hold;
use marketday_model::code::{CodeCheck, digest};
use marketday_model::{BookingState, Instant, SlotId, Surroundings, Theme, policy};
use marketday_store::bookings::{self, BookingFilter};
use marketday_store::{Store, StoreError};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Database, Day, World, on_each_database};
use std::collections::HashMap;
use std::sync::{Barrier, Mutex};

const COMPANIES: usize = 64;
const SLOTS: u32 = 20;

/// How one company's try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ended {
    Booked(SlotId),
    Full,
}

fn request(company: usize, slot: SlotId) -> BookRequest {
    BookRequest {
        slot,
        browser: digest(&format!("browser {company}")),
        company: line(&format!("Company {company}")),
        website: None,
        company_number: None,
        contact_email: format!("contact{company}@company{company}.example")
            .parse()
            .expect("an address"),
        contact_name: line(&format!("Contact {company}")),
        phone: None,
        presenter: None,
        pitch: PitchText {
            title: line(&format!("Pitch {company}")),
            summary: prose("What it does and for whom."),
            themes: vec![Theme::AdultSocialCare],
        },
    }
}

/// The verb under test: hold, then book.
fn take(
    store: &Store,
    surroundings: &Surroundings,
    company: usize,
    slot: SlotId,
) -> Result<BookOutcome, HoldRefused> {
    let browser = digest(&format!("browser {company}"));
    hold(
        store,
        surroundings,
        HoldRequest {
            slot,
            browser,
            network: digest(&format!("network {}", company / 8)),
        },
    )?;
    match book(store, surroundings, request(company, slot), |_, _| {
        Ok(CodeCheck::Right)
    }) {
        Ok(outcome) => Ok(outcome),
        Err(BookRefused::Store(error)) => Err(HoldRefused::Store(error)),
        Err(refused) => panic!("company {company} held {slot} and could not book it: {refused}"),
    }
}

/// Each company tries the slot that it is offered until it has one or is told that none is left.
fn try_until_told(
    world: &World,
    company: usize,
    first: SlotId,
    refusals: &Mutex<Vec<SlotId>>,
) -> Ended {
    let mut slot = first;
    loop {
        match take(&world.store, &world.surroundings, company, slot) {
            Ok(BookOutcome::Booked(_)) => return Ended::Booked(slot),
            Ok(refused) => panic!("nobody asked for a code: {refused:?}"),
            Err(HoldRefused::Full) => return Ended::Full,
            Err(HoldRefused::Taken { nearest }) => {
                let offered = nearest
                    .first()
                    .expect("a refusal that is not 'full' names a free slot")
                    .slot
                    .id;
                assert_ne!(
                    offered, slot,
                    "the slot that was just refused is not offered again"
                );
                refusals.lock().expect("the list").push(offered);
                slot = offered;
            }
            Err(refused) => panic!("company {company}: {refused}"),
        }
    }
}

fn race(world: &World, day: &Day) -> (Vec<Ended>, Vec<SlotId>) {
    let (barrier, refusals) = (Barrier::new(COMPANIES), Mutex::new(Vec::new()));
    let ended = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..COMPANIES)
            .map(|company| {
                let first = day.slots[company % day.slots.len()].id;
                let (barrier, refusals) = (&barrier, &refusals);
                scope.spawn(move || {
                    barrier.wait();
                    try_until_told(world, company, first, refusals)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no thread fails"))
            .collect()
    });
    (ended, refusals.into_inner().expect("the list"))
}

fn confirmed(store: &Store, day: &Day) -> HashMap<SlotId, usize> {
    let filter = BookingFilter {
        event: Some(day.event.id),
        ..BookingFilter::default()
    };
    let booked = store
        .read(|rx| bookings::list(rx, &filter))
        .expect("the bookings");
    booked
        .into_iter()
        .fold(HashMap::new(), |mut counts, booking| {
            assert_eq!(booking.state, BookingState::Confirmed);
            *counts.entry(booking.slot).or_default() += 1;
            counts
        })
}

#[test]
fn sixty_four_companies_at_once_fill_twenty_slots_and_the_rest_are_told_that_the_day_is_full() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(SLOTS);
        let (ended, offered) = race(&world, &day);
        let full = ended.iter().filter(|end| **end == Ended::Full).count();
        assert_eq!((COMPANIES - full, full), (20, 44));
        let counts = confirmed(&world.store, &day);
        assert_eq!(counts.len(), 20, "every slot is booked");
        assert!(
            counts.values().all(|count| *count == 1),
            "no slot is booked twice"
        );
        assert!(
            offered
                .iter()
                .all(|slot| day.slots.iter().any(|s| s.id == *slot)),
            "only slots of the day are offered"
        );
    });
}

/// The verb without its guard: it looks whether the slot is free before its transaction begins, and relies on that.
fn take_by_looking_first(
    store: &Store,
    surroundings: &Surroundings,
    company: usize,
    slot: SlotId,
    day: &Day,
    looked: &Barrier,
) -> bool {
    let now: Instant = surroundings.now();
    let is_free = store
        .read(|rx| bookings::find_live(rx, slot, now))
        .expect("a look")
        .is_none();
    // Everybody has looked before anybody takes: what chance would bring about now and then.
    looked.wait();
    if !is_free {
        return false;
    }
    let browser = digest(&format!("browser {company}"));
    let hold = Hold {
        booking: surroundings.id(),
        event: day.event.id,
        slot,
        expires_at: now + policy::HOLD,
    };
    let of_browser = browser.clone();
    store
        .write(move |tx| {
            bookings::insert_hold(tx, &hold, &of_browser, "network", now)?;
            Ok::<_, StoreError>(())
        })
        .expect("nothing refuses it");
    let booked = book(store, surroundings, request(company, slot), |_, _| {
        Ok(CodeCheck::Right)
    });
    matches!(booked, Ok(BookOutcome::Booked(_)))
}

fn race_without_guard(database: &Database) -> usize {
    let world = World::on(database);
    let day = world.published_day(SLOTS);
    database
        .store
        .run_script(&["DROP INDEX bookings_one_live_a_slot"])
        .expect("the guard is taken out");
    let looked = Barrier::new(COMPANIES);
    std::thread::scope(|scope| {
        for company in 0..COMPANIES {
            let (world, day, looked) = (&world, &day, &looked);
            let slot = day.slots[company % day.slots.len()].id;
            scope.spawn(move || {
                take_by_looking_first(
                    &world.store,
                    &world.surroundings,
                    company,
                    slot,
                    day,
                    looked,
                );
            });
        }
    });
    confirmed(&world.store, &day)
        .values()
        .filter(|count| **count > 1)
        .count()
}

#[test]
fn without_the_guard_the_same_race_books_slots_twice() {
    on_each_database(|database| {
        let twice = race_without_guard(database);
        assert_eq!(twice, 20, "every slot has two or more who all looked first");
    });
}
