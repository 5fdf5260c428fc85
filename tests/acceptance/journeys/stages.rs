//! An organiser changes a stage, and removes one that was never used.

use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PROGRAMME: &str = "/organise/events/care-day-2027/programme";

#[test]
fn a_stage_gets_another_name_with_the_next_release_and_one_that_was_used_stays() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.adds_stage(SLUG, "Garden Room");
        let page = organiser.visit(&organiser.visit(PROGRAMME).link("Change Main stage"));
        let form = page.form("Save changes");
        assert_eq!(form.value("name"), Some("Main stage"));
        assert_eq!(form.value("capacity"), Some("120"));

        let taken = organiser.presses(
            &form.clone().fill(&[("name", "Garden Room")]),
            "Save changes",
        );
        taken.is_refused_with(&[("name", "There is already a stage with this name")]);
        let typed = [
            ("name", "Great Hall"),
            ("capacity", "90"),
            ("opens", "09:00"),
            ("closes", "17:00"),
        ];
        let saved = organiser.follow(organiser.presses(&form.fill(&typed), "Save changes"));
        assert_eq!(saved.flash(), "The stage has been changed.");
        assert_eq!(
            saved.all("table.plan thead th:nth-child(2)"),
            ["Great Hall Add a session: Great Hall"]
        );
        assert_eq!(
            saved.all(".notice li").len(),
            2,
            "the session and its slot move by name"
        );
        let public = app.browser().visit(&format!("/events/{SLUG}/programme"));
        assert!(public.says("Main stage") && !public.says("Great Hall"));

        let page = organiser.visit(&saved.link("Change Great Hall"));
        organiser
            .presses(&page.form("Remove this stage"), "Remove this stage")
            .is_refused_with(&[(
                "",
                "This stage stays: sessions are on it, or were, and releases name it",
            )]);
        let page = organiser.visit(&saved.link("Change Garden Room"));
        let removed = organiser.presses(&page.form("Remove this stage"), "Remove this stage");
        let removed = organiser.follow(removed);
        assert_eq!(removed.flash(), "The stage has been removed.");
        assert!(!removed.says("Garden Room"));
        let history = organiser.visit(&format!("/organise/events/{SLUG}/history"));
        assert!(history.says("Stage changed") && history.says("Stage removed"));
    });
}

#[test]
fn a_session_does_not_come_back_to_a_stage_that_is_gone() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.adds_stage(SLUG, "Garden Room");
        organiser.adds_session(
            SLUG,
            ("panel", "Buying together", "Garden Room"),
            ("13:00", "14:00"),
        );
        let page = organiser.visit(&organiser.visit(PROGRAMME).link("Move Buying together"));
        let moved = page.form("Move it").fill(&[("stage", "")]);
        let moved = organiser.follow(organiser.presses(&moved, "Move it"));
        let page = organiser.visit(&moved.link("Change Garden Room"));
        let removed = organiser.presses(&page.form("Remove this stage"), "Remove this stage");
        let removed = organiser.follow(removed);
        let undo = "Undo: move “Buying together”";
        organiser
            .presses(&removed.form(undo), undo)
            .is_refused_with(&[(
                "",
                "“Buying together” has been changed since, so it stays as it is",
            )]);
    });
}
