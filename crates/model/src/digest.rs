//! The daily digest of what became of bookings, to those who look after them.

use crate::{Instant, time};
use chrono::{Datelike, Duration, NaiveTime, Timelike};

/// A digest: what happened in a span of time, mostly the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// The day on which it is sent, by its number.
    pub number: u32,
    /// It tells of what happened from then on,
    pub since: Instant,
    /// and before then: 8am in London of its day.
    pub until: Instant,
}

impl Digest {
    /// How late it may be written, if no worker ran at its time: else the next one tells of it.
    const LATE: Duration = Duration::hours(12);
    /// The longest that one digest tells of.
    const LONGEST: Duration = Duration::days(7);

    /// The digest to be written at `now`, after the one before; none if there is none, or it was written.
    pub fn due(now: Instant, before: Option<Self>) -> Option<Self> {
        let day = now.with_timezone(&time::LONDON).date_naive();
        let local = day.and_time(NaiveTime::MIN.with_hour(8)?);
        // No clock changes at 8 in the morning; where one ever does, nothing is sent twice or at a wrong time.
        let until = time::from_local(local, time::LONDON, Some(time::Fold::Earlier)).ok()?;
        let number = u32::try_from(day.num_days_from_ce()).ok()?;
        if now < until
            || until + Self::LATE <= now
            || before.is_some_and(|one| one.number >= number)
        {
            return None;
        }
        let since = before.map_or(until - Duration::days(1), |one| one.until);
        let since = since.max(until - Self::LONGEST);
        Some(Self {
            number,
            since,
            until,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn london(month: u32, day: u32, hour: u32) -> Instant {
        let date = NaiveDate::from_ymd_opt(2027, month, day).expect("a date");
        let local = date.and_hms_opt(hour, 0, 0).expect("a time");
        time::from_local(local, time::LONDON, None).expect("a time that exists once")
    }

    #[test]
    fn a_digest_is_due_at_eight_in_the_morning_and_tells_of_the_day_before() {
        assert_eq!(Digest::due(london(3, 10, 7), None), None);
        let first = Digest::due(london(3, 10, 8), None).expect("a digest");
        assert_eq!(
            (first.since, first.until),
            (london(3, 9, 8), london(3, 10, 8))
        );
        assert_eq!(
            Digest::due(london(3, 10, 9), Some(first)),
            None,
            "once a day"
        );
        let second = Digest::due(london(3, 11, 9), Some(first)).expect("a digest");
        assert_eq!(
            (second.since, second.until),
            (london(3, 10, 8), london(3, 11, 8))
        );
    }

    #[test]
    fn what_no_digest_told_of_is_told_of_by_the_next_one() {
        let first = Digest::due(london(3, 10, 8), None).expect("a digest");
        assert_eq!(
            Digest::due(london(3, 11, 20), Some(first)),
            None,
            "too late in the day"
        );
        let next = Digest::due(london(3, 12, 8), Some(first)).expect("a digest");
        assert_eq!(next.since, london(3, 10, 8));
        let much_later = Digest::due(london(3, 31, 8), Some(first)).expect("a digest");
        assert_eq!(much_later.since, london(3, 31, 8) - Duration::days(7));
    }

    #[test]
    fn on_the_days_on_which_the_clocks_change_it_is_still_eight_in_the_morning() {
        let before = Digest::due(london(3, 27, 8), None).expect("a digest");
        let changed = Digest::due(london(3, 28, 8), Some(before)).expect("a digest");
        assert_eq!(changed.until - changed.since, Duration::hours(23));
    }
}
