//! Quiet hours: the hours of the night in which nothing is sent that can wait for the morning.

use crate::Instant;
use crate::time::{self, Fold, LONDON};
use chrono::{Days, Duration, NaiveTime, Timelike};
use chrono_tz::Tz;
use std::fmt;
use std::str::FromStr;

/// From one hour of the clock on the wall up to, but not including, another, over midnight where the second is smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuietHours {
    from: u32,
    to: u32,
}

impl QuietHours {
    /// Those of whoever chose none otherwise: from 9pm to 7am.
    pub const USUAL: Self = Self { from: 21, to: 7 };

    /// Hours from 0 to 23, which differ.
    pub const fn new(from: u32, to: u32) -> Option<Self> {
        if from < 24 && to < 24 && from != to {
            Some(Self { from, to })
        } else {
            None
        }
    }

    /// The hour at which they begin.
    pub const fn from(self) -> u32 {
        self.from
    }

    /// The hour at which they end.
    pub const fn to(self) -> u32 {
        self.to
    }

    /// When they end, if they are at `now` on the clocks of this zone.
    pub fn until(self, now: Instant, zone: Tz) -> Option<Instant> {
        let local = now.with_timezone(&zone).naive_local();
        let (hour, day) = (local.hour(), local.date());
        let is_quiet = if self.from < self.to {
            (self.from..self.to).contains(&hour)
        } else {
            hour >= self.from || hour < self.to
        };
        if !is_quiet {
            return None;
        }
        let day = if hour < self.to {
            day
        } else {
            day + Days::new(1)
        };
        let end = day.and_time(NaiveTime::from_hms_opt(self.to, 0, 0)?);
        // An hour that comes twice ends them when it first comes; one that the clocks jump over, where they land.
        [end, end + Duration::hours(1)]
            .into_iter()
            .find_map(|end| time::from_local(end, zone, Some(Fold::Earlier)).ok())
    }
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// A text that is not two hours, like `21-7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("names no quiet hours")]
pub struct UnknownHours;

impl FromStr for QuietHours {
    type Err = UnknownHours;
    fn from_str(text: &str) -> Result<Self, UnknownHours> {
        let (from, to) = text.split_once('-').ok_or(UnknownHours)?;
        let (from, to) = from.parse().ok().zip(to.parse().ok()).ok_or(UnknownHours)?;
        Self::new(from, to).ok_or(UnknownHours)
    }
}

/// Whose clocks can be chosen: where those are who come to days in the United Kingdom.
pub const ZONES: [(Tz, &str); 5] = [
    (LONDON, "United Kingdom"),
    (Tz::Europe__Dublin, "Ireland"),
    (Tz::Europe__Gibraltar, "Gibraltar"),
    (Tz::Europe__Paris, "Central Europe"),
    (Tz::Europe__Athens, "Eastern Europe"),
];

/// What somebody chose: quiet hours or none, and by which clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quiet {
    /// The hours; none if they want letters at any time.
    pub hours: Option<QuietHours>,
    /// The clocks.
    pub zone: Tz,
}

impl Default for Quiet {
    fn default() -> Self {
        Self {
            hours: Some(QuietHours::USUAL),
            zone: LONDON,
        }
    }
}

impl Quiet {
    /// When the quiet hours end, if they are at `now`.
    pub fn until(self, now: Instant) -> Option<Instant> {
        self.hours?.until(now, self.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn at((year, month, day): (i32, u32, u32), (hour, minute): (u32, u32), zone: Tz) -> Instant {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let local = date.and_hms_opt(hour, minute, 0).expect("a time");
        time::from_local(local, zone, Some(Fold::Earlier)).expect("a time that exists")
    }

    const SUMMER: (i32, u32, u32) = (2027, 7, 15);
    const WINTER: (i32, u32, u32) = (2027, 1, 14);

    #[test]
    fn nothing_waits_by_day_and_everything_waits_until_seven_at_night_in_both_halves_of_the_year() {
        for day @ (year, month, date) in [SUMMER, WINTER] {
            let until = |time| QuietHours::USUAL.until(at(day, time, LONDON), LONDON);
            for awake in [(7, 0), (7, 1), (12, 0), (20, 59)] {
                assert_eq!(until(awake), None, "{day:?} {awake:?}");
            }
            for early in [(0, 0), (3, 30), (6, 59)] {
                assert_eq!(until(early), Some(at(day, (7, 0), LONDON)), "{early:?}");
            }
            for late in [(21, 0), (23, 59)] {
                let morning = at((year, month, date + 1), (7, 0), LONDON);
                assert_eq!(until(late), Some(morning), "{late:?}");
            }
        }
    }

    #[test]
    fn a_night_in_which_the_clocks_change_is_quiet_from_nine_to_seven_on_the_wall() {
        // Ten hours of the wall, nine of them by a stopwatch in spring, eleven in autumn.
        for (evening, morning, hours) in [
            ((2027, 3, 27), (2027, 3, 28), 9),
            ((2027, 10, 30), (2027, 10, 31), 11),
        ] {
            let (begins, ends) = (at(evening, (21, 0), LONDON), at(morning, (7, 0), LONDON));
            assert_eq!(ends - begins, Duration::hours(hours));
            let mut now = begins;
            while now < ends {
                assert_eq!(QuietHours::USUAL.until(now, LONDON), Some(ends), "{now}");
                now += Duration::minutes(15);
            }
            for awake in [begins - Duration::minutes(1), ends] {
                assert_eq!(QuietHours::USUAL.until(awake, LONDON), None, "{awake}");
            }
        }
    }

    #[test]
    fn quiet_hours_that_end_within_a_change_of_clocks_end_once() {
        let hours = QuietHours::new(22, 1).expect("hours");
        // In spring there is no 1am: the clocks jump to 2am.
        let spring = at((2027, 3, 28), (0, 30), LONDON);
        assert_eq!(
            hours.until(spring, LONDON),
            Some(at((2027, 3, 28), (2, 0), LONDON))
        );
        // In autumn there are two: the first ends them.
        let autumn = at((2027, 10, 31), (0, 30), LONDON);
        let first = at((2027, 10, 31), (1, 0), LONDON);
        assert_eq!(hours.until(autumn, LONDON), Some(first));
        for later in [0, 30, 60, 90] {
            let now = first + Duration::minutes(later);
            assert_eq!(hours.until(now, LONDON), None, "{now}");
        }
    }

    #[test]
    fn hours_of_the_same_day_are_quiet_by_day_and_each_zone_has_its_own() {
        let lunch = QuietHours::new(12, 14).expect("hours");
        assert_eq!(
            lunch.until(at(SUMMER, (12, 0), LONDON), LONDON),
            Some(at(SUMMER, (14, 0), LONDON))
        );
        assert_eq!(lunch.until(at(SUMMER, (14, 0), LONDON), LONDON), None);
        let zone = chrono_tz::Europe::Dublin;
        let now = at(WINTER, (6, 30), zone);
        assert_eq!(
            QuietHours::USUAL.until(now, zone),
            Some(at(WINTER, (7, 0), zone))
        );
        let far = chrono_tz::Atlantic::Bermuda;
        assert_eq!(
            QuietHours::USUAL.until(at(WINTER, (12, 0), LONDON), far),
            None
        );
        assert!(
            QuietHours::USUAL
                .until(at(WINTER, (10, 0), LONDON), far)
                .is_some()
        );
    }

    #[test]
    fn a_choice_is_read_back_as_written() {
        for text in ["21-7", "0-23", "12-14"] {
            let read = text.parse::<QuietHours>().map(|hours| hours.to_string());
            assert_eq!(read, Ok(text.into()));
        }
        assert_eq!("21-7".parse(), Ok(QuietHours::USUAL));
        for bad in [
            "",
            "none",
            "7",
            "7-7",
            "24-7",
            "21-24",
            "-1-7",
            "21-7-1",
            "nine-seven",
        ] {
            assert_eq!(bad.parse::<QuietHours>(), Err(UnknownHours), "{bad}");
        }
        let zones = ZONES.map(|(zone, _)| zone.to_string().parse());
        assert_eq!(zones, ZONES.map(|(zone, _)| Ok(zone)));
    }
}
