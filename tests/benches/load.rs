//! The same request again and again, from several connections at once.

use crate::client::Connection;
use crate::machine;
use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// How many connections ask at once.
const CONNECTIONS: usize = 8;

/// What a load came to, or several of them together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Load {
    requests: u32,
    seconds: f64,
    serving: Duration,
}

/// Asks for as long as `slice` says; every answer must have this status.
pub(crate) fn load(address: SocketAddr, request: &[u8], status: u16, slice: Duration) -> Load {
    let start = Barrier::new(CONNECTIONS + 1);
    let before = machine::process_time();
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| client(address, request, status, slice, &start)))
            .collect();
        start.wait();
        let began = Instant::now();
        let (mut requests, mut asking) = (0, Duration::ZERO);
        for client in clients {
            let (asked, time) = client.join().expect("a client ends by itself");
            requests += asked;
            asking += time;
        }
        let seconds = began.elapsed().as_secs_f64();
        let used = machine::process_time().zip(before);
        let used = used.map_or(Duration::ZERO, |(after, before)| {
            after.saturating_sub(before)
        });
        Load {
            requests,
            seconds,
            serving: used.saturating_sub(asking),
        }
    })
}

/// How often it asked, and the processor time that asking took.
fn client(
    address: SocketAddr,
    request: &[u8],
    status: u16,
    slice: Duration,
    start: &Barrier,
) -> (u32, Duration) {
    let mut connection = Connection::open(address);
    start.wait();
    let (began, mut asked) = (Instant::now(), 0);
    while began.elapsed() < slice {
        let answer = connection.send(request);
        assert_eq!(answer.status, status, "the load is not answered as it was");
        asked += 1;
    }
    (asked, machine::thread_time().unwrap_or_default())
}

impl Load {
    /// Requests a second.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(self.requests) / self.seconds
    }

    /// Adds another load to it.
    pub(crate) fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.seconds += other.seconds;
        self.serving += other.serving;
    }

    /// The processor time that serving one request took in this process, in microseconds.
    pub(crate) fn serving_one(&self) -> f64 {
        self.serving.as_secs_f64() * 1e6 / f64::from(self.requests.max(1))
    }
}
