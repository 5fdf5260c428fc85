//! Calendars of others that an organising body looks at when it plans: an address that is read on a schedule, or a file.

use crate::{ImportedCalendarId, Instant, OrganisationId};
use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;
use std::ops::{Range, RangeInclusive};

/// The most calendars that one body imports.
pub const MOST_CALENDARS: usize = 20;

/// How long an entry that is over is kept.
pub const KEPT_AFTER: Duration = Duration::days(1);

/// How far ahead entries are read.
pub const AHEAD: Duration = Duration::days(731);

/// How often an address is read that answers.
const EVERY: Duration = Duration::hours(6);

/// The longest that an address is left alone that fails.
const LONGEST: Duration = Duration::hours(48);

/// A calendar that an organising body imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCalendar {
    /// Its id.
    pub id: ImportedCalendarId,
    /// Who plans with it.
    pub body: OrganisationId,
    /// What it is called in warnings.
    pub name: String,
    /// Where it is read from, which may itself be a secret; none for a file that was sent in.
    pub address: Option<String>,
    /// The server's `ETag` of what was read last.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
    /// When it was last asked for, or when the file was sent in.
    pub fetched_at: Option<Instant>,
    /// When it was last read whole.
    pub read_at: Option<Instant>,
    /// What came of the last time, in a sentence.
    pub last_answer: String,
    /// How often in a row it has failed.
    pub failures: u32,
    /// When it is asked for next; never for a file.
    pub next_fetch: Option<Instant>,
    /// What of it could not be read.
    pub problems: Vec<ImportProblem>,
}

impl ImportedCalendar {
    /// When to ask again after an answer.
    pub fn after_answer(now: Instant) -> Instant {
        now + EVERY
    }

    /// When to ask again after this many failures in a row: an hour, doubled each time, two days at most.
    pub fn after_failure(now: Instant, failures: u32) -> Instant {
        let doubled = 1_i32 << failures.saturating_sub(1).min(10);
        now + (Duration::hours(1) * doubled).min(LONGEST)
    }

    /// What entries are read of: from what is just over to two years ahead.
    pub fn window(now: Instant) -> Range<Instant> {
        now - KEPT_AFTER..now + AHEAD
    }
}

/// Something of a calendar that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProblem {
    /// The line of the file, from 1; 0 where it is about the whole.
    pub line: usize,
    /// Why, in a sentence without its full stop.
    pub why: String,
}

/// Something in an imported calendar, once: each time of what repeats is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedEntry {
    /// Which thing it is; times of one thing share it.
    pub uid: String,
    /// What it is called.
    pub title: String,
    /// Where it is; may be empty.
    pub location: String,
    /// From when. Of whole days, the midnight in UTC at which the first begins, wherever one is.
    pub starts: Instant,
    /// Until when, which may be the same instant; of whole days, the midnight after the last.
    pub ends: Instant,
    /// Whether it is about whole days.
    pub all_day: bool,
}

impl ImportedEntry {
    /// The first and the last day of it, by the clocks of `zone`.
    pub fn days(&self, zone: Tz) -> RangeInclusive<NaiveDate> {
        let zone = if self.all_day { Tz::UTC } else { zone };
        let local = |at: Instant| at.with_timezone(&zone).date_naive();
        let last = (self.ends - Duration::seconds(1)).max(self.starts);
        local(self.starts)..=local(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::LONDON;
    use chrono::TimeZone;

    fn at(day: u32, hour: u32) -> Instant {
        chrono::Utc
            .with_ymd_and_hms(2027, 6, day, hour, 0, 0)
            .unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 6, day).unwrap()
    }

    fn entry(starts: Instant, ends: Instant, all_day: bool) -> ImportedEntry {
        ImportedEntry {
            uid: "1".into(),
            title: "Conference".into(),
            location: String::new(),
            starts,
            ends,
            all_day,
        }
    }

    #[test]
    fn whole_days_are_the_same_days_everywhere_and_others_go_by_the_clock() {
        let whole = entry(at(10, 0), at(12, 0), true);
        assert_eq!(whole.days(Tz::America__New_York), day(10)..=day(11));
        let late = entry(at(10, 22), at(10, 23), false);
        assert_eq!(late.days(LONDON), day(10)..=day(10));
        assert_eq!(late.days(Tz::Europe__Helsinki), day(11)..=day(11));
        let momentary = entry(at(10, 9), at(10, 9), false);
        assert_eq!(momentary.days(LONDON), day(10)..=day(10));
    }

    #[test]
    fn an_address_that_fails_is_left_alone_for_longer_each_time() {
        let hours =
            |failures| (ImportedCalendar::after_failure(at(1, 0), failures) - at(1, 0)).num_hours();
        assert_eq!([1, 2, 3, 6, 7, 4_000_000].map(hours), [1, 2, 4, 32, 48, 48]);
        assert_eq!(ImportedCalendar::after_answer(at(1, 0)), at(1, 6));
    }
}
