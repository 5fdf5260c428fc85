//! `cargo xtask bench`: what the product does in a second, as a share of what this machine does at best.
//!
//! Every figure stands beside a limit that is measured in the same run: a plain actix response of the same bytes for
//! pages and feeds, a bare insert under the same index for bookings. Ours and the limit take turns, and the median of
//! the rounds is shown, so that a busy machine slows both. Nothing is asserted. `docs/performance.md` says how to read
//! it. To add a measurement: a file here with a `run`, a name in [`arguments::Part`], a line in [`measure`].

mod arguments;
mod bare;
mod bookings;
mod client;
mod desk;
mod feeds;
mod letters;
mod load;
mod machine;
mod pages;
mod plain;
mod processes;
mod rounds;
mod seed;
mod served;
mod storm;
mod table;

use arguments::{Part, Plan};
use marketday_testkit::Database;

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments
        .next_if(|first| first == processes::SERVE)
        .is_some()
    {
        return processes::serve(arguments);
    }
    let plan = match Plan::of(arguments) {
        Ok(plan) => plan,
        Err(unknown) => {
            eprintln!("{unknown}");
            std::process::exit(2);
        }
    };
    machine::describe();
    for part in Part::ALL.into_iter().filter(|part| plan.has(*part)) {
        measure(part, &plan);
    }
    table::title("Memory");
    match machine::peak_memory() {
        Some(peak) => println!(
            "{peak} MB at most, with every server, both databases' clients and the load itself in one process (the servers of the storm are others)"
        ),
        None => println!("not known on this system"),
    }
}

fn measure(part: Part, plan: &Plan) {
    on_each_database(|database| match part {
        Part::Pages => pages::run(database, plan),
        Part::Feeds => feeds::run(database, plan),
        Part::Bookings => bookings::run(database, plan),
        Part::Storm => storm::run(database, plan),
        Part::Letters => letters::run(database, plan),
    });
}

fn on_each_database(part: impl Fn(&Database)) {
    part(&Database::sqlite());
    if let Some(postgres) = Database::postgres() {
        part(&postgres);
    }
}
