//! The bank holidays of each part of the United Kingdom, in any year, by the rules that GOV.UK's list follows
//! (<https://www.gov.uk/bank-holidays>): Easter by the anonymous Gregorian computus, and substitute days.

use crate::Region;
use crate::word::words;
use chrono::{Datelike as _, Duration, NaiveDate, Weekday};

words! {
    /// A part of the United Kingdom with bank holidays of its own.
    Division {
        /// England and Wales.
        EnglandAndWales = "england-and-wales",
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
}

impl Division {
    /// That of a region.
    pub const fn of(region: Region) -> Self {
        match region {
            Region::Scotland => Self::Scotland,
            Region::NorthernIreland => Self::NorthernIreland,
            _ => Self::EnglandAndWales,
        }
    }

    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "England and Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }
}

/// Days that were proclaimed for one occasion: year, month, day, name, and where.
const ONCE: &[(i32, u32, u32, &str, &[Division])] =
    &[(2026, 6, 15, "World Cup bank holiday", &[Division::Scotland])];

/// The name of the bank holiday that a day is, if it is one.
pub fn bank_holiday(division: Division, day: NaiveDate) -> Option<String> {
    let mut all = bank_holidays(division, day.year()).into_iter();
    all.find(|(on, _)| *on == day).map(|(_, name)| name)
}

/// The bank holidays of a year, in order.
pub fn bank_holidays(division: Division, year: i32) -> Vec<(NaiveDate, String)> {
    use Division::{EnglandAndWales, NorthernIreland, Scotland};
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut fixed = vec![(date(1, 1), "New Year’s Day")];
    let mut moving = vec![
        (monday(year, 5, 1), "Early May bank holiday"),
        (last_monday(year, 5), "Spring bank holiday"),
    ];
    let easter = easter(year);
    let after_easter = |days| easter.map(|sunday| sunday + Duration::days(days));
    moving.push((after_easter(-2), "Good Friday"));
    match division {
        EnglandAndWales | NorthernIreland => {
            moving.push((after_easter(1), "Easter Monday"));
            moving.push((last_monday(year, 8), "Summer bank holiday"));
        }
        Scotland => {
            fixed.push((date(1, 2), "2nd January"));
            fixed.push((date(11, 30), "St Andrew’s Day"));
            moving.push((monday(year, 8, 1), "Summer bank holiday"));
        }
    }
    if division == NorthernIreland {
        fixed.push((date(3, 17), "St Patrick’s Day"));
        fixed.push((date(7, 12), "Battle of the Boyne (Orangemen’s Day)"));
    }
    fixed.extend([
        (date(12, 25), "Christmas Day"),
        (date(12, 26), "Boxing Day"),
    ]);
    let once = ONCE
        .iter()
        .filter(|(of, .., places)| *of == year && places.contains(&division));
    moving.extend(once.map(|(_, month, day, name, _)| (date(*month, *day), *name)));

    let mut found: Vec<(NaiveDate, String)> = Vec::new();
    for (day, name) in moving {
        found.extend(day.map(|day| (day, name.to_owned())));
    }
    let (weekend, weekdays): (Vec<_>, Vec<_>) = fixed
        .into_iter()
        .filter_map(|(day, name)| Some((day?, name)))
        .partition(|(day, _)| is_weekend(*day));
    found.extend(
        weekdays
            .into_iter()
            .map(|(day, name)| (day, name.to_owned())),
    );
    // What falls on a weekend is made up for on the next day that is none and no holiday yet.
    for (mut day, name) in weekend {
        while is_weekend(day) || found.iter().any(|(taken, _)| *taken == day) {
            day += Duration::days(1);
        }
        found.push((day, format!("{name} (substitute day)")));
    }
    found.sort();
    found
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The nth Monday of a month.
fn monday(year: i32, month: u32, nth: u8) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth)
}

fn last_monday(year: i32, month: u32) -> Option<NaiveDate> {
    monday(year, month, 5).or_else(|| monday(year, month, 4))
}

/// Easter Sunday by the anonymous Gregorian computus.
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let leap_centuries = century / 4;
    let moon = (century + 8) / 25;
    let epact = (19 * golden + century - leap_centuries - (century - moon + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let at = epact + weekday - 7 * correction + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(at / 31).ok()?,
        u32::try_from(at % 31 + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days of a year as `month-day`.
    fn days(division: Division, year: i32) -> String {
        let all = bank_holidays(division, year).into_iter();
        let days: Vec<String> = all
            .map(|(day, _)| day.format("%m-%d").to_string())
            .collect();
        days.join(" ")
    }

    #[test]
    fn the_days_are_those_that_gov_uk_publishes() {
        use Division::{EnglandAndWales, NorthernIreland, Scotland};
        for (division, year, published) in [
            (
                EnglandAndWales,
                2026,
                "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
            ),
            (
                EnglandAndWales,
                2027,
                "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
            ),
            (
                EnglandAndWales,
                2028,
                "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
            ),
            (
                Scotland,
                2026,
                "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
            ),
            (
                Scotland,
                2027,
                "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
            ),
            (
                Scotland,
                2028,
                "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
            ),
            (
                NorthernIreland,
                2026,
                "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
            ),
            (
                NorthernIreland,
                2027,
                "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
            ),
            (
                NorthernIreland,
                2028,
                "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
            ),
        ] {
            assert_eq!(days(division, year), published, "{division} {year}");
        }
    }

    #[test]
    fn a_substitute_day_says_for_what_it_is() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 28).unwrap();
        assert_eq!(
            bank_holiday(Division::EnglandAndWales, day).as_deref(),
            Some("Boxing Day (substitute day)")
        );
        assert_eq!(
            bank_holiday(Division::Scotland, day + Duration::days(1)),
            None
        );
    }

    #[test]
    fn easter_is_on_the_days_that_are_known() {
        for (year, month, day) in [(1961, 4, 2), (2008, 3, 23), (2026, 4, 5), (2038, 4, 25)] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day));
        }
    }

    #[test]
    fn every_region_is_in_one_division() {
        let of = |division| {
            let all = Region::ALL.iter();
            all.filter(|region| Division::of(**region) == division)
                .count()
        };
        assert_eq!(
            Division::ALL.iter().map(|it| of(*it)).collect::<Vec<_>>(),
            [10, 1, 1]
        );
    }
}
