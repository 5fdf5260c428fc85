//! What an import changes, in lines that people read.

use super::plan::{Entry, Field, Import, Succession};
use chrono::{Days, NaiveDate};
use marketday_store::merging::Ties;
use std::fmt;

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none = |text: &str| {
            if text.is_empty() {
                "none".to_owned()
            } else {
                format!("“{text}”")
            }
        };
        write!(
            f,
            "{} {} → {}",
            self.what,
            or_none(&self.before),
            or_none(&self.after)
        )
    }
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "3 people and 12 registrations"; "nothing" for none.
pub fn ties(ties: Ties) -> String {
    let mut parts: Vec<String> = [
        (ties.people, "person", "people"),
        (ties.bookings, "booking", "bookings"),
        (ties.registrations, "registration", "registrations"),
        (ties.events, "event", "events"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
    .collect();
    match (parts.pop(), parts.is_empty()) {
        (None, _) => "nothing".to_owned(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} and {last}", parts.join(", ")),
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (organisation, details) = (&self.organisation, &self.details);
        if self.is_new {
            write!(
                f,
                "added    {} {} ({}, {})",
                details.code,
                organisation.name,
                details.kind.name(),
                organisation
                    .region
                    .map_or_else(|| details.nation.name(), |region| region.name())
            )?;
            if let Some(first) = details.starts_on {
                write!(f, ", from {}", day(first))?;
            }
            if let Some(last) = details.ends_on {
                write!(f, ", until {}", day(last))?;
            }
            return Ok(());
        }
        let word = if self.has_end() { "ended  " } else { "changed" };
        let fields: Vec<String> = self.fields.iter().map(ToString::to_string).collect();
        write!(
            f,
            "{word}  {} {}: {}",
            details.code,
            organisation.name,
            fields.join("; ")
        )
    }
}

impl Entry {
    /// Whether the import gives an authority that was there its last day.
    fn has_end(&self) -> bool {
        let ends = |field: &Field| field.what == "last day" && !field.after.is_empty();
        !self.is_new && self.fields.iter().any(ends)
    }
}

impl fmt::Display for Succession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "from {} to {}: {}",
            self.from.name,
            self.into.name,
            ties(self.ties)
        )
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            writeln!(f, "{entry}")?;
        }
        for succession in &self.moves {
            writeln!(f, "moved    {succession}")?;
        }
        for succession in &self.later {
            let first = succession.ended_on.checked_add_days(Days::new(1));
            let on = first.map_or_else(String::new, day);
            writeln!(f, "later    on {on} {succession}")?;
        }
        for (code, successors) in &self.split {
            writeln!(
                f,
                "split    {code} becomes {}: nobody is moved",
                successors.join(" and ")
            )?;
        }
        let ended = self.entries.iter().filter(|e| e.has_end()).count();
        let added = self.entries.iter().filter(|e| e.is_new).count();
        if self.is_empty() {
            return write!(f, "Nothing to change: {} as the file says.", self.unchanged);
        }
        write!(
            f,
            "{added} added, {} changed, {ended} ended, {} moved, {} as they were.",
            self.entries.len() - added - ended,
            self.moves.len(),
            self.unchanged
        )
    }
}
