//! What somebody sees who subscribes to a calendar.

use crate::app::people::careloop;
use crate::app::{Page, TestApp, spawn_app};
use marketday_calendar::{ReadEvent, Status, read};
use marketday_testkit::on_each_database;

const FEEDS: [(&str, &str); 4] = [
    ("all", "/calendar/all.ics"),
    ("region", "/calendar/regions/north-east.ics"),
    ("theme", "/calendar/themes/adult-social-care.ics"),
    ("programme", "/events/care-day-2027/calendar.ics"),
];

fn feed(app: &TestApp, path: &str) -> Page {
    let page = app.browser().get(path);
    assert_eq!(page.status, 200, "{path}");
    page
}

fn entries(page: &Page) -> Vec<ReadEvent> {
    let mut calendars = read(&page.body).expect("a calendar");
    assert_eq!(calendars.len(), 1);
    calendars.remove(0).events
}

/// "SEQUENCE SUMMARY" of each entry.
fn lines(app: &TestApp, path: &str) -> Vec<String> {
    let entries = entries(&feed(app, path));
    entries
        .iter()
        .map(|entry| format!("{} {}", entry.sequence, entry.summary))
        .collect()
}

fn keep(app: &TestApp, when: &str) {
    for (name, path) in FEEDS {
        app.keep_feed(&format!("{when}-{name}"), &feed(app, path).body);
    }
}

#[test]
fn feeds_show_the_day_its_pitches_and_its_end() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let programme = FEEDS[3].1;
        for (_, path) in &FEEDS[..3] {
            assert_eq!(lines(&app, path), ["0 Care Day"]);
        }
        assert!(lines(&app, "/calendar/regions/wales.ics").is_empty());
        assert!(lines(&app, "/calendar/themes/waste.ics").is_empty());
        assert_eq!(lines(&app, programme), ["0 Pitches"]);

        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        assert_eq!(
            lines(&app, programme),
            [
                "0 Falls that do not happen, by Careloop (Care Day)",
                "0 Pitches"
            ]
        );
        keep(&app, "published");
        app.keep_feed("empty", &feed(&app, "/calendar/regions/wales.ics").body);
        app.deliver();
        amina.cancels(&booked);
        app.deliver();
        assert_eq!(
            lines(&app, programme),
            [
                "1 Cancelled: Falls that do not happen, by Careloop (Care Day)",
                "0 Pitches"
            ]
        );
        keep(&app, "booking-cancelled");

        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.changes_event(
            "care-day-2027",
            &[("venue_name", "The Forum"), ("region", "wales")],
        );
        // It stays where it once was, and appears where it is now.
        for (_, path) in &FEEDS[..3] {
            assert_eq!(lines(&app, path), ["1 Care Day"]);
        }
        assert_eq!(lines(&app, "/calendar/regions/wales.ics"), ["1 Care Day"]);
        keep(&app, "changed");

        app.deliver();
        organiser.cancels_event("care-day-2027", "Snow.");
        for (_, path) in &FEEDS[..3] {
            let entries = entries(&feed(&app, path));
            let seen = (
                entries[0].sequence,
                entries[0].summary.as_str(),
                entries[0].status,
            );
            assert_eq!(seen, (2, "Cancelled: Care Day", Some(Status::Cancelled)));
        }
        keep(&app, "cancelled");
        app.deliver();
    });
}

#[test]
fn the_subscribe_page_leads_to_every_feed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let page = app.browser().visit("/calendar");
        let feeds: Vec<String> = page
            .links("main a")
            .into_iter()
            .filter_map(|link| {
                let path = link.strip_prefix("https://marketday.example")?;
                path.contains(".ics").then(|| path.to_owned())
            })
            .collect();
        assert_eq!(feeds.len(), 1 + 2 * 12 + 28);
        for path in feeds {
            feed(&app, &path);
        }
    });
}
