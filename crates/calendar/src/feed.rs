//! A feed: the calendar that people subscribe to (RFC 5545 section 3.6, RFC 7986).
//!
//! It has no METHOD and names nobody but in its text. To tell clients one more thing about the whole calendar, add a
//! line to [`write_feed`].

use crate::entry::Entry;
use crate::write::Lines;
use crate::zone::{Zones, write_zone};
use chrono::Duration;
use chrono_tz::Tz;

/// What both kinds of calendar object say of their maker.
pub(crate) const PRODUCT: &str = "-//Marketday//Marketday//EN";

/// A calendar to subscribe to.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// What clients show in their list of calendars; not blank.
    pub name: String,
    /// One or two sentences on what it holds.
    pub description: Option<String>,
    /// A CSS3 colour name, such as `teal`.
    pub colour: &'static str,
    /// The zone that clients show it in; an IANA name.
    pub zone: Tz,
    /// How often to ask again; under a minute counts as a minute.
    pub refresh: Duration,
    /// In any order: they are written by start and UID. Each UID once.
    pub entries: Vec<Entry>,
}

/// The bytes of a feed, UTF-8 with CRLF: equal for equal calendars, whatever the order of their entries.
pub fn write_feed(calendar: &Calendar) -> Vec<u8> {
    let mut entries: Vec<&Entry> = calendar.entries.iter().collect();
    entries.sort_by(|a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
    let zones = Zones::of(&entries);
    let mut lines = Lines::default();
    lines.begin("VCALENDAR");
    lines.line("VERSION", "2.0");
    lines.line("PRODID", PRODUCT);
    lines.line("CALSCALE", "GREGORIAN");
    write_header(&mut lines, calendar);
    if entries.is_empty() {
        // RFC 5545 section 3.6 wants at least one component.
        write_zone(&mut lines, calendar.zone);
    }
    zones.write(&mut lines, &entries);
    for entry in entries {
        lines.begin("VEVENT");
        entry.write(&mut lines, &zones);
        // What a subscriber could go to does not make them busy.
        lines.line("TRANSP", "TRANSPARENT");
        lines.end("VEVENT");
    }
    lines.end("VCALENDAR");
    lines.into_bytes()
}

fn write_header(lines: &mut Lines, calendar: &Calendar) {
    // Both of each pair: the standard's name and the one that older clients read.
    for name in ["NAME", "X-WR-CALNAME"] {
        lines.text(name, &calendar.name);
    }
    for name in ["DESCRIPTION", "X-WR-CALDESC"] {
        lines.text(name, calendar.description.as_deref().unwrap_or_default());
    }
    lines.text("COLOR", calendar.colour);
    let refresh = duration(calendar.refresh);
    lines.with("REFRESH-INTERVAL", &[("VALUE", "DURATION")], &refresh);
    lines.line("X-PUBLISHED-TTL", &refresh);
    lines.line("X-WR-TIMEZONE", calendar.zone.name());
}

/// RFC 5545 section 3.3.6, in whole minutes.
fn duration(length: Duration) -> String {
    let minutes = length.num_minutes().max(1);
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let part = |count: i64, unit: &str| {
        if count == 0 {
            String::new()
        } else {
            format!("{count}{unit}")
        }
    };
    let time = part(hours, "H") + &part(minutes, "M");
    let time = if time.is_empty() {
        time
    } else {
        format!("T{time}")
    };
    format!("P{}{time}", part(days, "D"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Status;
    use crate::entry::tests::{at, pitch};

    const LONDON: &str = "BEGIN:VTIMEZONE\nTZID:Europe/London\nBEGIN:DAYLIGHT\nDTSTART:19960331T010000\nTZOFFSETFROM:+0000\n\
        TZOFFSETTO:+0100\nTZNAME:BST\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nBEGIN:STANDARD\n\
        DTSTART:19961027T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nTZNAME:GMT\n\
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n";

    const HEADER: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Marketday//Marketday//EN\nCALSCALE:GREGORIAN\n\
        NAME:Days\\, all regions\nX-WR-CALNAME:Days\\, all regions\nCOLOR:teal\n\
        REFRESH-INTERVAL;VALUE=DURATION:PT4H\nX-PUBLISHED-TTL:PT4H\nX-WR-TIMEZONE:Europe/London\n";

    fn calendar(entries: Vec<Entry>) -> Calendar {
        Calendar {
            name: "Days, all regions".to_owned(),
            description: None,
            colour: "teal",
            zone: Tz::Europe__London,
            refresh: Duration::hours(4),
            entries,
        }
    }

    fn written(calendar: &Calendar) -> String {
        String::from_utf8(write_feed(calendar)).expect("text")
    }

    #[test]
    fn a_feed_is_exactly_this() {
        let cancelled = Entry {
            uid: "event-2@marketday.example".to_owned(),
            summary: "Cancelled: Hull day".to_owned(),
            description: String::new(),
            location: None,
            geo: None,
            status: Status::Cancelled,
            categories: Vec::new(),
            start: at(2027, 10, 31, 0, 30),
            end: at(2027, 10, 31, 3, 0),
            ..pitch()
        };
        let expected = format!(
            "{HEADER}{LONDON}BEGIN:VEVENT\nUID:booking-018f@marketday.example\nDTSTAMP:20261002T093000Z\n\
             CREATED:20260901T080000Z\nLAST-MODIFIED:20261002T093000Z\nSEQUENCE:2\n\
             DTSTART;TZID=Europe/London:20270610T100000\nDTEND;TZID=Europe/London:20270610T101200\n\
             SUMMARY:Leak detection\\, by Dripless Ltd\n\
             DESCRIPTION:Finds leaks\\; saves water.\\nBring questions.\n\
             LOCATION:Main stage\\, Leeds Civic Hall\nGEO:53.801700;-1.549100\n\
             URL:https://marketday.example/slots/018f/booking\nSTATUS:CONFIRMED\n\
             CATEGORIES:Water,Waste\\, recycling\nTRANSP:TRANSPARENT\nEND:VEVENT\n\
             BEGIN:VEVENT\nUID:event-2@marketday.example\nDTSTAMP:20261002T093000Z\n\
             CREATED:20260901T080000Z\nLAST-MODIFIED:20261002T093000Z\nSEQUENCE:2\n\
             DTSTART:20271031T003000Z\nDTEND:20271031T030000Z\nSUMMARY:Cancelled: Hull day\n\
             URL:https://marketday.example/slots/018f/booking\nSTATUS:CANCELLED\n\
             TRANSP:TRANSPARENT\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        assert_eq!(
            written(&calendar(vec![cancelled, pitch()])),
            expected.replace('\n', "\r\n")
        );
    }

    #[test]
    fn an_empty_feed_still_holds_its_zone() {
        let expected = format!("{HEADER}{LONDON}END:VCALENDAR\n");
        assert_eq!(
            written(&calendar(Vec::new())),
            expected.replace('\n', "\r\n")
        );
    }

    #[test]
    fn a_feed_of_entries_in_utc_holds_no_zone_that_nothing_refers_to() {
        let night = Entry {
            start: at(2027, 10, 31, 0, 30),
            end: at(2027, 10, 31, 3, 0),
            ..pitch()
        };
        assert!(!written(&calendar(vec![night])).contains("VTIMEZONE"));
    }

    #[test]
    fn each_zone_is_written_once_in_the_order_of_names() {
        let paris = Entry {
            zone: Tz::Europe__Paris,
            uid: "2".to_owned(),
            ..pitch()
        };
        let dublin = Entry {
            zone: Tz::Europe__Dublin,
            uid: "3".to_owned(),
            ..pitch()
        };
        let text = written(&calendar(vec![
            paris.clone(),
            pitch(),
            dublin,
            Entry {
                uid: "4".to_owned(),
                ..paris
            },
        ]));
        let zones: Vec<_> = text
            .lines()
            .filter(|line| line.starts_with("TZID:"))
            .collect();
        assert_eq!(
            zones,
            [
                "TZID:Europe/Dublin",
                "TZID:Europe/London",
                "TZID:Europe/Paris"
            ]
        );
    }

    #[test]
    fn the_order_in_which_entries_come_changes_no_byte() {
        let later = Entry {
            start: at(2027, 6, 10, 9, 5),
            uid: "a".to_owned(),
            ..pitch()
        };
        let same_time = Entry {
            uid: "a0".to_owned(),
            ..pitch()
        };
        let one = calendar(vec![later.clone(), pitch(), same_time.clone()]);
        let other = calendar(vec![same_time, later, pitch()]);
        assert_eq!(write_feed(&one), write_feed(&other));
    }

    #[test]
    fn a_description_is_written_for_old_and_new_clients() {
        let described = Calendar {
            description: Some("All of it".to_owned()),
            ..calendar(Vec::new())
        };
        assert!(
            written(&described).contains("\r\nDESCRIPTION:All of it\r\nX-WR-CALDESC:All of it\r\n")
        );
    }

    #[test]
    fn a_refresh_interval_is_a_positive_duration() {
        let written = [
            Duration::zero(),
            Duration::hours(4),
            Duration::days(1),
            Duration::minutes(1530),
        ]
        .map(duration);
        assert_eq!(written, ["PT1M", "PT4H", "P1D", "P1DT1H30M"]);
    }
}
