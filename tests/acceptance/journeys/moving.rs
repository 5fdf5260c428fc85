//! A booking goes to another slot: moved by its company, or by an organiser.

use crate::app::people::{but, careloop};
use crate::app::{Browser, TestApp, Witness, spawn_app};
use marketday_testkit::on_each_database;

const AMINA: &str = "amina@careloop.example";
const ADA: &str = "ada@gaitwell.example";

/// Another company, which has a slot.
fn gaitwell(app: &TestApp, slot: marketday_model::SlotId) -> Browser<'_> {
    let ada = app.browser();
    let typed = [
        ("email", ADA),
        ("company", "Gaitwell"),
        ("website", ""),
        ("contact_name", "Ada Wright"),
        ("pitch_title", "Steps that count"),
    ];
    ada.books(slot, &but(careloop(), &typed));
    ada
}

#[test]
fn a_company_moves_its_booking_to_a_free_slot_and_keeps_its_calendar_entry() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(3);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let confirmed = app.next_letter_to(AMINA);
        let page = amina.visit(&booked.link("Move this booking"));
        assert_eq!(page.heading(), "Move your booking");
        assert_eq!(
            page.all(".choices li p"),
            [
                "10:15am to 10:27amMain stage",
                "10:30am to 10:42amMain stage"
            ]
        );
        let mut witness = Witness::of(database);
        let before = witness.look();
        amina.visit(&page.path);
        assert_eq!(witness.look(), before, "looking moves nothing");
        let button = "Move here, 10:30am to 10:42am on Main stage";
        let moved = amina.presses(&page.form(button), button);
        let moved = amina.follow(moved);
        assert_eq!(
            moved.flash(),
            "Your booking has been moved. We have sent you the change for your calendar."
        );
        assert!(moved.says("10:30am to 10:42am"));
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.uid(), confirmed.uid());
        assert_eq!(
            letter.entry_line(),
            "REQUEST 1 Falls that do not happen, by Careloop (Care Day)"
        );
        for line in ["Time: now 10:30am to 10:42am", "  (it was 10am to 10:12am)"] {
            assert!(letter.text.lines().any(|l| l == line), "{}", letter.text);
        }
        let slots = app.browser().visit("/events/care-day-2027/slots");
        assert!(slots.says("2 of 3 slots are free."));
        assert_eq!(slots.all(".slot-taken"), ["10:30am to 10:42am Careloop"]);
        app.deliver();
        app.keep_letters("moved");
    });
}

#[test]
fn whoever_is_too_late_is_told_what_happened_and_moves_elsewhere_with_one_click() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(3);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let page = amina.visit(&booked.link("Move this booking"));
        gaitwell(&app, day.slots[1].id);
        let button = "Move here, 10:15am to 10:27am on Main stage";
        let refused = amina.presses(&page.form(button), button);
        assert_eq!(refused.status, 409);
        assert_eq!(
            refused.one("section.notice h2"),
            "Somebody else has just taken this slot"
        );
        assert!(refused.says("The booking has the slot that it had."));
        let button = "Move here, 10:30am to 10:42am on Main stage";
        let moved = amina.presses(&refused.form(button), button);
        assert!(amina.follow(moved).says("10:30am to 10:42am"));
        // Nothing to choose, and no address of a slot at all.
        let path = page.path.as_str();
        amina
            .post(path, &[])
            .is_refused_with(&[("to", "Choose a free slot")]);
        let nowhere = "00000000-0000-7000-8000-000000000000";
        assert_eq!(amina.post(path, &[("to", nowhere)]).status, 404);
    });
}

#[test]
fn an_organiser_moves_a_booking_to_any_free_slot_and_says_why() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        app.next_letter_to(AMINA);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        let list = organiser.visit("/organise/events/care-day-2027/bookings");
        let page = organiser.visit(&list.link("Move the booking of Careloop"));
        let button = "Move here, 10:15am to 10:27am on Main stage";
        organiser
            .presses(&page.form(button), button)
            .is_refused_with(&[("reason", "Enter the reason")]);
        let form = page
            .form(button)
            .fill(&[("reason", "The lift is out of order until ten")]);
        let done = organiser.presses(&form, button);
        assert_eq!(
            organiser.follow(done).flash(),
            "The booking has been moved and the company is being told."
        );
        let letter = app.next_letter_to(AMINA);
        let expected = "Reason: The lift is out of order until ten";
        assert!(
            letter.text.lines().any(|l| l == expected),
            "{}",
            letter.text
        );
        let history = organiser.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Booking moved to another slot"));
        app.keep_letters("moved-by-organiser");

        // While booking is closed a move is against the rule, which the page says and the record keeps.
        app.world.clock.set(day.event.booking.closes_at);
        organiser.signs_in_at_once("organiser@north.example");
        let page = organiser.visit(&list.link("Move the booking of Careloop"));
        assert!(page.says("A move is against a rule of the event now: When slots can be booked."));
        let button = "Move here, 10am to 10:12am on Main stage";
        let form = page.form(button).fill(&[("reason", "The lift works")]);
        assert_eq!(organiser.presses(&form, button).status, 303);
        let record = organiser.visit("/organise/events/care-day-2027/fairness");
        let against = record.all("td[data-label=Rule], td[data-label=Reason]");
        assert_eq!(against, ["When slots can be booked", "The lift works"]);
        app.deliver();
    });
}
