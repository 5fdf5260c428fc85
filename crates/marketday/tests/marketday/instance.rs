//! Instances that serve and deliver until they are told to stop.

use crate::command::{Heard, run, start};
use crate::visit::get;
use marketday::config::Config;
use marketday_model::Surroundings;
use std::net::TcpStream;
use std::path::Path;
use tempfile::tempdir;

fn letters(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("data/mail")).map_or(0, Iterator::count)
}

const ADD: [&str; 5] = ["organiser", "add", "ada@example.org", "--name", "Ada"];

#[test]
fn an_instance_starts_in_process_serves_and_stops() {
    let folder = tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("m.db").display());
    let variables = [
        ("MARKETDAY__DATABASE__URL", url.as_str()),
        ("MARKETDAY__HTTP__BIND", "127.0.0.1:0"),
    ];
    let config = Config::from_parts("", &variables).expect("it is right");
    let running = marketday::start::start(&config, Surroundings::real(), true).expect("it starts");
    let address = running.address().expect("it serves");
    assert_eq!(get(address, "/healthz").0, 200);
    assert_eq!(get(address, "/readyz").0, 200);
    assert_eq!(get(address, "/").0, 200);
    assert_eq!(get(address, "/dev/mail").0, 404);
    running.stop().expect("it stops");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn serve_delivers_what_is_due_and_stops_cleanly_when_asked() {
    let folder = tempdir().expect("a folder");
    assert_eq!(run(folder.path(), &[], &ADD).code, 0);
    let variables = [("MARKETDAY__HTTP__BIND", "127.0.0.1:0")];
    let mut serving = start(folder.path(), &variables, &["serve"], &Heard::Logged);
    let line = serving.line_with("address=");
    let address = line
        .split("address=")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|address| address.parse().ok())
        .expect("the port that it got");
    assert!(
        line.contains(&format!("public_url=http://{address}")),
        "{line}"
    );
    assert_eq!(get(address, "/").0, 200);
    if letters(folder.path()) == 0 {
        serving.line_with("letter sent");
    }
    let (code, _) = serving.stop();
    assert_eq!((code, letters(folder.path())), (Some(0), 1));
}

#[test]
fn serve_without_a_worker_leaves_letters_to_the_worker() {
    let folder = tempdir().expect("a folder");
    assert_eq!(run(folder.path(), &[], &ADD).code, 0);
    let variables = [("MARKETDAY__HTTP__BIND", "127.0.0.1:0")];
    let arguments = ["serve", "--no-worker"];
    let mut serving = start(folder.path(), &variables, &arguments, &Heard::Logged);
    serving.line_with("address=");
    assert_eq!(serving.stop().0, Some(0));
    assert_eq!(letters(folder.path()), 0);

    let mut working = start(folder.path(), &[], &["worker"], &Heard::Logged);
    working.line_with("letter sent");
    assert_eq!(working.stop().0, Some(0));
    assert_eq!(letters(folder.path()), 1);
}

#[test]
fn a_port_that_is_taken_is_named_with_its_setting() {
    let folder = tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let variables = [("MARKETDAY__HTTP__BIND", address.as_str())];
    let done = run(folder.path(), &variables, &["serve"]);
    assert_eq!(done.code, 1);
    assert!(
        done.complained
            .starts_with(&format!("marketday: http.bind: cannot listen on {address}")),
        "{}",
        done.complained
    );
}
