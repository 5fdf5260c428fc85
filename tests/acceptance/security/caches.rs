//! Shared bytes hold nothing of anybody, and are marked so that caches use them rightly.

use crate::app::people::careloop;
use crate::app::{Page, Sent, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const PAGES: [&str; 5] = [
    "/",
    "/events/care-day-2027",
    "/events/care-day-2027/programme",
    "/events/care-day-2027/slots",
    "/calendar",
];

fn asks(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Page {
    app.browser().send(Sent {
        path,
        headers,
        ..Sent::default()
    })
}

#[test]
fn a_page_for_everybody_has_no_form_that_changes_anything_and_sets_no_cookie() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in PAGES {
            let page = asks(&app, path, &[]);
            assert_eq!(page.status, 200);
            assert_eq!(page.header("set-cookie"), None, "{path}");
            assert!(page.all("form[method=post]").is_empty(), "{path}");
            assert!(!page.text().contains("csrf"), "{path}");
            assert_eq!(page.header("vary"), Some("Accept-Encoding, Cookie"));
            assert_eq!(page.header("cache-control"), Some("public, no-cache"));
        }
    });
}

#[test]
fn nothing_of_somebody_who_is_signed_in_reaches_a_stranger() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        app.deliver();
        for path in PAGES {
            assert!(amina.get(path).text().contains("Amina Yusuf"), "{path}");
            assert!(
                !asks(&app, path, &[]).text().contains("Amina Yusuf"),
                "{path}"
            );
        }
    });
}

#[test]
fn an_unchanged_page_is_not_sent_again_and_a_changed_one_is() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let tags = PAGES.map(|path| {
            let page = asks(&app, path, &[]);
            page.header("etag").expect("an ETag").to_owned()
        });
        for (path, tag) in PAGES.iter().zip(&tags) {
            assert!(tag.starts_with('"'), "a strong one: {tag}");
            let known = asks(&app, path, &[("If-None-Match", tag)]);
            assert_eq!((known.status, known.body.len()), (304, 0), "{path}");
            assert_eq!(known.header("etag"), Some(tag.as_str()));
        }
        app.browser().books(day.slots[0].id, &careloop());
        for (path, tag) in PAGES[..4].iter().zip(&tags) {
            let page = asks(&app, path, &[("If-None-Match", tag)]);
            assert_eq!(page.status, 200, "{path}");
        }
        app.deliver();
    });
}

#[test]
fn a_page_is_compressed_only_where_that_is_asked_for() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        for path in PAGES {
            for headers in [
                &[][..],
                &[("Accept-Encoding", "identity")],
                &[("Accept-Encoding", "gzip;q=0")],
                &[("Accept-Encoding", "br")],
            ] {
                let page = asks(&app, path, headers);
                assert_eq!(page.header("content-encoding"), None, "{path} {headers:?}");
            }
            let plain = asks(&app, path, &[]);
            let gzip = asks(&app, path, &[("Accept-Encoding", "br, gzip")]);
            assert_eq!(gzip.header("content-encoding"), Some("gzip"), "{path}");
            assert_eq!(gzip.body[..2], [0x1f, 0x8b]);
            assert!(gzip.body.len() < plain.body.len());
            assert_ne!(gzip.header("etag"), plain.header("etag"));
        }
    });
}

#[test]
fn assets_are_kept_for_a_year_under_their_own_address() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let home = asks(&app, "/", &[]);
        let sources = home.sources();
        assert!(sources.len() >= 4, "{sources:?}");
        for path in sources {
            let asset = asks(&app, &path, &[]);
            assert_eq!(asset.status, 200, "{path}");
            assert_eq!(
                asset.header("cache-control"),
                Some("public, max-age=31536000, immutable"),
                "{path}"
            );
        }
        // An address of other bytes, of another version, is answered but not kept.
        let other = asks(&app, "/assets/0000000000000000/app.css", &[]);
        let kept = other.header("cache-control");
        assert_eq!((other.status, kept), (200, Some("no-cache")));
    });
}

#[test]
fn the_home_page_weighs_less_than_sixty_kilobytes_with_all_that_it_loads() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let home = asks(&app, "/", &[]);
        let assets: usize = home
            .sources()
            .iter()
            .map(|path| asks(&app, path, &[]).body.len())
            .sum();
        let all = home.body.len() + assets;
        assert!(all < 60_000, "{all} octets");
    });
}
