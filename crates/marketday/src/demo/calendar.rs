//! On which days the demonstration's events lie: working days ahead of today.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The bank holidays of England and Wales (GOV.UK, "UK bank holidays") as far as they are known, and the fixed ones of
/// the years after.
const BANK_HOLIDAYS: [(i32, u32, u32); 24] = [
    (2026, 1, 1),
    (2026, 4, 3),
    (2026, 4, 6),
    (2026, 5, 4),
    (2026, 5, 25),
    (2026, 8, 31),
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 3),
    (2027, 5, 31),
    (2027, 8, 30),
    (2027, 12, 27),
    (2027, 12, 28),
    (2028, 1, 3),
    (2028, 4, 14),
    (2028, 4, 17),
    (2028, 5, 1),
    (2028, 5, 29),
    (2028, 8, 28),
    (2028, 12, 25),
    (2028, 12, 26),
];

/// The `weekday` of the week that begins `weeks` after today's, or the working day that stands for it: over the turn of
/// the year (20 December to 3 January) nothing is held for a fortnight, and a bank holiday moves on by a day.
pub(super) fn day_ahead(today: NaiveDate, weeks: u64, weekday: Weekday) -> NaiveDate {
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let mut day = monday + Days::new(weeks * 7 + u64::from(weekday.num_days_from_monday()));
    if (day.month(), day.day()) >= (12, 20) || (day.month(), day.day()) <= (1, 3) {
        day = day + Days::new(14);
    }
    while !is_working_day(day) {
        day = day + Days::new(1);
    }
    day
}

/// Whether councils are at work on this day, in England and Wales.
pub fn is_working_day(day: NaiveDate) -> bool {
    let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let is_fixed = matches!((day.month(), day.day()), (1, 1) | (12, 25 | 26));
    !is_weekend && !is_fixed && !BANK_HOLIDAYS.contains(&(day.year(), day.month(), day.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn every_day_is_a_working_day_ahead_whatever_today_is() {
        for offset in 0..1000 {
            let today = date(2026, 1, 1) + Days::new(offset);
            for weeks in [3, 7, 8, 11, 16] {
                let day = day_ahead(today, weeks, Weekday::Tue);
                assert!(is_working_day(day) && day > today, "{today} gives {day}");
            }
        }
    }

    #[test]
    fn a_bank_holiday_moves_to_the_next_working_day() {
        assert_eq!(
            day_ahead(date(2027, 3, 8), 3, Weekday::Mon),
            date(2027, 3, 30)
        );
    }

    #[test]
    fn nothing_is_held_over_the_turn_of_the_year() {
        assert_eq!(
            day_ahead(date(2026, 12, 1), 3, Weekday::Tue),
            date(2027, 1, 5)
        );
    }
}
