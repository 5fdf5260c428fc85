//! Secret feeds over HTTP: as other feeds, but for nobody else to find, keep or wear out.

use crate::app::people::{careloop, delegate};
use crate::app::{Sent, TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::{Day, on_each_database};

/// A day, and the feed of a company that has a slot at it.
fn subscribed(app: &TestApp) -> (Day, String) {
    let day = app.published_day(4);
    let amina = app.browser();
    amina.books(day.slots[0].id, &careloop());
    app.may_leave_letters();
    let feed = amina.makes_feed("bookings", "My phone");
    (day, feed)
}

#[test]
fn a_secret_feed_is_kept_out_of_shared_caches_and_of_search_and_leaks_by_no_referrer() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, feed) = subscribed(&app);
        let plain = app.fetches(&feed, &[]);
        assert_eq!(
            plain.header("content-type"),
            Some("text/calendar; charset=utf-8")
        );
        let small = app.fetches(&feed, &[("Accept-Encoding", "gzip")]);
        assert_eq!(small.header("content-encoding"), Some("gzip"));
        let head = app.browser().send(Sent {
            method: "HEAD",
            path: &feed,
            ..Sent::default()
        });
        assert_eq!(
            head.header("content-length"),
            Some(plain.body.len().to_string().as_str())
        );
        let tag = plain.header("etag").expect("an ETag").to_owned();
        assert_eq!(head.header("etag"), Some(&*tag));
        assert_ne!(small.header("etag"), Some(&*tag));
        let known = app.fetches(&feed, &[("If-None-Match", &tag)]);
        for page in [&plain, &small, &head, &known] {
            assert_eq!(page.header("cache-control"), Some("private, max-age=900"));
            assert_eq!(page.header("x-robots-tag"), Some("noindex"));
            assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
            assert_eq!(page.header("set-cookie"), None);
        }
        assert_eq!((known.status, known.body.len()), (304, 0));
        let secret = feed.trim_start_matches("/calendar/own/");
        assert!(!plain.text().contains(secret.trim_end_matches(".ics")));
        for method in ["POST", "PUT", "DELETE"] {
            let refused = app.browser().send(Sent {
                method,
                path: &feed,
                ..Sent::default()
            });
            assert_eq!(refused.status, 405);
            assert_eq!(refused.header("allow"), Some("GET, HEAD"));
        }
    });
}

#[test]
fn whoever_asks_by_date_hears_of_each_change_even_where_something_only_went() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, feed) = subscribed(&app);
        let since = |page: &crate::app::Page| {
            let modified = page.header("last-modified");
            modified.expect("a date").to_owned()
        };
        let first = since(&app.fetches(&feed, &[]));
        app.later(Duration::hours(1));
        let again = app.fetches(&feed, &[("If-Modified-Since", &first)]);
        assert_eq!(again.status, 304);
        // She hands nothing over and cancels nothing: her booking is another's now, and just gone from what is hers.
        let moved = app.world.store.write(|tx| {
            let email = "amina@careloop.example".parse().expect("an address");
            let person = marketday_store::people::find_by_email(tx, &email)?.expect("her");
            for tie in marketday_store::memberships::list_of_person(tx, person.id)? {
                marketday_store::memberships::delete(tx, tie.id)?;
            }
            let other = "colleague@careloop.example".parse().expect("an address");
            let id = "0199b8c4-5a60-71b5-abe9-3f6e3773f726"
                .parse()
                .expect("an id");
            let now = marketday_testkit::given::now();
            let name = marketday_testkit::given::line::<80>("A colleague");
            let colleague =
                marketday_store::people::find_or_insert(tx, id, &other, name.as_str(), None, now)?;
            let filter = marketday_store::bookings::BookingFilter {
                contact: Some(person.id),
                ..Default::default()
            };
            for booking in marketday_store::bookings::list(tx, &filter)? {
                marketday_store::erasure::update_contact(tx, booking.id, colleague.id)?;
            }
            Ok::<_, marketday_store::StoreError>(())
        });
        moved.expect("it is another's");
        let gone = app.fetches(&feed, &[("If-Modified-Since", &first)]);
        assert_eq!(gone.status, 200);
        assert!(!gone.text().contains("BEGIN:VEVENT"));
        let later = since(&gone);
        assert_ne!(later, first);
        let known = app.fetches(&feed, &[("If-Modified-Since", &later)]);
        assert_eq!(known.status, 304);
    });
}

#[test]
fn one_address_that_is_asked_too_often_waits_and_no_other_does() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, feed) = subscribed(&app);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        let other = rhys.makes_feed("agenda", "My phone");
        let refused = (0..60)
            .map(|_| app.fetches(&feed, &[]))
            .find(|page| page.status != 200)
            .expect("an end of patience");
        assert_eq!(refused.status, 429);
        let wait = refused.header("retry-after").expect("how long to wait");
        let wait: u64 = wait.parse().expect("seconds");
        assert!((1..=60).contains(&wait), "{wait}");
        assert_eq!(app.fetches(&other, &[]).status, 200);
        assert_eq!(app.fetches("/calendar/all.ics", &[]).status, 200);
    });
}

#[test]
fn a_secret_feed_of_many_bookings_takes_no_more_queries_than_one_of_one() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (day, feed) = subscribed(&app);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let events = organiser.makes_feed("organised", "Office");
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        let agenda = rhys.makes_feed("agenda", "My phone");
        let feeds = [&feed, &events, &agenda];
        let count = || {
            // Whatever is noted of a fetch is noted by the first.
            let counted = feeds.map(|path| {
                app.fetches(path, &[]);
                let before = app.world.store.queries();
                app.fetches(path, &[]);
                app.world.store.queries() - before
            });
            counted.to_vec()
        };
        let one = count();
        for (number, slot) in day.slots.iter().enumerate().skip(1) {
            let company = format!("Company {number}");
            let typed =
                crate::app::people::but(careloop(), &[("company", &company), ("website", "")]);
            let amina = app.browser();
            amina.signs_in_at_once("amina@careloop.example");
            amina.books(slot.id, &typed);
        }
        assert_eq!(app.lines_of(&feed).len(), 4);
        assert_eq!(count(), one);
        assert!(one.iter().all(|queries| *queries <= 14), "{one:?}");
    });
}
