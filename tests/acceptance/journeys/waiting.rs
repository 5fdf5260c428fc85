//! The waiting list: a full day, a place that comes free, and whoever it is offered to.

use crate::app::people::careloop;
use crate::app::{Browser, Page, TestApp, Witness, spawn_app};
use marketday_testkit::{Day, on_each_database};

const ADA: &str = "ada@gaitwell.example";
const BO: &str = "bo@steadfoot.example";

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

/// A day with one slot, which Careloop has.
fn a_full_day(app: &TestApp) -> (Day, Browser<'_>, Page) {
    let day = app.published_day(1);
    let amina = app.browser();
    let booked = amina.books(day.slots[0].id, &careloop());
    (day, amina, booked)
}

/// Somebody signs in and asks for a place on the list.
pub(super) fn waits<'a>(app: &'a TestApp, email: &str, company: &str) -> (Browser<'a>, Page) {
    let browser = app.browser();
    browser.signs_in(email);
    let page = browser.visit("/events/care-day-2027/slots");
    let page = browser.visit(&page.link("Join the waiting list"));
    assert_eq!(page.heading(), "Join the waiting list");
    let form = page.form("Join the waiting list").fill(&[
        ("company", company),
        ("contact_name", "Ada Wright"),
        ("pitch_title", "Steps that count"),
        ("pitch_summary", "Shoes that know when somebody stumbles."),
        ("themes", "adult-social-care"),
    ]);
    let joined = browser.presses(&form, "Join the waiting list");
    let joined = browser.follow(joined);
    assert_eq!(
        joined.flash(),
        "You are on the waiting list. We have sent you a confirmation."
    );
    (browser, joined)
}

#[test]
fn a_slot_that_is_given_back_is_offered_by_letter_and_taken_with_one_button() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, amina, booked) = a_full_day(&app);
        let slots = app.browser().visit("/events/care-day-2027/slots");
        assert!(slots.says("All 1 slots are taken."));
        let (ada, place) = waits(&app, ADA, "Gaitwell");
        assert!(place.says("You are the first of those who could be offered what you want."));
        let joined = app.next_letter_to(ADA);
        assert_eq!(joined.subject, "On the waiting list: Care Day");
        let (_, second) = waits(&app, BO, "Steadfoot");
        assert!(second.says("You are number 2 of those who could be offered what you want."));
        amina.cancels(&booked);
        let offered = app.next_letter_to(ADA);
        assert_eq!(offered.subject, "A slot is kept for you: Care Day");
        assert!(offered.text.contains("Take it by "), "{}", offered.text);
        // Opening the letter's page takes nothing.
        let mut witness = Witness::of(database);
        let before = witness.look();
        let page = ada.visit(&place.path);
        assert_eq!(witness.look(), before);
        assert!(page.says("10am to 10:12am"));
        let taken = ada.presses(&page.form("Take this slot"), "Take this slot");
        let taken = ada.follow(taken);
        assert_eq!(
            taken.flash(),
            "Your slot is booked. We have sent you a confirmation with a calendar entry."
        );
        let letter = app.next_letter_to(ADA);
        assert_eq!(
            letter.entry_line(),
            "REQUEST 0 Steps that count, by Gaitwell (Care Day)"
        );
        let programme = app.browser().visit("/events/care-day-2027/slots");
        assert_eq!(programme.all(".slot-taken"), ["10am to 10:12am Gaitwell"]);
        app.deliver();
        app.keep_letters("waiting");
    });
}

#[test]
fn whoever_declines_lets_the_next_have_it_and_sees_that_it_is_over() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let (_, amina, booked) = a_full_day(&app);
        let (ada, first) = waits(&app, ADA, "Gaitwell");
        let (bo, second) = waits(&app, BO, "Steadfoot");
        amina.cancels(&booked);
        // Nobody else gets at it, whatever address they type.
        let mallory = app.browser();
        mallory.signs_in("mallory@elsewhere.example");
        assert_eq!(mallory.get(&first.path).status, 404);
        let page = ada.visit(&first.path);
        let declined = ada.presses(&page.form("Decline it"), "Decline it");
        let declined = ada.follow(declined);
        assert!(declined.says("The slot went to the next on the list."));
        let accept = page.form("Take this slot");
        let late = ada.presses(&accept, "Take this slot");
        assert_eq!(late.status, 409);
        assert!(late.says("This offer is over"));
        let page = bo.visit(&second.path);
        let taken = bo.presses(&page.form("Take this slot"), "Take this slot");
        assert!(bo.follow(taken).says("Your slot is booked"));
    });
}

#[test]
fn an_organiser_sees_who_waits_in_order_and_what_became_of_them() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let (_, amina, booked) = a_full_day(&app);
        waits(&app, ADA, "Gaitwell");
        waits(&app, BO, "Steadfoot");
        amina.cancels(&booked);
        let organiser = organiser(&app);
        let bookings = organiser.visit("/organise/events/care-day-2027/bookings");
        let list = organiser.visit(&bookings.link("Waiting list"));
        assert_eq!(
            list.all("tbody th"),
            ["GaitwellSteps that count", "SteadfootSteps that count"]
        );
        assert_eq!(list.all("tbody td[data-label=Place]"), ["–", "1"]);
        assert!(list.says("Offered"));
    });
}

#[test]
fn an_organiser_sets_the_rules_and_companies_read_them_with_the_slots() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = organiser(&app);
        let page = organiser.visit("/organise/events/care-day-2027/rules");
        let form = page.form("Save the rules").fill(&[
            ("hold_minutes", "3"),
            ("cancel_hours", "48"),
            ("held_back_for", "local"),
            ("text", "Ask us about the lift."),
        ]);
        let refused = organiser.presses(&form, "Save the rules");
        refused.is_refused_with(&[(
            "hold_minutes",
            "Minutes that a slot is kept must be a whole number from 5 to 30",
        )]);
        let form = refused
            .form("Save the rules")
            .fill(&[("hold_minutes", "15")]);
        let saved = organiser.presses(&form, "Save the rules");
        let saved = organiser.follow(saved);
        assert_eq!(saved.flash(), "The rules have been saved.");
        let slots = app.browser().visit("/events/care-day-2027/slots");
        for rule in [
            "A slot is kept for 15 minutes while its form is filled in; once, for as long again.",
            "A company may cancel until 2 days before its pitch; after that it asks the organiser.",
            "Held-back slots are for companies that are based in North East.",
            "Ask us about the lift.",
        ] {
            assert!(slots.says(rule), "{rule}");
        }
        let history = organiser.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Rules of booking changed"));
    });
}

#[test]
fn an_organiser_gives_an_open_slot_with_a_reason_and_not_without() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let organiser = organiser(&app);
        let bookings = organiser.visit("/organise/events/care-day-2027/bookings");
        let page = organiser.visit(&bookings.link("Give a slot to a company"));
        let slot = page.option("slot", "10:15am to 10:27am, Main stage");
        let form = page.form("Give the slot").fill(&[
            ("slot", &slot),
            ("company", "Gaitwell"),
            ("contact_name", "Ada Wright"),
            ("email", ADA),
            ("pitch_title", "Steps that count"),
            ("pitch_summary", "Shoes that know when somebody stumbles."),
            ("themes", "adult-social-care"),
        ]);
        let refused = organiser.presses(&form, "Give the slot");
        refused.is_refused_with(&[(
            "reason",
            "This is against a rule of the event: First come, first served. Say why, to give the slot all the same",
        )]);
        let form = refused
            .form("Give the slot")
            .fill(&[("reason", "Their first pitch was cut short")]);
        let given = organiser.presses(&form, "Give the slot");
        let given = organiser.follow(given);
        assert_eq!(
            given.flash(),
            "The slot has been given, and the contact has been told."
        );
        let letter = app.next_letter_to(ADA);
        assert_eq!(
            letter.entry_line(),
            "REQUEST 0 Steps that count, by Gaitwell (Care Day)"
        );
    });
}

#[test]
fn more_time_is_asked_for_once_and_what_was_typed_stays() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let page = amina.holds(day.slots[0].id);
        app.later(chrono::Duration::minutes(9));
        let form = page.form_anywhere("Keep it for longer, once");
        let form = form.fill(&[("company", "Careloop")]);
        let longer = amina.presses(&form, "Keep it for longer, once");
        assert_eq!(longer.status, 200);
        assert!(
            longer.says("This slot is kept for you until 10:19am"),
            "{}",
            longer.text()
        );
        let kept = longer.forms().into_iter().flat_map(|form| form.fields);
        assert!(
            kept.into_iter()
                .any(|(name, value)| name == "company" && value == "Careloop")
        );
        assert!(!longer.says("Keep it for longer, once"));
    });
}
