//! Reading calendars that others wrote: replies to invitations, and calendars to import.
//!
//! [`crate::sieve`] makes the octets safe, `ical` parses them, and this module turns its properties into our own. To
//! read one more property, add a field to [`ReadEvent`]; all others are in its `properties`.

use crate::entry::Status;
use crate::sieve::{GUARD, ReadError, sieve};
use crate::when::{When, parse_duration, parse_when};
use chrono::{DateTime, Utc};
use ical::parser::ical::component::{IcalCalendar, IcalEvent};

/// A calendar as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadCalendar {
    /// METHOD in capitals, such as `REPLY`.
    pub method: Option<String>,
    /// NAME, else X-WR-CALNAME.
    pub name: Option<String>,
    /// Everything that the calendar says of itself.
    pub properties: Vec<Property>,
    /// Its events, in their order; those without a UID are left out.
    pub events: Vec<ReadEvent>,
}

/// An event as it was read. Nothing in it is to be believed before it is checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadEvent {
    /// Not blank.
    pub uid: String,
    /// 0 where the file has none.
    pub sequence: u32,
    /// DTSTAMP, in UTC.
    pub stamp: Option<DateTime<Utc>>,
    /// DTSTART.
    pub start: Option<When>,
    /// DTEND, or DTSTART and DURATION.
    pub end: Option<When>,
    /// SUMMARY, unescaped.
    pub summary: String,
    /// DESCRIPTION, unescaped.
    pub description: String,
    /// LOCATION, unescaped.
    pub location: Option<String>,
    /// Latitude and longitude in degrees.
    pub geo: Option<(f64, f64)>,
    /// URL, as written.
    pub url: Option<String>,
    /// STATUS.
    pub status: Option<Status>,
    /// CATEGORIES, unescaped.
    pub categories: Vec<String>,
    /// ORGANIZER; some clients leave it out of replies.
    pub organiser: Option<Participant>,
    /// ATTENDEE, each.
    pub attendees: Vec<Participant>,
    /// Everything, also what the fields above say.
    pub properties: Vec<Property>,
}

/// An ORGANIZER or ATTENDEE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The address without `mailto:`, in the case in which it was written.
    pub email: String,
    /// CN.
    pub name: Option<String>,
    /// PARTSTAT in capitals, such as `ACCEPTED`.
    pub answer: Option<String>,
}

/// A property as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// In capitals.
    pub name: String,
    /// Keys in capitals; values decoded by RFC 6868, at most ten each.
    pub parameters: Vec<(String, Vec<String>)>,
    /// Still escaped.
    pub value: String,
}

impl Property {
    /// The first value of a parameter, by its key in capitals.
    pub fn parameter(&self, key: &str) -> Option<&str> {
        let (_, values) = self.parameters.iter().find(|(name, _)| name == key)?;
        values.first().map(String::as_str)
    }

    /// The value, unescaped as text.
    pub fn text(&self) -> String {
        self.texts().join(",")
    }

    /// The value as a comma-separated list of texts, each unescaped.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut chars = self.value.chars().peekable();
        while let Some(c) = chars.next() {
            if c == ',' {
                texts.push(String::new());
                continue;
            }
            let escaped = if c == '\\' {
                chars.next_if(|next| "\\;,nN".contains(*next))
            } else {
                None
            };
            let Some(text) = texts.last_mut() else {
                continue;
            };
            text.push(match escaped {
                Some('n' | 'N') => '\n',
                Some(other) => other,
                None => c,
            });
        }
        texts
    }
}

/// Every calendar in `bytes`. Malformed lines and unknown components are left out.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadCalendar>, ReadError> {
    let sieved = sieve(bytes)?;
    let calendars: Result<Vec<_>, _> = ical::IcalParser::new(sieved.as_bytes()).collect();
    Ok(calendars
        .map_err(ReadError::Unparsable)?
        .into_iter()
        .map(calendar)
        .collect())
}

fn calendar(parsed: IcalCalendar) -> ReadCalendar {
    let properties: Vec<_> = parsed.properties.into_iter().map(property).collect();
    let text = |name| find(&properties, name).map(Property::text);
    ReadCalendar {
        method: text("METHOD").map(|method| method.trim().to_ascii_uppercase()),
        name: text("NAME").or_else(|| text("X-WR-CALNAME")),
        events: parsed.events.into_iter().filter_map(event).collect(),
        properties,
    }
}

fn event(parsed: IcalEvent) -> Option<ReadEvent> {
    let properties: Vec<_> = parsed.properties.into_iter().map(property).collect();
    let value = |name| find(&properties, name).map(|property| property.value.trim());
    let text = |name| find(&properties, name).map(Property::text);
    let when = |name| {
        find(&properties, name)
            .and_then(|property| parse_when(&property.value, property.parameter("TZID")))
    };
    let all = |name: &'static str| {
        properties
            .iter()
            .filter(move |property| property.name == name)
    };
    let start = when("DTSTART");
    let lasting = || start.as_ref()?.after(parse_duration(value("DURATION")?)?);
    Some(ReadEvent {
        uid: text("UID")
            .map(|uid| uid.trim().to_owned())
            .filter(|uid| !uid.is_empty())?,
        sequence: value("SEQUENCE")
            .and_then(|value| value.parse().ok())
            .unwrap_or(0),
        stamp: when("DTSTAMP").and_then(|when| when.instant()),
        end: when("DTEND").or_else(lasting),
        summary: text("SUMMARY").unwrap_or_default(),
        description: text("DESCRIPTION").unwrap_or_default(),
        location: text("LOCATION"),
        geo: value("GEO").and_then(position),
        url: value("URL").map(str::to_owned),
        status: value("STATUS").and_then(Status::from_word),
        categories: all("CATEGORIES").flat_map(Property::texts).collect(),
        organiser: all("ORGANIZER").map(participant).next(),
        attendees: all("ATTENDEE").map(participant).collect(),
        start,
        properties,
    })
}

fn find<'a>(properties: &'a [Property], name: &str) -> Option<&'a Property> {
    properties.iter().find(|property| property.name == name)
}

fn position(value: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = value.split_once(';')?;
    Some((latitude.parse().ok()?, longitude.parse().ok()?))
}

fn participant(property: &Property) -> Participant {
    let value = property.value.trim();
    let scheme = value
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
        .unwrap_or_default();
    Participant {
        email: percent_decode(&value[scheme.len()..]),
        name: property.parameter("CN").map(str::to_owned),
        answer: property.parameter("PARTSTAT").map(str::to_ascii_uppercase),
    }
}

fn percent_decode(text: &str) -> String {
    let digit = |octet: u8| {
        char::from(octet)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let octet = |code: &[u8]| Some(digit(code[0])? * 16 + digit(code[1])?);
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = if *first == b'%' {
            after.get(..2).and_then(octet)
        } else {
            None
        };
        octets.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&octets).into_owned()
}

pub(crate) fn property(parsed: ical::property::Property) -> Property {
    let value = parsed.value.unwrap_or_default();
    let parameters = parsed.params.unwrap_or_default().into_iter();
    Property {
        name: parsed.name,
        parameters: parameters
            .map(|(key, values)| (key, values.iter().map(|value| decode(value)).collect()))
            .collect(),
        value: value.trim_matches(GUARD).to_owned(),
    }
}

/// RFC 6868.
fn decode(parameter: &str) -> String {
    let mut out = String::with_capacity(parameter.len());
    let mut chars = parameter.chars().peekable();
    while let Some(c) = chars.next() {
        let coded = if c == '^' {
            chars.next_if(|next| "^'n".contains(*next))
        } else {
            None
        };
        out.push(match coded {
            Some('n') => '\n',
            Some('\'') => '"',
            _ => c,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::tests::at;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn read_one(text: &str) -> ReadCalendar {
        let mut calendars = read(text.as_bytes()).expect("a calendar");
        assert_eq!(calendars.len(), 1);
        calendars.remove(0)
    }

    #[test]
    fn a_reply_says_who_answered_what() {
        let reply = read_one(
            "BEGIN:VCALENDAR\r\nMETHOD:reply\r\nBEGIN:VEVENT\r\nUID:booking-1@a.example\r\nSEQUENCE:3\r\n\
             DTSTAMP:20261102T080000Z\r\nATTENDEE;CN=\"Ann ^'A^' Lee, MBE\";partstat=accepted:MAILTO:ann%25b@c.\r\n example\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n",
        );
        assert_eq!(reply.method.as_deref(), Some("REPLY"));
        let [event] = reply.events.as_slice() else {
            panic!("one event")
        };
        assert_eq!(
            (event.uid.as_str(), event.sequence, event.stamp),
            ("booking-1@a.example", 3, Some(at(2026, 11, 2, 8, 0)))
        );
        assert_eq!(event.organiser, None);
        let ann = Participant {
            email: "ann%b@c.example".to_owned(),
            name: Some("Ann \"A\" Lee, MBE".to_owned()),
            answer: Some("ACCEPTED".to_owned()),
        };
        assert_eq!(event.attendees, [ann]);
    }

    #[test]
    fn what_others_write_loosely_is_read_all_the_same() {
        let calendar = read_one(
            "BEGIN:VCALENDAR\nX-WR-CALNAME:Days\\, out\nBEGIN:VEVENT\nUID: 1 \nDTSTART;VALUE=DATE:20270610\nDURATION:P1D\n\
             SUMMARY:::-) hello \nCATEGORIES:A\\,a,B\nCATEGORIES:C\nDESCRIPTION:\nLOCATION:a,b\\x\\\nGEO:1.5;-2\n\
             STATUS:confirmed\nbroken line\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:nameless\nEND:VEVENT\nEND:VCALENDAR\n",
        );
        assert_eq!(calendar.name.as_deref(), Some("Days, out"));
        let [event] = calendar.events.as_slice() else {
            panic!("one event")
        };
        let day = |day| NaiveDate::from_ymd_opt(2027, 6, day).map(When::Day);
        assert_eq!((event.uid.as_str(), event.sequence), ("1", 0));
        assert_eq!((event.start.clone(), event.end.clone()), (day(10), day(11)));
        assert_eq!(
            (event.summary.as_str(), event.description.as_str()),
            ("::-) hello ", "")
        );
        assert_eq!(event.location.as_deref(), Some("a,b\\x\\"));
        assert_eq!(event.categories, ["A,a", "B", "C"]);
        assert_eq!(
            (event.geo, event.status),
            (Some((1.5, -2.0)), Some(Status::Confirmed))
        );
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_brings_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_line_within_a_calendar_brings_the_reader_down(line in "(BEGIN|END|UID|X|[;:=,\"^%\\\\ \t\r\n]|VEVENT|é|🧡|\\PC){0,40}") {
            let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{line}\nEND:VEVENT\nEND:VCALENDAR\n");
            let _ = read(text.as_bytes());
        }
    }
}
