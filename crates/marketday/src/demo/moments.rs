//! When people did what the demonstration shows: over the past weeks, on working days, in working hours.

use super::calendar::is_working_day;
use chrono::{Days, NaiveDate, NaiveTime};

/// `count` moments of local time, ascending, spread over the working days from `first` to the day before `end`.
/// The hours and minutes are uneven, as people are, and always the same.
pub(super) fn moments(
    first: NaiveDate,
    end: NaiveDate,
    count: usize,
) -> Vec<(NaiveDate, NaiveTime)> {
    let days: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|day| *day < end)
        .filter(|day| is_working_day(*day))
        .collect();
    // Over Christmas there may be none; any day before the end does then.
    let days = if days.is_empty() {
        vec![end - Days::new(1)]
    } else {
        days
    };
    let mut moments: Vec<(NaiveDate, NaiveTime)> = (0..count)
        .map(|number| {
            let day = days[number * days.len() / count];
            let minute = u32::try_from(number * 157 % 480).unwrap_or(0);
            let time = NaiveTime::from_num_seconds_from_midnight_opt((9 * 60 + minute) * 60, 0);
            (day, time.unwrap_or(NaiveTime::MIN))
        })
        .collect();
    moments.sort_unstable();
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_lie_on_working_days_between_nine_and_five_and_before_the_end() {
        let date = |month, day| NaiveDate::from_ymd_opt(2027, month, day).expect("a date");
        for count in [1, 7, 20, 60] {
            let moments = moments(date(3, 15), date(4, 12), count);
            assert_eq!(moments.len(), count);
            for (day, time) in moments {
                assert!(is_working_day(day) && day >= date(3, 15) && day < date(4, 12));
                assert!(
                    ("09:00".parse::<NaiveTime>().expect("a time")
                        .."17:00".parse().expect("a time"))
                        .contains(&time)
                );
            }
        }
    }
}
