//! Calendars of others, as times at which something else happens: whatever can be read, and a list of what cannot.
//!
//! [`import`] is a pure function. The lenient half of [`crate::sieve`] mends the file and says where each property
//! stood, `ical` parses it, [`event`] reads each VEVENT, [`repeat`] works out when it happens within the window, and
//! [`zones`] knows what others call a time zone. To read one more property, add it to [`event`].

mod event;
mod repeat;
#[cfg(test)]
mod spoilt;
#[cfg(test)]
mod tests;
mod zones;

use crate::entry::Status;
use crate::read::property;
use crate::sieve::{ReadError, sieve_leniently};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use event::Event;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use marketday_model::{ImportProblem, ImportedEntry};
use repeat::Budget;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use zones::Zones;

/// The largest file that is read, in octets.
pub const MAX_IMPORT_OCTETS: usize = 2 * 1024 * 1024;

/// The most entries that are read, each time of what repeats counted.
pub const MAX_IMPORT_ENTRIES: usize = 5_000;

/// The most problems that are told.
pub const MAX_IMPORT_PROBLEMS: usize = 50;

/// What was read of somebody's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What it calls itself.
    pub name: Option<String>,
    /// What happens within the window, by start.
    pub entries: Vec<ImportedEntry>,
    /// What could not be read, by line.
    pub problems: Vec<ImportProblem>,
}

/// Everything that happens within `window`. Times without a zone, or in one that nobody knows, are read in `zone`.
///
/// Entries that are cancelled are left out, and so are those that keep nobody from anything (TRANSPARENT), unless the
/// calendar says that of all of them: feeds to choose from, such as ours, do.
pub fn import(
    bytes: &[u8],
    zone: Tz,
    window: &Range<DateTime<Utc>>,
) -> Result<Imported, ReadError> {
    let (text, faults) = sieve_leniently(bytes, MAX_IMPORT_OCTETS)?;
    let calendars: Result<Vec<IcalCalendar>, _> = ical::IcalParser::new(text.as_bytes()).collect();
    let calendars = calendars.map_err(ReadError::Unparsable)?;
    let mut problems = Problems::default();
    for fault in faults {
        problems.add(fault.line, fault.why);
    }
    let mut name = None;
    let mut events = Vec::new();
    for calendar in calendars {
        let properties: Vec<_> = calendar.properties.into_iter().map(property).collect();
        let called = |key: &str| {
            let named = properties.iter().find(|property| property.name == key)?;
            event::line(&named.text())
        };
        name = name
            .or_else(|| called("NAME"))
            .or_else(|| called("X-WR-CALNAME"));
        let zones = Zones::of(calendar.timezones, zone);
        events.extend(
            calendar
                .events
                .into_iter()
                .filter_map(|parsed: IcalEvent| Event::read(parsed, &zones, &mut problems)),
        );
    }
    let mut entries = entries(events, window, &mut problems);
    entries.sort_by(|a, b| (a.starts, &a.uid, a.ends).cmp(&(b.starts, &b.uid, b.ends)));
    entries.dedup_by(|a, b| (a.starts, &a.uid) == (b.starts, &b.uid));
    Ok(Imported {
        name,
        entries,
        problems: problems.list(),
    })
}

/// What happens when, of everything that was read.
fn entries(
    events: Vec<Event>,
    window: &Range<DateTime<Utc>>,
    problems: &mut Problems,
) -> Vec<ImportedEntry> {
    let stands = |event: &Event| event.status != Some(Status::Cancelled);
    let is_mark_worthless = events
        .iter()
        .filter(|event| stands(event))
        .all(|event| event.is_transparent);
    let shows = |event: &Event| stands(event) && (is_mark_worthless || !event.is_transparent);
    let (changed, whole): (Vec<Event>, Vec<Event>) = events
        .into_iter()
        .partition(|event| event.instead_of.is_some());
    let mut latest: HashMap<String, Event> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    for event in whole {
        match latest.get(&event.uid) {
            None => order.push(event.uid.clone()),
            Some(other) => {
                let why = format!(
                    "{} has a UID that was used before; the later version was read",
                    event.called()
                );
                problems.add(event.line, why);
                if other.sequence > event.sequence {
                    continue;
                }
            }
        }
        latest.insert(event.uid.clone(), event);
    }
    let replaced: HashSet<(&str, DateTime<Utc>)> = changed
        .iter()
        .filter_map(|event| Some((event.uid.as_str(), event.instead_of?)))
        .collect();
    let mut budget = Budget::default();
    let mut found = Vec::new();
    for event in order.iter().filter_map(|uid| latest.get(uid)) {
        if !shows(event) {
            continue;
        }
        for starts in repeat::times(event, window, &mut budget, problems) {
            if !replaced.contains(&(event.uid.as_str(), starts)) {
                found.extend(event.at(starts));
            }
        }
    }
    for event in changed.iter().filter(|event| shows(event)) {
        found.extend(event.at(event.starts()));
    }
    found.retain(|entry| entry.starts < window.end && entry.ends.max(entry.starts) >= window.start);
    if found.len() > MAX_IMPORT_ENTRIES {
        // What is nearest is what people plan around.
        found.sort_by_key(|entry| entry.starts);
        found.truncate(MAX_IMPORT_ENTRIES);
        let why = format!(
            "The calendar has more than {MAX_IMPORT_ENTRIES} entries; those furthest ahead were left out"
        );
        problems.add(0, why);
    }
    found
}

/// What could not be read so far.
#[derive(Debug, Default)]
struct Problems(Vec<ImportProblem>);

impl Problems {
    fn add(&mut self, line: usize, why: String) {
        self.0.push(ImportProblem { line, why });
    }

    /// By line, and how many more there are in place of the last.
    fn list(self) -> Vec<ImportProblem> {
        let mut list = self.0;
        list.sort_by_key(|problem| problem.line);
        if list.len() > MAX_IMPORT_PROBLEMS {
            let more = list.len() - (MAX_IMPORT_PROBLEMS - 1);
            list.truncate(MAX_IMPORT_PROBLEMS - 1);
            list.push(ImportProblem {
                line: 0,
                why: format!("There are {more} more problems"),
            });
        }
        list
    }
}
