//! Fetching from an address: when, how, and where not.

use crate::given::{Scene, calendar};
use crate::in_march;
use chrono::Duration;
use flate2::Compression;
use flate2::write::GzEncoder;
use marketday_imports::Reach;
use marketday_model::ImportedEntry;
use marketday_testkit::{Answer, CalendarServer, on_each_database};
use std::io::Write;

#[test]
fn an_address_is_fetched_at_once_and_then_every_six_hours() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id = scene.imports();
        assert_eq!(scene.titles(id), Vec::<String>::new());
        assert_eq!(scene.fetches(), 1);
        assert_eq!(
            scene.entries(id),
            [ImportedEntry {
                uid: "0".into(),
                title: "Roads".into(),
                location: String::new(),
                starts: in_march(2, 10, 0),
                ends: in_march(2, 11, 0),
                all_day: false,
            }]
        );
        let now = scene.world.surroundings.now();
        let read = scene.calendar(id);
        assert_eq!(
            (read.last_answer.as_str(), read.failures),
            ("It was read", 0)
        );
        assert_eq!(read.fetched_at, Some(now));
        assert_eq!(read.next_fetch, Some(now + Duration::hours(6)));
        let asked = scene.server.asked().remove(0);
        assert!(
            asked.starts_with("GET /calendar.ics?key=secret HTTP/1.1\r\n"),
            "{asked}"
        );
        assert!(asked.contains("Marketday/"), "{asked}");
        assert!(
            !asked.to_ascii_lowercase().contains("if-none-match"),
            "{asked}"
        );

        assert_eq!(scene.fetches(), 0);
        scene.world.clock.advance(Duration::hours(6));
        scene
            .server
            .answers(Answer::ok(calendar(&["Roads", "Bridges"])));
        assert_eq!(scene.fetches(), 1);
        assert_eq!(scene.titles(id), ["Roads", "Bridges"]);
    });
}

#[test]
fn what_has_not_changed_is_not_sent_again_and_stays() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id = scene.imports();
        let date = "Mon, 01 Feb 2027 08:00:00 GMT";
        let answer = Answer::ok(calendar(&["Roads"]))
            .with("ETag", "\"a1\"")
            .with("Last-Modified", date);
        scene.server.answers(answer);
        scene.fetches();
        scene.server.asked();
        scene.server.answers(Answer::of("304 Not Modified", ""));
        scene.world.clock.advance(Duration::hours(6));
        assert_eq!(scene.fetches(), 1);
        let asked = scene.server.asked().remove(0);
        assert!(asked.contains("if-none-match: \"a1\"\r\n"), "{asked}");
        assert!(
            asked.contains(&format!("if-modified-since: {date}\r\n")),
            "{asked}"
        );
        let read = scene.calendar(id);
        assert_eq!(
            (read.last_answer.as_str(), read.failures),
            ("It has not changed", 0)
        );
        assert_eq!(read.etag.as_deref(), Some("\"a1\""));
        assert_eq!(scene.titles(id), ["Roads"]);
        // After a month it is read whole again: what repeats has gone on.
        scene.world.clock.advance(Duration::days(30));
        scene.fetches();
        let asked = scene.server.asked().remove(0);
        assert!(!asked.contains("if-none-match"), "{asked}");
        assert_eq!(
            scene.calendar(id).last_answer,
            "The server answered with the error 304"
        );
    });
}

fn zipped(bytes: &[u8]) -> Answer {
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(bytes).expect("it fits");
    Answer::ok(zip.finish().expect("a file")).with("Content-Encoding", "gzip")
}

#[test]
fn what_fails_keeps_what_was_read_and_is_left_alone_for_longer_each_time() {
    let elsewhere = |to: &str| Answer::of("302 Found", "").with("Location", to);
    let led_astray = "The server leads on to an address that is not fetched: ";
    let failures = [
        (
            Answer::of("404 Not Found", calendar(&["x"])),
            "The server answered with the error 404",
        ),
        (
            Answer::ok("<!DOCTYPE html>"),
            "What the server sent is no calendar",
        ),
        (
            Answer::ok(vec![b'x'; 2 * 1024 * 1024 + 1]),
            "The file is larger than 2 MB",
        ),
        // A bomb: 64 MB in 64 KB.
        (
            zipped(&vec![b' '; 64 * 1024 * 1024]),
            "The file is larger than 2 MB",
        ),
        (
            Answer::ok("x").with("Content-Encoding", "br"),
            "The server sent the file in a form that cannot be read",
        ),
        (
            Answer::ok("x").with("Content-Encoding", "gzip"),
            "The server sent the file in a form that cannot be read",
        ),
        (
            elsewhere("/calendar.ics"),
            "The server leads on from address to address without end",
        ),
        (
            elsewhere("http://127.0.0.1:1/"),
            &format!("{led_astray}The address must begin with https:// or webcal://"),
        ),
        (
            elsewhere("https://169.254.169.254/"),
            &format!("{led_astray}The address must be on the public internet"),
        ),
    ];
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id = scene.imports();
        scene.fetches();
        // Days are passed over below.
        scene
            .world
            .clock
            .set(in_march(1, 0, 0) - Duration::days(40));
        for (number, (answer, told)) in (0_u32..).zip(&failures) {
            scene.server.answers(answer.clone());
            scene.world.clock.advance(Duration::hours(48));
            let now = scene.world.surroundings.now();
            assert_eq!(scene.fetches(), 1, "{told}");
            let failed = scene.calendar(id);
            assert_eq!(
                (failed.last_answer.as_str(), failed.failures),
                (*told, number + 1)
            );
            let wait = Duration::hours((1_i64 << number).min(48));
            assert_eq!(failed.next_fetch, Some(now + wait), "{told}");
            assert_eq!(scene.titles(id), ["Roads"], "{told}");
        }
        let good = calendar(&["Roads", "Bridges"]);
        scene.server.answers(zipped(good.as_bytes()));
        scene.world.clock.advance(Duration::hours(48));
        scene.fetches();
        assert_eq!(scene.titles(id), ["Roads", "Bridges"]);
        assert_eq!(scene.calendar(id).failures, 0);
    });
}

#[test]
fn a_server_may_lead_on_to_where_a_fetch_may_go() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let other = CalendarServer::start(Answer::ok(calendar(&["Led on"])));
        let to_other = Answer::of("301 Moved", "").with("Location", other.url());
        scene.server.answers(to_other);
        let id = scene.imports();
        scene.fetches();
        let answer = scene.calendar(id).last_answer;
        assert!(answer.starts_with("The server leads on to"), "{answer}");
        assert_eq!(other.asked(), Vec::<String>::new());
        let both = Reach::new(vec![scene.server.address(), other.address()]);
        scene.world.clock.advance(Duration::hours(1));
        scene.fetches_within(&both);
        assert_eq!(scene.titles(id), ["Led on"]);
    });
}

#[test]
fn a_place_that_the_operator_names_no_longer_is_not_asked() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id = scene.imports();
        scene.fetches_within(&Reach::default());
        assert_eq!(scene.server.asked(), Vec::<String>::new());
        assert_eq!(
            scene.calendar(id).last_answer,
            "The address must begin with https:// or webcal://"
        );
    });
}
