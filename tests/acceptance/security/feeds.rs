//! Feeds over HTTP, as calendar programs ask for them.

use crate::app::{Page, Sent, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const FEEDS: [&str; 4] = [
    "/calendar/all.ics",
    "/calendar/regions/north-east.ics",
    "/calendar/themes/adult-social-care.ics",
    "/events/care-day-2027/calendar.ics",
];

fn asks(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Page {
    app.browser().send(Sent {
        path,
        headers,
        ..Sent::default()
    })
}

#[test]
fn a_feed_is_a_calendar_whatever_is_accepted_and_sets_no_cookie() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in FEEDS {
            let plain = asks(&app, path, &[]);
            for headers in [
                &[][..],
                &[("Accept", "text/html")],
                &[("Accept", "application/json")],
                &[("Cookie", "__Host-browser=00000000000000000000000000000000")],
            ] {
                let feed = asks(&app, path, headers);
                assert_eq!((feed.status, &feed.body), (200, &plain.body), "{path}");
                assert_eq!(
                    feed.header("content-type"),
                    Some("text/calendar; charset=utf-8")
                );
                assert_eq!(feed.header("set-cookie"), None);
                assert_eq!(feed.header("cache-control"), Some("public, max-age=900"));
                assert_eq!(feed.header("content-disposition"), None);
            }
        }
    });
}

#[test]
fn head_says_what_get_would_and_sends_nothing() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in FEEDS {
            let whole = asks(&app, path, &[]);
            let head = app.browser().send(Sent {
                method: "HEAD",
                path,
                ..Sent::default()
            });
            assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
            for name in [
                "etag",
                "last-modified",
                "content-type",
                "cache-control",
                "vary",
            ] {
                assert_eq!(head.header(name), whole.header(name), "{name} of {path}");
            }
            assert_eq!(
                head.header("content-length"),
                Some(whole.body.len().to_string().as_str())
            );
        }
    });
}

#[test]
fn both_validators_save_the_body_and_the_tag_wins() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in FEEDS {
            let feed = asks(&app, path, &[]);
            let tag = feed.header("etag").expect("an ETag");
            let modified = feed.header("last-modified").expect("a date");
            let status = |headers: &[(&str, &str)]| asks(&app, path, headers).status;
            assert_eq!(status(&[("If-None-Match", tag)]), 304, "{path}");
            assert_eq!(status(&[("If-None-Match", "*")]), 304);
            assert_eq!(status(&[("If-Modified-Since", modified)]), 304);
            assert_eq!(status(&[("If-None-Match", "\"other\"")]), 200);
            assert_eq!(
                status(&[("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT")]),
                200
            );
            assert_eq!(
                status(&[
                    ("If-None-Match", "\"other\""),
                    ("If-Modified-Since", modified)
                ]),
                200
            );
            assert_eq!(
                status(&[
                    ("If-None-Match", tag),
                    ("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT")
                ]),
                304
            );
        }
    });
}

#[test]
fn nobody_can_write_to_a_feed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in FEEDS {
            for method in ["POST", "PUT", "DELETE"] {
                let page = app.browser().send(Sent {
                    method,
                    path,
                    ..Sent::default()
                });
                assert_eq!(page.status, 405, "{method} {path}");
            }
        }
    });
}

#[test]
fn robots_may_read_feeds() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let robots = app.browser().get("/robots.txt").text();
        assert!(!robots.contains("Disallow: /calendar"), "{robots}");
        assert!(!robots.contains("Disallow: /events"), "{robots}");
        assert!(
            !robots.lines().any(|line| line.trim() == "Disallow: /"),
            "{robots}"
        );
    });
}
