//! From when until when a place can be used on a day.

use crate::TimeRange;
use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;

/// A stretch of a day, in local time, that ends after it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// From when.
    pub opens: NaiveTime,
    /// Until when.
    pub closes: NaiveTime,
}

impl Opening {
    /// Whether this lies in it, on one day.
    pub fn holds(self, time: TimeRange, zone: Tz) -> bool {
        let [start, end] = [time.start(), time.end()].map(|at| at.with_timezone(&zone));
        start.date_naive() == end.date_naive()
            && self.opens <= start.time()
            && end.time() <= self.closes
    }

    /// What two have in common.
    pub fn and(self, other: Self) -> Option<Self> {
        let both = Self {
            opens: self.opens.max(other.opens),
            closes: self.closes.min(other.closes),
        };
        (both.opens < both.closes).then_some(both)
    }

    /// Its ends in minutes after midnight.
    pub fn minutes(self) -> (u32, u32) {
        let minute = |time: NaiveTime| time.hour() * 60 + time.minute();
        (minute(self.opens), minute(self.closes))
    }

    /// The stretch between two minutes of a day.
    pub fn between(opens: u32, closes: u32) -> Option<Self> {
        let time = |minute: u32| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0);
        Some(Self {
            opens: time(opens)?,
            closes: time(closes)?,
        })
    }
}

impl std::fmt::Display for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [opens, closes] = [self.opens, self.closes].map(|time| time.format("%H:%M"));
        write!(f, "{opens} to {closes}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{LONDON, from_local};
    use chrono::NaiveDate;

    fn opening(opens: u32, closes: u32) -> Opening {
        Opening::between(opens * 60, closes * 60).unwrap()
    }

    #[test]
    fn what_begins_or_ends_outside_or_goes_on_past_midnight_does_not_lie_in_an_opening() {
        let at = |day, hour, minute| {
            let local = NaiveDate::from_ymd_opt(2027, 7, day).unwrap();
            from_local(local.and_hms_opt(hour, minute, 0).unwrap(), LONDON, None).unwrap()
        };
        let holds = |from, to| opening(9, 17).holds(TimeRange::new(from, to).unwrap(), LONDON);
        assert!(holds(at(6, 9, 0), at(6, 17, 0)));
        assert!(!holds(at(6, 8, 59), at(6, 10, 0)));
        assert!(!holds(at(6, 16, 0), at(6, 17, 1)));
        assert!(!holds(at(6, 16, 0), at(7, 10, 0)));
        assert!(!holds(at(6, 16, 0), at(7, 0, 0)));
    }

    #[test]
    fn two_openings_have_in_common_what_lies_in_both() {
        assert_eq!(opening(9, 17).and(opening(10, 20)), Some(opening(10, 17)));
        assert_eq!(opening(9, 12).and(opening(12, 20)), None);
        assert_eq!(opening(9, 17).to_string(), "09:00 to 17:00");
        assert_eq!(opening(9, 17).minutes(), (540, 1020));
    }
}
