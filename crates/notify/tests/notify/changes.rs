//! Nobody is told of what is not true any more, and nobody misses what is.

use crate::given::{Office, entry_line, keep};
use chrono::Duration;
use marketday_model::notice::Subject;
use marketday_model::policy;
use marketday_notify::{Composed, Delivered, Dropped};
use marketday_scheduling::cancel_event;
use marketday_testkit::given::{line, prose};
use marketday_testkit::on_each_database;

#[test]
fn a_change_to_somebody_who_was_never_told_of_their_slot_tells_them_of_it_first() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.retitle(booking, "Leak detection, loudly");
        let letter = office.one_letter();
        keep("booking-confirmed-late", std::slice::from_ref(&letter));
        assert_eq!(letter.subject, "Your pitch slot is booked: Care Day");
        assert_eq!(
            entry_line(&letter),
            "REQUEST 1 Leak detection, loudly, by Dripless Ltd (Care Day)"
        );
        assert_eq!(
            office.outbox(Subject::Booking(booking)),
            ["booking-confirmed 0 dropped 1", "booking-changed 1 sent 1"]
        );
    });
}

#[test]
fn a_change_of_the_day_to_a_delegate_who_was_never_told_of_their_place_tells_them_of_it_first() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.register("bo@darlington.example");
        office.change_event(|details| details.title = line("Care and Repair Day"));
        let letter = office.one_letter();
        assert_eq!(letter.subject, "You are registered: Care and Repair Day");
        assert_eq!(entry_line(&letter), "REQUEST 1 Care and Repair Day");
    });
}

#[test]
fn a_booking_that_was_cancelled_before_its_letter_left_is_told_once_and_without_an_entry() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.cancel(booking, None);
        let letter = office.one_letter();
        keep("booking-cancelled-unheard", std::slice::from_ref(&letter));
        assert_eq!(letter.subject, "Your booking is cancelled: Care Day");
        assert_eq!(entry_line(&letter), "-");
        assert_eq!(letter.from, office.notifier.from);
        assert_eq!(
            office.outbox(Subject::Booking(booking)),
            [
                "booking-confirmed 0 dropped 1",
                "booking-cancelled 1 sent 1"
            ]
        );
    });
}

#[test]
fn changes_that_came_close_together_are_told_in_one_letter_from_first_to_last() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        office.retitle(booking, "Second title");
        office.change_event(|details| {
            details.title = line("Care and Repair Day");
            details.venue = line("Central Hall");
        });
        office.retitle(booking, "Third title");
        let letter = office.one_letter();
        assert_eq!(
            letter
                .text
                .lines()
                .filter(|line| line.contains("now ") || line.contains("(it was"))
                .collect::<Vec<_>>(),
            [
                "Venue: now Central Hall, Horsemarket, Darlington, DL1 5RP",
                "  (it was Dolphin Hall, Horsemarket, Darlington, DL1 5RP)",
                "Title: now Third title",
                "  (it was Leak detection, quietly)",
                "Title: now Care and Repair Day",
                "  (it was Care Day)",
            ]
        );
        assert_eq!(
            office.outbox(Subject::Booking(booking)),
            [
                "booking-confirmed 0 sent 1",
                "booking-changed 1 dropped 1",
                "event-changed 2 dropped 1",
                "booking-changed 3 sent 1",
            ]
        );
    });
}

#[test]
fn what_was_changed_back_before_anybody_heard_of_it_is_not_told() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        office.retitle(booking, "Another title");
        office.retitle(booking, "Leak detection, quietly");
        let expected = Delivered {
            dropped: 2,
            ..Delivered::default()
        };
        assert_eq!(office.deliver(), expected);
        // The next change is told from what they last heard.
        office.retitle(booking, "Third title");
        let letter = office.one_letter();
        assert!(letter.text.contains("  (it was Leak detection, quietly)\n"));
    });
}

#[test]
fn a_confirmation_whose_booking_was_cancelled_with_the_day_is_dropped() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let confirmation = office.notices(Subject::Booking(booking)).remove(0);
        office.later(Duration::minutes(1));
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (event, organiser) = (office.day.event.id, office.day.organiser.id);
        cancel_event(store, surroundings, event, organiser, prose("No hall.")).expect("called off");
        assert_eq!(
            office.compose(&confirmation),
            Composed::Dropped(Dropped::NotConfirmed)
        );
        assert_eq!(entry_line(&office.one_letter()), "-");
    });
}

#[test]
fn a_cancellation_removes_an_entry_whose_letter_may_have_arrived_without_our_knowing() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        // The content went over, the answer did not come back.
        let lost = marketday_mail::SendError::Retry {
            scope: marketday_mail::Scope::Letter,
            answer: "no answer".into(),
            may_have_arrived: true,
        };
        office.mail.refuse_next(1, &lost);
        assert_eq!(office.deliver().retried, 1);
        office.cancel(booking, None);
        office.later(policy::retry_delay(1, u16::MAX));
        let letter = office.one_letter();
        assert_eq!(
            entry_line(&letter),
            "CANCEL 1 Cancelled: Leak detection, quietly, by Dripless Ltd (Care Day)"
        );
    });
}
