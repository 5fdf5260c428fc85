//! The moment in which booking opens: a thousand companies wait, each on the page of the slot that it likes best, and
//! then all want theirs, over HTTP. There are 100 slots. One server, and on PostgreSQL three beside each other.

use crate::arguments::Plan;
use crate::bare::Bare;
use crate::desk::{Company, Ending, Visit};
use crate::processes::ServerProcess;
use crate::rounds::Comparison;
use crate::seed;
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
/// Slots of a storm's day.
const OFFERED: usize = 4 * SLOTS as usize;
/// Rows of the bare loop, so many that it takes a moment.
const ROWS: usize = 600;

/// A company's way, how long it took, and when it was over, from the opening.
struct Way {
    visit: Visit,
    took: Duration,
    over: Duration,
}

/// All ways of one opening.
struct Storm {
    ways: Vec<Way>,
    elapsed: Duration,
    /// What the servers used of the processor.
    used: Option<Duration>,
}

/// Sends the companies off, to one server and, where a database may have several, to three, and prints how they fared.
pub(crate) fn run(database: &Database, plan: &Plan) {
    several(database, plan, 1);
    if database.is_postgres() {
        let another = Database::postgres().expect("there was one a moment ago");
        several(&another, plan, 3);
    }
}

/// Some storms, each for a day of its own, in turns with bare inserts.
fn several(database: &Database, plan: &Plan, processes: usize) {
    let mut world = World::on(database);
    world.store = Store::open(database.store.url(), PoolSize::default()).expect("it opens again");
    let organisers = seed::organisers(&world);
    let servers: Vec<ServerProcess> = (0..processes)
        .map(|_| ServerProcess::start(&database.url, world.surroundings.now()))
        .collect();
    let bare = Bare::new(&world.store);
    table::title(&format!(
        "Opening storm on {}, server processes: {processes}. {} companies, {AT_ONCE} at a time, for {OFFERED} slots",
        world.store.url().product(),
        plan.companies()
    ));
    bare.one_by_one(ROWS, AT_ONCE);
    let (mut storms, mut pairs) = (Vec::new(), Vec::new());
    for number in 0..plan.storms() {
        let days = u32::try_from(number).unwrap_or_default() * 2;
        let day = seed::day_of(&world, &organisers, days, SLOTS);
        // Somewhere else to go for those who get nothing.
        seed::day_of(&world, &organisers, days + 1, SLOTS);
        let first = number * plan.companies();
        let companies = (first..first + plan.companies()).map(|company| {
            let server = &servers[company % servers.len()];
            Company::waiting(company, server.address, &day.event.slug)
        });
        let storm = opens(&world.store, companies.collect(), &servers);
        pairs.push((storm.bookings(), bare.one_by_one(ROWS, AT_ONCE)));
        storms.push(storm);
    }
    report(&storms);
    table::head("ours/s", "bare/s");
    table::line("bookings, until the last slot", &Comparison::of(&pairs), "");
}

/// Lets all companies go at once.
fn opens(store: &Store, companies: Vec<Company>, servers: &[ServerProcess]) -> Storm {
    let used = || {
        servers
            .iter()
            .map(ServerProcess::time)
            .sum::<Option<Duration>>()
    };
    let waiting = Mutex::new(companies);
    let next = || waiting.lock().ok()?.pop();
    let (before, began) = (used(), Instant::now());
    let ways = thread::scope(|scope| {
        let work = || {
            let mut ways = Vec::new();
            while let Some(company) = next() {
                let start = Instant::now();
                let visit = company.visit(store);
                ways.push(Way {
                    visit,
                    took: start.elapsed(),
                    over: began.elapsed(),
                });
            }
            ways
        };
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .flat_map(|ways| ways.expect("a company is always answered"))
            .collect()
    });
    let elapsed = began.elapsed();
    let used = used().zip(before);
    Storm {
        ways,
        elapsed,
        used: used.map(|(after, before)| after.saturating_sub(before)),
    }
}

impl Storm {
    /// How many were booked in a second until the last one was.
    fn bookings(&self) -> f64 {
        let booked = self.ways.iter().filter(|way| way.ended(Ending::Booked));
        let last = booked.clone().map(|way| way.over).max();
        number(booked.count()) / last.unwrap_or(self.elapsed).as_secs_f64()
    }

    /// How it ended for the companies.
    fn line(&self) -> String {
        let count = |ending| self.ways.iter().filter(|way| way.ended(ending)).count();
        let lost: Vec<u16> = self
            .ways
            .iter()
            .filter_map(|way| match way.visit.ending {
                Ending::Lost(status) => Some(status),
                _ => None,
            })
            .collect();
        let errors: u32 = self.ways.iter().map(|way| way.visit.errors).sum();
        let (booked, full) = (count(Ending::Booked), count(Ending::Full));
        match lost.as_slice() {
            [] => format!("{booked}, {full}, 0, {errors}"),
            _ => format!("{booked}, {full}, {} {lost:?}, {errors}", lost.len()),
        }
    }
}

impl Way {
    fn ended(&self, ending: Ending) -> bool {
        self.visit.ending == ending
    }
}

fn report(storms: &[Storm]) {
    let ways: Vec<&Way> = storms.iter().flat_map(|storm| &storm.ways).collect();
    let each: Vec<String> = storms.iter().map(Storm::line).collect();
    println!(
        "  booked, told that it is full, lost, answers from 500 up: {}",
        each.join("; ")
    );
    let seconds =
        |share: fn(&Storm) -> Duration| storms.iter().map(share).sum::<Duration>().as_secs_f64();
    let elapsed = seconds(|storm| storm.elapsed);
    let mut answers: Vec<Duration> = ways
        .iter()
        .flat_map(|way| way.visit.answers.clone())
        .collect();
    answers.sort();
    let mut companies: Vec<Duration> = ways.iter().map(|way| way.took).collect();
    companies.sort();
    let refusals: u32 = ways.iter().map(|way| way.visit.refusals).sum();
    println!(
        "  {} answers, {:.0} a second; {refusals} refusals, {:.0} a second; all answered after {:.2} s",
        answers.len(),
        number(answers.len()) / elapsed,
        f64::from(refusals) / elapsed,
        elapsed / number(storms.len())
    );
    println!(
        "  an answer: p50 {:.0} ms, p99 {:.0} ms; a company from wish to end: p50 {:.0} ms, p99 {:.0} ms",
        at(&answers, 50),
        at(&answers, 99),
        at(&companies, 50),
        at(&companies, 99)
    );
    if let Some(used) = storms
        .iter()
        .map(|storm| storm.used)
        .sum::<Option<Duration>>()
    {
        println!(
            "  {:.1} ms of processor an answer in the servers",
            used.as_secs_f64() * 1e3 / number(answers.len())
        );
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The value that `share` of a hundred stay under, in milliseconds.
fn at(sorted: &[Duration], share: usize) -> f64 {
    sorted[(sorted.len() - 1) * share / 100].as_secs_f64() * 1e3
}
