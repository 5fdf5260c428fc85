//! A calendar entry: what a feed and an invitation both say of one thing in time.
//!
//! To let entries say one more thing, add a field here, its line in [`Entry::write`], and read it back in `read.rs`.

use crate::write::Lines;
use crate::zone::Zones;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// One thing in time, with its words ready-made: the writer adds no prefix and translates nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The same in every feed, letter and restart; at most 255 octets, without `/`, blanks, `?` or `#`.
    pub uid: String,
    /// Raised by every change of time, place or status; never falls.
    pub sequence: u32,
    /// When the entry was first made, in UTC.
    pub created: DateTime<Utc>,
    /// The last visible change, in UTC; written as both DTSTAMP and LAST-MODIFIED, so that equal entries give equal
    /// bytes.
    pub changed: DateTime<Utc>,
    /// When it begins, in UTC, to the second.
    pub start: DateTime<Utc>,
    /// When it ends, in UTC, to the second; after `start`.
    pub end: DateTime<Utc>,
    /// The zone whose wall clock people read it by.
    pub zone: Tz,
    /// The title, not blank, with "Cancelled: " or "Postponed: " before it where that is so.
    pub summary: String,
    /// Plain text of any length; may be empty.
    pub description: String,
    /// Where, in one line.
    pub location: Option<String>,
    /// Latitude and longitude in degrees (WGS 84).
    pub geo: Option<(f64, f64)>,
    /// An absolute https address.
    pub url: String,
    /// Whether it stands.
    pub status: Status,
    /// Themes and kinds, for people to filter by.
    pub categories: Vec<String>,
}

/// Whether an entry stands (RFC 5545 section 3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It happens.
    Confirmed,
    /// It may happen: a postponed event.
    Tentative,
    /// It does not happen.
    Cancelled,
}

impl Status {
    /// The word of RFC 5545.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The status that a word of RFC 5545 names, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Confirmed, Self::Tentative, Self::Cancelled]
            .into_iter()
            .find(|status| status.word().eq_ignore_ascii_case(word))
    }
}

impl Entry {
    /// Writes the properties that feeds and invitations share, between BEGIN and END of the caller's VEVENT.
    pub(crate) fn write(&self, lines: &mut Lines, zones: &Zones) {
        lines.text("UID", &self.uid);
        lines.line("DTSTAMP", &utc(self.changed));
        lines.line("CREATED", &utc(self.created));
        lines.line("LAST-MODIFIED", &utc(self.changed));
        lines.line("SEQUENCE", &self.sequence.to_string());
        let local = zones.writes_local(self);
        for (name, at) in [("DTSTART", self.start), ("DTEND", self.end)] {
            if local {
                let wall = at
                    .with_timezone(&self.zone)
                    .format("%Y%m%dT%H%M%S")
                    .to_string();
                lines.with(name, &[("TZID", self.zone.name())], &wall);
            } else {
                lines.line(name, &utc(at));
            }
        }
        lines.text("SUMMARY", &self.summary);
        lines.text("DESCRIPTION", &self.description);
        lines.text("LOCATION", self.location.as_deref().unwrap_or_default());
        if let Some((latitude, longitude)) = self.geo.filter(is_on_earth) {
            lines.line("GEO", &format!("{latitude:.6};{longitude:.6}"));
        }
        lines.uri("URL", &self.url);
        lines.line("STATUS", self.status.word());
        lines.texts("CATEGORIES", &self.categories);
    }
}

/// An instant as RFC 5545 writes UTC.
pub(crate) fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn is_on_earth((latitude, longitude): &(f64, f64)) -> bool {
    latitude.abs() <= 90.0 && longitude.abs() <= 180.0
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use chrono::TimeZone;

    /// An instant of a test.
    pub(crate) fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(year, month, day, hour, minute, 0)
            .single()
            .expect("a real instant")
    }

    /// A pitch in Leeds in summer.
    pub(crate) fn pitch() -> Entry {
        Entry {
            uid: "booking-018f@marketday.example".to_owned(),
            sequence: 2,
            created: at(2026, 9, 1, 8, 0),
            changed: at(2026, 10, 2, 9, 30),
            start: at(2027, 6, 10, 9, 0),
            end: at(2027, 6, 10, 9, 12),
            zone: Tz::Europe__London,
            summary: "Leak detection, by Dripless Ltd".to_owned(),
            description: "Finds leaks; saves water.\nBring questions.".to_owned(),
            location: Some("Main stage, Leeds Civic Hall".to_owned()),
            geo: Some((53.801_7, -1.549_1)),
            url: "https://marketday.example/slots/018f/booking".to_owned(),
            status: Status::Confirmed,
            categories: vec!["Water".to_owned(), "Waste, recycling".to_owned()],
        }
    }

    #[test]
    fn a_position_that_is_not_on_earth_is_left_out() {
        for geo in [(91.0, 0.0), (0.0, 181.0), (f64::NAN, 0.0)] {
            assert!(!is_on_earth(&geo));
        }
        assert!(is_on_earth(&(-90.0, 180.0)));
    }

    #[test]
    fn each_status_is_known_by_its_word() {
        for status in [Status::Confirmed, Status::Tentative, Status::Cancelled] {
            assert_eq!(
                Status::from_word(&status.word().to_lowercase()),
                Some(status)
            );
        }
        assert_eq!(Status::from_word("NEEDS-ACTION"), None);
    }
}
