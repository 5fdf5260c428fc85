//! Servers in processes of their own, as an installation has them: this program again, told to serve. What a server
//! uses is then apart from what asking uses.

use crate::machine;
use crate::served::Served;
use chrono::{DateTime, Utc};
use marketday_model::{FrozenClock, Instant, Randomness, Surroundings};
use marketday_store::{DatabaseUrl, PoolSize, Store};
use marketday_testkit::World;
use std::io::{self, BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The first argument of a process that serves; the database's URL and the instant at which it lives follow.
pub(crate) const SERVE: &str = "serve";

/// A server in a process of its own; it ends when this is dropped.
pub(crate) struct ServerProcess {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    child: Child,
}

impl ServerProcess {
    /// Starts one on the database at `url`, with the clock standing at `now`, and waits until it listens.
    pub(crate) fn start(url: &str, now: Instant) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut child = Command::new(program)
            .args([SERVE, url, &now.to_rfc3339()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts again");
        let said = child.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(said)
            .read_line(&mut line)
            .expect("a server says where it listens");
        let address = line.trim().parse().expect("an address");
        Self { address, child }
    }

    /// The processor time that it has used.
    pub(crate) fn time(&self) -> Option<Duration> {
        machine::time_of(self.child.id())
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // It serves for as long as its input is open.
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// Serves until the input ends: what a process started by [`ServerProcess::start`] does.
pub(crate) fn serve(mut arguments: impl Iterator<Item = String>) {
    let mut next = || arguments.next().expect("a server is told what to serve");
    let url: DatabaseUrl = next().parse().expect("a database's URL");
    let now: DateTime<Utc> = next().parse().expect("an instant");
    let store = Store::open(&url, PoolSize::default()).expect("the database opens");
    let clock = Arc::new(FrozenClock::at(now));
    // Chance of its own: two servers must not draw the same ids.
    let surroundings = Surroundings::new(clock.clone(), Randomness::system());
    let product = Served::product(&World {
        store,
        surroundings,
        clock,
    });
    println!("{}", product.address);
    let until_closed = io::stdin().read_to_end(&mut Vec::new());
    until_closed.expect("the input ends");
}
