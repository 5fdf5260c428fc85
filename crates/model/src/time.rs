//! Instants in UTC, ranges of them, and local times that may not exist or exist twice.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;

/// A point in time, in UTC.
pub type Instant = DateTime<Utc>;

/// The zone of every event in the United Kingdom.
pub const LONDON: Tz = chrono_tz::Europe::London;

/// `at` cut to microseconds, the finest that both databases keep.
pub fn to_micros(at: Instant) -> Instant {
    at.trunc_subsecs(6)
}

/// From an instant up to, but not including, a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeRange {
    start: Instant,
    end: Instant,
}

/// A range that ends before, or when, it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The end must be after the start")]
pub struct EndsBeforeStart;

impl TimeRange {
    /// The range from `start` to `end`.
    pub fn new(start: Instant, end: Instant) -> Result<Self, EndsBeforeStart> {
        if start < end {
            Ok(Self { start, end })
        } else {
            Err(EndsBeforeStart)
        }
    }

    /// Its first instant.
    pub const fn start(self) -> Instant {
        self.start
    }

    /// The instant at which it is over.
    pub const fn end(self) -> Instant {
        self.end
    }

    /// How long it is.
    pub fn length(self) -> Duration {
        self.end - self.start
    }

    /// Whether an instant lies in both. Ranges that only touch do not overlap.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The range moved by `by`.
    #[must_use]
    pub fn shifted(self, by: Duration) -> Self {
        Self {
            start: self.start + by,
            end: self.end + by,
        }
    }
}

/// Which of the two instants is meant by a local time that exists twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// The first one, before the clocks go back.
    Earlier,
    /// The second one, after the clocks went back.
    Later,
}

/// Why a local time names no single instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// The clocks jump over it in spring.
    #[error(
        "This time does not exist: the clocks go forward on that day. Choose a time before or after the change"
    )]
    DoesNotExist,
    /// The clocks pass it twice in autumn.
    #[error(
        "This time happens twice: the clocks go back on that day. Say which of the two is meant"
    )]
    HappensTwice {
        /// Before the change.
        earlier: Instant,
        /// After the change.
        later: Instant,
    },
}

/// The instant that a local time in `zone` names. A time that happens twice needs `fold`; it is never guessed.
pub fn from_local(
    local: NaiveDateTime,
    zone: Tz,
    fold: Option<Fold>,
) -> Result<Instant, LocalTimeError> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(at.with_timezone(&Utc)),
        LocalResult::None => Err(LocalTimeError::DoesNotExist),
        LocalResult::Ambiguous(a, b) => {
            let (earlier, later) = (a.min(b).with_timezone(&Utc), a.max(b).with_timezone(&Utc));
            match fold {
                Some(Fold::Earlier) => Ok(earlier),
                Some(Fold::Later) => Ok(later),
                None => Err(LocalTimeError::HappensTwice { earlier, later }),
            }
        }
    }
}

/// The same local time `days` later (or earlier), however the clocks change in between.
pub fn days_later(
    at: Instant,
    days: i64,
    zone: Tz,
    fold: Option<Fold>,
) -> Result<Instant, LocalTimeError> {
    let local = at.with_timezone(&zone).naive_local() + Duration::days(days);
    from_local(local, zone, fold)
}

/// `Tuesday 2 March 2027`.
pub fn long_date(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%A %-d %B %Y").to_string()
}

/// `9:30am`, `midday`, `midnight`: the GOV.UK style for times. The hour that comes twice in autumn says which it is
/// (`1:30am BST`).
pub fn clock_time(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let text = match local.format("%H:%M").to_string().as_str() {
        "12:00" => "midday".to_owned(),
        "00:00" => "midnight".to_owned(),
        time if time.ends_with(":00") => local.format("%-I%P").to_string(),
        _ => local.format("%-I:%M%P").to_string(),
    };
    match zone.from_local_datetime(&local.naive_local()) {
        LocalResult::Ambiguous(..) => format!("{text} {}", local.format("%Z")),
        _ => text,
    }
}

/// `9:30am to 4pm`.
pub fn clock_range(range: TimeRange, zone: Tz) -> String {
    format!(
        "{} to {}",
        clock_time(range.start, zone),
        clock_time(range.end, zone)
    )
}

/// `2027-03-02`, as a date field of a form holds it.
pub fn form_date(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d").to_string()
}

/// `09:30`, as a time field of a form holds it.
pub fn form_time(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn local(y: i32, m: u32, d: u32, h: u32, min: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(y, m, d)
            .unwrap()
            .and_hms_opt(h, min, 0)
            .unwrap()
    }

    #[test]
    fn half_past_one_does_not_exist_when_the_clocks_go_forward() {
        assert_eq!(
            from_local(local(2027, 3, 28, 1, 30), LONDON, None),
            Err(LocalTimeError::DoesNotExist)
        );
    }

    #[test]
    fn half_past_one_happens_twice_when_the_clocks_go_back_and_is_asked_about() {
        let twice = local(2027, 10, 31, 1, 30);
        let Err(LocalTimeError::HappensTwice { earlier, later }) = from_local(twice, LONDON, None)
        else {
            panic!("it was guessed");
        };
        assert_eq!(
            (earlier.to_rfc3339(), later.to_rfc3339()),
            (
                "2027-10-31T00:30:00+00:00".into(),
                "2027-10-31T01:30:00+00:00".into()
            )
        );
        assert_eq!(from_local(twice, LONDON, Some(Fold::Later)), Ok(later));
        assert_eq!(from_local(twice, LONDON, Some(Fold::Earlier)), Ok(earlier));
    }

    #[test]
    fn times_are_local_in_both_halves_of_the_year() {
        let winter = from_local(local(2027, 1, 12, 9, 30), LONDON, None).unwrap();
        let summer = from_local(local(2027, 7, 6, 9, 30), LONDON, None).unwrap();
        assert_eq!(
            (winter.to_rfc3339(), summer.to_rfc3339()),
            (
                "2027-01-12T09:30:00+00:00".into(),
                "2027-07-06T08:30:00+00:00".into()
            )
        );
        assert_eq!(
            (clock_time(winter, LONDON), clock_time(summer, LONDON)),
            ("9:30am".into(), "9:30am".into())
        );
        assert_eq!(long_date(summer, LONDON), "Tuesday 6 July 2027");
    }

    #[test]
    fn ranges_that_touch_do_not_overlap() {
        let at = |m| from_local(local(2027, 1, 12, 9, m), LONDON, None).unwrap();
        let (a, b) = (
            TimeRange::new(at(0), at(15)).unwrap(),
            TimeRange::new(at(15), at(30)).unwrap(),
        );
        assert!(!a.overlaps(b));
        assert!(a.overlaps(TimeRange::new(at(14), at(16)).unwrap()));
        assert_eq!(TimeRange::new(at(5), at(5)), Err(EndsBeforeStart));
    }
}
