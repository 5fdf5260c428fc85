//! Conversations: everything that one person is told of one thing, from first to last.

use crate::given::{Office, agreed, entry, entry_line, keep};
use chrono::Duration;
use marketday_mail::Letter;
use marketday_model::notice::Subject;
use marketday_notify::Delivered;
use marketday_scheduling::{cancel_event, shift};
use marketday_testkit::given::{line, prose};
use marketday_testkit::on_each_database;
use std::collections::HashSet;

/// What must hold over every conversation: one UID, one organiser who is the sender, one recipient, growing numbers,
/// and a Message-ID of its own for each letter.
fn holds_together(letters: &[Letter]) {
    let first = entry(&letters[0]).1;
    let sender = &letters[0].from;
    let mut ids = HashSet::new();
    let mut sequence = None;
    for letter in letters {
        let event = entry(letter).1;
        assert_eq!(event.uid, first.uid);
        assert_eq!(&letter.from, sender);
        assert_eq!(event.organiser.expect("an organiser").email, sender.email);
        let attendees: Vec<_> = event.attendees.into_iter().map(|who| who.email).collect();
        assert_eq!(attendees, std::slice::from_ref(&letter.to.email));
        assert!(sequence < Some(event.sequence), "SEQUENCE grows");
        sequence = Some(event.sequence);
        assert!(ids.insert(letter.message_id.clone()), "a new Message-ID");
    }
}

#[test]
fn a_company_is_told_that_its_slot_is_booked_then_changed_then_cancelled() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let confirmed = office.one_letter();
        office.retitle(booking, "Leak detection, loudly");
        let changed = office.one_letter();
        office.cancel(booking, None);
        let cancelled = office.one_letter();
        let letters = [confirmed, changed, cancelled];
        keep("booking", &letters);
        holds_together(&letters);
        assert_eq!(
            letters.each_ref().map(entry_line),
            [
                "REQUEST 0 Leak detection, quietly, by Dripless Ltd (Care Day)",
                "REQUEST 1 Leak detection, loudly, by Dripless Ltd (Care Day)",
                "CANCEL 2 Cancelled: Leak detection, loudly, by Dripless Ltd (Care Day)",
            ]
        );
        assert_eq!(
            letters.each_ref().map(|letter| letter.subject.as_str()),
            [
                "Your pitch slot is booked: Care Day",
                "Your booking has changed: Care Day",
                "Your booking is cancelled: Care Day",
            ]
        );
        for (name, letter) in ["confirmed", "changed", "cancelled"].iter().zip(&letters) {
            agreed(&format!("booking-{name}"), &letter.text);
        }
        let ics = &letters[0].invitation.as_ref().expect("an invitation").ics;
        agreed(
            "booking-confirmed-entry",
            &ics.replace("\r\n ", "").replace("\r\n", "\n"),
        );
        assert_eq!(
            office.outbox(Subject::Booking(booking)),
            [
                "booking-confirmed 0 sent 1",
                "booking-changed 1 sent 1",
                "booking-cancelled 2 sent 1"
            ]
        );
    });
}

#[test]
fn a_letter_about_an_event_comes_from_an_address_of_its_own_and_is_answered_by_the_organiser() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let notice = office.notices(Subject::Booking(booking)).remove(0);
        let letter = office.one_letter();
        let uid = format!("b-{booking}@marketday.example");
        let token = office
            .notifier
            .key
            .reply_token(office.contact(booking), &uid);
        assert_eq!(
            letter.from.email,
            format!("reply+{token}@marketday.example")
        );
        assert_eq!(letter.from.name.as_deref(), Some("North Exchange"));
        let bounces = letter.envelope_from.expect("an address for bounces");
        let token = office.notifier.key.bounce_token(notice.id);
        assert_eq!(bounces, format!("bounce+{token}@marketday.example"));
        let reply_to = letter.reply_to.expect("an address for replies");
        assert_eq!(reply_to.email, "organiser@north.example");
        assert_eq!(letter.to.email, "ada@dripless-ltd.example");
        assert_eq!(
            letter.message_id,
            format!("{}@marketday.example", notice.id)
        );
        assert_eq!(letter.date, notice.made_at);
    });
}

#[test]
fn a_delegate_is_told_of_their_place_of_each_change_of_the_day_and_that_they_gave_it_back() {
    on_each_database(|database| {
        let office = Office::on(database);
        let registration = office.register("bo@darlington.example");
        let mut letters = vec![office.one_letter()];
        office.change_event(|details| details.venue = line("Central Hall"));
        letters.push(office.one_letter());
        office.change_event(|details| details.time = details.time.shifted(Duration::days(1)));
        letters.push(office.one_letter());
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        office.later(Duration::minutes(1));
        let person = office.delegate(registration);
        marketday_attendance::withdraw(store, surroundings, person, registration)
            .expect("a withdrawal");
        letters.push(office.one_letter());
        keep("registration", &letters);
        holds_together(&letters);
        assert_eq!(
            letters.iter().map(entry_line).collect::<Vec<_>>(),
            [
                "REQUEST 0 Care Day",
                "REQUEST 1 Care Day",
                "REQUEST 2 Care Day",
                "CANCEL 3 Cancelled: Care Day",
            ]
        );
        for (number, letter) in letters.iter().enumerate() {
            agreed(&format!("registration-{}", number + 1), &letter.text);
        }
    });
}

#[test]
fn when_a_day_is_called_off_everyone_concerned_is_told_and_their_entries_go() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.register("bo@darlington.example");
        assert_eq!(office.deliver().sent, 2);
        office.later(Duration::days(1));
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (event, organiser) = (office.day.event.id, office.day.organiser.id);
        cancel_event(
            store,
            surroundings,
            event,
            organiser,
            prose("The hall is closed."),
        )
        .expect("a cancellation");
        let expected = Delivered {
            sent: 2,
            ..Delivered::default()
        };
        assert_eq!(office.deliver(), expected);
        for (name, to) in [
            ("company", "ada@dripless-ltd.example"),
            ("delegate", "bo@darlington.example"),
        ] {
            let mut letters = office.letters();
            letters.retain(|letter| letter.to.email == to);
            keep(&format!("event-cancelled-{name}"), &letters);
            holds_together(&letters);
            assert_eq!(letters[1].subject, "Cancelled: Care Day");
            assert!(entry_line(&letters[1]).starts_with("CANCEL 1 Cancelled: "));
            agreed(&format!("event-cancelled-{name}"), &letters[1].text);
        }
    });
}

#[test]
fn a_company_whose_slot_moves_on_the_day_is_told_from_when_to_when() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[1], "Dripless Ltd");
        let before = office.one_letter();
        office.later(Duration::minutes(1));
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let from = office.day.slots[1].times.starts_at;
        shift(
            store,
            surroundings,
            office.day.event.id,
            office.day.organiser.id,
            (office.day.stage.id, from, Duration::minutes(20)),
        )
        .expect("a shift");
        let letters = [before, office.one_letter()];
        keep("booking-shifted", &letters);
        holds_together(&letters);
        agreed("booking-shifted", &letters[1].text);
        let [was, is] = letters.each_ref().map(|letter| entry(letter).1.start);
        assert_eq!(
            is.and_then(|at| at.instant()),
            was.and_then(|at| at.instant())
                .map(|at| at + Duration::minutes(20))
        );
    });
}

#[test]
fn a_company_whose_day_moves_is_told_when_its_pitch_is_now() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let before = office.one_letter();
        office.change_event(|details| details.time = details.time.shifted(Duration::days(7)));
        let letters = [before, office.one_letter()];
        keep("day-moved", &letters);
        holds_together(&letters);
        agreed("day-moved", &letters[1].text);
        let [was, is] = letters.each_ref().map(|letter| entry(letter).1.start);
        assert_eq!(
            is.and_then(|at| at.instant()),
            was.and_then(|at| at.instant())
                .map(|at| at + Duration::days(7))
        );
    });
}
