//! What is hard for calendars, typed into the pages as an organiser would: it comes out of every feed as it was meant.

use super::several_days::{fair, organiser};
use crate::app::people::but;
use crate::app::{TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;

/// Commas, semicolons, backslashes and quotation marks, and what looks escaped already. Markup is for the walk of markup:
/// the checker of feeds warns of it, whoever typed it.
const SIGNS: &str = "Pipes, drains; and \\sewers\\: \"all\" of it \\n \\, 100 % & more than 3 > 2";
/// From the right to the left, and both ways.
const RIGHT_TO_LEFT: &str = "יום שוק: פתרונות לעיריות, يوم السوق (Day 1)";
/// What would be properties of their own, if a line's end were one.
const PROPERTIES: &str = "Bring questions, and; pens\\.\r\nATTENDEE:mailto:evil@evil.example\r\nEND:VEVENT\r\n BEGIN:VALARM";

/// Titles whose heart stands on each side of the 75th octet of its line, and the longest that there may be.
fn titles() -> Vec<String> {
    let mut titles: Vec<String> = (61..=67)
        .map(|length| format!("{}🧡 for all", "x".repeat(length)))
        .collect();
    titles.extend([SIGNS, RIGHT_TO_LEFT].map(str::to_owned));
    titles.push("ŵ".repeat(120));
    titles
}

/// The octets of a feed, of which no line is too long, and none a property that somebody typed.
fn octets(app: &TestApp, path: &str) -> Vec<u8> {
    let feed = app.fetches(path, &[]);
    assert_eq!(feed.status, 200, "{path}");
    let lines: Vec<&[u8]> = feed.body.split(|octet| *octet == b'\n').collect();
    for line in &lines {
        let line = String::from_utf8(line.to_vec()).expect("no letter is cut in two");
        assert!(line.trim_end_matches('\r').len() <= 75, "{line}");
        assert!(!line.starts_with("ATTENDEE"), "{line}");
        assert!(!line.starts_with("BEGIN:VALARM"), "{line}");
    }
    feed.body
}

#[test]
fn whatever_a_title_holds_it_is_that_title_in_every_calendar() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let organiser = organiser(&app);
        let own = organiser.makes_feed("organised", "Office");
        let mut slugs = Vec::new();
        for title in titles() {
            let slug = organiser.creates_event(&but(fair(), &[("title", &title)]));
            let page = organiser.visit(&format!("/organise/events/{slug}/sessions/new"));
            let day = page.option("day", "Wednesday 2 December");
            let form = page.form("Add the session").fill(&[
                ("day", &day),
                ("title", &title),
                ("kind", "keynote"),
                ("description", PROPERTIES),
                ("start_time", "09:30"),
                ("end_time", "10:00"),
            ]);
            let saved = organiser.presses(&form, "Add the session");
            assert_eq!(saved.status, 303, "{:?}", saved.errors());
            organiser.publishes(&slug);
            slugs.push(slug);
        }
        let mut expected: Vec<String> = titles()
            .iter()
            .map(|title| format!("CONFIRMED {title}"))
            .collect();
        expected.sort();
        assert_eq!(app.lines_of("/calendar/all.ics"), expected);
        assert_eq!(app.lines_of(&own), expected);
        for (name, path) in [("all", "/calendar/all.ics"), ("own", &own)] {
            app.keep_history(&format!("hard-{name}"), 1, &octets(&app, path));
        }
        for (number, (slug, title)) in slugs.iter().zip(titles()).enumerate() {
            let path = format!("/events/{slug}/calendar.ics");
            app.keep_history(&format!("hard-{number}"), 1, &octets(&app, &path));
            let entry = app.entries_of(&path).remove(0);
            assert_eq!(entry.summary, title);
            let meant = PROPERTIES.replace("\r\n", "\n");
            assert!(
                entry.description.starts_with(&meant),
                "{}",
                entry.description
            );
            assert_eq!(entry.attendees, []);
        }

        // A line's end is no part of a title, and a title has an end.
        let form = organiser
            .visit("/organise/events/new")
            .form("Create the event");
        for (title, message) in [
            (
                "Drains\r\nATTENDEE:mailto:evil@evil.example".to_owned(),
                "The title",
            ),
            (
                "x".repeat(200),
                "The title must be 120 characters or fewer, and is 200",
            ),
        ] {
            let refused = organiser.presses(
                &form.clone().fill(&but(fair(), &[("title", &title)])),
                "Create the event",
            );
            assert_eq!(refused.status, 422);
            let said = refused.error_at("title").expect("why");
            assert!(said.starts_with(message), "{said}");
        }

        app.later(Duration::minutes(1));
        for slug in &slugs {
            organiser.cancels_event(slug, PROPERTIES);
        }
        let mut expected: Vec<String> = titles()
            .iter()
            .map(|title| format!("CANCELLED Cancelled: {title}"))
            .collect();
        expected.sort();
        assert_eq!(app.lines_of("/calendar/all.ics"), expected);
        assert_eq!(app.lines_of(&own), expected);
        for (name, path) in [("all", "/calendar/all.ics"), ("own", &own)] {
            app.keep_history(&format!("hard-{name}"), 2, &octets(&app, path));
        }
        for (number, slug) in slugs.iter().enumerate() {
            let path = format!("/events/{slug}/calendar.ics");
            app.keep_history(&format!("hard-{number}"), 2, &octets(&app, &path));
        }
    });
}
