//! Cancelling a booking.

use crate::given::{a_request, at_once, book_as, booked, confirmed, find};
use marketday_booking::{CancelRefused, CancelledBy, cancel};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{BookingState, NoticeKind};
use marketday_store::notices;
use marketday_store::pools::{self, Pool};
use marketday_testkit::{World, on_each_database};

#[test]
fn a_cancelled_booking_frees_its_slot_its_companys_count_and_its_presenters_time() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let contact = find(&world, id).contact;
        cancel(
            &world.store,
            &world.surroundings,
            id,
            CancelledBy::Company(contact),
        )
        .unwrap();
        let pool = Pool::Company(day.event.id, "name:company 1".into());
        assert_eq!(world.store.read(|rx| pools::used(rx, &pool)).unwrap(), 0);
        let cancelled = find(&world, id);
        assert_eq!(
            (
                cancelled.state,
                cancelled.sequence,
                cancelled.cancelled_at,
                cancelled.cancel_reason
            ),
            (
                BookingState::Cancelled,
                1,
                Some(world.surroundings.now()),
                None
            )
        );
        // The same company and person take the same slot again: a new booking.
        let again = book_as(&world, a_request(day.slots[0].id, 1)).unwrap();
        assert_ne!(again, id);
    });
}

#[test]
fn whoever_booked_is_told_of_the_cancellation_with_the_next_sequence() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let by = CancelledBy::Organiser(day.organiser.id, "The hall is flooded".into());
        cancel(&world.store, &world.surroundings, id, by).unwrap();
        let booking = find(&world, id);
        assert_eq!(
            booking.cancel_reason.as_deref(),
            Some("The hall is flooded")
        );
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        let told: Vec<_> = told
            .iter()
            .map(|n| (n.kind, n.version, n.recipient))
            .collect();
        let contact = Recipient::Person(booking.contact);
        assert_eq!(
            told,
            [
                (NoticeKind::BookingConfirmed, 0, contact),
                (NoticeKind::BookingCancelled, 1, contact)
            ]
        );
    });
}

#[test]
fn cancelling_twice_does_nothing_more() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let id = booked(&world, day.slots[0].id, 1);
        let contact = find(&world, id).contact;
        let cancel_it = || {
            cancel(
                &world.store,
                &world.surroundings,
                id,
                CancelledBy::Company(contact),
            )
        };
        cancel_it().unwrap();
        booked(&world, day.slots[0].id, 2);
        assert!(matches!(cancel_it(), Err(CancelRefused::AlreadyCancelled)));
        assert_eq!(find(&world, id).sequence, 1);
        assert_eq!(
            confirmed(&world, day.event.id).len(),
            1,
            "the next company keeps the slot"
        );
    });
}

#[test]
fn of_eight_who_cancel_at_once_one_does_and_the_count_falls_by_one() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let contact = find(&world, id).contact;
        let answers = at_once(8, |_| {
            cancel(
                &world.store,
                &world.surroundings,
                id,
                CancelledBy::Company(contact),
            )
            .is_ok()
        });
        assert_eq!(answers.iter().filter(|did| **did).count(), 1);
        assert_eq!(find(&world, id).sequence, 1);
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        assert_eq!(told.len(), 2);
    });
}

#[test]
fn a_booking_that_does_not_exist_cannot_be_cancelled() {
    on_each_database(|database| {
        let world = World::on(database);
        let person = world.person("ann@company.example").id;
        let nothing = world.surroundings.id();
        let refused = cancel(
            &world.store,
            &world.surroundings,
            nothing,
            CancelledBy::Company(person),
        );
        assert!(matches!(refused, Err(CancelRefused::NoSuchBooking)));
    });
}

#[test]
fn a_company_cancels_until_its_pitch_begins_and_an_organiser_also_afterwards() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let ids = [1, 2].map(|number| booked(&world, day.slots[number - 1].id, number));
        let cancels = |id, by| cancel(&world.store, &world.surroundings, id, by);
        let company = |id| CancelledBy::Company(find(&world, id).contact);
        world.clock.set(day.slots[0].times.starts_at);
        let refused = cancels(ids[0], company(ids[0]));
        assert!(matches!(refused, Err(CancelRefused::Begun)));
        assert_eq!(find(&world, ids[0]).state, BookingState::Confirmed);
        cancels(ids[1], company(ids[1])).unwrap();
        let organiser = CancelledBy::Organiser(day.organiser.id, "Nobody came".into());
        cancels(ids[0], organiser).unwrap();
        // What was cancelled before stays so, whenever it is asked for again.
        let again = cancels(ids[0], company(ids[0]));
        assert!(matches!(again, Err(CancelRefused::AlreadyCancelled)));
    });
}
