//! What is written is what two independent readers read: ours over `ical`, and `calcard`.

use calcard::common::IanaString;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use marketday_calendar::{
    Calendar, Entry, Invitation, Method, Participant, Party, Status, When, clean, read, write_feed,
    write_invitation,
};
use proptest::prelude::*;

/// Text as people, and people with bad intentions, type it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[A-Za-z ]{1,12}",
        2 => "\\PC{1,6}",
        2 => r#"[\\;,:"^'= \t\r\n]{1,4}"#,
        1 => Just("\r\nATTENDEE:mailto:eve@example.org\r\n".to_owned()),
        1 => Just("🧡👩‍👩‍👧‍👦é".to_owned()),
        1 => "[\u{0}-\u{1f}\u{7f}\u{85}\u{2028}\u{3000}]{1,3}",
        1 => " {1,90}",
        1 => "[a-z\\\\]{60,90}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Any minute of 2026 to 2029, in which both clock changes of each year lie.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let start = Utc
        .with_ymd_and_hms(2026, 1, 1, 0, 0, 0)
        .single()
        .expect("a real instant");
    let autumn = Utc
        .with_ymd_and_hms(2027, 10, 30, 22, 0, 0)
        .single()
        .expect("a real instant");
    let spring = Utc
        .with_ymd_and_hms(2027, 3, 27, 22, 0, 0)
        .single()
        .expect("a real instant");
    prop_oneof![
        (0..4 * 525_960_i64).prop_map(move |minutes| start + Duration::minutes(minutes)),
        (0..360_i64).prop_map(move |minutes| autumn + Duration::minutes(minutes)),
        (0..360_i64).prop_map(move |minutes| spring + Duration::minutes(minutes)),
    ]
}

prop_compose! {
    fn entry()(
        words in (text(), text(), proptest::option::of(text()), proptest::collection::vec(text(), 0..4)),
        times in (instant(), instant(), instant(), 1..2_000_i64),
        zone in prop_oneof![3 => Just(Tz::Europe__London), 1 => Just(Tz::Europe__Dublin), 1 => Just(Tz::America__New_York),
            1 => Just(Tz::Africa__Casablanca), 1 => Just(Tz::UTC)],
        status in prop_oneof![Just(Status::Confirmed), Just(Status::Tentative), Just(Status::Cancelled)],
        geo in proptest::option::of((-90_000_000..=90_000_000_i32, -180_000_000..=180_000_000_i32)),
        sequence in 1..2_000_000_u32,
        id in "[a-z0-9-]{1,200}",
    ) -> Entry {
        let (summary, description, location, categories) = words;
        let (created, changed, start, length) = times;
        Entry {
            uid: format!("{id}@marketday.example"),
            sequence, created, changed, start, zone, status,
            end: start + Duration::minutes(length),
            summary: format!("A {summary}"),
            description, location, categories,
            geo: geo.map(|(latitude, longitude)| (f64::from(latitude) / 1e6, f64::from(longitude) / 1e6)),
            url: format!("https://marketday.example/slots/{id}/booking"),
        }
    }
}

fn calendar(entries: Vec<Entry>) -> Calendar {
    Calendar {
        name: "Market information days, Yorkshire and The Humber".to_owned(),
        description: Some("Every day in the region; updated as it changes.".to_owned()),
        colour: "teal",
        zone: Tz::Europe__London,
        refresh: Duration::hours(4),
        entries,
    }
}

/// What of an entry can be read back, with its texts cleaned.
#[derive(Debug, PartialEq)]
struct Meant {
    uid: String,
    sequence: u32,
    changed: Option<DateTime<Utc>>,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    summary: String,
    description: String,
    location: String,
    geo: Option<(f64, f64)>,
    url: String,
    status: Option<Status>,
    categories: Vec<String>,
}

fn meant(entry: &Entry) -> Meant {
    Meant {
        uid: entry.uid.clone(),
        sequence: entry.sequence,
        changed: Some(entry.changed),
        start: Some(entry.start),
        end: Some(entry.end),
        summary: clean(&entry.summary),
        description: clean(&entry.description),
        location: clean(entry.location.as_deref().unwrap_or_default()),
        geo: entry.geo,
        url: entry.url.clone(),
        status: Some(entry.status),
        categories: entry
            .categories
            .iter()
            .map(|category| clean(category))
            .filter(|category| !category.is_empty())
            .collect(),
    }
}

fn read_by_us(bytes: &[u8]) -> Vec<Meant> {
    let calendars = read(bytes).expect("a calendar");
    let events = calendars.into_iter().flat_map(|calendar| calendar.events);
    let meant = events.map(|event| Meant {
        uid: event.uid,
        sequence: event.sequence,
        changed: event.stamp,
        start: event.start.and_then(|when| when.instant()),
        end: event.end.and_then(|when| when.instant()),
        summary: event.summary,
        description: event.description,
        location: event.location.unwrap_or_default(),
        geo: event.geo,
        url: event.url.unwrap_or_default(),
        status: event.status,
        categories: event.categories,
    });
    meant.collect()
}

fn read_by_calcard(bytes: &[u8]) -> Vec<Meant> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let calendar = ICalendar::parse(text).expect("a calendar");
    let zones = calendar.build_tz_resolver();
    let events = calendar
        .components
        .iter()
        .filter(|component| component.component_type == ICalendarComponentType::VEvent);
    let meant = events.map(|event| {
        let instant = |name: &ICalendarProperty| {
            let entry = event.property(name)?;
            let at = entry.values.first()?.as_partial_date_time()?;
            Some(
                at.to_date_time_with_tz(zones.resolve_or_default(entry.tz_id()))?
                    .to_utc(),
            )
        };
        Meant {
            uid: event.uid().unwrap_or_default().to_owned(),
            sequence: number(event, &ICalendarProperty::Sequence),
            changed: instant(&ICalendarProperty::Dtstamp),
            start: instant(&ICalendarProperty::Dtstart),
            end: instant(&ICalendarProperty::Dtend),
            summary: texts(event, &ICalendarProperty::Summary).concat(),
            description: texts(event, &ICalendarProperty::Description).concat(),
            location: texts(event, &ICalendarProperty::Location).concat(),
            geo: position(event),
            url: texts(event, &ICalendarProperty::Url).concat(),
            status: event
                .status()
                .and_then(|status| Status::from_word(status.as_str())),
            categories: texts(event, &ICalendarProperty::Categories),
        }
    });
    meant.collect()
}

fn texts(event: &ICalendarComponent, name: &ICalendarProperty) -> Vec<String> {
    let values = event
        .property(name)
        .map(|entry| entry.values.as_slice())
        .unwrap_or_default();
    values
        .iter()
        .map(|value| value.as_text().expect("text").to_owned())
        .collect()
}

fn number(event: &ICalendarComponent, name: &ICalendarProperty) -> u32 {
    let value = event
        .property(name)
        .and_then(|entry| entry.values.first())
        .and_then(ICalendarValue::as_integer);
    u32::try_from(value.expect("a number")).expect("not negative")
}

fn position(event: &ICalendarComponent) -> Option<(f64, f64)> {
    let entry = event.property(&ICalendarProperty::Geo)?;
    let [latitude, longitude] = entry.values.as_slice() else {
        panic!("two numbers")
    };
    Some((latitude.as_float()?, longitude.as_float()?))
}

fn sorted(mut meant: Vec<Meant>) -> Vec<Meant> {
    meant.sort_by(|a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
    meant
}

/// `calcard` drops blanks within lists, and what remains is compared.
fn without_blanks(mut meant: Vec<Meant>) -> Vec<Meant> {
    for category in meant.iter_mut().flat_map(|entry| &mut entry.categories) {
        category.retain(|c| c != ' ');
    }
    meant
}

fn assert_octets(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let body = text
        .strip_suffix("\r\n")
        .expect("the last line ends in CRLF");
    for line in body.split("\r\n") {
        assert!(
            !line.is_empty() && line.len() <= 75,
            "{} octets: {line:?}",
            line.len()
        );
        assert!(
            !line.contains(|c: char| c.is_control()),
            "a control character: {line:?}"
        );
        assert!(
            !line.ends_with(char::is_whitespace),
            "a blank at the end: {line:?}"
        );
        assert_eq!(
            line.chars().rev().take_while(|c| *c == '\\').count() % 2,
            0,
            "a split escape: {line:?}"
        );
    }
}

proptest! {
    #[test]
    fn a_feed_reads_back_as_it_was_meant(entries in proptest::collection::vec(entry(), 0..4)) {
        let expected = sorted(entries.iter().map(meant).collect());
        let bytes = write_feed(&calendar(entries));
        assert_octets(&bytes);
        prop_assert_eq!(&sorted(read_by_us(&bytes)), &expected);
        prop_assert_eq!(without_blanks(sorted(read_by_calcard(&bytes))), without_blanks(expected));
    }

    #[test]
    fn an_invitation_reads_back_as_it_was_meant(entry in entry(), organiser in text(), attendee in text()) {
        let method = if entry.status == Status::Cancelled { Method::Cancel } else { Method::Request };
        let invitation = Invitation {
            entry: entry.clone(),
            organiser: Party { name: organiser.clone(), email: "reply+k7@mail.example".to_owned() },
            attendee: Party { name: attendee.clone(), email: "o'neil%zoe@dripless.example".to_owned() },
            method,
        };
        let bytes = write_invitation(&invitation).expect("an invitation");
        assert_octets(&bytes);
        prop_assert_eq!(read_by_us(&bytes), [meant(&entry)]);
        prop_assert_eq!(without_blanks(read_by_calcard(&bytes)), without_blanks(vec![meant(&entry)]));
        let calendars = read(&bytes).expect("a calendar");
        prop_assert_eq!(calendars[0].method.as_deref(), Some(method.word()));
        let name = |name: &str| Some(clean(name)).filter(|name| !name.is_empty());
        let event = &calendars[0].events[0];
        let from = Participant { email: "reply+k7@mail.example".to_owned(), name: name(&organiser), answer: None };
        prop_assert_eq!(event.organiser.as_ref(), Some(&from));
        let answer = (method == Method::Request).then(|| "NEEDS-ACTION".to_owned());
        let to = Participant { email: "o'neil%zoe@dripless.example".to_owned(), name: name(&attendee), answer };
        prop_assert_eq!(&event.attendees, &[to]);
    }
}

fn plain(uid: &str, start: &str, minutes: i64) -> Entry {
    let start = NaiveDateTime::parse_from_str(start, "%Y-%m-%d %H:%M")
        .expect("a time")
        .and_utc();
    Entry {
        uid: uid.to_owned(),
        sequence: 0,
        created: start - Duration::days(200),
        changed: start - Duration::days(200),
        start,
        end: start + Duration::minutes(minutes),
        zone: Tz::Europe__London,
        summary: "Pitch".to_owned(),
        description: String::new(),
        location: None,
        geo: None,
        url: "https://marketday.example/".to_owned(),
        status: Status::Confirmed,
        categories: Vec::new(),
    }
}

/// The DTSTART and DTEND lines of a feed with one entry.
fn times(entry: Entry) -> Vec<String> {
    let text = String::from_utf8(write_feed(&calendar(vec![entry]))).expect("UTF-8");
    let (_, event) = text.split_once("BEGIN:VEVENT").expect("an event");
    event
        .lines()
        .filter(|line| line.starts_with("DTSTART") || line.starts_with("DTEND"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_pitch_over_the_spring_change_keeps_the_wall_clock() {
    assert_eq!(
        times(plain("1", "2027-03-28 00:45", 30)),
        [
            "DTSTART;TZID=Europe/London:20270328T004500",
            "DTEND;TZID=Europe/London:20270328T021500"
        ]
    );
}

#[test]
fn a_pitch_that_ends_in_the_repeated_hour_of_autumn_is_in_utc() {
    assert_eq!(
        times(plain("1", "2027-10-30 23:30", 60)),
        ["DTSTART:20271030T233000Z", "DTEND:20271031T003000Z"]
    );
    assert_eq!(
        times(plain("1", "2027-10-31 02:00", 60)),
        [
            "DTSTART;TZID=Europe/London:20271031T020000",
            "DTEND;TZID=Europe/London:20271031T030000"
        ]
    );
}

#[test]
fn a_calendar_of_somebody_else_is_read() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Council\r\nBEGIN:VEVENT\r\nUID:1\r\n\
                DTSTART;TZID=\"GMT Standard Time\":20270610T100000\r\nDURATION:PT1H\r\nSUMMARY:Away day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let calendars = read(text.as_bytes()).expect("a calendar");
    assert_eq!(calendars[0].name.as_deref(), Some("Council"));
    let event = &calendars[0].events[0];
    let wall = |text: &str| When::WallClock {
        at: NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").expect("a time"),
        zone: Some("GMT Standard Time".to_owned()),
    };
    assert_eq!(
        (event.start.clone(), event.end.clone()),
        (Some(wall("20270610T100000")), Some(wall("20270610T110000")))
    );
    assert_eq!(event.summary, "Away day");
}
