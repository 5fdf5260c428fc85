//! A feed, and for how long it stays as it is.

use chrono::Duration;
use marketday_calendar::Calendar;
use marketday_model::{Instant, policy};

/// A calendar to subscribe to, as it is at one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// What it holds, for [`marketday_calendar::write_feed`].
    pub calendar: Calendar,
    /// The next instant at which time alone changes it (a cancelled entry falls out, the window moves); none if only
    /// a change in the database can.
    pub valid_until: Option<Instant>,
    /// The last instant, `valid_until` the next, at which time alone changed it; none if there was none.
    pub passed: Option<Instant>,
}

/// Until when a cancelled entry is shown: a day beyond its end, and long enough after the cancellation for the laziest
/// calendar to have asked.
pub(crate) fn cancelled_until(end: Instant, cancelled_at: Instant) -> Instant {
    (end + Duration::days(1)).max(cancelled_at + policy::FEED_CANCELLED)
}

/// The earliest of the instants that still lie ahead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next {
    now: Instant,
    at: Option<Instant>,
    passed: Option<Instant>,
}

impl Next {
    /// None yet.
    pub(crate) fn after(now: Instant) -> Self {
        Self {
            now,
            at: None,
            passed: None,
        }
    }

    /// Takes note of a change at `at`, and says whether it still lies ahead.
    pub(crate) fn change(&mut self, at: Instant) -> bool {
        let ahead = self.now < at;
        if ahead {
            self.at = Some(self.at.map_or(at, |earliest| earliest.min(at)));
        } else {
            self.passed = Some(self.passed.map_or(at, |latest| latest.max(at)));
        }
        ahead
    }

    /// A calendar that stands until the earliest of them, since the latest that has passed.
    pub(crate) fn feed(self, calendar: Calendar) -> Feed {
        Feed {
            calendar,
            valid_until: self.at,
            passed: self.passed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn day(number: i64) -> Instant {
        DateTime::from_timestamp(1_800_000_000 + number * 86_400, 0).expect("an instant in range")
    }

    #[test]
    fn a_cancelled_entry_stays_a_day_beyond_its_end_or_two_weeks_whichever_is_later() {
        assert_eq!(cancelled_until(day(100), day(0)), day(101));
        assert_eq!(cancelled_until(day(3), day(0)), day(14));
    }

    #[test]
    fn only_what_lies_ahead_ends_the_validity() {
        let mut next = Next::after(day(5));
        assert!(!next.change(day(5)) && !next.change(day(4)));
        assert_eq!(next.at, None);
        assert!(next.change(day(9)) && next.change(day(7)) && next.change(day(8)));
        assert_eq!((next.at, next.passed), (Some(day(7)), Some(day(5))));
    }
}
