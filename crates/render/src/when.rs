//! Dates and times as people read them, in an event's own zone: "Thursday 15 October 2026, 9:30am to 4:30pm".

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use marketday_model::TimeRange;
use marketday_model::days::dates_and_hours;
use marketday_model::time::clock_time;

/// "Thursday 15 October 2026".
pub fn date(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%A %-d %B %Y").to_string()
}

/// "9:30am", "midday", "2pm".
pub fn time(at: DateTime<Utc>, zone: Tz) -> String {
    clock_time(at, zone)
}

/// "10:30am to 10:42am".
pub fn times(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz) -> String {
    format!("{} to {}", time(start, zone), time(end, zone))
}

/// "Thursday 15 October 2026, 9:30am to 4:30pm"; several days as "2 to 3 March 2027, from 9am on Tuesday to 4pm on
/// Wednesday".
pub fn range(time: TimeRange, zone: Tz) -> String {
    dates_and_hours(time, zone)
}

/// "10:12am on Tuesday 3 March 2026".
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    format!("{} on {}", time(at, zone), date(at, zone))
}

/// For `<time datetime>`: "2026-10-15T09:30:00+01:00".
pub fn machine(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

/// The value of a date input: "2026-10-15".
pub fn date_value(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d").to_string()
}

/// The value of a time input: "09:30".
pub fn time_value(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// The day of the month and the month, for a calendar leaf: ("15", "Oct").
pub fn leaf(at: DateTime<Utc>, zone: Tz) -> (String, String) {
    let local = at.with_timezone(&zone);
    (local.day().to_string(), local.format("%b").to_string())
}

/// Minutes since local midnight, as a programme's grid counts them.
pub fn minute_of_day(at: DateTime<Utc>, zone: Tz) -> u32 {
    let local = at.with_timezone(&zone);
    local.hour() * 60 + local.minute()
}

/// A time of day from minutes since midnight; what lies past midnight starts again.
pub fn minute_label(minute: u32) -> String {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    match (hour, minute) {
        (0, 0) => return "midnight".into(),
        (12, 0) => return "midday".into(),
        _ => {}
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    if minute == 0 {
        format!("{twelve}{half}")
    } else {
        format!("{twelve}:{minute:02}{half}")
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeZone, Utc};
    use chrono_tz::Europe::London;
    use marketday_model::TimeRange;

    use super::{leaf, minute_label, minute_of_day, moment, range, time};

    fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(year, month, day, hour, minute, 0)
            .single()
            .expect("an instant")
    }

    #[test]
    fn a_day_in_summer_is_told_in_local_time() {
        let (start, end) = (utc(2026, 10, 15, 8, 30), utc(2026, 10, 15, 15, 30));
        assert_eq!(
            range(TimeRange::new(start, end).expect("a range"), London),
            "Thursday 15 October 2026, 9:30am to 4:30pm"
        );
        assert_eq!(leaf(start, London), ("15".to_owned(), "Oct".to_owned()));
        assert_eq!(minute_of_day(start, London), 570);
    }

    #[test]
    fn a_deadline_names_its_time_first() {
        assert_eq!(
            moment(utc(2026, 3, 3, 10, 12), London),
            "10:12am on Tuesday 3 March 2026"
        );
    }

    #[test]
    fn the_hour_that_comes_twice_says_which() {
        assert_eq!(time(utc(2027, 10, 31, 0, 30), London), "1:30am BST");
        assert_eq!(time(utc(2027, 10, 31, 1, 30), London), "1:30am GMT");
    }

    #[test]
    fn noon_and_midnight_have_names() {
        let labels: Vec<String> = [0, 30, 570, 720, 750, 840, 1470].map(minute_label).to_vec();
        assert_eq!(
            labels,
            [
                "midnight", "12:30am", "9:30am", "midday", "12:30pm", "2pm", "12:30am"
            ]
        );
    }
}
