//! A delegate's slips.

use super::nothing_is_lost;
use crate::app::people::{but, delegate};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

#[test]
fn each_slip_is_said_at_its_field_and_what_was_typed_stays() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        let page = rhys.visit("/events/care-day-2027/registration");
        let long = "x".repeat(10_000);
        let typed = but(
            delegate(),
            &[
                ("name", ""),
                ("email", "rhys@@darlington"),
                ("role", &long),
                ("organisation", "Darlington Borough Council"),
            ],
        );
        let page = rhys.presses(&page.form("Continue").fill(&typed), "Continue");
        page.is_refused_with(&[
            ("name", "Enter your name"),
            (
                "email",
                "Enter an email address in the correct format, like name@example.gov.uk",
            ),
            (
                "role",
                "Your role must be 120 characters or fewer, and is 10000",
            ),
        ]);
        nothing_is_lost(&page, "Continue", &typed);
    });
}

#[test]
fn the_form_with_the_code_sent_twice_registers_once() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        let page = rhys.visit("/events/care-day-2027/registration");
        let asked = rhys.presses(&page.form("Continue").fill(&delegate()), "Continue");
        let email = "rhys.bevan@darlington.example";
        let code = app.next_letter_to(email).code();
        let button = "Confirm and register";
        let form = asked.form(button).fill(&[("code", &code)]);
        let first = rhys.presses(&form, button);
        let second = rhys.presses(&form, button);
        assert_eq!((first.status, first.location()), (303, second.location()));
        app.next_letter_to(email);
        let page = app.browser().visit("/events/care-day-2027");
        assert!(page.says("99 of 100 places are left."));
    });
}
