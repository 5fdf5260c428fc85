//! Feeds of 200 and of 5,000 entries: after every change, between changes, and for a client that has them already; and
//! making them, against writing the same lines without thinking about them.

use crate::arguments::Plan;
use crate::client::{Connection, get};
use crate::pages::{Asked, compare, etag};
use crate::plain::{self, Plain};
use crate::rounds::{Comparison, median};
use crate::seed::{self, Booked};
use crate::served::Served;
use crate::table;
use marketday_calendar::write_feed;
use marketday_feeds::{Chosen, FeedSite, events_feed};
use marketday_store::revisions;
use marketday_testkit::{Database, World};
use std::time::Instant;

/// How many events the larger feed holds.
const MANY: u32 = 5000;

/// The programme of a day with 200 booked pitches, and the feeds of 200 and of 5,000 events.
pub(crate) fn run(database: &Database, plan: &Plan) {
    let world = World::on(database);
    let organisers = seed::organisers(&world);
    let day = seed::day(&world, &organisers, 0);
    seed::book(&world, &day, Booked::All);
    for number in 1..200 {
        seed::event(&world, &organisers, number);
    }
    let product = Served::product(&world);
    table::title(&format!(
        "Feeds on {}, against a plain response of the same bytes",
        world.store.url().product()
    ));
    table::head("ours/s", "plain/s");
    let feeds = [
        (
            "programme, 200 pitches",
            format!("/events/{}/calendar.ics", day.event.slug),
        ),
        ("all.ics, 200 events", "/calendar/all.ics".to_owned()),
    ];
    for (name, path) in feeds {
        let request = get(&path, &[]);
        cold(&world, &product, &format!("{name}: cold"), &request, plan);
        let tag = etag(&product, &request);
        let asked = [
            ("warm", request),
            ("gzip", get(&path, &[("Accept-Encoding", "gzip")])),
            ("304", get(&path, &[("If-None-Match", &tag)])),
        ];
        let asked = asked.map(|(what, request)| Asked {
            name: format!("{name}: {what}"),
            request,
        });
        compare(&product, &asked, plan);
    }
    made(&world, "200 events", plan);
    for number in 200..MANY {
        seed::event(&world, &organisers, number);
    }
    let path = "/calendar/all.ics";
    let request = get(path, &[]);
    let name = "all.ics, 5,000 events";
    cold(&world, &product, &format!("{name}: cold"), &request, plan);
    let tag = etag(&product, &request);
    let asked = [
        ("warm", request),
        ("gzip", get(path, &[("Accept-Encoding", "gzip")])),
        ("304", get(path, &[("If-None-Match", &tag)])),
    ];
    let asked = asked.map(|(what, request)| Asked {
        name: format!("{name}: {what}"),
        request,
    });
    compare(&product, &asked, plan);
    made(&world, "5,000 events", plan);
}

/// Reading and writing the feed of every event, and only writing it, against a loop that puts the same lines one after
/// the other.
fn made(world: &World, name: &str, plan: &Plan) {
    let site = FeedSite::new("https://marketday.example");
    let now = world.surroundings.now();
    let read = || {
        let feed = world
            .store
            .read(|rx| events_feed(rx, &site, &Chosen::default(), now));
        feed.expect("the database answers")
            .expect("a feed")
            .calendar
    };
    let calendar = read();
    let octets = String::from_utf8(write_feed(&calendar)).expect("a feed is UTF-8");
    let lines: Vec<&str> = octets.lines().collect();
    let copied = || {
        let mut text = String::new();
        for line in &lines {
            text.push_str(line);
            text.push_str("\r\n");
        }
        text.len()
    };
    let rate = |work: &dyn Fn() -> usize| {
        let began = Instant::now();
        assert_eq!(work(), octets.len());
        began.elapsed().as_secs_f64().recip()
    };
    let of_rows = || write_feed(&read()).len();
    let of_entries = || write_feed(&calendar).len();
    for (what, ours) in [
        ("read and written", &of_rows as &dyn Fn() -> usize),
        ("written", &of_entries),
    ] {
        let pairs: Vec<(f64, f64)> = (0..plan.cold())
            .map(|_| (rate(ours), rate(&copied)))
            .collect();
        let found = Comparison::of(&pairs);
        let milliseconds = 1e3 / found.ours;
        let note = format!("{milliseconds:.1} ms, {} kB", octets.len() / 1000);
        table::line(&format!("{name}: {what}"), &found, &note);
    }
}

/// One client asks right after a change, each time; making the change is not timed.
fn cold(world: &World, product: &Served, name: &str, request: &[u8], plan: &Plan) {
    let mut ours = Connection::open(product.address);
    let limit = plain::serve(vec![Plain::of(&ours.send(request))]);
    let mut theirs = Connection::open(limit.address);
    let bare = get(&plain::path(0), &[]);
    let timed = |connection: &mut Connection, request: &[u8]| {
        let began = Instant::now();
        connection.send(request);
        began.elapsed().as_secs_f64().recip()
    };
    let mut pairs = Vec::new();
    for _ in 0..plan.cold() {
        world.store.write(revisions::bump_public).expect("a change");
        pairs.push((timed(&mut ours, request), timed(&mut theirs, &bare)));
    }
    let found = Comparison::of(&pairs);
    let milliseconds = 1e3 / median(pairs.iter().map(|pair| pair.0));
    table::line(
        name,
        &found,
        &format!("{milliseconds:.1} ms each, one client"),
    );
}
