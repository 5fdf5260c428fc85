//! The worker: one plain thread that delivers, sweeps and waits, until it is told to stop.

use crate::deliver::{chain, deliver_batch};
use crate::{Notifier, Stop};
use marketday_mail::{OpenError, Transport};
use marketday_store::{StoreError, notices};
use std::time::{Duration, Instant};

/// How long it waits between looks: other processes write notices too, and cannot wake it.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often it runs the caller's sweep.
const SWEEP_EVERY: Duration = Duration::from_secs(15);
/// The longest wait after a mail server or a database that does not answer.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Delivers notices until `stop` says so, then gives back what was claimed and returns. Between deliveries, every 15
/// seconds, it runs `sweep`. It blocks: give it a thread of its own.
///
/// A mail server or database that does not answer is asked again after a pause that doubles up to a minute; the
/// notices wait in the outbox meanwhile.
pub fn run(
    notifier: &Notifier,
    open_transport: impl Fn() -> Result<Box<dyn Transport>, OpenError>,
    mut sweep: impl FnMut(),
    stop: &Stop,
) {
    let mut worker = Worker {
        notifier,
        open_transport,
        stop,
        transport: None,
        pause: Pause::default(),
    };
    let mut swept = None;
    while !stop.is_stopped() {
        if is_over(swept, SWEEP_EVERY) {
            sweep();
            swept = Some(Instant::now());
        }
        if worker.round() == Round::Idle {
            stop.wait(LOOK_EVERY);
        }
    }
    tracing::info!("the worker has stopped");
}

fn is_over(since: Option<Instant>, time: Duration) -> bool {
    since.is_none_or(|at| at.elapsed() >= time)
}

/// Whether to look again at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    More,
    Idle,
}

struct Worker<'a, O> {
    notifier: &'a Notifier,
    open_transport: O,
    stop: &'a Stop,
    transport: Option<Box<dyn Transport>>,
    pause: Pause,
}

impl<O: Fn() -> Result<Box<dyn Transport>, OpenError>> Worker<'_, O> {
    /// One batch, unless nothing is due or the last trouble is too recent.
    fn round(&mut self) -> Round {
        if !self.pause.is_over() {
            return Round::Idle;
        }
        match self.try_round() {
            Ok(round) => round,
            Err(trouble) => {
                let pause = self.pause.lengthen();
                tracing::error!(trouble, ?pause, "nothing can be delivered for now");
                Round::Idle
            }
        }
    }

    fn try_round(&mut self) -> Result<Round, String> {
        if !self.is_due().map_err(|error| chain(&error))? {
            return Ok(Round::Idle);
        }
        let mut transport = match self.transport.take() {
            Some(transport) => transport,
            None => (self.open_transport)().map_err(|error| chain(&error))?,
        };
        let batch = deliver_batch(self.notifier, transport.as_mut(), self.stop.flag());
        let Some(batch) = batch.map_err(|error| chain(&error))? else {
            self.transport = Some(transport);
            return Ok(Round::Idle);
        };
        // After a failure of the server the next round begins with a new connection.
        if let Some(answer) = batch.server_down {
            return Err(answer);
        }
        self.transport = Some(transport);
        self.pause = Pause::default();
        Ok(Round::More)
    }

    /// A read, so that a worker with nothing to do writes nothing.
    fn is_due(&self) -> Result<bool, StoreError> {
        let due = self.notifier.due();
        self.notifier.store.read(|rx| notices::is_due(rx, due))
    }
}

/// How long to leave a server alone that did not answer.
#[derive(Debug, Default)]
struct Pause {
    length: Duration,
    since: Option<Instant>,
}

impl Pause {
    fn is_over(&self) -> bool {
        is_over(self.since, self.length)
    }

    /// Begins the next pause, twice as long as the last, and says how long it is.
    fn lengthen(&mut self) -> Duration {
        self.length = (self.length * 2).clamp(Duration::from_secs(1), LONGEST_PAUSE);
        self.since = Some(Instant::now());
        self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_doubles_up_to_a_minute() {
        let mut pause = Pause::default();
        assert!(pause.is_over());
        let lengths: Vec<u64> = (0..8).map(|_| pause.lengthen().as_secs()).collect();
        assert_eq!(lengths, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(!pause.is_over());
    }
}
