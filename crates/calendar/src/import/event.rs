//! One VEVENT of somebody else's calendar.

use super::Problems;
use super::zones::Zones;
use crate::entry::Status;
use crate::read::{Property, property};
use crate::sieve::LINE;
use crate::when::{parse_duration, parse_wall, resolve};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use ical::parser::ical::component::IcalEvent;
use marketday_model::{ImportedEntry, Line};
use std::ops::RangeInclusive;

/// What nobody plans around lies outside of these years; within them no sum of times fails.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// What a line of ours can hold of a text of theirs.
pub(super) fn line(text: &str) -> Option<String> {
    Line::<200>::of_others(text).map(|line| line.to_string())
}

/// When it is, by whose clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wall {
    pub(super) at: NaiveDateTime,
    pub(super) zone: Tz,
    /// Whether it is a day, of which `at` is the midnight and `zone` is UTC.
    pub(super) is_day: bool,
}

impl Wall {
    pub(super) fn instant(self) -> Option<DateTime<Utc>> {
        resolve(self.zone, self.at)
    }
}

/// How long it lasts.
#[derive(Debug, Clone, Copy)]
enum Length {
    /// Whole days by the calendar, then a time that passes.
    Exact(Duration),
    /// As long as by the clock on the wall, so that what ends at five always does.
    Clock(Duration),
}

/// An event as it was read, which may happen many times.
#[derive(Debug)]
pub(super) struct Event {
    /// Where it begins in the file.
    pub(super) line: usize,
    pub(super) uid: String,
    pub(super) sequence: u32,
    title: String,
    location: String,
    pub(super) status: Option<Status>,
    /// Whether it keeps nobody from anything.
    pub(super) is_transparent: bool,
    pub(super) start: Wall,
    length: Length,
    /// The time of the whole that it stands for.
    pub(super) instead_of: Option<DateTime<Utc>>,
    /// RRULE, with their lines.
    pub(super) rules: Vec<(usize, String)>,
    /// RDATE.
    pub(super) also: Vec<DateTime<Utc>>,
    /// EXDATE.
    pub(super) except: Vec<DateTime<Utc>>,
    /// EXDATE of whole days.
    pub(super) except_days: Vec<NaiveDate>,
}

fn line_of(property: &Property) -> usize {
    property
        .parameter(LINE)
        .and_then(|line| line.parse().ok())
        .unwrap_or(0)
}

impl Event {
    /// `None` where nobody can say when it is.
    pub(super) fn read(parsed: IcalEvent, zones: &Zones, problems: &mut Problems) -> Option<Self> {
        let properties: Vec<Property> = parsed.properties.into_iter().map(property).collect();
        let find = |name: &str| properties.iter().find(|property| property.name == name);
        let text = |name| find(name).map(Property::text).unwrap_or_default();
        let line_number = properties.iter().map(line_of).min().unwrap_or(0);
        let title = line(&text("SUMMARY")).unwrap_or_else(|| "Entry without a title".to_owned());
        let called = format!("“{title}”");
        let uid: String = text("UID").trim().chars().take(255).collect();
        let uid = if uid.is_empty() {
            problems.add(line_number, format!("{called} has no UID"));
            format!("line-{line_number}")
        } else {
            uid
        };
        let Some(property) = find("DTSTART") else {
            let why = format!("{called} has no start, so it was left out");
            problems.add(line_number, why);
            return None;
        };
        let Some(start) = first(wall(property, zones, problems)) else {
            let why = format!("The start of {called} could not be read, so it was left out");
            problems.add(line_of(property), why);
            return None;
        };
        let length = length(start, &find, zones, &called, problems);
        let mut all = |name: &str| {
            let mut found = Vec::new();
            for property in properties.iter().filter(|property| property.name == name) {
                let walls = wall(property, zones, problems);
                if walls.iter().any(Option::is_none) {
                    let why = format!("A date of {called} ({name}) could not be read");
                    problems.add(line_of(property), why);
                }
                found.extend(walls.into_iter().flatten());
            }
            found
        };
        let (also, except, instead) = (all("RDATE"), all("EXDATE"), all("RECURRENCE-ID"));
        // A whole day in place of a time means the time of that day.
        let like_start = |wall: Wall| match (wall.is_day, start.is_day) {
            (true, false) => Wall {
                at: wall.at.date().and_time(start.at.time()),
                ..start
            },
            (false, true) => Wall {
                at: wall.at.date().and_time(NaiveTime::MIN),
                ..start
            },
            _ => wall,
        };
        let instants = |walls: &[Wall]| -> Vec<DateTime<Utc>> {
            walls
                .iter()
                .filter_map(|wall| like_start(*wall).instant())
                .collect()
        };
        let rules = properties
            .iter()
            .filter(|property| property.name == "RRULE");
        Some(Self {
            line: line_number,
            uid,
            sequence: text("SEQUENCE").trim().parse().unwrap_or(0),
            title,
            location: line(&text("LOCATION")).unwrap_or_default(),
            status: Status::from_word(text("STATUS").trim()),
            is_transparent: text("TRANSP").trim().eq_ignore_ascii_case("TRANSPARENT"),
            start,
            length,
            instead_of: instants(&instead).first().copied(),
            rules: rules
                .map(|rule| (line_of(rule), rule.value.trim().to_ascii_uppercase()))
                .collect(),
            also: instants(&also),
            except_days: except
                .iter()
                .filter(|wall| wall.is_day)
                .map(|wall| wall.at.date())
                .collect(),
            except: instants(&except),
        })
    }

    /// As it is named in a problem.
    pub(super) fn called(&self) -> String {
        format!("“{}”", self.title)
    }

    /// When it is the first time.
    pub(super) fn starts(&self) -> DateTime<Utc> {
        self.start.instant().unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// What happens from `starts`.
    pub(super) fn at(&self, starts: DateTime<Utc>) -> Option<ImportedEntry> {
        let ends = match self.length {
            Length::Exact(length) => starts.checked_add_signed(length)?,
            Length::Clock(length) => {
                let wall = starts.with_timezone(&self.start.zone).naive_local();
                resolve(self.start.zone, wall.checked_add_signed(length)?)?
            }
        };
        Some(ImportedEntry {
            uid: self.uid.clone(),
            title: self.title.clone(),
            location: self.location.clone(),
            starts,
            ends: ends.max(starts),
            all_day: self.start.is_day,
        })
    }
}

fn length<'a>(
    start: Wall,
    find: &impl Fn(&str) -> Option<&'a Property>,
    zones: &Zones,
    called: &str,
    problems: &mut Problems,
) -> Length {
    let none = Length::Clock(if start.is_day {
        Duration::days(1)
    } else {
        Duration::zero()
    });
    if let Some(property) = find("DTEND") {
        let end = first(wall(property, zones, problems));
        let good = end.filter(|end| end.is_day == start.is_day && end.instant() >= start.instant());
        let Some(end) = good else {
            let why = format!("The end of {called} could not be read or is before its start");
            problems.add(line_of(property), why);
            return none;
        };
        if start.is_day && end.at == start.at {
            return none;
        }
        return match (end.zone == start.zone, end.instant().zip(start.instant())) {
            (false, Some((end, start))) => Length::Exact(end - start),
            _ => Length::Clock(end.at - start.at),
        };
    }
    let Some(property) = find("DURATION") else {
        return none;
    };
    let most = Duration::days(3_660);
    match parse_duration(&property.value) {
        Some(length) if length >= Duration::zero() && length <= most => {
            if start.is_day || length.num_seconds() % 86_400 == 0 {
                Length::Clock(length)
            } else {
                Length::Exact(length)
            }
        }
        _ => {
            let why = format!("How long {called} lasts could not be read");
            problems.add(line_of(property), why);
            none
        }
    }
}

fn first(walls: Vec<Option<Wall>>) -> Option<Wall> {
    walls.into_iter().next().flatten()
}

/// The times of a property, which may be a list; of periods their starts. `None` for each that is none.
fn wall(property: &Property, zones: &Zones, problems: &mut Problems) -> Vec<Option<Wall>> {
    let zone = zones.named(property.parameter("TZID"), |name| {
        let why = format!(
            "The time zone “{name}” is not known; its times were read as {}",
            zones.home()
        );
        problems.add(line_of(property), why);
    });
    let one = |value: &str| {
        let value = value.trim();
        let value = value.split_once('/').map_or(value, |(start, _)| start);
        let wall = match (value.len(), value.strip_suffix('Z')) {
            (8, _) => Wall {
                at: NaiveDate::parse_from_str(value, "%Y%m%d")
                    .ok()?
                    .and_time(NaiveTime::MIN),
                zone: Tz::UTC,
                is_day: true,
            },
            (_, Some(utc)) => Wall {
                at: parse_wall(utc)?,
                zone: Tz::UTC,
                is_day: false,
            },
            _ => Wall {
                at: parse_wall(value)?,
                zone,
                is_day: false,
            },
        };
        (YEARS.contains(&wall.at.year()) && wall.instant().is_some()).then_some(wall)
    };
    property.value.split(',').map(one).collect()
}
