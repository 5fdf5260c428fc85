//! Public pages against plain responses of the same bytes.

use crate::arguments::Plan;
use crate::client::{Connection, get};
use crate::load::{Load, load};
use crate::plain::{self, Plain};
use crate::rounds::in_turns;
use crate::seed::{self, Booked};
use crate::served::Served;
use crate::table;
use marketday_testkit::{Database, World};

/// One request that is measured: how it is called, and what is sent.
pub(crate) struct Asked {
    /// Its name in the table.
    pub(crate) name: String,
    /// The whole request.
    pub(crate) request: Vec<u8>,
}

/// The event, programme and slots pages of a day with 200 slots, half of them booked, and a home page of 24 days.
pub(crate) fn run(database: &Database, plan: &Plan) {
    let world = World::on(database);
    let organisers = seed::organisers(&world);
    let day = seed::day(&world, &organisers, 0);
    seed::book(&world, &day, Booked::EveryOther);
    for number in 1..24 {
        seed::event(&world, &organisers, number);
    }
    let product = Served::product(&world);
    table::title(&format!(
        "Pages on {}, against a plain response of the same bytes",
        world.store.url().product()
    ));
    table::head("ours/s", "plain/s");
    let slug = &day.event.slug;
    let pages = [
        ("event", format!("/events/{slug}")),
        ("programme, 200 slots", format!("/events/{slug}/programme")),
        ("slots, 200", format!("/events/{slug}/slots")),
        ("home, 24 events", "/".to_owned()),
    ];
    let cookie = ("Cookie", "browser=0123456789abcdef0123456789abcdef");
    let mut asked = Vec::new();
    for (name, path) in pages {
        let tag = etag(&product, &get(&path, &[]));
        let mut ask = |who: &str, headers: &[(&str, &str)]| {
            asked.push(Asked {
                name: format!("{name}: {who}"),
                request: get(&path, headers),
            });
        };
        ask("stranger", &[]);
        ask("gzip", &[("Accept-Encoding", "gzip")]);
        ask("304", &[("If-None-Match", &tag)]);
        ask("with a cookie", &[cookie]);
    }
    compare(&product, &asked, plan);
}

/// The entity tag of an answer.
pub(crate) fn etag(product: &Served, request: &[u8]) -> String {
    let mut connection = Connection::open(product.address);
    let answer = connection.send(request);
    answer
        .header("etag")
        .expect("shared bytes have a tag")
        .to_owned()
}

/// Measures each request against a plain server of the same answers, and prints a line for each.
pub(crate) fn compare(product: &Served, asked: &[Asked], plan: &Plan) {
    let mut connection = Connection::open(product.address);
    let answers: Vec<Plain> = asked
        .iter()
        .map(|asked| Plain::of(&connection.send(&asked.request)))
        .collect();
    let sizes: Vec<usize> = answers.iter().map(Plain::len).collect();
    let limit = plain::serve(answers);
    for (index, asked) in asked.iter().enumerate() {
        let status = connection.send(&asked.request).status;
        let bare = get(&plain::path(index), &[]);
        let (mut ours, mut theirs) = (Load::default(), Load::default());
        let turn = |address, request: &[u8], all: &mut Load| {
            let found = load(address, request, status, plan.slice());
            all.add(found);
            found.rate()
        };
        let found = in_turns(
            plan.rounds(),
            || turn(product.address, &asked.request, &mut ours),
            || turn(limit.address, &bare, &mut theirs),
        );
        let note = format!(
            "{:>7} octets; {:.0} µs of processor, plain {:.0}",
            sizes[index],
            ours.serving_one(),
            theirs.serving_one()
        );
        table::line(&asked.name, &found, &note);
    }
}
