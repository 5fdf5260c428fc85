//! An organiser plans a day: event, stage, sessions, slots, publication.

use crate::app::people::{but, drains_day};
use crate::app::{TestApp, spawn_app};
use marketday_accounts::add_organiser;
use marketday_testkit::given::line;
use marketday_testkit::on_each_database;

const EMAIL: &str = "ines@coast.example";

fn add_ines(app: &TestApp) {
    let (store, surroundings) = (&app.world.store, &app.world.surroundings);
    let email = EMAIL.parse().expect("an address");
    let (name, body) = (line("Ines Ward"), line("Coast Councils"));
    add_organiser(store, surroundings, &email, &name, &body).expect("an organiser");
}

#[test]
fn an_organiser_plans_a_day_in_one_sitting_and_publishes_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        add_ines(&app);
        let told = app.next_letter_to(EMAIL);
        assert_eq!(told.subject, "You can now organise market information days");
        let ines = app.browser();
        ines.signs_in(EMAIL);

        let slug = ines.creates_event(&drains_day());
        assert_eq!(slug, "east-coast-drains-day-2026");
        assert_eq!(app.browser().get(&format!("/events/{slug}")).status, 404);

        assert_eq!(
            ines.adds_stage(&slug, "Main Hall").flash(),
            "The stage has been added."
        );
        for (what, times) in [
            (("keynote", "Welcome", ""), ("09:30", "10:00")),
            (
                ("pitch", "Morning pitches", "Main Hall"),
                ("10:00", "12:00"),
            ),
            (("break", "Coffee", ""), ("11:00", "11:20")),
        ] {
            let page = ines.adds_session(&slug, what, times);
            assert_eq!(
                page.flash(),
                "The session has been saved. Others see it with the next release."
            );
        }

        let preview = ines.previews_slots(&slug);
        let starts = preview.all("#preview ~ div tbody th, section tbody th");
        assert_eq!(
            starts,
            [
                "10am", "10:15am", "10:30am", "10:45am", "11:20am", "11:35am"
            ]
        );
        assert_eq!(ines.visit(&format!("/organise/events/{slug}")).status, 200);
        assert_eq!(
            ines.makes_slots(&preview).flash(),
            "The slots have been made. Companies can book them once they are released."
        );

        let question = ines.visit(&format!("/organise/events/{slug}/publication"));
        assert_eq!(question.one(".told"), "Nobody will be emailed.");
        let done = ines.publishes(&slug);
        assert_eq!(done.flash(), "The event is published.");
        let public = app.browser().visit(&format!("/events/{slug}"));
        assert_eq!(public.heading(), "East Coast Drains Day");
        app.keep_letters("organiser");
    });
}

#[test]
fn the_form_of_an_event_sent_twice_makes_one_event() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        add_ines(&app);
        let ines = app.browser();
        ines.signs_in_at_once(EMAIL);
        let page = ines.visit("/organise/events/new");
        let form = page.form("Create the event").fill(&drains_day());
        let first = ines.presses(&form, "Create the event");
        let second = ines.presses(&form, "Create the event");
        assert_eq!((first.status, first.location()), (303, second.location()));
        assert_eq!(ines.visit("/organise").all("main tbody tr").len(), 1);
    });
}

#[test]
fn another_day_with_the_same_title_and_date_gets_an_address_of_its_own() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        add_ines(&app);
        let ines = app.browser();
        ines.signs_in_at_once(EMAIL);
        let first = ines.creates_event(&drains_day());
        let second = ines.creates_event(&but(drains_day(), &[("venue_name", "The Pavilion")]));
        assert_ne!(first, second);
    });
}
