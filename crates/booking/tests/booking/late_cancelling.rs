//! After the cut-off a company asks the organiser to cancel.

use crate::given::{at_once, booked, find};
use crate::waiting::{entry, waits};
use chrono::Duration;
use marketday_booking::{
    CancelRefused, CancelledBy, LateRefused, accept_late_cancellation, ask_late_cancellation,
    cancel, refuse_late_cancellation, withdraw_late_cancellation,
};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    BookingId, BookingRules, BookingState, LateCancellationId, LateState, NoticeKind,
};
use marketday_places::free_slots;
use marketday_store::{booking_rules, late_cancellations, notices};
use marketday_testkit::given::prose;
use marketday_testkit::{Day, World, on_each_database};

/// A day at which companies cancel by themselves until two days before their pitch, and a booking of it.
fn a_day_with_a_cut_off(world: &World) -> (Day, BookingId) {
    let day = world.published_day(2);
    let event = day.event.id;
    let rules = BookingRules {
        cancel_hours: 48,
        ..BookingRules::default()
    };
    let set = world
        .store
        .write(move |tx| booking_rules::set(tx, event, &rules));
    set.expect("the database answers");
    let id = booked(world, day.slots[0].id, 1);
    world
        .clock
        .set(day.slots[0].times.starts_at - Duration::hours(49));
    (day, id)
}

fn asks(world: &World, id: BookingId) -> Result<LateCancellationId, LateRefused> {
    let contact = find(world, id).contact;
    let what = (id, prose("Our presenter is ill"));
    ask_late_cancellation(&world.store, &world.surroundings, contact, what)
}

fn cancels(world: &World, id: BookingId) -> Result<(), CancelRefused> {
    let by = CancelledBy::Company(find(world, id).contact);
    cancel(&world.store, &world.surroundings, id, by)
}

fn state(world: &World, id: LateCancellationId) -> LateState {
    let found = world.store.read(|rx| late_cancellations::find(rx, id));
    found
        .expect("the database answers")
        .expect("a request")
        .state
}

#[test]
fn a_company_cancels_by_itself_until_the_cut_off_and_asks_from_then_on() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, id) = a_day_with_a_cut_off(&world);
        assert!(matches!(asks(&world, id), Err(LateRefused::NotLate)));
        world.clock.advance(Duration::hours(1));
        assert!(matches!(cancels(&world, id), Err(CancelRefused::Late)));
        let request = asks(&world, id).unwrap();
        assert!(matches!(asks(&world, id), Err(LateRefused::AlreadyAsked)));
        assert_eq!(find(&world, id).state, BookingState::Confirmed, "it stands");
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::LateCancellation(request)))
            .unwrap();
        let told: Vec<_> = told.iter().map(|n| (n.kind, n.recipient)).collect();
        let organiser = Recipient::Person(day.organiser.id);
        assert_eq!(told, [(NoticeKind::LateCancellationAsked, organiser)]);
        // The organiser cancels whenever they like.
        let by = CancelledBy::Organiser(day.organiser.id, "As you asked".into());
        cancel(&world.store, &world.surroundings, id, by).unwrap();
    });
}

#[test]
fn a_slot_that_is_freed_late_is_offered_to_whoever_waits_at_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, id) = a_day_with_a_cut_off(&world);
        booked(&world, day.slots[1].id, 2);
        let first = waits(&world, &day, 3);
        world.clock.advance(Duration::hours(2));
        let request = asks(&world, id).unwrap();
        let (store, surroundings) = (&world.store, &world.surroundings);
        accept_late_cancellation(store, surroundings, day.organiser.id, request).unwrap();
        let offer = entry(&world, first).offer.expect("before any sweep");
        assert_eq!(offer.slot, day.slots[0].id);
    });
}

#[test]
fn a_request_that_is_accepted_cancels_the_booking_and_frees_its_slot() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, id) = a_day_with_a_cut_off(&world);
        world.clock.advance(Duration::hours(2));
        let request = asks(&world, id).unwrap();
        let answers = at_once(4, |_| {
            let (store, surroundings) = (&world.store, &world.surroundings);
            accept_late_cancellation(store, surroundings, day.organiser.id, request).unwrap()
        });
        assert_eq!(answers, [LateState::Accepted; 4]);
        let booking = find(&world, id);
        assert_eq!(
            (booking.state, booking.sequence),
            (BookingState::Cancelled, 1)
        );
        let now = world.surroundings.now();
        let free = world.store.read(|rx| free_slots(rx, &day.event, now));
        assert_eq!(free.unwrap().slots.len(), 2);
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        let kinds: Vec<_> = told.iter().map(|n| n.kind).collect();
        let expected = [NoticeKind::BookingConfirmed, NoticeKind::BookingCancelled];
        assert_eq!(kinds, expected, "the company is told once");
    });
}

#[test]
fn a_request_that_is_refused_or_taken_back_leaves_the_booking_and_can_be_made_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, id) = a_day_with_a_cut_off(&world);
        world.clock.advance(Duration::hours(2));
        let (store, surroundings) = (&world.store, &world.surroundings);
        let refused = asks(&world, id).unwrap();
        let answer = (refused, prose("The programme is printed"));
        let by = day.organiser.id;
        let stands = refuse_late_cancellation(store, surroundings, by, answer).unwrap();
        assert_eq!(stands, LateState::Refused);
        let late = accept_late_cancellation(store, surroundings, by, refused).unwrap();
        assert_eq!(late, LateState::Refused, "what was decided stays so");
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::LateCancellation(refused)))
            .unwrap();
        let contact = Recipient::Person(find(&world, id).contact);
        assert!(
            told.iter().any(|n| {
                n.kind == NoticeKind::LateCancellationRefused && n.recipient == contact
            })
        );
        let again = asks(&world, id).unwrap();
        let contact = find(&world, id).contact;
        let stands = withdraw_late_cancellation(store, surroundings, contact, again).unwrap();
        assert_eq!(stands, LateState::Withdrawn);
        asks(&world, id).unwrap();
        assert_eq!(find(&world, id).sequence, 0);
    });
}

#[test]
fn a_request_lapses_when_the_pitch_begins() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, id) = a_day_with_a_cut_off(&world);
        world.clock.advance(Duration::hours(2));
        let request = asks(&world, id).unwrap();
        world.clock.set(day.slots[0].times.starts_at);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let late = accept_late_cancellation(store, surroundings, day.organiser.id, request);
        assert_eq!(late.unwrap(), LateState::Lapsed);
        assert_eq!(state(&world, request), LateState::Lapsed);
        assert_eq!(find(&world, id).state, BookingState::Confirmed);
        assert!(matches!(asks(&world, id), Err(LateRefused::Begun)));
        assert!(matches!(cancels(&world, id), Err(CancelRefused::Begun)));
    });
}
