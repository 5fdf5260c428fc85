//! An organising body plans around calendars of others.

use crate::app::{Browser, Page, TestApp, spawn_app, spawn_app_reaching};
use chrono::Duration;
use marketday_testkit::{Answer, CalendarServer, on_each_database};

const OVERVIEW: &str = "/organise/events/care-day-2027";

/// A calendar with a conference on the day of the event, 2 March 2027, and one on the day after.
const SECTOR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Housing conference\r\nLOCATION:Leeds\r\n\
    DTSTART;VALUE=DATE:20270302\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Roads conference\r\n\
    DTSTART:20270303T100000Z\r\nDURATION:PT2H\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:3\r\nSUMMARY:Undated\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

const CLASH: &str = "“Housing conference” takes place on the same day (from Sector calendar)";

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    app.deliver();
    organiser
}

/// Makes somebody an organiser of another body.
fn organises_for_south(app: &TestApp, email: &str) {
    marketday_accounts::add_organiser(
        &app.world.store,
        &app.world.surroundings,
        &email.parse().expect("an address"),
        &"Olive Other".parse().expect("a name"),
        &"South".parse().expect("a name"),
    )
    .expect("an organiser");
}

/// Sends the form of a file with this in it.
fn sends_file(browser: &Browser<'_>, name: &str, file: &[u8]) -> Page {
    let page = browser.visit("/organise/calendars/file");
    let form = page.form("Import this calendar");
    let id = form.value("form_id").expect("an id").to_owned();
    sends_parts(
        browser,
        &[
            ("csrf", &browser.csrf()),
            ("form_id", &id),
            ("calendar_name", name),
        ],
        file,
    )
}

fn sends_parts(browser: &Browser<'_>, fields: &[(&str, &str)], file: &[u8]) -> Page {
    browser.sends_file("/organise/calendars/file", fields, ("../a.ics", file))
}

#[test]
fn an_organiser_is_warned_of_what_is_on_in_the_calendar_of_an_address() {
    let server = CalendarServer::start(Answer::ok(SECTOR));
    on_each_database(|database| {
        let app = spawn_app_reaching(database, &server);
        app.published_day(1);
        server.answers(Answer::ok(SECTOR));
        let organiser = organiser(&app);
        assert!(!organiser.visit(OVERVIEW).says(CLASH));
        let list = organiser.visit("/organise").link("Imported calendars");
        let page = organiser.visit(&organiser.visit(&list).link("Import from an address"));
        let form = page.form("Import this calendar");
        let wrong = [
            ("calendar_name", "Sector calendar"),
            ("address", "http://sector.example/calendar.ics"),
        ];
        let refused = organiser.presses(&form.clone().fill(&wrong), "Import this calendar");
        let told = "The address must begin with https:// or webcal://";
        refused.is_refused_with(&[("address", told)]);
        let form = refused.form("Import this calendar");
        assert_eq!(form.value("calendar_name"), Some("Sector calendar"));
        assert_eq!(
            form.value("address"),
            Some("http://sector.example/calendar.ics")
        );
        for address in [
            "https://10.0.0.1/a.ics",
            "https://localhost/a.ics",
            "https://[::1]/",
        ] {
            let form = form.clone().fill(&[("address", address)]);
            let refused = organiser.presses(&form, "Import this calendar");
            refused.is_refused_with(&[("address", "The address must be on the public internet")]);
        }
        let form = form.fill(&[("address", &server.url())]);
        let imported = organiser.follow(organiser.presses(&form, "Import this calendar"));
        assert_eq!(imported.flash(), "The calendar has been imported.");
        assert!(imported.says("Not yet: it is fetched within a minute"));
        assert!(
            !imported.text().contains("key=secret"),
            "it may be a secret"
        );

        assert_eq!(app.fetches_calendars(), 1);
        let page = organiser.visit(&imported.path);
        assert!(page.says("It was read") && page.says("2 entries"));
        assert!(page.says("Housing conference") && page.says("Tuesday 2 March 2027, Leeds"));
        assert!(page.says("Line 15: “Undated” has no start, so it was left out"));
        let overview = organiser.visit(OVERVIEW);
        assert_eq!(overview.link(CLASH), "/organise/calendars");
        assert!(!overview.says("Roads conference"));
        let list = organiser.visit("/organise/calendars");
        assert!(list.says("Sector calendar: 2 entries, from 127.0.0.1. 1 problem"));

        server.answers(Answer::of("410 Gone", ""));
        app.later(Duration::minutes(1));
        let asked = organiser.presses(&page.form("Fetch it now"), "Fetch it now");
        assert_eq!(
            organiser.follow(asked).flash(),
            "The calendar is fetched within a minute."
        );
        assert_eq!(app.fetches_calendars(), 1);
        let list = organiser.visit("/organise/calendars");
        assert!(list.says("The server answered with the error 410"));
        organiser.visit(OVERVIEW).link(CLASH);

        let button = "Remove this calendar";
        let removed = organiser.presses(&page.form(button), button);
        assert_eq!(
            organiser.follow(removed).flash(),
            "The calendar has been removed."
        );
        assert!(!organiser.visit(OVERVIEW).says(CLASH));
        assert_eq!(organiser.get(&imported.path).status, 404);
    });
}

#[test]
fn an_organiser_is_warned_of_what_is_on_in_a_file() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = organiser(&app);
        let refused = sends_file(&organiser, "", b"");
        refused.is_refused_with(&[
            ("calendar_name", "Enter the name"),
            ("file", "Choose a file"),
        ]);
        let refused = sends_file(&organiser, "Sector calendar", b"<!DOCTYPE html>");
        refused.is_refused_with(&[("file", "The file is no calendar that can be read")]);
        let kept = refused.form("Import this calendar");
        assert_eq!(kept.value("calendar_name"), Some("Sector calendar"));
        let large = vec![b'x'; 2 * 1024 * 1024 + 1];
        let refused = sends_file(&organiser, "Sector calendar", &large);
        refused.is_refused_with(&[("file", "The file must be 2 MB or smaller")]);

        let sent = sends_file(&organiser, "Sector calendar", SECTOR.as_bytes());
        let imported = organiser.follow(sent);
        assert_eq!(imported.heading(), "Sector calendar");
        assert!(imported.says("a file") && imported.says("2 entries"));
        assert!(!imported.says("Fetch it now"));
        organiser.visit(OVERVIEW).link(CLASH);
        assert_eq!(app.fetches_calendars(), 0);
    });
}

#[test]
fn a_file_from_elsewhere_or_far_too_large_is_not_taken() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = organiser(&app);
        let own = organiser.csrf();
        let name = ("calendar_name", "Sector calendar");
        let without = sends_parts(&organiser, &[name], SECTOR.as_bytes());
        assert_eq!(without.status, 403);
        let endless = vec![b'x'; 5 * 1024 * 1024];
        let large = sends_parts(&organiser, &[("csrf", &own), name], &endless);
        assert_eq!(large.status, 413);
        let long = "x".repeat(70 * 1024);
        let large = sends_parts(&organiser, &[("csrf", &own), ("more", &long)], b"");
        assert_eq!(large.status, 413);
        let stranger = app.browser();
        stranger.visit("/sign-in");
        let token = stranger.csrf();
        let sent = sends_parts(&stranger, &[("csrf", &token), name], SECTOR.as_bytes());
        assert_eq!(sent.status, 401);
        let list = organiser.visit("/organise/calendars");
        assert!(list.says("No calendar is imported yet."));
    });
}

#[test]
fn another_body_is_neither_warned_nor_shown_the_calendar() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = organiser(&app);
        let sent = sends_file(&organiser, "Sector calendar", SECTOR.as_bytes());
        let path = organiser.follow(sent).path;
        let path = path.trim_end_matches("?done=calendar-imported");
        organises_for_south(&app, "other@south.example");
        let other = app.browser();
        other.signs_in_at_once("other@south.example");
        app.deliver();
        assert_eq!(other.get(path).status, 404);
        for part in ["fetching", "removal"] {
            assert_eq!(other.post(&format!("{path}/{part}"), &[]).status, 404);
        }
        assert!(!other.visit("/organise/calendars").says("Sector calendar"));
        organiser.visit(OVERVIEW).link(CLASH);
    });
}

#[test]
fn whoever_organises_for_several_bodies_says_which_one_plans_around_the_calendar() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        organises_for_south(&app, "organiser@north.example");
        let organiser = organiser(&app);
        let page = organiser.visit("/organise/calendars/file");
        let south = page.option("body", "South");
        let id = page.form("Import this calendar");
        let id = id.value("form_id").expect("an id").to_owned();
        let sends = |body: &str| {
            let csrf = organiser.csrf();
            let fields = [
                ("csrf", csrf.as_str()),
                ("form_id", &id),
                ("calendar_name", "Sector calendar"),
                ("body", body),
            ];
            sends_parts(&organiser, &fields, SECTOR.as_bytes())
        };
        for wrong in ["", "00000000-0000-7000-8000-000000000000"] {
            sends(wrong).is_refused_with(&[("body", "Choose the organisation")]);
        }
        let imported = organiser.follow(sends(&south));
        assert_eq!(imported.heading(), "Sector calendar");
        // The day is the other body's.
        assert!(!organiser.visit(OVERVIEW).says(CLASH));
    });
}
