//! Files that others broke, and what must hold of any.

use super::tests::{LONDON, calendar, imported, told, window};
use super::*;
use crate::entry::Entry;
use crate::entry::tests::{at, pitch};
use crate::feed::{Calendar, write_feed};
use chrono::Duration;
use proptest::prelude::*;

#[test]
fn of_a_broken_file_whatever_can_be_read_is_read_and_the_rest_is_told_of() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:No UID\nDTSTART:20270610T100000Z\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:2\nSUMMARY:No start\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:3\nSUMMARY:Bad start\nDTSTART:tomorrow\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:4\nSUMMARY:Ends before\nDTSTART:20270610T100000Z\nDTEND:20270610T090000Z\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:5\nSUMMARY:Not ended\nthis is no property\nDTSTART:20270612T100000Z\n\
                BEGIN:VEVENT\nUID:6\nSUMMARY:Twice\nDTSTART:20270613T100000Z\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:6\nSEQUENCE:1\nSUMMARY:Twice\nDTSTART:20270614T100000Z\nBEGIN:VALARM\nEND:VEVENT\n\
                END:VTODO\nBEGIN:VEVENT\nUID:7\nSUMMARY:Cut\nDTSTART:20270615T100000Z\nDESCRIPTION:This goes o";
    let imported = imported(text.as_bytes());
    let titles: Vec<(&str, &str)> = imported
        .entries
        .iter()
        .map(|entry| (entry.uid.as_str(), entry.title.as_str()))
        .collect();
    assert_eq!(
        titles,
        [
            ("4", "Ends before"),
            ("line-3", "No UID"),
            ("5", "Not ended"),
            ("6", "Twice"),
            ("7", "Cut")
        ]
    );
    assert_eq!(imported.entries[3].starts, at(2027, 6, 14, 10, 0));
    assert_eq!(
        told(&imported),
        [
            (3, "“No UID” has no UID"),
            (7, "“No start” has no start, so it was left out"),
            (
                13,
                "The start of “Bad start” could not be read, so it was left out"
            ),
            (
                19,
                "The end of “Ends before” could not be read or is before its start"
            ),
            (
                24,
                "This line has not the form “NAME:value”, so it was left out"
            ),
            (26, "“END:VEVENT” is missing before this line"),
            (
                32,
                "“Twice” has a UID that was used before; the later version was read"
            ),
            (37, "“END:VALARM” is missing before this line"),
            (38, "“END:VTODO” ends nothing"),
            (43, "The file breaks off before “END:VEVENT”"),
        ]
    );
}

#[test]
fn what_is_no_calendar_or_too_much_is_refused_or_cut() {
    let refusal = |bytes: &[u8]| {
        import(bytes, LONDON, &window())
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        refusal(b"<!DOCTYPE html><p>Sign in"),
        "there is no calendar in it"
    );
    assert_eq!(
        refusal(&vec![b' '; MAX_IMPORT_OCTETS + 1]),
        "the calendar has 2097153 octets, more than 2097152"
    );
    let many = |count: u32, more: &str| {
        let events: Vec<String> = (0..count)
            .map(|number| format!("UID:{number}\nDTSTART:20270610T100000Z{more}"))
            .collect();
        imported(calendar(&events.join("\n\n")).as_bytes())
    };
    let imported = many(6_000, "");
    assert_eq!(imported.entries.len(), MAX_IMPORT_ENTRIES);
    assert_eq!(
        told(&imported),
        [(
            0,
            "The calendar has more than 5000 entries; those furthest ahead were left out"
        )]
    );
    let imported = many(100, "\nDTEND:never");
    assert_eq!((imported.entries.len(), imported.problems.len()), (100, 50));
    assert_eq!(imported.problems[49].why, "There are 51 more problems");
    let lines = "X:1\n".repeat(150_000);
    let imported = self::imported(format!("BEGIN:VCALENDAR\n{lines}END:VCALENDAR").as_bytes());
    assert_eq!(
        told(&imported),
        [
            (100_000, "The file breaks off before “END:VCALENDAR”"),
            (
                100_001,
                "The file has more than 100000 lines; the rest was not read"
            ),
        ]
    );
}

#[test]
fn a_zone_or_a_rule_that_goes_on_and_on_is_not_followed() {
    let read = |zone: &str, days: usize| {
        let days = vec!["160"; days].join(",");
        imported(
            calendar(&format!(
                "UID:1\nSUMMARY:Far\nDTSTART;TZID={zone}:20270611T100000\n\n\
                 UID:2\nSUMMARY:Often\nDTSTART:20270610T100000Z\nRRULE:FREQ=YEARLY;BYYEARDAY={days}"
            ))
            .as_bytes(),
        )
    };
    let starts = |imported: &Imported| -> Vec<DateTime<Utc>> {
        imported.entries.iter().map(|entry| entry.starts).collect()
    };
    let short = read("a/a/Europe/Paris", 400);
    let (often, far) = (at(2027, 6, 10, 10, 0), at(2027, 6, 11, 8, 0));
    assert_eq!(starts(&short), [often, far, at(2028, 6, 8, 10, 0)]);
    assert_eq!(told(&short), []);
    let slashes = "a/".repeat(400_000);
    let long = read(&format!("{slashes}Europe/Paris"), 200_000);
    assert_eq!(starts(&long), [often, far + Duration::hours(1)]);
    let unknown = format!(
        "The time zone “{}” is not known; its times were read as Europe/London",
        &slashes[..60]
    );
    assert_eq!(
        told(&long),
        [
            (5, unknown.as_str()),
            (
                11,
                "How “Often” repeats could not be read; only its first time was"
            ),
        ]
    );
}

#[test]
fn a_rule_that_looks_at_much_for_each_time_uses_the_budget_up_sooner() {
    let imported = |rule: &str, count: usize| {
        let events: Vec<String> = (0..count)
            .map(|number| format!("UID:{number}\nDTSTART:20260610T100000Z\nRRULE:{rule}"))
            .collect();
        imported(calendar(&events.join("\n\n")).as_bytes())
    };
    let all_hours: Vec<String> = (0..24).map(|hour| hour.to_string()).collect();
    let last = format!(
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={};BYSETPOS=-1",
        all_hours.join(",")
    );
    for (rule, most) in [("FREQ=YEARLY", 300), (last.as_str(), 50)] {
        assert_eq!(told(&imported(rule, most)), [], "{rule}");
    }
    let too_much = imported(&last, 300);
    assert!(too_much.problems[0].why.starts_with("There is too much"));
}

/// A calendar with something of everything, to be spoilt.
const WHOLE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0100\r\n\
    END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Caf\u{e9} \u{1f9e1}\r\nDTSTART;TZID=Ours:20270610T100000\r\n\
    DTEND;TZID=Ours:20270610T110000\r\nRRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU,-1FR;COUNT=9;BYSETPOS=1,-1;WKST=SU\r\n\
    EXDATE;TZID=Ours:20270610T100000\r\nRDATE;VALUE=PERIOD:20270611T100000Z/PT1H\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n\
    DTSTART;VALUE=DATE:20270610\r\nDURATION:P1D\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;BYHOUR=9,10;UNTIL=20300101\r\n\
    END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nRECURRENCE-ID:20270610\r\nDTSTART:20270610T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

proptest! {
    #[test]
    fn nothing_that_is_sent_brings_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&bytes, LONDON, &window());
    }

    #[test]
    fn no_spoilt_calendar_brings_it_down(
        spoils in proptest::collection::vec((0..WHOLE.len(), any::<u8>(), 0_usize..12, 0_u8..3), 1..8)
    ) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        for (at, octet, length, kind) in spoils {
            let from = at % (bytes.len() + 1);
            let to = (from + length).min(bytes.len());
            match kind {
                0 => drop(bytes.drain(from..to)),
                1 => bytes.insert(from, octet),
                _ => bytes[from..to].fill(octet),
            }
        }
        let _ = import(&bytes, LONDON, &window());
    }

    #[test]
    fn no_rule_brings_it_down(
        frequency in "(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY)",
        parts in proptest::collection::vec(
            "(INTERVAL|COUNT|BYSETPOS|BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYHOUR|BYMINUTE|UNTIL)=-?[0-9]{1,4}(,-?[0-9]{1,2})?|BYDAY=(-?[0-9]{0,2}(MO|SU|FR)){1}|WKST=(SU|MO)",
            0..4
        ),
        year in 1900..2030,
    ) {
        let rule = format!("RRULE:FREQ={frequency};{}", parts.join(";"));
        let text = calendar(&format!("UID:1\nDTSTART;TZID=Europe/London:{year}0229T013000\n{rule}\n\nUID:2\nDTSTART:{year}1231T233000Z\n{rule}"));
        let _ = import(text.as_bytes(), LONDON, &window());
    }

    #[test]
    fn what_we_write_is_read_as_the_same_entries(
        titles in proptest::collection::vec(("[ -~é🧡,;\\\\\n]{0,90}", 0..1_000_000_i64, 1..3_000_i64, 0..3_usize), 1..6)
    ) {
        let entries: Vec<Entry> = titles.into_iter().enumerate().map(|(number, (title, start, length, zone))| {
            let start = window().start + Duration::minutes(start);
            let zone = [LONDON, Tz::Europe__Paris, Tz::America__New_York][zone];
            Entry {
                uid: format!("event-{number}@marketday.example"),
                summary: format!("A{title}"),
                location: Some(format!("B{title}")),
                start,
                end: start + Duration::minutes(length),
                zone,
                ..pitch()
            }
        }).collect();
        let line = |text: &str| event::line(text).unwrap();
        let mut expected: Vec<ImportedEntry> = entries.iter().map(|entry| ImportedEntry {
            uid: entry.uid.clone(),
            title: line(&entry.summary),
            location: line(entry.location.as_deref().unwrap()),
            starts: entry.start,
            ends: entry.end,
            all_day: false,
        }).collect();
        expected.sort_by(|a, b| (a.starts, &a.uid).cmp(&(b.starts, &b.uid)));
        let bytes = write_feed(&Calendar {
            name: "Market days".into(),
            description: None,
            colour: "teal",
            zone: LONDON,
            refresh: Duration::hours(6),
            entries,
        });
        let imported = imported(&bytes);
        prop_assert_eq!(imported.name.as_deref(), Some("Market days"));
        prop_assert_eq!(imported.problems, vec![]);
        prop_assert_eq!(imported.entries, expected);
    }
}
