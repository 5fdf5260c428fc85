use super::*;
use crate::entry::tests::at;

pub(super) const LONDON: Tz = Tz::Europe__London;

/// From 9 June 2027, two years on.
pub(super) fn window() -> Range<DateTime<Utc>> {
    at(2027, 6, 9, 0, 0)..at(2029, 6, 9, 0, 0)
}

pub(super) fn imported(bytes: &[u8]) -> Imported {
    import(bytes, LONDON, &window()).expect("a calendar")
}

/// A calendar of these lines within VEVENTs, each event ended by a blank line.
pub(super) fn calendar(events: &str) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\n");
    for event in events.split("\n\n") {
        text.extend(["BEGIN:VEVENT\n", event, "\nEND:VEVENT\n"]);
    }
    text + "END:VCALENDAR\n"
}

/// When each entry starts and ends, in UTC.
fn times(imported: &Imported) -> Vec<String> {
    let format = "%y%m%d %H:%M";
    let entries = imported.entries.iter();
    entries
        .map(|entry| {
            format!(
                "{} to {}",
                entry.starts.format(format),
                entry.ends.format(format)
            )
        })
        .collect()
}

pub(super) fn told(imported: &Imported) -> Vec<(usize, &str)> {
    let problems = imported.problems.iter();
    problems
        .map(|problem| (problem.line, problem.why.as_str()))
        .collect()
}

/// What is read of one event with these lines behind its UID and title.
fn read(lines: &str) -> Imported {
    imported(calendar(&format!("UID:1\nSUMMARY:Day\n{lines}")).as_bytes())
}

fn times_of(lines: &str) -> Vec<String> {
    let imported = read(lines);
    assert_eq!(told(&imported), []);
    times(&imported)
}

#[test]
fn an_entry_has_its_title_place_and_times() {
    let text = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Sector\\, calendar\r\nBEGIN:VEVENT\r\nUID:7@sector.example\r\n\
                SUMMARY:Housing\\, and\\n planning caf\u{e9}\r\nLOCATION:Leeds\r\nDTSTART:20270610T090000Z\r\n\
                DTEND:20270610T163000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let expected = Imported {
        name: Some("Sector, calendar".into()),
        entries: vec![ImportedEntry {
            uid: "7@sector.example".into(),
            title: "Housing, and planning café".into(),
            location: "Leeds".into(),
            starts: at(2027, 6, 10, 9, 0),
            ends: at(2027, 6, 10, 16, 30),
            all_day: false,
        }],
        problems: Vec::new(),
    };
    assert_eq!(imported(text.as_bytes()), expected);
    assert_eq!(imported(text.replace("\r\n", "\n").as_bytes()), expected);
    // Folded at every octet, within the é as well.
    let mut folded = Vec::new();
    for line in text.split_inclusive("\r\n") {
        let (line, end) = line.split_at(line.len() - 2);
        for (number, octet) in line.bytes().enumerate() {
            if number > 0 {
                folded.extend(b"\r\n ");
            }
            folded.push(octet);
        }
        folded.extend(end.bytes());
    }
    assert_eq!(imported(&folded), expected);
}

#[test]
fn the_length_is_an_end_a_duration_or_what_the_standard_says() {
    let start = "DTSTART:20270610T090000Z\n";
    for (lines, expected) in [
        ("DTEND:20270610T100000Z", "270610 09:00 to 270610 10:00"),
        ("DURATION:PT90M", "270610 09:00 to 270610 10:30"),
        ("", "270610 09:00 to 270610 09:00"),
    ] {
        assert_eq!(times_of(&format!("{start}{lines}")), [expected]);
    }
    let start = "DTSTART;VALUE=DATE:20270610\n";
    for (lines, expected) in [
        ("DTEND;VALUE=DATE:20270612", "270610 00:00 to 270612 00:00"),
        ("DTEND;VALUE=DATE:20270610", "270610 00:00 to 270611 00:00"),
        ("DURATION:P3D", "270610 00:00 to 270613 00:00"),
        ("", "270610 00:00 to 270611 00:00"),
    ] {
        let imported = read(&format!("{start}{lines}"));
        assert!(imported.entries[0].all_day);
        assert_eq!(times(&imported), [expected]);
    }
}

#[test]
fn zones_are_known_by_the_names_that_others_give_them() {
    for zone in [
        "Europe/London",
        "europe/london",
        "\"GMT Standard Time\"",
        "/mozilla.org/20050126_1/Europe/London",
        "/freeassociation.sourceforge.net/Europe/London",
    ] {
        let lines = format!("DTSTART;TZID={zone}:20270610T100000\nDURATION:PT1H");
        assert_eq!(times_of(&lines), ["270610 09:00 to 270610 10:00"], "{zone}");
    }
    let paris = "DTSTART;TZID=Romance Standard Time:20270610T100000\nDURATION:PT1H";
    assert_eq!(times_of(paris), ["270610 08:00 to 270610 09:00"]);
    let floating = "DTSTART:20270610T100000\nDURATION:PT1H";
    assert_eq!(times_of(floating), ["270610 09:00 to 270610 10:00"]);
}

#[test]
fn a_zone_that_only_the_file_knows_is_found_by_its_offsets() {
    let described = |standard: &str, daylight: &str| {
        let text = calendar("UID:1\nDTSTART;TZID=Our time:20270610T100000\nDURATION:PT1H");
        let zone = format!(
            "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Our time\nBEGIN:STANDARD\nDTSTART:16011028T020000\n\
             TZOFFSETFROM:{daylight}\nTZOFFSETTO:{standard}\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010325T010000\n\
             TZOFFSETFROM:{standard}\nTZOFFSETTO:{daylight}\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
        );
        imported(text.replace("BEGIN:VCALENDAR\n", &zone).as_bytes())
    };
    for (standard, daylight, expected) in [
        ("+0000", "+0100", "270610 09:00 to 270610 10:00"),
        ("+0100", "+0200", "270610 08:00 to 270610 09:00"),
        ("-0500", "-0400", "270610 14:00 to 270610 15:00"),
        ("+0545", "+0545", "270610 04:15 to 270610 05:15"),
    ] {
        let imported = described(standard, daylight);
        assert_eq!(
            (times(&imported), told(&imported)),
            (vec![expected.to_owned()], vec![])
        );
    }
    let nowhere = described("+0123", "+0321");
    assert_eq!(times(&nowhere), ["270610 09:00 to 270610 10:00"]);
    assert_eq!(
        told(&nowhere),
        [(
            17,
            "The time zone “Our time” is not known; its times were read as Europe/London"
        )]
    );
}

#[test]
fn what_repeats_keeps_to_the_clock_on_the_wall_over_both_clock_changes() {
    let weekly = |start: &str| {
        times_of(&format!(
            "DTSTART;TZID=Europe/London:{start}\nDTEND;TZID=Europe/London:{}T103000\nRRULE:FREQ=WEEKLY;COUNT=3",
            &start[..8]
        ))
    };
    assert_eq!(
        weekly("20280319T093000"),
        [
            "280319 09:30 to 280319 10:30",
            "280326 08:30 to 280326 09:30",
            "280402 08:30 to 280402 09:30"
        ]
    );
    assert_eq!(
        weekly("20281022T093000"),
        [
            "281022 08:30 to 281022 09:30",
            "281029 09:30 to 281029 10:30",
            "281105 09:30 to 281105 10:30"
        ]
    );
    // At an hour that is left out in spring, and at one that comes twice in autumn.
    assert_eq!(
        times_of(
            "DTSTART;TZID=Europe/London:20280325T013000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"
        ),
        [
            "280325 01:30 to 280325 02:30",
            "280326 01:30 to 280326 02:30",
            "280327 00:30 to 280327 01:30"
        ]
    );
    assert_eq!(
        times_of(
            "DTSTART;TZID=Europe/London:20281028T013000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"
        ),
        [
            "281028 00:30 to 281028 01:30",
            "281029 00:30 to 281029 01:30",
            "281030 01:30 to 281030 02:30"
        ]
    );
}

#[test]
fn dates_are_added_left_out_and_changed() {
    let text = calendar(
        "UID:1\nSUMMARY:Board\nDTSTART;TZID=Europe/London:20270610T100000\nDURATION:PT1H\n\
         RRULE:FREQ=MONTHLY;UNTIL=20271010T090000Z\nEXDATE;TZID=Europe/London:20270710T100000\n\
         RDATE;TZID=Europe/London:20270615T100000,20270616T100000\n\n\
         UID:1\nSUMMARY:Board, later\nRECURRENCE-ID;TZID=Europe/London:20270810T100000\n\
         DTSTART;TZID=Europe/London:20270811T140000\nDURATION:PT2H\n\n\
         UID:1\nSTATUS:CANCELLED\nRECURRENCE-ID:20270910T090000Z\nDTSTART:20270910T090000Z",
    );
    let imported = imported(text.as_bytes());
    assert_eq!(
        times(&imported),
        [
            "270610 09:00 to 270610 10:00",
            "270615 09:00 to 270615 10:00",
            "270616 09:00 to 270616 10:00",
            "270811 13:00 to 270811 15:00",
            "271010 09:00 to 271010 10:00",
        ]
    );
    assert_eq!(imported.entries[3].title, "Board, later");
    assert_eq!(told(&imported), []);
    let days =
        "DTSTART;VALUE=DATE:20270610\nRRULE:FREQ=DAILY;UNTIL=20270612\nEXDATE;VALUE=DATE:20270611";
    assert_eq!(
        times_of(days),
        [
            "270610 00:00 to 270611 00:00",
            "270612 00:00 to 270613 00:00"
        ]
    );
}

#[test]
fn a_rule_without_end_is_read_as_far_as_the_window() {
    let forever = read("DTSTART:19700101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY");
    assert_eq!(forever.entries.len(), 731);
    assert_eq!(forever.entries[0].starts, at(2027, 6, 9, 10, 0));
    assert_eq!(forever.entries[730].starts, at(2029, 6, 8, 10, 0));
    assert_eq!(
        times_of("DTSTART:20270610T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        ["270610 10:00 to 270610 10:00"]
    );
    // It began before, and still lasts.
    assert_eq!(
        times_of("DTSTART;VALUE=DATE:20250601\nDURATION:P14D\nRRULE:FREQ=YEARLY;COUNT=3"),
        ["270601 00:00 to 270615 00:00"]
    );
    let bell = read("DTSTART:20270610T100000Z\nRRULE:FREQ=SECONDLY");
    assert_eq!(times(&bell), ["270610 10:00 to 270610 10:00"]);
    assert_eq!(
        told(&bell),
        [(
            6,
            "“Day” repeats more often than once an hour; only its first time was read"
        )]
    );
    let broken = read("DTSTART:20270610T100000Z\nRRULE:FREQ=SOMETIMES");
    assert_eq!(times(&broken), ["270610 10:00 to 270610 10:00"]);
    assert_eq!(
        told(&broken),
        [(
            6,
            "How “Day” repeats could not be read; only its first time was"
        )]
    );
}

#[test]
fn rules_that_only_cost_time_run_out_of_it() {
    let events: Vec<String> = (0..60)
        .map(|number| {
            format!(
                "UID:{number}\nDTSTART:20270610T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
            )
        })
        .collect();
    let imported = imported(calendar(&events.join("\n\n")).as_bytes());
    assert_eq!(imported.entries.len(), 60);
    assert_eq!(
        told(&imported),
        [(
            105,
            "There is too much that repeats; from here on only the first time of each was read"
        )]
    );
}

#[test]
fn what_is_cancelled_or_keeps_nobody_is_left_out() {
    let start = "DTSTART:20270610T100000Z";
    let text = |other: &str| {
        calendar(&format!(
            "UID:1\nSUMMARY:Off\nSTATUS:CANCELLED\n{start}\n\nUID:2\nSUMMARY:Free\nTRANSP:TRANSPARENT\n{start}{other}"
        ))
    };
    let titles = |text: &str| -> Vec<String> {
        let entries = imported(text.as_bytes()).entries.into_iter();
        entries.map(|entry| entry.title).collect()
    };
    assert_eq!(
        titles(&text(&format!("\n\nUID:3\nSUMMARY:Busy\n{start}"))),
        ["Busy"]
    );
    // All that stands is marked, so the mark tells nothing apart.
    assert_eq!(titles(&text("")), ["Free"]);
}
