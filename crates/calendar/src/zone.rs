//! VTIMEZONE (RFC 5545 section 3.6.5), worked out from `chrono-tz`.
//!
//! A zone is described where it never changes or changes twice a year by a rule that RRULE can say. Any other zone,
//! and any instant that the description does not cover, is written in UTC instead of half right. Nothing is added
//! here for a new zone: the rule is found, and a test holds every zone against `chrono-tz`.

use crate::clock_change::{
    Change, Rule, TODAYS_RULES, YEARS, beginning, changes, follows, yearly_rules,
};
use crate::entry::Entry;
use crate::write::Lines;
use chrono::{DateTime, Datelike, TimeZone, Utc};
use chrono_tz::Tz;

/// How one zone is described: its observances, each with the rule that repeats it, and the first instant covered.
#[derive(Debug)]
struct Description {
    observances: Vec<(Change, Option<Rule>)>,
    covers_from: DateTime<Utc>,
}

/// The zones of one calendar object, each worked out once.
#[derive(Debug, Default)]
pub(crate) struct Zones {
    known: Vec<(Tz, Option<Description>)>,
}

impl Zones {
    /// Works out every zone that the entries name.
    pub(crate) fn of(entries: &[&Entry]) -> Self {
        let mut zones = Self::default();
        for entry in entries {
            if zones.known.iter().all(|(zone, _)| *zone != entry.zone) {
                zones.known.push((entry.zone, describe(entry.zone)));
            }
        }
        zones
    }

    /// Whether both ends can be written by the wall clock: the zone is described and named by IANA with an area,
    /// and neither end lies before its description or in an hour that the clocks repeat.
    pub(crate) fn writes_local(&self, entry: &Entry) -> bool {
        let known = self.known.iter().find(|(zone, _)| *zone == entry.zone);
        let Some((zone, Some(description))) = known else {
            return false;
        };
        zone.name().contains('/')
            && [entry.start, entry.end]
                .iter()
                .all(|at| covers(*zone, description, *at))
    }

    /// Writes a VTIMEZONE for each zone that `entries` need, by name.
    pub(crate) fn write(&self, lines: &mut Lines, entries: &[&Entry]) {
        let needs = |zone: Tz, entry: &Entry| entry.zone == zone && self.writes_local(entry);
        let is_used = |zone: Tz| entries.iter().any(|entry| needs(zone, entry));
        let known = self.known.iter();
        let mut used: Vec<_> = known.filter(|(zone, _)| is_used(*zone)).collect();
        used.sort_by_key(|(zone, _)| zone.name());
        for (zone, description) in used {
            write_description(lines, *zone, description.as_ref());
        }
    }
}

/// Writes the VTIMEZONE of one zone whether or not anything needs it; that of UTC where the zone cannot be described.
pub(crate) fn write_zone(lines: &mut Lines, zone: Tz) {
    match describe(zone) {
        Some(description) => write_description(lines, zone, Some(&description)),
        None => write_description(lines, Tz::UTC, describe(Tz::UTC).as_ref()),
    }
}

fn covers(zone: Tz, description: &Description, at: DateTime<Utc>) -> bool {
    let wall = at.with_timezone(&zone).naive_local();
    at >= description.covers_from
        && YEARS.contains(&wall.year())
        && zone.from_local_datetime(&wall).single().is_some()
}

fn write_description(lines: &mut Lines, zone: Tz, description: Option<&Description>) {
    lines.begin("VTIMEZONE");
    lines.line("TZID", zone.name());
    for (change, rule) in description.iter().flat_map(|known| &known.observances) {
        // A zone whose clocks no longer change is on standard time, whichever way the last change went.
        let kind = if rule.is_some() && change.to > change.from {
            "DAYLIGHT"
        } else {
            "STANDARD"
        };
        lines.begin(kind);
        lines.line("DTSTART", &change.wall.format("%Y%m%dT%H%M%S").to_string());
        lines.line("TZOFFSETFROM", &offset(change.from));
        lines.line("TZOFFSETTO", &offset(change.to));
        lines.text("TZNAME", &change.name);
        if let Some(Rule {
            month,
            weekday,
            nth,
            ..
        }) = rule
        {
            let day = weekday.to_string()[..2].to_uppercase();
            lines.line(
                "RRULE",
                &format!("FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{day}"),
            );
        }
        lines.end(kind);
    }
    lines.end("VTIMEZONE");
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (minutes, second) = (seconds.abs() / 60, seconds.abs() % 60);
    let written = format!("{sign}{:02}{:02}", minutes / 60, minutes % 60);
    if second == 0 {
        written
    } else {
        format!("{written}{second:02}")
    }
}

fn describe(zone: Tz) -> Option<Description> {
    let changes = changes(zone);
    if changes
        .iter()
        .all(|change| change.wall.year() < TODAYS_RULES)
    {
        let last = changes.last().cloned().unwrap_or_else(|| beginning(zone));
        return Some(Description {
            covers_from: last.at,
            observances: vec![(last, None)],
        });
    }
    let rules = yearly_rules(&changes)?;
    let first_year = YEARS
        .rev()
        .take_while(|year| follows(&changes, *year, &rules))
        .last()?;
    let first: Vec<_> = changes
        .iter()
        .filter(|change| change.wall.year() == first_year)
        .cloned()
        .collect();
    let covers_from = first.first()?.at;
    Some(Description {
        covers_from,
        observances: first.into_iter().zip(rules.map(Some)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock_change::seconds_east;
    use crate::entry::tests::{at, pitch};
    use chrono::{Duration, NaiveDateTime};

    fn written(zone: Tz) -> String {
        let mut lines = Lines::default();
        write_zone(&mut lines, zone);
        String::from_utf8(lines.into_bytes())
            .expect("text")
            .replace("\r\n", "\n")
    }

    /// What a client works out from a description: every onset and the offset from then on, in order.
    fn onsets(description: &Description) -> Vec<(NaiveDateTime, i32)> {
        let mut onsets = Vec::new();
        for (change, rule) in &description.observances {
            onsets.push((change.wall, change.to));
            let repeated = rule
                .iter()
                .flat_map(|rule| YEARS.map(|year| onset(*rule, year)));
            let repeated = repeated.filter(|onset| *onset > change.wall);
            onsets.extend(repeated.map(|onset| (onset, change.to)));
        }
        onsets.sort_unstable();
        onsets
    }

    /// The offset of the latest onset.
    fn offset_by(onsets: &[(NaiveDateTime, i32)], wall: NaiveDateTime) -> Option<i32> {
        let past = onsets.partition_point(|(onset, _)| *onset <= wall);
        onsets[..past].last().map(|(_, offset)| *offset)
    }

    fn onset(rule: Rule, year: i32) -> NaiveDateTime {
        let days =
            (1..=31).filter_map(|day| chrono::NaiveDate::from_ymd_opt(year, rule.month, day));
        let days: Vec<_> = days.filter(|day| day.weekday() == rule.weekday).collect();
        let nth = if rule.nth < 0 {
            days.len()
        } else {
            usize::from(rule.nth.unsigned_abs())
        };
        days[nth - 1].and_time(rule.time)
    }

    #[test]
    fn london_is_described_by_two_yearly_rules() {
        let expected = "BEGIN:VTIMEZONE\nTZID:Europe/London\n\
            BEGIN:DAYLIGHT\nDTSTART:19960331T010000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nTZNAME:BST\n\
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
            BEGIN:STANDARD\nDTSTART:19961027T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nTZNAME:GMT\n\
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n";
        assert_eq!(written(Tz::Europe__London), expected);
    }

    #[test]
    fn a_zone_without_summer_time_has_one_observance() {
        let expected = "BEGIN:VTIMEZONE\nTZID:Asia/Kathmandu\n\
            BEGIN:STANDARD\nDTSTART:19860101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0545\nTZNAME:+0545\nEND:STANDARD\n\
            END:VTIMEZONE\n";
        assert_eq!(written(Tz::Asia__Kathmandu), expected);
    }

    #[test]
    fn a_zone_without_yearly_rules_is_replaced_by_utc() {
        assert!(describe(Tz::Africa__Casablanca).is_none());
        assert_eq!(written(Tz::Africa__Casablanca), written(Tz::UTC));
        assert!(
            written(Tz::UTC).contains(
                "TZID:UTC\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\n"
            )
        );
    }

    #[test]
    fn every_described_zone_agrees_with_the_tz_database_on_each_day_2026_to_2029() {
        let mut described = 0;
        for zone in chrono_tz::TZ_VARIANTS {
            let Some(description) = describe(zone) else {
                continue;
            };
            described += 1;
            let onsets = onsets(&description);
            for half_days in 0..(4 * 366 * 2) {
                let instant = at(2026, 1, 1, 0, 0) + Duration::hours(half_days * 12);
                let wall = instant.with_timezone(&zone).naive_local();
                if zone.from_local_datetime(&wall).single().is_some() {
                    assert_eq!(
                        offset_by(&onsets, wall),
                        Some(seconds_east(zone, instant)),
                        "{zone} at {wall}"
                    );
                }
            }
        }
        assert!(described > 550, "only {described} zones are described");
    }

    #[test]
    fn london_agrees_with_the_tz_database_in_each_minute_around_both_clock_changes() {
        let description = describe(Tz::Europe__London).expect("rules");
        let onsets = onsets(&description);
        for start in [at(2027, 3, 27, 22, 0), at(2027, 10, 30, 22, 0)] {
            for minutes in 0..360 {
                let instant = start + Duration::minutes(minutes);
                let wall = instant.with_timezone(&Tz::Europe__London).naive_local();
                if covers(Tz::Europe__London, &description, instant) {
                    assert_eq!(
                        offset_by(&onsets, wall),
                        Some(seconds_east(Tz::Europe__London, instant))
                    );
                }
            }
        }
    }

    #[test]
    fn an_entry_is_written_in_utc_if_either_end_lies_in_the_repeated_hour() {
        let local = |start, end| {
            let entry = Entry {
                start,
                end,
                ..pitch()
            };
            Zones::of(&[&entry]).writes_local(&entry)
        };
        assert!(local(at(2027, 3, 28, 0, 0), at(2027, 3, 28, 1, 0)));
        assert!(local(at(2027, 10, 30, 22, 0), at(2027, 10, 30, 23, 59)));
        assert!(!local(at(2027, 10, 30, 22, 0), at(2027, 10, 31, 0, 0)));
        assert!(!local(at(2027, 10, 31, 0, 30), at(2027, 10, 31, 3, 0)));
        assert!(!local(at(2027, 10, 31, 1, 59), at(2027, 10, 31, 2, 0)));
        assert!(local(at(2027, 10, 31, 2, 0), at(2027, 10, 31, 3, 0)));
    }

    #[test]
    fn an_entry_from_before_the_rules_or_in_a_zone_without_an_area_is_written_in_utc() {
        let local = |entry: Entry| Zones::of(&[&entry]).writes_local(&entry);
        assert!(!local(Entry {
            start: at(1995, 6, 1, 9, 0),
            ..pitch()
        }));
        assert!(!local(Entry {
            zone: Tz::UTC,
            ..pitch()
        }));
        assert!(!local(Entry {
            zone: Tz::Africa__Casablanca,
            ..pitch()
        }));
        assert!(local(Entry {
            zone: Tz::America__New_York,
            ..pitch()
        }));
    }
}
