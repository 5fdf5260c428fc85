//! An organiser goes back to an old release.

use crate::app::spawn_app;
use chrono::Duration;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";

#[test]
fn the_draft_goes_back_to_the_first_release_and_the_newer_session_can_be_put_in_again() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.adds_session(SLUG, ("panel", "Buying together", ""), ("14:00", "15:00"));
        app.later(Duration::minutes(1));
        organiser.releases(SLUG);
        let programme = organiser.visit(&format!("/organise/events/{SLUG}/programme"));
        let list = organiser.visit(&programme.link("All releases of this programme"));
        assert_eq!(list.all("tbody th"), ["Release 2", "Release 1"]);
        let question = organiser.visit(&list.link("Go back to Release 1"));
        assert_eq!(question.all("tbody th"), ["Buying together"]);
        assert!(question.says("Kept without a place"));
        let back = organiser.presses(&question.form("Go back to it"), "Go back to it");
        let draft = organiser.follow(back);
        assert_eq!(
            draft.flash(),
            "The draft is as that release was. Others see it with the next release."
        );
        assert!(draft.says("Removed: Buying together, 2pm to 3pm, whole venue"));
        let same = organiser.visit(&format!("/organise/events/{SLUG}/releases/1/reset"));
        assert!(same.says("Your draft is like this release already."));

        let form = organiser
            .visit(&draft.link("Change Buying together"))
            .form("Save changes");
        let typed = [("start_time", "13:00"), ("end_time", "14:00")];
        let answer = organiser.presses(&form.fill(&typed), "Save changes");
        let draft = organiser.follow(answer);
        assert!(!draft.says("Without a place"));
        assert!(draft.says(
            "Moved: Buying together, from 2pm to 3pm, whole venue to 1pm to 2pm, whole venue"
        ));
    });
}

#[test]
fn whoever_releases_what_somebody_else_released_meanwhile_is_shown_what_is_new_since() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let (one, other) = (app.browser(), app.browser());
        one.signs_in("organiser@north.example");
        other.signs_in_at_once("organiser@north.example");
        one.adds_session(SLUG, ("panel", "One", ""), ("13:00", "14:00"));
        let looked_at = other.visit(&format!("/organise/events/{SLUG}/release"));
        app.later(Duration::minutes(1));
        one.releases(SLUG);
        one.adds_session(SLUG, ("panel", "Two", ""), ("14:00", "15:00"));
        let form = looked_at
            .form("Release version")
            .fill(&[("note", "One is in")]);
        let refused = other.presses(&form, "Release version");
        refused.is_refused_with(&[(
            "",
            "Release 2 was made while you looked. See what is new since",
        )]);
        assert!(refused.says("Two") && refused.says("This makes release 3"));
        let form = refused.form("Release version");
        assert_eq!(
            form.value("note"),
            Some("One is in"),
            "what was typed is kept"
        );
        other
            .presses(&form, "Release version")
            .leads_to(&format!("/organise/events/{SLUG}/programme?done=released"));
    });
}
