//! What is not public is not there.

use crate::app::people::drains_day;
use crate::app::{Browser, TestApp, spawn_app};
use marketday_testkit::on_each_database;

/// A draft with a programme, and its organiser.
fn draft(app: &TestApp) -> (Browser<'_>, String) {
    app.world.organiser("organiser@north.example");
    let organiser = app.browser();
    organiser.signs_in("organiser@north.example");
    let slug = organiser.creates_event(&drains_day());
    organiser.adds_stage(&slug, "Main Hall");
    organiser.adds_session(&slug, ("pitch", "Pitches", "Main Hall"), ("10:00", "11:00"));
    let preview = organiser.previews_slots(&slug);
    organiser.makes_slots(&preview);
    (organiser, slug)
}

#[test]
fn a_draft_is_seen_by_its_organisers_only() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (organiser, slug) = draft(&app);
        let delegate = app.browser();
        delegate.signs_in("rhys.bevan@darlington.example");
        let stranger = app.browser();
        for path in ["", "/programme", "/slots", "/registration", "/calendar.ics"] {
            let path = format!("/events/{slug}{path}");
            for browser in [&stranger, &delegate] {
                assert_eq!(browser.get(&path).status, 404, "{path}");
            }
            if !path.contains(".ics") {
                assert_eq!(organiser.get(&path).status, 200, "{path}");
            }
        }
        let slots = app
            .world
            .store
            .read(|rx| {
                let event = marketday_store::events::find_by_slug(rx, &slug)?.expect("the draft");
                marketday_store::programme::list_slots(rx, event.id)
            })
            .expect("the database answers");
        let path = format!("/slots/{}/booking", slots[0].id);
        assert_eq!(stranger.get(&path).status, 404);
        delegate.visit("/sign-in");
        let hold = delegate.post(&format!("/slots/{}/hold", slots[0].id), &[]);
        assert_eq!(hold.status, 404);
        for path in [
            "/",
            "/calendar/all.ics",
            "/calendar/regions/yorkshire-and-the-humber.ics",
            "/calendar/themes/waste.ics",
        ] {
            assert!(!stranger.get(path).text().contains("Drains"), "{path}");
        }
    });
}

#[test]
fn a_cancelled_draft_never_appears() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (organiser, slug) = draft(&app);
        organiser.cancels_event(&slug, "Never mind.");
        let stranger = app.browser();
        assert_eq!(stranger.get(&format!("/events/{slug}")).status, 404);
        assert!(!stranger.get("/calendar/all.ics").text().contains("Drains"));
        assert!(!stranger.get("/").text().contains("Drains"));
    });
}

#[test]
fn the_demonstrations_pages_exist_only_there() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for path in [
            "/dev/mail",
            "/dev/mail/x",
            "/dev/mail/x/html",
            "/dev/sign-in/x/y",
        ] {
            assert_eq!(app.browser().get(path).status, 404, "{path}");
        }
    });
}

#[test]
fn asking_for_a_code_says_nothing_of_who_is_known() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.world.person("known@careloop.example");
        let pages = ["known@careloop.example", "unheard@careloop.example"].map(|email| {
            let page = app.browser().asks_to_sign_in(email);
            (page.status, page.one("main").replace(email, "them"))
        });
        assert_eq!(pages[0], pages[1]);
        app.deliver();
    });
}
