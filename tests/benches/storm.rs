//! The moment in which booking opens: a thousand companies wait, each on the page of the slot that it likes best, and
//! then all want theirs, over HTTP. There are 100 slots.

use crate::arguments::Plan;
use crate::desk::{Company, Ending, Visit};
use crate::machine;
use crate::seed;
use crate::served::Served;
use crate::table;
use marketday_store::{PoolSize, Store};
use marketday_testkit::{Database, World};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

/// How many companies are being answered at a time.
const AT_ONCE: usize = 64;
/// A fourth of the slots: those of one session of one stage.
const SLOTS: u32 = 25;

/// Sends the companies off and prints how they fared.
pub(crate) fn run(database: &Database, plan: &Plan) {
    let mut world = World::on(database);
    world.store = Store::open(database.store.url(), PoolSize::default()).expect("it opens again");
    let organisers = seed::organisers(&world);
    let day = seed::day_of(&world, &organisers, 0, SLOTS);
    // Somewhere else to go for those who get nothing.
    seed::day_of(&world, &organisers, 1, SLOTS);
    let product = Served::product(&world);
    let companies = plan.companies();
    table::title(&format!(
        "Opening storm on {}: {companies} companies, {AT_ONCE} at a time, for {} slots",
        world.store.url().product(),
        4 * SLOTS
    ));
    let waiting = Mutex::new(
        (0..companies)
            .map(|number| Company::waiting(number, product.address, &day.event.slug))
            .collect::<Vec<_>>(),
    );
    let next = || waiting.lock().ok()?.pop();
    let (began, used) = (Instant::now(), machine::process_time());
    let visits: Vec<(Duration, Visit)> = thread::scope(|scope| {
        let work = || {
            let mut visits = Vec::new();
            while let Some(company) = next() {
                let start = Instant::now();
                let visit = company.visit(&world.store);
                visits.push((start.elapsed(), visit));
            }
            visits
        };
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .flat_map(|visits| visits.expect("a company is always answered"))
            .collect()
    });
    let elapsed = began.elapsed();
    let used = machine::process_time()
        .zip(used)
        .map(|(after, before)| after.saturating_sub(before));
    report(&visits, elapsed, used);
}

fn report(visits: &[(Duration, Visit)], elapsed: Duration, used: Option<Duration>) {
    let ended = |ending| {
        visits
            .iter()
            .filter(|(_, visit)| visit.ending == ending)
            .count()
    };
    let (booked, full) = (ended(Ending::Booked), ended(Ending::Full));
    let lost: Vec<u16> = visits
        .iter()
        .filter_map(|(_, visit)| match visit.ending {
            Ending::Lost(status) => Some(status),
            _ => None,
        })
        .collect();
    let sum = |of: fn(&Visit) -> u32| visits.iter().map(|(_, visit)| of(visit)).sum::<u32>();
    let (refusals, errors) = (sum(|visit| visit.refusals), sum(|visit| visit.errors));
    let mut answers: Vec<Duration> = visits
        .iter()
        .flat_map(|(_, visit)| visit.answers.clone())
        .collect();
    answers.sort();
    let mut companies: Vec<Duration> = visits.iter().map(|(took, _)| *took).collect();
    companies.sort();
    let seconds = elapsed.as_secs_f64();
    let count = u32::try_from(answers.len()).unwrap_or(u32::MAX);
    println!(
        "  all answered in {seconds:.2} s: {booked} booked, {full} told that it is full, {} lost {lost:?}, {errors} answers from 500 up",
        lost.len()
    );
    println!(
        "  {count} answers, {:.0} a second; {refusals} refusals, {:.0} a second",
        f64::from(count) / seconds,
        f64::from(refusals) / seconds
    );
    println!(
        "  an answer: p50 {:.0} ms, p99 {:.0} ms; a company from wish to end: p50 {:.0} ms, p99 {:.0} ms",
        at(&answers, 50),
        at(&answers, 99),
        at(&companies, 50),
        at(&companies, 99)
    );
    if let Some(used) = used {
        println!(
            "  {:.1} ms of processor an answer in this process, asking included",
            used.as_secs_f64() * 1e3 / f64::from(count)
        );
    }
}

/// The value that `share` of a hundred stay under, in milliseconds.
fn at(sorted: &[Duration], share: usize) -> f64 {
    sorted[(sorted.len() - 1) * share / 100].as_secs_f64() * 1e3
}
