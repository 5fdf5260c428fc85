//! The same of the forms by which somebody chooses letters, says what they saw, and says how a day was.

use super::own_fields::{known, on_each_scene};
use super::town::SLUG;

#[test]
fn the_forms_of_letters_and_of_what_was_seen_change_nothing_but_what_they_say() {
    on_each_scene(|_, scene| {
        let organiser = scene.browser("the organiser");
        let mut form = organiser.visit("/my/letters").form("Save");
        form.fields.retain(|(name, _)| name != "booking-digest");
        let off = ["audit + 1", "stopped_letters + 1"];
        scene.changes(organiser, &form, "Save", &off);
        let form = form.fill(&[("booking-digest", "yes")]);
        let on = ["audit + 1", "stopped_letters - 1"];
        scene.changes(organiser, &form, "Save", &on);

        let times = ("09:30", "09:45");
        organiser.adds_session(SLUG, ("keynote", "Opening", ""), times);
        organiser.releases(SLUG);
        let company = scene.browser("the company");
        let programme = format!("/events/{SLUG}/programme");
        let form = company.visit(&programme).form("Mark as seen");
        let seen = ["programmes_seen + 1"];
        scene.changes(company, &form, "Mark as seen", &seen);
    });
}

#[test]
fn the_form_that_says_how_a_day_was_changes_nothing_but_that() {
    on_each_scene(|app, scene| {
        let (person, event) = (
            known(&scene.town, "the company").person,
            scene.town.event.id,
        );
        app.world.clock.set(scene.town.event.time.end());
        let reader = app.browser();
        let form = reader
            .visit(&app.feedback_path(person, event))
            .form("Send it to the organisers");
        let form = form.fill(&[("helped", "some"), ("better", "A longer lunch.")]);
        let said = ["feedback + 1"];
        scene.changes(&reader, &form, "Send it to the organisers", &said);
    });
}
