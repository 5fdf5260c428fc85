//! A company's slips and bad luck while booking.

use super::nothing_is_lost;
use crate::app::people::{but, careloop};
use crate::app::spawn_app;
use chrono::Duration;
use marketday_model::BookingState;
use marketday_store::bookings::{self, BookingFilter};
use marketday_testkit::on_each_database;

const EMAIL: &str = "amina@careloop.example";
const FORMAT: &str = "Enter an email address in the correct format, like name@example.gov.uk";

#[test]
fn each_slip_is_said_at_its_field_and_what_was_typed_stays() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let form = amina.holds(day.slots[0].id);
        let long = "x".repeat(10_000);
        let typed = but(
            careloop(),
            &[
                ("company", " "),
                ("website", "not a site"),
                ("company_number", "12"),
                ("email", "amina at careloop"),
                ("pitch_title", &long),
                ("presenter_name", "Joe Hill"),
            ],
        );
        let page = amina.fills_in(&form, &typed);
        page.is_refused_with(&[
            ("company", "Enter company name"),
            ("website", "Enter a web address, like www.example.co.uk"),
            (
                "company_number",
                "Companies House number must be 8 characters, like 01234567 or SC123456",
            ),
            ("email", FORMAT),
            ("presenter_email", "Enter an email address"),
            (
                "pitch_title",
                "Title of your pitch must be 120 characters or fewer, and is 10000",
            ),
        ]);
        nothing_is_lost(&page, "Continue", &typed);
    });
}

#[test]
fn an_address_with_a_line_end_in_it_is_no_address_and_gets_no_letter() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let form = amina.holds(day.slots[0].id);
        for address in [
            "amina@careloop.example\r\nBcc: everyone@careloop.example",
            "amina@careloop.example\nRCPT TO:<x@y.example>",
            "amina\r@careloop.example",
        ] {
            let typed = but(careloop(), &[("email", address)]);
            let page = amina.fills_in(&form, &typed);
            page.is_refused_with(&[(
                "email",
                "Email address must be on one line, without control characters",
            )]);
            let others: Vec<_> = typed
                .into_iter()
                .filter(|(name, _)| *name != "email")
                .collect();
            nothing_is_lost(&page, "Continue", &others);
        }
        app.deliver();
        assert!(app.sink.letters().is_empty());
    });
}

#[test]
fn a_slot_that_was_taken_meanwhile_offers_the_nearest_and_keeps_what_was_typed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(3);
        let (amina, other) = (app.browser(), app.browser());
        // Both look at the offer; one is faster.
        let offer = amina.visit(&format!("/slots/{}/booking", day.slots[0].id));
        other.holds(day.slots[0].id);
        let button = "Keep this slot for me";
        let taken = amina.presses(&offer.form(button), button);
        assert_eq!(
            (taken.status, taken.heading().as_str()),
            (409, "Somebody else has just taken this slot")
        );
        assert_eq!(
            taken.all(".choices p"),
            [
                "10:15am to 10:27amMain stage",
                "10:30am to 10:42amMain stage"
            ]
        );
        let held = amina.presses(&taken.form("Keep this slot"), "Keep this slot");
        assert_eq!(amina.follow(held).heading(), "Book a pitch slot");
    });
}

#[test]
fn a_hold_that_ran_out_loses_nothing_that_was_typed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let (amina, other) = (app.browser(), app.browser());
        let form = amina.holds(day.slots[0].id);
        app.later(Duration::minutes(10));
        other.holds(day.slots[0].id);
        let late = amina.fills_in(&form, &careloop());
        assert_eq!(
            (late.status, late.heading().as_str()),
            (409, "Your time for this slot ran out")
        );
        assert_eq!(late.all(".choices p"), ["10:15am to 10:27amMain stage"]);
        nothing_is_lost(&late, "Keep this slot", &careloop());
        // The form for the other slot already holds everything.
        let held = amina.presses(&late.form("Keep this slot"), "Keep this slot");
        nothing_is_lost(&held, "Continue", &careloop());
        let asked = amina.fills_in(&held, &[]);
        let code = app.next_letter_to(EMAIL).code();
        let booked = amina.types_code(&asked, &code, "Confirm and book");
        assert_eq!(booked.heading(), "Your booking Confirmed");
        assert!(booked.says("10:15am to 10:27am"));
        app.deliver();
    });
}

#[test]
fn a_hold_that_ran_out_at_the_code_books_nothing() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let form = amina.holds(day.slots[0].id);
        app.later(Duration::minutes(5));
        let asked = amina.fills_in(&form, &careloop());
        let code = app.next_letter_to(EMAIL).code();
        app.later(Duration::minutes(5));
        let late = amina.types_code(&asked, &code, "Confirm and book");
        assert_eq!(
            (late.status, late.heading().as_str()),
            (409, "Your time for this slot ran out")
        );
        assert!(late.says("it is still free. Nothing that you typed is lost."));
        nothing_is_lost(&late, "Keep this slot", &careloop());
        app.deliver();
        assert_eq!(app.letters_to(EMAIL).len(), 1);
    });
}

#[test]
fn the_same_form_sent_twice_books_once() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        let page = amina.holds(day.slots[0].id);
        let asked = amina.fills_in(&page, &careloop());
        let code = app.next_letter_to(EMAIL).code();
        let form = asked.form("Confirm and book").fill(&[("code", &code)]);
        let first = amina.presses(&form, "Confirm and book");
        let csrf = amina.csrf();
        let second = amina.presses(&form.fill(&[("csrf", &csrf)]), "Confirm and book");
        assert_eq!((first.status, second.status), (303, 303));
        assert_eq!(first.location(), second.location());
        let filter = BookingFilter {
            event: Some(day.event.id),
            ..BookingFilter::default()
        };
        let booked = app
            .world
            .store
            .read(|rx| bookings::list(rx, &filter))
            .expect("the database answers");
        assert_eq!(
            booked
                .iter()
                .map(|booking| booking.state)
                .collect::<Vec<_>>(),
            [BookingState::Confirmed]
        );
        app.next_letter_to(EMAIL);
    });
}

#[test]
fn a_company_that_has_all_that_it_may_have_is_told_so_at_its_name() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        app.deliver();
        let form = amina.holds(day.slots[1].id);
        let page = amina.fills_in(&form, &but(careloop(), &[("email", EMAIL)]));
        assert_eq!((page.status, page.errors()[0].0.as_str()), (422, "company"));
    });
}

#[test]
fn a_changed_pitch_with_slips_keeps_the_old_one() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        app.deliver();
        let form = booked.form("Save changes");
        assert_eq!(form.values("themes"), ["adult-social-care"]);
        let typed = [("pitch_title", ""), ("pitch_summary", "Kept.")];
        let page = amina.presses(&form.fill(&typed), "Save changes");
        page.is_refused_with(&[("pitch_title", "Enter title of your pitch")]);
        nothing_is_lost(&page, "Save changes", &typed);
        app.deliver();
        assert_eq!(app.letters_to(EMAIL).len(), 2);
    });
}
