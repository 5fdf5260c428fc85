//! A stage that can be used for a part of the day only, as the kept venue says or an organiser does.

use crate::app::{Browser, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PROGRAMME: &str = "/organise/events/care-day-2027/programme";
const OVERVIEW: &str = "/organise/events/care-day-2027";

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

#[test]
fn a_session_outside_the_hours_of_its_stage_is_warned_of_and_saved() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = organiser(&app);
        let form = organiser.visit(PROGRAMME).form("Add the stage");
        let typed = [("name", "Loft"), ("opens", "11:00")];
        let refused = organiser.presses(&form.clone().fill(&typed), "Add the stage");
        refused.is_refused_with(&[(
            "closes",
            "The time until which it can be used must be a time, like 09:30",
        )]);
        assert_eq!(refused.form("Add the stage").value("opens"), Some("11:00"));
        let typed = [("name", "Loft"), ("opens", "11:00"), ("closes", "15:00")];
        let added = organiser.presses(&form.fill(&typed), "Add the stage");
        assert!(organiser.follow(added).says("Open 11:00 to 15:00"));
        organiser.adds_session(SLUG, ("panel", "Buying", "Loft"), ("11:00", "12:00"));
        assert!(!organiser.visit(OVERVIEW).says("lies outside"));
        organiser.adds_session(SLUG, ("panel", "Selling", "Loft"), ("14:30", "15:30"));
        assert!(
            organiser
                .visit(OVERVIEW)
                .says("“Selling” lies outside the hours of Loft, 11:00 to 15:00")
        );
    });
}

#[test]
fn the_hours_of_a_kept_venue_on_the_weekday_are_taken_over_by_its_stages() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = organiser(&app);
        let details = format!("{OVERVIEW}/details");
        let keep = "Keep this venue for later";
        let page = organiser.visit(&organiser.visit(&details).link(keep));
        let kept = organiser.presses(&page.form(keep), keep);
        let venue = organiser.follow(kept).form("Keep this venue");
        // The day is a Tuesday.
        let hours = [
            ("monday_opens", "08:00"),
            ("monday_closes", "22:00"),
            ("tuesday_opens", "10:10"),
            ("tuesday_closes", "16:00"),
        ];
        organiser.presses(&venue.fill(&hours), "Keep this venue");
        let differs = organiser
            .visit(&details)
            .link("It says something else of: Stage “Main stage”");
        let button = "Take over what the kept venue says";
        let page = organiser.visit(&differs);
        organiser.presses(&page.form(button), button);
        assert!(organiser.visit(PROGRAMME).says("Open 10:10 to 16:00"));
        organiser.visit(&details).link("As the kept venue");
        assert!(
            organiser
                .visit(OVERVIEW)
                .says("“Pitches” lies outside the hours of Main stage, 10:10 to 16:00")
        );
    });
}
