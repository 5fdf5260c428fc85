//! When the clocks of a zone change, found in `chrono-tz`, and the yearly rules that the changes follow.
//!
//! A rule is the nth or last weekday of a month; to find rules of another kind, add a candidate to [`yearly_rules`].

use chrono::{
    DateTime, Datelike, Duration, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc, Weekday,
};
use chrono_tz::{OffsetName, Tz};

/// The years that are searched for changes of the clocks.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1970..=2037;

/// A rule must hold in each year from here to the end of [`YEARS`].
pub(crate) const TODAYS_RULES: i32 = 2026;

/// One change of the clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The first instant by the new offset.
    pub(crate) at: DateTime<Utc>,
    /// The wall clock, by the offset that ends.
    pub(crate) wall: NaiveDateTime,
    /// Seconds east of UTC before.
    pub(crate) from: i32,
    /// Seconds east of UTC from then on.
    pub(crate) to: i32,
    /// What people call the new time, such as "BST".
    pub(crate) name: String,
}

/// "The last Sunday of March at 01:00": what RRULE says of a yearly change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) month: u32,
    pub(crate) weekday: Weekday,
    /// -1 for the last such weekday of the month, else 1 to 4.
    pub(crate) nth: i8,
    pub(crate) time: NaiveTime,
}

/// The state of a zone whose clocks never changed.
pub(crate) fn beginning(zone: Tz) -> Change {
    let to = seconds_east(zone, DateTime::UNIX_EPOCH);
    let wall = (DateTime::UNIX_EPOCH + Duration::seconds(to.into())).naive_utc();
    Change {
        at: DateTime::UNIX_EPOCH,
        wall,
        from: to,
        to,
        name: name(zone, DateTime::UNIX_EPOCH),
    }
}

/// The two rules that every year from [`TODAYS_RULES`] on follows, in the order of the year.
pub(crate) fn yearly_rules(changes: &[Change]) -> Option<[Rule; 2]> {
    let last_year: Vec<_> = changes
        .iter()
        .filter(|change| change.wall.year() == *YEARS.end())
        .collect();
    let [first, second] = last_year.as_slice() else {
        return None;
    };
    let candidates = |change: &Change| {
        let (month, weekday, time) = (
            change.wall.month(),
            change.wall.weekday(),
            change.wall.time(),
        );
        [-1, 1, 2, 3, 4].map(|nth| Rule {
            month,
            weekday,
            nth,
            time,
        })
    };
    let pairs = candidates(first)
        .into_iter()
        .flat_map(|a| candidates(second).map(|b| [a, b]));
    pairs
        .into_iter()
        .find(|rules| (TODAYS_RULES..=*YEARS.end()).all(|year| follows(changes, year, rules)))
}

/// Whether the clocks changed twice in `year`, by these rules and by the offsets of the last year.
pub(crate) fn follows(changes: &[Change], year: i32, rules: &[Rule; 2]) -> bool {
    let in_year = |year: i32| {
        changes
            .iter()
            .filter(move |change| change.wall.year() == year)
    };
    let offsets = |year: i32| in_year(year).map(|change| (change.from, change.to));
    in_year(year).count() == 2
        && in_year(year)
            .zip(rules)
            .all(|(change, rule)| is_by(change.wall, *rule))
        && offsets(year).eq(offsets(*YEARS.end()))
}

fn is_by(wall: NaiveDateTime, rule: Rule) -> bool {
    let last = (wall + Duration::days(7)).month() != wall.month();
    let nth = wall.day0() / 7 + 1;
    let on_day = if rule.nth < 0 {
        last
    } else {
        nth == u32::from(rule.nth.unsigned_abs())
    };
    (wall.month(), wall.weekday(), wall.time()) == (rule.month, rule.weekday, rule.time) && on_day
}

/// Every change of the offset within [`YEARS`], in order.
pub(crate) fn changes(zone: Tz) -> Vec<Change> {
    let start = |year: i32| {
        Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0)
            .single()
            .unwrap_or_default()
    };
    let (mut before, end) = (start(*YEARS.start()), start(*YEARS.end() + 1));
    let mut found = Vec::new();
    while before < end {
        let after = before + Duration::days(7);
        if seconds_east(zone, before) != seconds_east(zone, after) {
            found.push(change_between(zone, before, after));
        }
        before = after;
    }
    found
}

/// Halves the interval until the second of the change is found.
fn change_between(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> Change {
    let (from, to) = (seconds_east(zone, before), seconds_east(zone, after));
    while after - before > Duration::seconds(1) {
        let middle = before + Duration::seconds((after - before).num_seconds() / 2);
        if seconds_east(zone, middle) == from {
            before = middle;
        } else {
            after = middle;
        }
    }
    let wall = (after + Duration::seconds(from.into())).naive_utc();
    Change {
        at: after,
        wall,
        from,
        to,
        name: name(zone, after),
    }
}

/// The offset from UTC, in seconds.
pub(crate) fn seconds_east(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

/// "BST", or "+03" where the zone has no letters.
fn name(zone: Tz, at: DateTime<Utc>) -> String {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    offset
        .abbreviation()
        .map_or_else(|| offset.to_string(), str::to_owned)
}
