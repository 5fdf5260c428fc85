//! Telling a worker to stop, or to look sooner.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// What a worker waits on between rounds; shared with whoever stops or wakes it.
#[derive(Debug, Default)]
pub struct Stop {
    stopped: AtomicBool,
    woken: Mutex<bool>,
    bell: Condvar,
}

impl Stop {
    /// Not stopped.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the worker to give back what it has claimed and to return. There is no way back.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.wake();
    }

    /// Tells the worker that something may be due: a notice of the same process need not wait for its next look.
    pub fn wake(&self) {
        *self.woken.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_all();
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// The same as a flag, for what looks at it between two steps.
    pub fn flag(&self) -> &AtomicBool {
        &self.stopped
    }

    /// Waits until it is woken or stopped, for `at_most` this long.
    pub fn wait(&self, at_most: Duration) {
        let woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut woken, _) = self
            .bell
            .wait_timeout_while(woken, at_most, |woken| !*woken)
            .unwrap_or_else(PoisonError::into_inner);
        *woken = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wake_before_the_wait_is_not_lost() {
        let stop = Stop::new();
        stop.wake();
        // Would hang, and fail by the limit of the test run, if the wake were forgotten.
        stop.wait(Duration::from_hours(1));
        assert!(!stop.is_stopped());
    }

    #[test]
    fn stopping_ends_the_wait() {
        let stop = Stop::new();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| stop.wait(Duration::from_hours(1)));
            stop.stop();
            waiting.join().expect("the wait ends");
        });
        assert!(stop.is_stopped() && stop.flag().load(Ordering::Acquire));
    }
}
