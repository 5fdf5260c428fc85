//! Writes calendars of every kind into a folder, for a checker to look at: `samples FOLDER`.

use chrono::{DateTime, Duration, TimeZone, Utc};
use chrono_tz::Tz;
use marketday_calendar::{
    Calendar, Entry, Invitation, Method, Party, Status, write_feed, write_invitation,
};
use std::error::Error;
use std::path::PathBuf;

/// Titles as nobody should type them.
const TITLES: [&str; 8] = [
    "🧡👩‍👩‍👧‍👦 Family hubs with emoji 🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡🧡",
    "Pitches\r\nATTENDEE:mailto:eve@example.org\r\nEND:VEVENT",
    "C:\\pitches\\new; or, C:\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\",
    "Trailing blanks and a tab\t  \t   ",
    "Wide                                                                                            gap",
    ":-) \"Quoted\", ^caret^; 100% = all: done",
    "Gwasanaethau cymdeithasol i oedolion – ŵ ŷ, Größe, 市場の日, يوم السوق",
    "NUL\u{0} bell\u{7} delete\u{7f} separator\u{2028}next",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: samples FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let titles = TITLES.iter().enumerate().map(|(n, title)| Entry {
        uid: uid(n),
        ..entry(title, at(2027, 6, 10, 9))
    });
    let nights = [
        at(2027, 3, 28, 0),
        at(2027, 3, 28, 1),
        at(2027, 10, 30, 22),
        at(2027, 10, 31, 0),
        at(2027, 10, 31, 2),
    ];
    let nights = nights.iter().enumerate().map(|(n, start)| Entry {
        uid: uid(n),
        ..entry("At night", *start)
    });
    let zones = [
        Tz::Europe__London,
        Tz::Europe__Dublin,
        Tz::America__New_York,
        Tz::Africa__Casablanca,
        Tz::UTC,
        Tz::Asia__Kolkata,
    ];
    let zones = zones.iter().enumerate().map(|(n, zone)| Entry {
        uid: uid(n),
        zone: *zone,
        ..entry("Abroad", at(2027, 6, 10, 9))
    });
    let many = (0..5000).zip(0..).map(|(n, hours)| Entry {
        uid: uid(n),
        ..entry(TITLES[n % 8], at(2027, 1, 4, 9) + Duration::hours(hours))
    });
    for (name, entries) in [
        ("feed-empty", Vec::new()),
        ("feed-titles", titles.collect()),
        ("feed-nights", nights.collect()),
        ("feed-zones", zones.collect()),
        ("feed-5000", many.collect()),
    ] {
        std::fs::write(
            folder.join(format!("{name}.ics")),
            write_feed(&calendar(entries)),
        )?;
    }
    for method in [Method::Request, Method::Cancel] {
        let name = format!("invitation-{}.ics", method.word().to_lowercase());
        std::fs::write(folder.join(name), write_invitation(&invitation(method))?)?;
    }
    Ok(())
}

fn uid(n: usize) -> String {
    format!("sample-{n}@marketday.example")
}

fn at(year: i32, month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, hour, 15, 0)
        .single()
        .unwrap_or_default()
}

fn entry(title: &str, start: DateTime<Utc>) -> Entry {
    Entry {
        uid: uid(0),
        sequence: 1,
        created: at(2026, 9, 1, 8),
        changed: at(2026, 10, 1, 8),
        start,
        end: start + Duration::minutes(50),
        zone: Tz::Europe__London,
        summary: title.to_owned(),
        description: TITLES.join("\n"),
        location: Some("Main stage, Leeds Civic Hall, Calverley Street, Leeds, LS1 1UR; step-free entrance at the side".to_owned()),
        geo: Some((53.801_7, -1.549_1)),
        url: format!("https://marketday.example/slots/{}/booking", "0".repeat(80)),
        status: Status::Confirmed,
        categories: vec!["Water".to_owned(), "Waste, recycling".to_owned(), "Adult social care".to_owned()],
    }
}

fn calendar(entries: Vec<Entry>) -> Calendar {
    Calendar {
        name: "Market information days; Yorkshire, The Humber".to_owned(),
        description: Some("Every day in the region, with its changes.".to_owned()),
        colour: "teal",
        zone: Tz::Europe__London,
        refresh: Duration::hours(4),
        entries,
    }
}

fn invitation(method: Method) -> Invitation {
    Invitation {
        entry: entry(TITLES[1], at(2027, 6, 10, 9)),
        organiser: Party {
            name: "Leeds \"Digital\": the, team; ^".to_owned(),
            email: "reply+k7@mail.example".to_owned(),
        },
        attendee: Party {
            name: format!("Zoë\r\nX:{}", "🧡 ".repeat(40)),
            email: "zoe@dripless.example".to_owned(),
        },
        method,
    }
}
