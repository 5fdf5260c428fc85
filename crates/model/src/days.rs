//! The local days that a time touches, and how a time is said where they are known.

use crate::time::{clock_range, clock_time};
use crate::{Instant, TimeRange};
use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;

/// The hour at which a new day begins for people: what ends by then belongs to the evening before.
pub const MORNING: u32 = 6;

/// The local days from one to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    first: NaiveDate,
    last: NaiveDate,
    zone: Tz,
}

impl Days {
    /// The days that a length of time touches. One that ends at midnight does not touch the day that begins then.
    pub fn of(time: TimeRange, zone: Tz) -> Self {
        Self {
            first: local_day(time.start(), zone),
            last: local_day(time.end() - Duration::microseconds(1), zone),
            zone,
        }
    }

    /// The one day of an instant: what is said under a heading that names it.
    pub fn at(at: Instant, zone: Tz) -> Self {
        let day = local_day(at, zone);
        Self {
            first: day,
            last: day,
            zone,
        }
    }

    /// As many days from another one on.
    #[must_use]
    pub fn beginning(self, first: NaiveDate) -> Self {
        Self {
            first,
            last: first + (self.last - self.first),
            ..self
        }
    }

    /// These days and that of an instant, with all between.
    #[must_use]
    pub fn with(self, at: Instant) -> Self {
        let day = local_day(at, self.zone);
        Self {
            first: self.first.min(day),
            last: self.last.max(day),
            ..self
        }
    }

    /// The first of them.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last of them.
    pub const fn last(self) -> NaiveDate {
        self.last
    }

    /// The zone whose days they are.
    pub const fn zone(self) -> Tz {
        self.zone
    }

    /// Whether there is more than one.
    pub fn are_several(self) -> bool {
        self.first < self.last
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = NaiveDate> {
        let days = self.first.iter_days();
        days.take_while(move |day| *day <= self.last)
    }

    /// The local day of an instant.
    pub fn day_of(self, at: Instant) -> NaiveDate {
        local_day(at, self.zone)
    }

    /// Whether a day is one of them.
    pub fn hold(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// `Tuesday 2 March`, with the year where it is another one.
    pub fn name(self, day: NaiveDate) -> String {
        let name = day.format("%A %-d %B");
        if day.year() == self.first.year() {
            name.to_string()
        } else {
            format!("{name} {}", day.year())
        }
    }

    /// `9:30am`; `Tuesday 2 March, 9:30am` where it could be another day.
    pub fn time(self, at: Instant) -> String {
        self.lead(at) + &clock_time(at, self.zone)
    }

    /// `9:30am to 10am`; with the day before it where it could be another, and with that of the end where it is no
    /// night away.
    pub fn times(self, time: TimeRange) -> String {
        let lead = self.lead(time.start());
        let own = Self::of(time, self.zone);
        if own.are_several() && !is_night(time, self.zone) {
            let start = clock_time(time.start(), self.zone);
            let end = clock_time(time.end(), self.zone);
            format!("{lead}{start} to {}, {end}", self.name(own.last))
        } else {
            lead + &clock_range(time, self.zone)
        }
    }

    /// What stands over the things of a day; nothing where there is no other one.
    pub fn heading(self, day: NaiveDate) -> Option<String> {
        let is_only = !self.are_several() && day == self.first;
        (!is_only).then(|| self.name(day))
    }

    fn lead(self, at: Instant) -> String {
        let heading = self.heading(self.day_of(at));
        heading.map_or_else(String::new, |day| format!("{day}, "))
    }

    /// `2 to 3 March 2027`, `30 March to 2 April 2027`; one day as `Tuesday 2 March 2027`.
    fn text(self) -> String {
        let (first, last) = (self.first, self.last);
        let end = last.format("%-d %B %Y");
        let start = if first.year() != last.year() {
            first.format("%-d %B %Y")
        } else if first.month() != last.month() {
            first.format("%-d %B")
        } else {
            first.format("%-d")
        };
        if self.are_several() {
            format!("{start} to {end}")
        } else {
            last.format("%A %-d %B %Y").to_string()
        }
    }
}

fn local_day(at: Instant, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// Whether a time ends in the night after the day on which it starts.
fn is_night(time: TimeRange, zone: Tz) -> bool {
    let days = Days::of(time, zone);
    let morning = NaiveTime::from_hms_opt(MORNING, 0, 0);
    days.last - days.first == Duration::days(1)
        && Some(time.end().with_timezone(&zone).time()) <= morning
}

/// The day to which people count an instant: the hours before [`MORNING`] belong to the evening before.
pub fn evening_day(at: Instant, zone: Tz) -> NaiveDate {
    let local = at.with_timezone(&zone);
    let day = local.date_naive();
    if local.hour() < MORNING {
        day - Duration::days(1)
    } else {
        day
    }
}

/// `Tuesday 2 March 2027`; `2 to 3 March 2027`, where it is more than a day and the night after it.
pub fn dates(time: TimeRange, zone: Tz) -> String {
    let days = Days::of(time, zone);
    if is_night(time, zone) {
        Days::at(time.start(), zone).text()
    } else {
        days.text()
    }
}

/// The same for a time as long that begins at `start`.
pub fn dates_from(start: Instant, time: TimeRange, zone: Tz) -> String {
    let days = Days::of(time, zone);
    let first = local_day(start, zone);
    if is_night(time, zone) {
        Days::at(start, zone).text()
    } else {
        days.beginning(first).text()
    }
}

/// `9:30am to 4pm`, `6pm to 1am on Wednesday`, `from 9am on Tuesday to 4pm on Wednesday`: what stands beside [`dates`].
pub fn hours(time: TimeRange, zone: Tz) -> String {
    let days = Days::of(time, zone);
    if !days.are_several() {
        return clock_range(time, zone);
    }
    let start = clock_time(time.start(), zone);
    let end = format!(
        "{} on {}",
        clock_time(time.end(), zone),
        days.last.format("%A")
    );
    if is_night(time, zone) {
        format!("{start} to {end}")
    } else {
        format!("from {start} on {} to {end}", days.first.format("%A"))
    }
}

/// Both: `Tuesday 2 March 2027, 9:30am to 4pm`.
pub fn dates_and_hours(time: TimeRange, zone: Tz) -> String {
    format!("{}, {}", dates(time, zone), hours(time, zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{LONDON, from_local};

    fn at(day: u32, hour: u32, minute: u32) -> Instant {
        let day = NaiveDate::from_ymd_opt(2027, 3, day).unwrap();
        from_local(day.and_hms_opt(hour, minute, 0).unwrap(), LONDON, None).unwrap()
    }

    fn range(start: Instant, end: Instant) -> TimeRange {
        TimeRange::new(start, end).unwrap()
    }

    #[test]
    fn a_day_that_ends_at_midnight_is_one_day() {
        let evening = range(at(2, 18, 0), at(3, 0, 0));
        let days = Days::of(evening, LONDON);
        assert!(!days.are_several());
        assert_eq!(days.times(evening), "6pm to midnight");
        assert_eq!(
            dates_and_hours(evening, LONDON),
            "Tuesday 2 March 2027, 6pm to midnight"
        );
    }

    #[test]
    fn an_evening_past_midnight_has_one_date_and_the_day_of_its_end() {
        let evening = range(at(2, 18, 0), at(3, 1, 0));
        assert_eq!(
            dates_and_hours(evening, LONDON),
            "Tuesday 2 March 2027, 6pm to 1am on Wednesday"
        );
        let days = Days::of(evening, LONDON);
        let late = range(at(2, 23, 30), at(3, 0, 30));
        assert_eq!(days.times(late), "Tuesday 2 March, 11:30pm to 12:30am");
        assert_eq!(days.time(at(3, 0, 15)), "Wednesday 3 March, 12:15am");
    }

    #[test]
    fn several_days_are_a_range_of_dates() {
        let fair = range(at(2, 9, 0), at(3, 16, 0));
        assert_eq!(
            dates_and_hours(fair, LONDON),
            "2 to 3 March 2027, from 9am on Tuesday to 4pm on Wednesday"
        );
        assert_eq!(
            dates(
                range(at(30, 9, 0), at(31, 16, 0) + Duration::days(2)),
                LONDON
            ),
            "30 March to 2 April 2027"
        );
        let over_new_year = range(
            at(1, 9, 0) - Duration::days(61),
            at(1, 9, 0) - Duration::days(59),
        );
        assert_eq!(
            dates(over_new_year, LONDON),
            "30 December 2026 to 1 January 2027"
        );
        let from_lunch_to_lunch = range(at(2, 14, 0), at(3, 13, 0));
        assert_eq!(dates(from_lunch_to_lunch, LONDON), "2 to 3 March 2027");
        assert_eq!(dates_from(at(9, 9, 0), fair, LONDON), "9 to 10 March 2027");
    }

    #[test]
    fn under_a_heading_only_another_day_is_said() {
        let tuesday = Days::at(at(2, 9, 0), LONDON);
        assert_eq!(tuesday.time(at(2, 23, 30)), "11:30pm");
        assert_eq!(tuesday.time(at(3, 0, 30)), "Wednesday 3 March, 12:30am");
        assert_eq!(
            tuesday.times(range(at(2, 10, 0), at(3, 11, 0))),
            "10am to Wednesday 3 March, 11am"
        );
    }

    #[test]
    fn the_night_belongs_to_the_evening_before() {
        let tuesday = NaiveDate::from_ymd_opt(2027, 3, 2).unwrap();
        assert_eq!(evening_day(at(3, 5, 59), LONDON), tuesday);
        assert_eq!(evening_day(at(2, 6, 0), LONDON), tuesday);
    }

    #[test]
    fn the_days_of_both_clock_changes_are_each_there_once() {
        for (start, end) in [
            ("2027-03-27T22:00:00Z", "2027-03-28T22:00:00Z"),
            ("2027-10-30T22:00:00Z", "2027-10-31T22:00:00Z"),
        ] {
            let time = range(start.parse().unwrap(), end.parse().unwrap());
            assert_eq!(Days::of(time, LONDON).iter().count(), 2);
        }
    }
}
