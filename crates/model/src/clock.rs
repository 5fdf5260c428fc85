//! The clock: the only place that asks what time it is.

use crate::time::Instant;
use std::sync::Mutex;

/// Tells the time. Real in the product, frozen in tests.
pub trait Clock: Send + Sync {
    /// The instant, in UTC.
    fn now(&self) -> Instant;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the wall clock is read"
    )]
    fn now(&self) -> Instant {
        chrono::Utc::now()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FrozenClock(Mutex<Instant>);

impl FrozenClock {
    /// A clock that stands at `at`.
    pub fn at(at: Instant) -> Self {
        Self(Mutex::new(at))
    }

    /// Puts the hands to `at`.
    pub fn set(&self, at: Instant) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }

    /// Moves the hands on by `by`.
    pub fn advance(&self, by: chrono::Duration) {
        let mut hands = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *hands += by;
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Instant {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
