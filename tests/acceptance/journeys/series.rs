//! An organiser groups the stops of a roadshow.

use crate::app::people::drains_day;
use crate::app::{Browser, Page, spawn_app};
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PAGE: &str = "/series/care-on-the-road";
const FEED: &str = "/series/care-on-the-road.ics";

/// Chooses on the page of an event's series.
fn chooses(organiser: &Browser<'_>, slug: &str, typed: &[(&str, &str)]) -> Page {
    let details = organiser.visit(&format!("/organise/events/{slug}/details"));
    let href = details.links("main > p a, main p a");
    let href = href.iter().find(|href| href.ends_with("/series"));
    let page = organiser.visit(href.expect("the way to the series"));
    organiser.presses(&page.form("Save").fill(typed), "Save")
}

#[test]
fn an_organiser_makes_a_series_which_has_a_page_a_feed_and_a_link_on_each_event() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let refused = chooses(&organiser, SLUG, &[("series", "new")]);
        refused.is_refused_with(&[("new_name", "Enter the name of the series")]);
        let new = [
            ("series", "new"),
            ("new_name", "Care on the Road"),
            ("new_description", "Four towns, **one** question."),
        ];
        let made = chooses(&organiser, SLUG, &new);
        assert_eq!(organiser.follow(made).flash(), "The series has been saved.");

        let drains = organiser.creates_event(&drains_day());
        let page = organiser.visit(&format!("/organise/events/{drains}/series"));
        let form = page.form("Save").fill(&new);
        organiser
            .presses(&form, "Save")
            .is_refused_with(&[("new_name", "There is already a series with this name")]);
        let id = organiser
            .visit(&format!("/organise/events/{SLUG}/series"))
            .form("Save")
            .value("series")
            .expect("the series")
            .to_owned();
        let joined = chooses(&organiser, &drains, &[("series", &id)]);
        joined.leads_to(&format!(
            "/organise/events/{drains}/series?done=series-saved"
        ));

        let visitor = app.browser();
        let event = visitor.visit(&format!("/events/{SLUG}"));
        let page = visitor.visit(&event.link("Care on the Road"));
        assert_eq!(
            (page.path.as_str(), page.heading().as_str()),
            (PAGE, "Care on the Road")
        );
        assert_eq!(page.all(".card h3").len(), 1, "a draft is not shown");
        assert_eq!(
            organiser.visit(PAGE).all(".card h3").len(),
            2,
            "its planner sees it"
        );
        assert_eq!(entries(&visitor), 1);
        organiser.adds_session(&drains, ("keynote", "Welcome", ""), ("09:30", "10:00"));
        organiser.publishes(&drains);
        assert_eq!(
            visitor.visit(PAGE).all(".card h3"),
            ["East Coast Drains Day", "Care Day"],
            "the next one first"
        );
        assert_eq!(entries(&visitor), 2);

        let left = chooses(&organiser, &drains, &[("series", "")]);
        assert_eq!(organiser.follow(left).flash(), "The series has been saved.");
        assert_eq!(visitor.visit(PAGE).all(".card h3").len(), 1);
        assert_eq!(entries(&visitor), 2, "whoever subscribed still hears of it");
        app.deliver();
    });
}

fn entries(visitor: &Browser<'_>) -> usize {
    let feed = visitor.get(FEED);
    assert_eq!(feed.status, 200);
    String::from_utf8_lossy(feed.body.as_ref())
        .matches("BEGIN:VEVENT")
        .count()
}

#[test]
fn a_series_gets_another_name_and_is_not_there_before_one_of_its_events_is_public() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let drains = organiser.creates_event(&drains_day());
        let new = [("series", "new"), ("new_name", "Care on the Road")];
        chooses(&organiser, &drains, &new);
        assert_eq!(app.browser().get(PAGE).status, 404);
        assert_eq!(app.browser().get(FEED).status, 404);
        let page = organiser.visit(&format!("/organise/events/{drains}/series"));
        let form = page.form("Save name and description");
        let typed = [("name", "Drains on the Road"), ("description", "Pipes.")];
        let saved = organiser.presses(&form.fill(&typed), "Save name and description");
        assert_eq!(
            organiser.follow(saved).flash(),
            "The series has been saved."
        );
        let page = organiser.visit(PAGE);
        assert_eq!(page.heading(), "Drains on the Road");
        assert_eq!(page.one(".prose"), "Pipes.");
        app.deliver();
    });
}
