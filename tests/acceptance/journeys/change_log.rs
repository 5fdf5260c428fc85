//! The public history of a programme: what each release changed.

use crate::app::{Browser, TestApp, spawn_app};
use atom_syndication::Feed;
use chrono::Duration;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";

/// A day whose second release adds a keynote, and whose third moves it; and its organiser.
fn three_releases(app: &TestApp) -> Browser<'_> {
    app.published_day(2);
    let organiser = app.browser();
    organiser.signs_in("organiser@north.example");
    let keynote = ("keynote", "Opening <script>alert(1)</script> & more", "");
    organiser.adds_session(SLUG, keynote, ("09:30", "10:00"));
    app.later(Duration::minutes(1));
    releases(&organiser, "A keynote < & > at last");
    let programme = organiser.visit(&format!("/organise/events/{SLUG}/programme"));
    let form = organiser
        .visit(&programme.link("Change Opening"))
        .form("Save changes");
    organiser.presses(&form.fill(&[("start_time", "09:40")]), "Save changes");
    app.later(Duration::minutes(1));
    releases(&organiser, "Ten minutes later");
    organiser
}

fn releases(organiser: &Browser<'_>, note: &str) {
    let page = organiser.visit(&format!("/organise/events/{SLUG}/release"));
    let form = page.form("Release version").fill(&[("note", note)]);
    organiser.presses(&form, "Release version");
}

#[test]
fn anybody_reads_what_each_release_changed_and_looks_at_the_programme_as_it_was() {
    on_each_database(|database| {
        let app = spawn_app(database);
        three_releases(&app);
        let anybody = app.browser();
        let programme = anybody.visit(&format!("/events/{SLUG}/programme"));
        let log = anybody.visit(&programme.link("What changed"));
        assert_eq!(log.all("h2"), ["Release 3", "Release 2", "Release 1"]);
        let opening = "Opening <script>alert(1)</script> & more";
        assert_eq!(
            log.all("section li"),
            [
                format!(
                    "Moved: {opening}, from 9:30am to 10am, whole venue to 9:40am to 10am, whole venue"
                ),
                format!("New: {opening}, 9:30am to 10am, whole venue"),
            ]
        );
        assert!(log.says("A keynote < & > at last") && log.says("Ten minutes later"));

        let old = anybody.visit(&format!("/events/{SLUG}/releases/2"));
        assert!(old.says("This is an old version") && old.says("9:30am to 10am"));
        let now = anybody.visit(&old.link("See the current programme"));
        assert!(!now.says("This is an old version") && now.says("9:40am to 10am"));
        let first = anybody.visit(&format!("/events/{SLUG}/releases/1"));
        assert!(!first.says("Opening"));
        for path in ["releases/4", "releases/0", "releases/-1", "releases/x"] {
            assert_eq!(
                anybody.get(&format!("/events/{SLUG}/{path}")).status,
                404,
                "{path}"
            );
        }
    });
}

#[test]
fn a_feed_reader_is_told_of_each_release_in_its_own_words() {
    on_each_database(|database| {
        let app = spawn_app(database);
        three_releases(&app);
        let page = app.browser().get(&format!("/events/{SLUG}/changes.atom"));
        assert_eq!(
            page.header("content-type"),
            Some("application/atom+xml; charset=utf-8")
        );
        let feed = Feed::read_from(page.body.as_slice()).expect("an Atom feed");
        assert_eq!(feed.title.value, "What changed in the programme: Care Day");
        let entries: Vec<(&str, &str)> = feed
            .entries
            .iter()
            .map(|entry| {
                let content = entry.content.as_ref().and_then(|c| c.value.as_deref());
                (entry.id.as_str(), content.unwrap_or_default())
            })
            .collect();
        let opening = "Opening <script>alert(1)</script> & more";
        let id = |number: u32| format!("https://marketday.example/events/{SLUG}/releases/{number}");
        assert_eq!(
            entries,
            [
                (
                    id(3).as_str(),
                    format!(
                        "Ten minutes later\nMoved: {opening}, from 9:30am to 10am, whole venue to 9:40am to 10am, whole venue"
                    )
                    .as_str()
                ),
                (
                    id(2).as_str(),
                    format!("A keynote < & > at last\nNew: {opening}, 9:30am to 10am, whole venue").as_str()
                ),
                (id(1).as_str(), "First programme"),
            ]
        );
        let dates: Vec<i64> = feed
            .entries
            .iter()
            .map(|entry| entry.updated.timestamp())
            .collect();
        assert!(dates.is_sorted_by(|newer, older| newer > older));
        assert_eq!(feed.updated.timestamp(), dates[0]);
        assert_eq!(
            feed.links
                .iter()
                .map(|link| link.rel.as_str())
                .collect::<Vec<_>>(),
            ["self", "alternate"]
        );
        // A draft has none for anybody.
        let draft = app.browser().get("/events/no-such-day/changes.atom");
        assert_eq!(draft.status, 404);
    });
}
