//! An organising body keeps its venues, and its events have copies of them.

use crate::app::people::{but, delegate, drains_day};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";

#[test]
fn a_kept_venue_fills_a_new_event_and_its_later_change_alters_no_event_before_it_is_taken_over() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        app.browser().registers(SLUG, &delegate());
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        app.deliver();
        let details = format!("/organise/events/{SLUG}/details");
        let page = organiser.visit(&organiser.visit(&details).link("Keep this venue for later"));
        let kept = organiser.presses(
            &page.form("Keep this venue for later"),
            "Keep this venue for later",
        );
        let venue = organiser.follow(kept);
        assert_eq!(
            venue.flash(),
            "The venue has been kept. Events stay as they are until you take it over there."
        );
        let form = venue.form("Keep this venue");
        assert_eq!(form.value("stage1_name"), Some("Main stage"));
        assert_eq!(form.value("stage1_capacity"), Some("120"));
        organiser.visit(&details).link("As the kept venue");

        let wrong = [("monday_opens", "10:00"), ("monday_closes", "09:00")];
        let refused = organiser.presses(&form.clone().fill(&wrong), "Keep this venue");
        refused.is_refused_with(&[("monday_closes", "The end must be after the start")]);
        let changed = [
            ("hearing_loop", "yes"),
            ("hearing_loop_note", "In the main hall"),
            ("quiet_room", "no"),
            ("monday_opens", "08:00"),
            ("monday_closes", "22:00"),
            ("stage2_name", "Gallery"),
            ("stage2_equipment", "Projector"),
        ];
        organiser.presses(&form.fill(&changed), "Keep this venue");
        let list = organiser.visit("/organise/venues");
        assert!(list.says("Dolphin Hall") && list.says("2 stages"));

        let public = app.browser().visit(&format!("/events/{SLUG}"));
        assert!(!public.says("Hearing loop"), "the event is as it was");
        let differs = organiser
            .visit(&details)
            .link("It says something else of: Hearing loop, Quiet room, Stage “Gallery”");
        let page = organiser.visit(&differs);
        assert_eq!(page.one(".told"), "1 delegate will be emailed.");
        let button = "Take over what the kept venue says";
        let done = organiser.presses(&page.form(button), button);
        assert_eq!(
            organiser.follow(done).flash(),
            "The event has been changed."
        );
        let public = app.browser().visit(&format!("/events/{SLUG}"));
        assert!(public.says("Yes. In the main hall"));
        organiser.visit(&details).link("As the kept venue");
        app.deliver();
        let letter = app.letters_to("rhys.bevan@darlington.example");
        let letter = letter.last().expect("a letter");
        assert!(letter.subject.contains("Care Day"), "{}", letter.subject);

        let blank = organiser.visit("/organise/events/new");
        let venue = blank.link("Dolphin Hall, Darlington");
        let page = organiser.visit(&format!("{venue}&template=evening"));
        let form = page.form("Create the event");
        assert_eq!(form.value("venue_name"), Some("Dolphin Hall"));
        assert_eq!(form.value("hearing_loop"), Some("yes"));
        let typed = but(
            drains_day(),
            &[
                ("start_time", "17:00"),
                ("end_time", "21:00"),
                ("venue_name", "Dolphin Hall"),
            ],
        );
        let made = organiser.presses(&form.fill(&typed), "Create the event");
        let overview = organiser.follow(made);
        assert_eq!(overview.status, 200);
        let plan = organiser.visit("/organise/events/east-coast-drains-day-2026/programme");
        assert!(plan.says("Main stage") && plan.says("Gallery") && plan.says("Projector"));
        app.deliver();
    });
}

#[test]
fn another_body_finds_nothing_of_a_kept_venue_and_a_copy_moves_to_one_of_its_own() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let new = organiser
            .visit("/organise/venues/new")
            .form("Keep this venue");
        let typed = [
            ("venue_name", "The Corn Store"),
            ("venue_address", "Quay Street"),
            ("venue_town", "Whitby"),
            ("venue_access", "Ask at the door."),
            ("step_free", "yes"),
            ("stage1_name", "Loft"),
        ];
        let kept = organiser.presses(&new.fill(&typed), "Keep this venue");
        let kept = organiser.follow(kept);
        assert_eq!(kept.heading(), "The Corn Store");
        let page = organiser.visit(&format!("/organise/events/{SLUG}/copy"));
        let venue = page.option("venue", "The Corn Store, Whitby");
        let form = page.form("Make the copy");
        let form = form.fill(&[("date", "2027-06-01"), ("venue", &venue)]);
        let made = organiser.presses(&form, "Make the copy");
        assert!(organiser.follow(made).says("Care Day"));
        let form = organiser
            .visit("/organise/events/care-day-2027-2/details")
            .form("Save changes");
        assert_eq!(form.value("venue_town"), Some("Whitby"));
        assert_eq!(form.value("step_free"), Some("yes"));
        let plan = organiser.visit("/organise/events/care-day-2027-2/programme");
        assert!(plan.says("Loft") && plan.says("Main stage") && !plan.says("120 people"));
        app.deliver();
    });
}
