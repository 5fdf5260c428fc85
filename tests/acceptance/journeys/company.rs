//! A company takes a slot, changes its pitch, cancels.

use crate::app::people::careloop;
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const EMAIL: &str = "amina@careloop.example";

#[test]
fn a_company_books_a_slot_without_an_account_changes_its_pitch_and_cancels() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();

        let form = amina.holds(day.slots[0].id);
        assert_eq!(form.heading(), "Book a pitch slot");
        assert_eq!(
            form.one(".hold"),
            "This slot is kept for you until 10:10am 10 minutes left"
        );
        let asked = amina.fills_in(&form, &careloop());
        assert_eq!(asked.status, 200);
        assert_eq!(
            asked.form("Confirm and book").value("pitch_title"),
            Some("Falls that do not happen")
        );
        let code = app.next_letter_to(EMAIL);
        assert_eq!(code.subject, "Your code to finish on Marketday");
        let booked = amina.types_code(&asked, &code.code(), "Confirm and book");
        assert_eq!(
            booked.flash(),
            "Your slot is booked. We have sent you a confirmation with a calendar entry."
        );
        assert_eq!(booked.heading(), "Your booking Confirmed");
        assert!(amina.visit("/my").says("Falls that do not happen"));

        let confirmed = app.next_letter_to(EMAIL);
        assert_eq!(
            confirmed.entry_line(),
            "REQUEST 0 Falls that do not happen, by Careloop (Care Day)"
        );

        let changed = booked
            .form("Save changes")
            .fill(&[("pitch_title", "A week before the fall")]);
        let changed = amina.presses(&changed, "Save changes");
        let changed = amina.follow(changed);
        assert_eq!(changed.flash(), "Your pitch has been changed.");
        let update = app.next_letter_to(EMAIL);
        assert_eq!(
            update.entry_line(),
            "REQUEST 1 A week before the fall, by Careloop (Care Day)"
        );

        let cancelled = amina.cancels(&changed);
        assert_eq!(
            cancelled.flash(),
            "Your booking has been cancelled and the slot is free again."
        );
        let cancel = app.next_letter_to(EMAIL);
        assert_eq!(
            cancel.entry_line(),
            "CANCEL 2 Cancelled: A week before the fall, by Careloop (Care Day)"
        );
        for letter in [&update, &cancel] {
            assert_eq!(letter.uid(), confirmed.uid());
            assert_ne!(letter.message_id, confirmed.message_id);
        }
        let slots = app.browser().visit("/events/care-day-2027/slots");
        assert!(slots.says("2 of 2 slots are free."));
        app.keep_letters("company");
    });
}

#[test]
fn somebody_who_is_signed_in_books_without_a_code() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        amina.signs_in(EMAIL);
        let booked = amina.books(day.slots[0].id, &careloop());
        assert_eq!(booked.heading(), "Your booking Confirmed");
        assert_eq!(
            app.next_letter_to(EMAIL).entry_line(),
            "REQUEST 0 Falls that do not happen, by Careloop (Care Day)"
        );
    });
}

#[test]
fn nothing_but_the_code_goes_to_an_address_that_is_not_confirmed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let form = amina.holds(day.slots[0].id);
        let asked = amina.fills_in(&form, &careloop());
        let code = app.next_letter_to(EMAIL).code();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        amina
            .types_code(&asked, wrong, "Confirm and book")
            .is_refused_with(&[(
                "code",
                "That is not the code we sent. You have 4 more tries",
            )]);
        app.deliver();
        assert_eq!(app.letters_to(EMAIL).len(), 1);
        assert_eq!(amina.get("/my").status, 401);
    });
}
