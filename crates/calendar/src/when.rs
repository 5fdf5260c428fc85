//! Times as others write them (RFC 5545 sections 3.3.4 to 3.3.6).
//!
//! To know another way to name a zone, add it to [`parse_when`].

use chrono::{DateTime, Duration, MappedLocalTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

/// When something begins or ends, as far as its file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// An instant, in UTC.
    Instant(DateTime<Utc>),
    /// A whole day, wherever one is.
    Day(NaiveDate),
    /// A wall clock without a zone, or by a zone that IANA does not name.
    WallClock {
        /// What the clock shows.
        at: NaiveDateTime,
        /// The TZID, where there is one.
        zone: Option<String>,
    },
}

impl When {
    /// The instant, where it is one.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        if let Self::Instant(at) = self {
            Some(*at)
        } else {
            None
        }
    }

    /// The same kind of time, later by `length`.
    pub(crate) fn after(&self, length: Duration) -> Option<Self> {
        match self {
            Self::Instant(at) => at.checked_add_signed(length).map(Self::Instant),
            Self::Day(day) => day.checked_add_signed(length).map(Self::Day),
            Self::WallClock { at, zone } => Some(Self::WallClock {
                at: at.checked_add_signed(length)?,
                zone: zone.clone(),
            }),
        }
    }
}

/// A DATE or DATE-TIME, by the zone of its TZID parameter; `None` where it is neither.
pub(crate) fn parse_when(value: &str, zone: Option<&str>) -> Option<When> {
    let value = value.trim();
    if value.len() == 8 {
        return NaiveDate::parse_from_str(value, "%Y%m%d")
            .ok()
            .map(When::Day);
    }
    if let Some(wall) = value.strip_suffix('Z') {
        return parse_wall(wall).map(|at| When::Instant(at.and_utc()));
    }
    let at = parse_wall(value)?;
    match zone
        .and_then(|name| name.parse::<Tz>().ok())
        .and_then(|zone| resolve(zone, at))
    {
        Some(instant) => Some(When::Instant(instant)),
        None => Some(When::WallClock {
            at,
            zone: zone.map(str::to_owned),
        }),
    }
}

pub(crate) fn parse_wall(value: &str) -> Option<NaiveDateTime> {
    (value.len() == 15)
        .then(|| NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").ok())
        .flatten()
}

/// RFC 5545 section 3.3.5: the first of two, and a time that does not exist by the offset before the gap.
pub(crate) fn resolve(zone: Tz, at: NaiveDateTime) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&at) {
        MappedLocalTime::Single(only) | MappedLocalTime::Ambiguous(only, _) => Some(only.to_utc()),
        MappedLocalTime::None => {
            let day_before = at.checked_sub_signed(Duration::days(1))?;
            zone.from_local_datetime(&day_before)
                .earliest()?
                .to_utc()
                .checked_add_signed(Duration::days(1))
        }
    }
}

/// A DURATION such as `P1DT2H` or `-PT15M`; `None` where it is none, or longer than a person could mean.
pub(crate) fn parse_duration(value: &str) -> Option<Duration> {
    let (sign, rest) = match value.trim().split_at_checked(1)? {
        ("-", rest) => (-1, rest),
        ("+", rest) => (1, rest),
        _ => (1, value.trim()),
    };
    let mut seconds: i64 = 0;
    let mut digits = String::new();
    let mut parts = 0;
    for c in rest.strip_prefix('P')?.chars() {
        let unit = match c {
            '0'..='9' if digits.len() < 9 => {
                digits.push(c);
                continue;
            }
            'T' if digits.is_empty() => continue,
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds += digits.parse::<i64>().ok()? * unit;
        digits.clear();
        parts += 1;
    }
    let whole = parts > 0 && parts <= 5 && digits.is_empty();
    whole
        .then(|| Duration::try_seconds(sign * seconds))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::tests::at;

    #[test]
    fn a_zoned_time_is_an_instant() {
        let read = |value| parse_when(value, Some("Europe/London"));
        assert_eq!(
            read("20270610T100000"),
            Some(When::Instant(at(2027, 6, 10, 9, 0)))
        );
        assert_eq!(
            read("20270110T100000"),
            Some(When::Instant(at(2027, 1, 10, 10, 0)))
        );
        assert_eq!(
            read("20270610T100000Z"),
            Some(When::Instant(at(2027, 6, 10, 10, 0)))
        );
    }

    #[test]
    fn a_time_that_does_not_exist_or_exists_twice_is_read_as_the_standard_says() {
        let read = |value| parse_when(value, Some("Europe/London"));
        assert_eq!(
            read("20270328T013000"),
            Some(When::Instant(at(2027, 3, 28, 1, 30)))
        );
        assert_eq!(
            read("20271031T013000"),
            Some(When::Instant(at(2027, 10, 31, 0, 30)))
        );
    }

    #[test]
    fn days_and_clocks_without_a_known_zone_stay_what_they_are() {
        let ten = NaiveDate::from_ymd_opt(2027, 6, 10)
            .and_then(|day| day.and_hms_opt(10, 0, 0))
            .expect("a time");
        assert_eq!(parse_when("20270610", None), Some(When::Day(ten.date())));
        assert_eq!(
            parse_when("20270610T100000", None),
            Some(When::WallClock {
                at: ten,
                zone: None
            })
        );
        let windows = When::WallClock {
            at: ten,
            zone: Some("GMT Standard Time".to_owned()),
        };
        assert_eq!(
            parse_when("20270610T100000", Some("GMT Standard Time")),
            Some(windows)
        );
        for nonsense in [
            "",
            "soon",
            "20271310",
            "20270610T1000",
            "20270610T250000Z",
            "é0270610T10000",
        ] {
            assert_eq!(parse_when(nonsense, None), None);
        }
    }

    #[test]
    fn durations_are_read_and_nonsense_is_not() {
        assert_eq!(parse_duration("P1DT2H30M"), Some(Duration::minutes(1590)));
        assert_eq!(parse_duration("-PT15M"), Some(Duration::minutes(-15)));
        assert_eq!(parse_duration("P2W"), Some(Duration::weeks(2)));
        for nonsense in ["", "P", "PT", "1H", "P1", "PTH", "P9999999999D", "é"] {
            assert_eq!(parse_duration(nonsense), None);
        }
    }
}
