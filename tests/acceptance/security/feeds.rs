//! Feeds over HTTP, as calendar programs ask for them.

use crate::app::{Page, Sent, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const FEEDS: [&str; 7] = [
    "/calendar/all.ics",
    "/calendar/all.ics?near=north-west&theme=adult-social-care",
    "/calendar/near/north-west.ics",
    "/calendar/regions/north-east.ics",
    "/calendar/themes/adult-social-care.ics",
    "/events/care-day-2027/calendar.ics",
    "/events/care-day-2027/calendar.ics?theme=waste",
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
fn a_feed_is_compressed_for_whoever_asks_and_then_has_a_tag_of_its_own() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in FEEDS {
            let plain = asks(&app, path, &[]);
            let refused = asks(&app, path, &[("Accept-Encoding", "gzip;q=0, br")]);
            assert_eq!(refused.header("content-encoding"), None);
            assert_eq!(refused.body, plain.body);
            let small = asks(&app, path, &[("Accept-Encoding", "gzip")]);
            assert_eq!(small.header("content-encoding"), Some("gzip"), "{path}");
            assert!(small.body.len() < plain.body.len(), "{path}");
            let tags = [&plain, &small].map(|feed| feed.header("etag").expect("an ETag"));
            assert_ne!(tags[0], tags[1], "{path}");
            for feed in [&plain, &refused, &small] {
                let vary = feed.header("vary").expect("what it varies by");
                assert!(vary.contains("Accept-Encoding"), "{vary}");
            }
            for tag in tags {
                assert_eq!(asks(&app, path, &[("If-None-Match", tag)]).status, 304);
            }
        }
    });
}

#[test]
fn filters_that_cannot_be_are_refused_in_plain_words() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let id = "00000000-0000-7000-8000-000000000000";
        for (path, said) in [
            (
                "/calendar/all.ics?regoin=wales".to_owned(),
                "There is no filter called “regoin”.\n",
            ),
            (
                "/calendar/all.ics?theme=waste&theme=parking".to_owned(),
                "“theme” can be given once only.\n",
            ),
            (
                "/calendar/all.ics?series=%3Cb%3E%00".to_owned(),
                "No public event has such an organiser or series.\n",
            ),
            (
                format!("/calendar/all.ics?organiser={id}"),
                "No public event has such an organiser or series.\n",
            ),
            (
                "/calendar/all.ics?organiser=north".to_owned(),
                "There is no organiser called “north”.\n",
            ),
            (
                format!("/events/care-day-2027/calendar.ics?stage={id}"),
                "No public programme of that name has such a stage.\n",
            ),
        ] {
            let page = asks(&app, &path, &[]);
            assert_eq!((page.status, page.text().as_str()), (400, said), "{path}");
            assert_eq!(
                page.header("content-type"),
                Some("text/plain; charset=utf-8")
            );
        }
        let known = asks(&app, "/calendar/all.ics?region=narnia", &[]).text();
        assert!(
            known.ends_with("east-of-england, south-west, south-east, london.\n"),
            "{known}"
        );
        for path in [
            "/calendar/near/narnia.ics",
            "/calendar/organisers/north.ics",
            &format!("/calendar/organisers/{id}.ics"),
            "/events/nothing/calendar.ics",
        ] {
            assert_eq!(asks(&app, path, &[]).status, 404, "{path}");
        }
    });
}

#[test]
fn the_same_choice_is_one_feed_however_it_is_written() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let written = |path: &str| {
            let before = app.world.store.queries();
            let feed = asks(&app, path, &[]);
            (app.world.store.queries() - before, feed.body)
        };
        let (made, one) = written("/calendar/all.ics?theme=waste&region=wales");
        let (kept, again) = written("/calendar/all.ics?theme=waste&region=wales");
        assert!(kept < made, "only the revision is read");
        assert_eq!(again, one);
        let other = written("/calendar/all.ics?near=&region=wales&theme=waste");
        assert_eq!(other, (kept, one));
        written("/calendar/regions/north-east.ics");
        assert_eq!(written("/calendar/all.ics?region=north-east").0, kept);
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
                assert_eq!(page.header("allow"), Some("GET, HEAD"));
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
