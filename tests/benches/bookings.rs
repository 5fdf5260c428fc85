//! Bookings a second through the verbs, against bare inserts of single rows.

use crate::arguments::Plan;
use crate::bare::Bare;
use crate::rounds::Comparison;
use crate::seed;
use crate::table;
use marketday_booking::{BookOutcome, BookRequest, HoldRequest, PitchText, book, hold};
use marketday_model::code::CodeCheck;
use marketday_model::{SlotId, Theme};
use marketday_store::{PoolSize, Store};
use marketday_testkit::{Database, World};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many book at once.
const THREADS: [usize; 2] = [16, 64];

/// Bookings from several threads, each of another company in another slot, over as many days as are needed.
pub(crate) fn run(database: &Database, plan: &Plan) {
    let mut world = World::on(database);
    // With as many connections as the product opens by itself.
    world.store = Store::open(database.store.url(), PoolSize::default()).expect("it opens again");
    let organisers = seed::organisers(&world);
    let needed = plan.bookings() * plan.rounds() * THREADS.len() + WARM_UP;
    let mut slots: Vec<SlotId> = Vec::new();
    for number in 0.. {
        if slots.len() >= needed {
            break;
        }
        let day = seed::day(&world, &organisers, number);
        slots.extend(day.slots.iter().map(|slot| slot.id));
    }
    // Neighbours in the queue book at different days, as they would.
    let spread = |index: usize| slots[(index * 211) % slots.len()];
    let company = AtomicUsize::new(0);
    let (bare, product) = (Bare::new(&world.store), world.store.url().product());
    table::title(&format!(
        "Bookings on {product}, against bare inserts of one row under the same index"
    ));
    table::head("ours/s", "bare/s");
    let ours = |count: usize, threads: usize| book_from(&world, &company, count, threads, &spread);
    ours(WARM_UP, 4);
    bare.one_by_one(WARM_UP, 4);
    for threads in THREADS {
        let statements = world.store.queries();
        let (mut took, mut single, mut grouped) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..plan.rounds() {
            let found = ours(plan.bookings(), threads);
            let rate = found.rate();
            single.push((rate, bare.one_by_one(plan.bookings(), threads)));
            let in_groups = bare.in_groups(plan.bookings(), threads);
            grouped.extend(in_groups.map(|limit| (rate, limit)));
            took.extend(found.took);
        }
        let statements = world.store.queries() - statements;
        let each = u64::try_from(plan.bookings() * plan.rounds()).unwrap_or(1);
        let note = match statements / each {
            // The writer of SQLite does not count.
            0 => times(took),
            statements => format!("{}; {statements} statements each", times(took)),
        };
        let name = format!("{threads} threads, a commit a row");
        table::line(&name, &Comparison::of(&single), &note);
        if !grouped.is_empty() {
            let name = format!("{threads} threads, a commit {threads} rows");
            table::line(&name, &Comparison::of(&grouped), "");
        }
    }
}

/// Bookings before anything is measured.
const WARM_UP: usize = 40;

/// How one turn of bookings went.
struct Found {
    elapsed: Duration,
    took: Vec<Duration>,
}

impl Found {
    fn rate(&self) -> f64 {
        let count = u32::try_from(self.took.len()).unwrap_or(u32::MAX);
        f64::from(count) / self.elapsed.as_secs_f64()
    }
}

fn times(mut took: Vec<Duration>) -> String {
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e3;
    format!("p50 {:.0} ms, p99 {:.0} ms", at(50), at(99))
}

/// Makes `count` bookings from `threads` threads.
fn book_from(
    world: &World,
    company: &AtomicUsize,
    count: usize,
    threads: usize,
    slot: &(impl Fn(usize) -> SlotId + Sync),
) -> Found {
    let first = company.fetch_add(count, Ordering::Relaxed);
    let next = AtomicUsize::new(first);
    let began = Instant::now();
    let took = thread::scope(|scope| {
        let work = || {
            let mut took = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= first + count {
                    return took;
                }
                let start = Instant::now();
                book_one(world, number, slot(number));
                took.push(start.elapsed());
            }
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .flat_map(|took| took.expect("every slot was free"))
            .collect()
    });
    let elapsed = began.elapsed();
    Found { elapsed, took }
}

/// A company holds its slot and books it: two transactions.
fn book_one(world: &World, number: usize, slot: SlotId) {
    let browser = format!("browser-{number}");
    let request = HoldRequest {
        slot,
        browser: browser.clone(),
        network: format!("network-{number}"),
    };
    hold(&world.store, &world.surroundings, request).expect("the slot is free");
    let request = BookRequest {
        slot,
        browser,
        company: format!("Company {number}").parse().expect("a line"),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: format!("founder@company{number}.example")
            .parse()
            .expect("an address"),
        contact_name: "Ada Founder".parse().expect("a line"),
        phone: None,
        presenter: None,
        pitch: PitchText {
            title: "Fewer missed bins".parse().expect("a line"),
            summary: "What we do, for whom, and what it has saved them."
                .parse()
                .expect("prose"),
            themes: vec![Theme::ALL[0]],
        },
        of_itself: marketday_booking::OfItself::default(),
    };
    let booked = book(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    });
    assert!(matches!(booked, Ok(BookOutcome::Booked(_))), "{booked:?}");
}
