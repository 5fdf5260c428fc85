//! The worker on its thread.

use crate::given::Office;
use marketday_mail::{Accepted, Letter, SendError, Transport};
use marketday_notify::{Stop, run};
use marketday_testkit::on_each_database;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Long enough for the slowest machine; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Tells of each letter that it is given.
struct Telling(Sender<String>);

impl Transport for Telling {
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError> {
        self.0
            .send(letter.to.email.clone())
            .expect("somebody listens");
        Ok(Accepted {
            answer: "250 taken".to_owned(),
        })
    }

    fn probe(&mut self) -> Result<String, SendError> {
        Ok("ready".to_owned())
    }
}

#[test]
fn a_worker_delivers_what_comes_sweeps_and_stops_when_told() {
    on_each_database(|database| {
        let office = Office::on(database);
        let (sent, inbox) = channel();
        let (swept, sweeps) = channel();
        let stop = Stop::new();
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let open = || Ok(Box::new(Telling(sent.clone())) as Box<dyn Transport>);
                run(
                    &office.notifier,
                    open,
                    || swept.send(()).expect("somebody listens"),
                    &stop,
                );
            });
            sweeps.recv_timeout(PATIENCE).expect("a sweep at the start");
            // A notice of another process: nobody wakes the worker.
            office.book(&office.day.slots[0], "Dripless Ltd");
            assert_eq!(
                inbox.recv_timeout(PATIENCE).as_deref(),
                Ok("ada@dripless-ltd.example")
            );
            // A notice of the same process.
            office.register("bo@darlington.example");
            stop.wake();
            assert_eq!(
                inbox.recv_timeout(PATIENCE).as_deref(),
                Ok("bo@darlington.example")
            );
            stop.stop();
            worker.join().expect("the worker returns");
        });
    });
}

#[test]
fn a_worker_whose_mail_server_cannot_be_reached_tries_again_and_can_be_stopped_meanwhile() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let (opened, openings) = channel();
        let stop = Stop::new();
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let open = || {
                    opened.send(()).expect("somebody listens");
                    Err(marketday_mail::OpenError::Network(std::io::Error::other(
                        "no network",
                    )))
                };
                run(&office.notifier, open, || (), &stop);
            });
            for _ in 0..2 {
                openings.recv_timeout(PATIENCE).expect("another try");
            }
            stop.stop();
            worker.join().expect("the worker returns");
        });
        assert_eq!(office.deliver().sent, 1);
    });
}
