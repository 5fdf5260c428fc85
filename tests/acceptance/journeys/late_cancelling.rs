//! A company that cannot come when it is late to say so, and one that does not come at all.

use crate::app::people::careloop;
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_model::BookingRules;
use marketday_store::booking_rules;
use marketday_testkit::{Day, on_each_database};

const AMINA: &str = "amina@careloop.example";
const ORGANISER: &str = "organiser@north.example";
const BOOKINGS: &str = "/organise/events/care-day-2027/bookings";

/// A day with a cut-off of two days and a rule for those who do not appear, and Amina's booking of its first slot.
fn a_day(app: &TestApp) -> (Day, Browser<'_>, Page) {
    let day = app.published_day(2);
    let event = day.event.id;
    let rules = BookingRules {
        cancel_hours: 48,
        no_show_months: 6,
        ..BookingRules::default()
    };
    let set = app
        .world
        .store
        .write(move |tx| booking_rules::set(tx, event, &rules));
    set.expect("the database answers");
    let amina = app.browser();
    let booked = amina.books(day.slots[0].id, &careloop());
    app.deliver();
    (day, amina, booked)
}

/// The page of a booking as it is now.
fn again(amina: &Browser<'_>, booked: &Page) -> Page {
    amina.visit(booked.path.split('?').next().expect("a path"))
}

/// It is the day before; Amina asks to cancel.
fn asks(app: &TestApp, day: &Day, amina: &Browser<'_>, booked: &Page) -> String {
    let late = day.slots[0].times.starts_at - Duration::hours(20);
    app.world.clock.set(late);
    amina.signs_in_at_once(AMINA);
    app.deliver();
    let page = amina.visit(&booked.link("Cancel this booking"));
    assert_eq!(page.heading(), "Ask the organiser to cancel");
    amina
        .presses(&page.form("Ask the organiser"), "Ask the organiser")
        .is_refused_with(&[("reason", "Enter the reason")]);
    let form = page
        .form("Ask the organiser")
        .fill(&[("reason", "Our presenter is ill")]);
    let asked = amina.presses(&form, "Ask the organiser");
    assert_eq!(
        amina.follow(asked).flash(),
        "We have asked the organisers, and email you what they say."
    );
    let letter = app.next_letter_to(ORGANISER);
    assert_eq!(letter.subject, "A company asks to cancel late: Care Day");
    assert!(letter.text.contains("Why: Our presenter is ill"));
    letter.link("/organise/events/")
}

#[test]
fn an_organiser_accepts_a_late_cancellation_from_the_letter() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let (day, amina, booked) = a_day(&app);
        let link = asks(&app, &day, &amina, &booked);
        let organiser = app.browser();
        organiser.signs_in_at_once(ORGANISER);
        let list = organiser.visit(BOOKINGS);
        assert_eq!(list.link("Decide about the request of Careloop"), link);
        let page = organiser.visit(&link);
        assert!(page.says("Our presenter is ill"));
        let button = "Accept and cancel the booking";
        let done = organiser.presses(&page.form(button), button);
        assert_eq!(
            organiser.follow(done).flash(),
            "The booking has been cancelled and the company is being told."
        );
        app.deliver();
        let letters = app.letters_to(AMINA);
        let letter = letters.last().expect("a letter");
        assert_eq!(
            letter.entry_line(),
            "CANCEL 1 Cancelled: Falls that do not happen, by Careloop (Care Day)"
        );
        assert_eq!(again(&amina, &booked).heading(), "Your booking Cancelled");
        // The link leads to the bookings from now on.
        assert_eq!(organiser.visit(&link).path, BOOKINGS);
    });
}

#[test]
fn an_organiser_refuses_with_a_word_and_a_company_takes_its_request_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let (day, amina, booked) = a_day(&app);
        let link = asks(&app, &day, &amina, &booked);
        let page = again(&amina, &booked);
        assert!(page.says("It stands until they decide."));
        let button = "Withdraw the request";
        let done = amina.presses(&page.form(button), button);
        assert_eq!(
            amina.follow(done).flash(),
            "The request has been withdrawn. Your booking stands."
        );
        let organiser = app.browser();
        organiser.signs_in_at_once(ORGANISER);
        assert_eq!(organiser.visit(&link).path, BOOKINGS);
        app.world.clock.advance(Duration::minutes(1));
        asks_again(&app, &amina, &booked);
        let page = organiser.visit(&link);
        organiser
            .presses(&page.form("Refuse"), "Refuse")
            .is_refused_with(&[("answer", "Enter what you say to the company")]);
        let form = page
            .form("Refuse")
            .fill(&[("answer", "The programme is printed")]);
        let done = organiser.presses(&form, "Refuse");
        assert_eq!(
            organiser.follow(done).flash(),
            "The booking stands, and the company is being told why."
        );
        app.deliver();
        let letters = app.letters_to(AMINA);
        let letter = letters.last().expect("a letter");
        assert_eq!(letter.subject, "Your booking stands: Care Day");
        assert!(letter.text.contains("The programme is printed"));
        let page = again(&amina, &booked);
        assert_eq!(page.heading(), "Your booking Confirmed");
        assert!(page.says("has not agreed to cancel this booking: The programme is printed"));
        app.keep_letters("late-cancellation-refused");
    });
}

fn asks_again(app: &TestApp, amina: &Browser<'_>, booked: &Page) {
    let page = amina.visit(&booked.link("Cancel this booking"));
    let form = page
        .form("Ask the organiser")
        .fill(&[("reason", "Still ill")]);
    amina.presses(&form, "Ask the organiser");
    app.deliver();
}

#[test]
fn a_company_that_did_not_appear_is_told_and_cannot_book_until_the_organiser_takes_it_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let (day, amina, booked) = a_day(&app);
        let organiser = app.browser();
        organiser.signs_in_at_once(ORGANISER);
        let list = organiser.visit(BOOKINGS);
        assert!(!list.says("Nobody appeared"), "its pitch has not begun");
        app.world.clock.set(day.slots[0].times.starts_at);
        organiser.signs_in_at_once(ORGANISER);
        amina.signs_in_at_once(AMINA);
        app.deliver();
        let button = "Nobody appeared for Careloop";
        let list = organiser.visit(BOOKINGS);
        let done = organiser.presses(&list.form(button), button);
        assert_eq!(
            organiser.follow(done).flash(),
            "It is noted that nobody appeared, and the company is being told."
        );
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, "Did you not come? Care Day");
        let until = "cannot book at days of the same organiser until Thursday 2 September 2027.";
        assert!(letter.text.contains(until), "{}", letter.text);
        assert!(again(&amina, &booked).says("noted that nobody appeared for this pitch"));
        let button = "Take back that nobody of Careloop appeared";
        let list = organiser.visit(BOOKINGS);
        let done = organiser.presses(&list.form(button), button);
        assert!(
            organiser
                .follow(done)
                .flash()
                .contains("not noted any more")
        );
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, "Not noted as not there any more: Care Day");
        assert!(!again(&amina, &booked).says("nobody appeared"));
        app.keep_letters("no-show");
    });
}
