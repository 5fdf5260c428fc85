//! What somebody sees who subscribes to a part of what there is: to what they chose, or to a stage or theme of a day.

use super::several_days::organiser;
use crate::app::people::{but, careloop, drains_day};
use crate::app::{Page, TestApp, spawn_app};
use marketday_calendar::read;
use marketday_testkit::on_each_database;

/// The titles in a feed.
fn titles(app: &TestApp, path: &str) -> Vec<String> {
    let feed = app.browser().get(path);
    assert_eq!(feed.status, 200, "{path}: {}", feed.text());
    let mut calendars = read(&feed.body).expect("a calendar");
    let events = calendars.remove(0).events;
    let mut titles: Vec<String> = events.into_iter().map(|event| event.summary).collect();
    titles.sort();
    titles
}

/// The feed that a page offers under a name, as a path.
fn offered(page: &Page, name: &str) -> String {
    let link = page.link(&format!("Address of the feed for {name}"));
    link.trim_start_matches("https://marketday.example")
        .to_owned()
}

#[test]
fn somebody_chooses_what_their_calendar_holds_and_gets_one_address_for_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = organiser(&app);
        let drains = organiser.creates_event(&drains_day());
        organiser.adds_session(&drains, ("keynote", "Welcome", ""), ("09:30", "10:00"));
        organiser.publishes(&drains);
        app.deliver();

        let visitor = app.browser();
        let page = visitor.visit("/calendar");
        assert!(page.says("Calendars look for changes every 4 to 24 hours"));
        assert!(page.says("A download is a copy."));
        assert!(page.says("Days in Wales, North West, West Midlands and South West."));
        let body = page.option("organiser", "North Exchange");
        for (typed, expected) in [
            (vec![("region", "north-east")], vec!["Care Day"]),
            (
                vec![("near", "north-east")],
                vec!["Care Day", "East Coast Drains Day"],
            ),
            (vec![("near", "scotland")], vec!["Care Day"]),
            (vec![("near", "wales")], vec![]),
            (
                vec![("near", "north-west"), ("theme", "waste")],
                vec!["East Coast Drains Day"],
            ),
            (
                vec![("organiser", &*body)],
                vec!["Care Day", "East Coast Drains Day"],
            ),
            (
                vec![("organiser", &*body), ("region", "north-east")],
                vec!["Care Day"],
            ),
        ] {
            let query: Vec<String> = typed
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let chosen = visitor.visit(&format!("/calendar?{}&series=", query.join("&")));
            let feed = offered(&chosen, "Your choice");
            assert_eq!(titles(&app, &feed), expected, "{feed}");
            app.keep_feed(
                &format!("chosen-{}", query.join("-").replace('=', "-")),
                &visitor.get(&feed).body,
            );
        }
        let by_organiser = offered(&page, "North Exchange");
        assert_eq!(titles(&app, &by_organiser).len(), 2);
        assert_eq!(
            visitor
                .get("/calendar?organiser=00000000-0000-7000-8000-000000000000")
                .status,
            404
        );
        // The list of events leads there with its own filter.
        let home = visitor.visit("/?region=north-east&theme=waste");
        assert_eq!(
            home.link("Subscribe to the calendar"),
            "/calendar?region=north-east&theme=waste"
        );
    });
}

#[test]
fn what_moved_to_another_stage_or_theme_stays_in_the_calendars_that_held_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let organiser = organiser(&app);
        organiser.adds_stage("care-day-2027", "Garden room");
        let there = ("pitch", "Garden pitches", "Garden room");
        organiser.adds_session("care-day-2027", there, ("11:00", "12:00"));
        organiser.makes_slots(&organiser.previews_slots_of("care-day-2027", "Garden pitches"));
        organiser.releases("care-day-2027");
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &but(careloop(), &[("themes", "waste")]));

        let programme = app.browser().visit("/events/care-day-2027/programme");
        let garden = offered(&programme, "Garden room");
        let main = offered(&programme, "Main stage");
        let waste = offered(&programme, "Waste and recycling");
        let pitch = "Falls that do not happen, by Careloop (Care Day)";
        assert_eq!(titles(&app, &garden), ["Garden pitches"]);
        assert_eq!(titles(&app, &main), [pitch, "Pitches"]);
        assert_eq!(titles(&app, &waste), [pitch]);
        for (name, path) in [("stage", &main), ("theme", &waste)] {
            app.keep_feed(&format!("part-{name}"), &app.browser().get(path).body);
        }

        // The pitch moves to the garden room and changes its theme: it is in both, and where it was.
        let page = amina.visit(&booked.link("Move this booking"));
        let button = page.all(".choices button");
        let button = button.iter().find(|text| text.contains("Garden room"));
        let button = button.expect("a free slot there");
        amina.follow(amina.presses(&page.form(button), button));
        let page = amina.visit(&booked.path);
        let form = page.form("Save changes").fill(&[("themes", "net-zero")]);
        let saved = amina.follow(amina.presses(&form, "Save changes"));
        assert_eq!(saved.errors(), []);
        let programme = app.browser().visit("/events/care-day-2027/programme");
        assert!(
            programme
                .all(".aside summary")
                .contains(&"Net zero".to_owned())
        );
        assert!(
            !programme
                .all(".aside summary")
                .contains(&"Waste and recycling".to_owned())
        );
        assert_eq!(titles(&app, &garden), [pitch, "Garden pitches"]);
        assert_eq!(titles(&app, &main), [pitch, "Pitches"]);
        assert_eq!(titles(&app, &waste), [pitch]);
        assert_eq!(titles(&app, &offered(&programme, "Net zero")), [pitch]);
        for (name, path) in [("stage", &main), ("theme", &waste)] {
            app.keep_feed(&format!("part-{name}-moved"), &app.browser().get(path).body);
        }
    });
}
