//! The waiting list: who is offered a freed slot, for how long, and what becomes of it.

use crate::given::{
    a_pitch, a_request, a_second_stage, at_once, booked, cancelled, confirmed, find, hold_as,
};
use chrono::Duration;
use marketday_booking::{
    HoldRefused, MoveRequest, MovedBy, OfferRefused, WaitOutcome, WaitRefused, WaitRequest,
    accept_offer, leave_list, move_booking, sweep_waiting, wait,
};
use marketday_model::booking::{Hold, KeptFor};
use marketday_model::code::CodeCheck;
use marketday_model::notice::Subject;
use marketday_model::waiting::{Wish, position};
use marketday_model::{
    BookingId, BookingRules, EventId, NoticeKind, SlotId, Waiting, WaitingId, WaitingOrder,
    WaitingState,
};
use marketday_places::line_of;
use marketday_scheduling::{cancel_event, set_rules};
use marketday_store::waiting::WaitingFilter;
use marketday_store::{events, holds, notices, waiting};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};

pub(crate) fn a_wait(event: EventId, n: usize, wish: Wish) -> WaitRequest {
    let of = a_request(SlotId::from(uuid::Uuid::nil()), n);
    WaitRequest {
        event,
        wish,
        company: of.company,
        known_company: None,
        website: None,
        company_number: None,
        contact_email: of.contact_email,
        contact_name: of.contact_name,
        phone: None,
        presenter: None,
        pitch: a_pitch(n),
    }
}

pub(crate) fn tries(world: &World, request: WaitRequest) -> Result<WaitingId, WaitRefused> {
    let joined = wait(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    });
    joined.map(|outcome| match outcome {
        WaitOutcome::Joined(id) => id,
        WaitOutcome::CodeRefused(check) => panic!("the code was refused: {check:?}"),
    })
}

/// The `n`-th company waits for any slot.
pub(crate) fn waits(world: &World, day: &Day, n: usize) -> WaitingId {
    world.clock.advance(Duration::minutes(1));
    tries(world, a_wait(day.event.id, n, Wish::Any)).expect("they are on the list")
}

pub(crate) fn entry(world: &World, id: WaitingId) -> Waiting {
    let found = world.store.read(|rx| waiting::find(rx, id));
    found.expect("the database answers").expect("it is there")
}

fn state(world: &World, id: WaitingId) -> WaitingState {
    entry(world, id).state
}

pub(crate) fn accepts(world: &World, id: WaitingId) -> Result<BookingId, OfferRefused> {
    let person = entry(world, id).contact.expect("a contact");
    accept_offer(&world.store, &world.surroundings, id, person)
}

pub(crate) fn leaves(world: &World, id: WaitingId) -> Result<bool, marketday_store::StoreError> {
    let person = entry(world, id).contact.expect("a contact");
    leave_list(&world.store, &world.surroundings, id, person)
}

/// A day on which each slot is booked by a company of its own, from 100 on.
pub(crate) fn a_full_day(world: &World, slots: u32) -> (Day, Vec<BookingId>) {
    let day = world.published_day(slots);
    let all = day.slots.iter().enumerate();
    let bookings = all
        .map(|(n, slot)| booked(world, slot.id, 100 + n))
        .collect();
    (day, bookings)
}

fn told(world: &World, id: WaitingId) -> Vec<NoticeKind> {
    let told = world
        .store
        .read(|rx| notices::list(rx, Subject::Waiting(id)));
    told.unwrap()
        .into_iter()
        .map(|notice| notice.kind)
        .collect()
}

#[test]
fn a_freed_slot_is_offered_to_the_first_in_line_and_theirs_when_they_take_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 2);
        let (first, second) = (waits(&world, &day, 1), waits(&world, &day, 2));
        cancelled(&world, bookings[0]);
        assert_eq!(state(&world, first), WaitingState::Offered);
        assert_eq!(state(&world, second), WaitingState::Waiting);
        let offer = entry(&world, first).offer.unwrap();
        assert_eq!(offer.slot, day.slots[0].id);
        assert_eq!(offer.until, world.surroundings.now() + Duration::hours(24));
        // Nobody else has it meanwhile, whatever they press.
        let refused = hold_as(&world, day.slots[0].id, 9);
        assert!(matches!(refused, Err(HoldRefused::Full)), "{refused:?}");
        let booking = accepts(&world, first).unwrap();
        assert_eq!(booking, offer.hold);
        let is = find(&world, booking);
        assert_eq!(
            (is.slot, is.company_name.as_str()),
            (day.slots[0].id, "Company 1")
        );
        assert_eq!(state(&world, first), WaitingState::Accepted);
        // Pressed again, it says the same.
        assert_eq!(accepts(&world, first).unwrap(), booking);
        assert_eq!(
            told(&world, first),
            [NoticeKind::WaitingJoined, NoticeKind::SlotOffered]
        );
        assert_eq!(told(&world, second), [NoticeKind::WaitingJoined]);
    });
}

#[test]
fn an_offer_that_is_declined_or_not_answered_goes_to_the_next_and_never_comes_back() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 1);
        let line: Vec<_> = (1..=3).map(|n| waits(&world, &day, n)).collect();
        cancelled(&world, bookings[0]);
        assert!(leaves(&world, line[0]).unwrap());
        assert_eq!(state(&world, line[0]), WaitingState::Declined);
        assert_eq!(state(&world, line[1]), WaitingState::Offered, "at once");
        world.clock.advance(Duration::hours(24));
        let late = accepts(&world, line[1]);
        assert!(
            matches!(late, Err(OfferRefused::Over(WaitingState::Lapsed))),
            "before any sweep: {late:?}"
        );
        assert_eq!(sweep_waiting(&world.store, &world.surroundings).unwrap(), 1);
        assert_eq!(state(&world, line[1]), WaitingState::Lapsed);
        assert_eq!(state(&world, line[2]), WaitingState::Offered);
        for over in &line[..2] {
            assert!(matches!(accepts(&world, *over), Err(OfferRefused::Over(_))));
            assert!(!leaves(&world, *over).unwrap());
        }
        assert_eq!(told(&world, line[1])[2], NoticeKind::OfferLapsed);
        accepts(&world, line[2]).unwrap();
        assert_eq!(confirmed(&world, day.event.id).len(), 1);
    });
}

#[test]
fn a_stranger_who_presses_first_after_a_hold_ran_out_does_not_overtake_whoever_waits() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let slot = day.slots[0].id;
        booked(&world, day.slots[1].id, 100);
        hold_as(&world, slot, 50).unwrap();
        let first = waits(&world, &day, 1);
        world.clock.advance(Duration::minutes(10));
        let refused = hold_as(&world, slot, 51);
        assert!(matches!(refused, Err(HoldRefused::Full)), "{refused:?}");
        assert_eq!(state(&world, first), WaitingState::Offered);
        assert_eq!(entry(&world, first).offer.unwrap().slot, slot);
    });
}

#[test]
fn a_slot_that_is_left_by_moving_is_offered_and_whoever_waits_comes_before_whoever_moves() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 2);
        let other = a_second_stage(&world, &day);
        for (n, slot) in other.iter().enumerate().skip(1) {
            booked(&world, slot.id, 200 + n);
        }
        // One slot is free: nobody waits for any.
        let free = tries(&world, a_wait(day.event.id, 1, Wish::Any));
        assert!(matches!(free, Err(WaitRefused::Free(_))), "{free:?}");
        let chosen = Wish::Slot(day.slots[0].id);
        let first = tries(&world, a_wait(day.event.id, 1, chosen)).unwrap();
        let contact = find(&world, bookings[0]).contact;
        let request = MoveRequest {
            booking: bookings[0],
            to: other[0].id,
            by: MovedBy::Company(contact),
            browser: "browser 100".to_owned(),
        };
        move_booking(&world.store, &world.surroundings, request).unwrap();
        assert_eq!(entry(&world, first).offer.unwrap().slot, day.slots[0].id);
    });
}

#[test]
fn whoever_wants_one_slot_is_offered_no_other() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 2);
        let chosen = Wish::Slot(day.slots[1].id);
        let first = tries(&world, a_wait(day.event.id, 1, chosen)).unwrap();
        let second = waits(&world, &day, 2);
        cancelled(&world, bookings[0]);
        assert_eq!(state(&world, first), WaitingState::Waiting);
        assert_eq!(entry(&world, second).offer.unwrap().slot, day.slots[0].id);
        cancelled(&world, bookings[1]);
        assert_eq!(entry(&world, first).offer.unwrap().slot, day.slots[1].id);
    });
}

#[test]
fn an_offer_is_shorter_as_the_cut_off_nears_and_none_is_made_after_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 3);
        let line: Vec<_> = (1..=3).map(|n| waits(&world, &day, n)).collect();
        let closes = day.event.booking.closes_at;
        world.clock.set(closes - Duration::hours(8));
        cancelled(&world, bookings[0]);
        assert_eq!(
            entry(&world, line[0]).offer.unwrap().until,
            closes - Duration::hours(4)
        );
        world.clock.set(closes - Duration::minutes(20));
        cancelled(&world, bookings[1]);
        assert_eq!(state(&world, line[0]), WaitingState::Lapsed);
        assert_eq!(
            state(&world, line[1]),
            WaitingState::Waiting,
            "too late for anybody"
        );
        world.clock.set(closes);
        assert_eq!(sweep_waiting(&world.store, &world.surroundings).unwrap(), 0);
        for id in &line[1..] {
            assert_eq!(state(&world, *id), WaitingState::Ended);
            assert_eq!(
                told(&world, *id),
                [NoticeKind::WaitingJoined, NoticeKind::WaitingEnded]
            );
        }
    });
}

#[test]
fn new_slots_are_offered_to_those_who_wait_before_anybody_sees_them_free() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, _) = a_full_day(&world, 2);
        let line: Vec<_> = (1..=3).map(|n| waits(&world, &day, n)).collect();
        let new = a_second_stage(&world, &day);
        assert_eq!(new.len(), 2);
        let states: Vec<_> = line.iter().map(|id| state(&world, *id)).collect();
        assert_eq!(
            states,
            [
                WaitingState::Offered,
                WaitingState::Offered,
                WaitingState::Waiting
            ]
        );
    });
}

#[test]
fn a_list_ends_with_its_event_and_everybody_on_it_is_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 1);
        let line: Vec<_> = (1..=2).map(|n| waits(&world, &day, n)).collect();
        cancelled(&world, bookings[0]);
        world.clock.advance(Duration::minutes(1));
        let reason = prose("The hall is flooded");
        cancel_event(
            &world.store,
            &world.surroundings,
            day.event.id,
            day.organiser.id,
            reason,
        )
        .unwrap();
        for id in line {
            assert_eq!(state(&world, id), WaitingState::Ended);
            assert_eq!(told(&world, id).last(), Some(&NoticeKind::WaitingEnded));
        }
    });
}

#[test]
fn companies_that_never_pitched_are_first_where_the_rules_say_so_and_places_say_it() {
    on_each_database(|database| {
        let world = World::on(database);
        // Company 1 pitched a year ago.
        let before = world.another_day(1, 1);
        booked(&world, before.slots[0].id, 1);
        let (mut past, id) = (before.event.time, before.event.id);
        past = past.shifted(-Duration::days(365));
        let mut over = world
            .store
            .read(|rx| events::find(rx, id))
            .unwrap()
            .unwrap();
        over.time = past;
        over.booking.closes_at = past.start();
        over.registration.closes_at = past.start();
        world
            .store
            .write(move |tx| events::update(tx, &over))
            .unwrap();
        let (day, bookings) = a_full_day(&world, 1);
        let rules = BookingRules {
            waiting_order: WaitingOrder::NewFirst,
            ..BookingRules::default()
        };
        set_rules(
            &world.store,
            &world.surroundings,
            day.event.id,
            day.organiser.id,
            rules,
        )
        .unwrap();
        let old = waits(&world, &day, 1);
        let new = waits(&world, &day, 2);
        let now = world.surroundings.now();
        let line = world.store.read(|rx| line_of(rx, &day.event, now)).unwrap();
        assert_eq!(
            (position(&line, new), position(&line, old)),
            (Some(1), Some(2))
        );
        cancelled(&world, bookings[0]);
        assert_eq!(state(&world, new), WaitingState::Offered);
        assert_eq!(state(&world, old), WaitingState::Waiting);
    });
}

#[test]
fn a_company_that_has_its_share_does_not_wait_and_is_passed_over_if_it_got_one_meanwhile() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 2);
        let mut request = a_wait(day.event.id, 1, Wish::Any);
        request.company = line("Company 100");
        let refused = tries(&world, request);
        assert!(
            matches!(refused, Err(WaitRefused::HasItsShare)),
            "{refused:?}"
        );
        let (first, second) = (waits(&world, &day, 1), waits(&world, &day, 2));
        // The same company twice is on the list once.
        assert_eq!(waits(&world, &day, 1), first);
        cancelled(&world, bookings[0]);
        accepts(&world, first).unwrap();
        cancelled(&world, bookings[1]);
        assert_eq!(state(&world, second), WaitingState::Offered);
    });
}

/// How many of those on the list have an offer.
fn offered(world: &World, event: EventId) -> usize {
    let filter = WaitingFilter {
        event: Some(event),
        live: true,
        ..WaitingFilter::default()
    };
    let all = world.store.read(|rx| waiting::list(rx, &filter)).unwrap();
    all.iter()
        .filter(|one| one.state == WaitingState::Offered)
        .count()
}

/// A day of which twenty slots are free at one stroke, while two wait.
fn twenty_freed(world: &World) -> Day {
    let day = world.published_day(20);
    for (n, slot) in day.slots.iter().enumerate() {
        hold_as(world, slot.id, n).unwrap();
    }
    waits(world, &day, 101);
    waits(world, &day, 102);
    // Every hold runs out.
    world.clock.advance(Duration::minutes(10));
    day
}

#[test]
fn ten_sweepers_at_once_make_two_offers_where_two_wait_for_twenty_free_slots() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = twenty_freed(&world);
        let swept = at_once(10, |_| {
            sweep_waiting(&world.store, &world.surroundings).unwrap()
        });
        assert_eq!(swept.iter().sum::<usize>(), 2);
        assert_eq!(offered(&world, day.event.id), 2);
    });
}

#[test]
fn of_two_who_accept_one_offer_at_once_both_have_the_same_booking() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 1);
        let first = waits(&world, &day, 1);
        cancelled(&world, bookings[0]);
        let answers = at_once(8, |_| accepts(&world, first).unwrap());
        assert!(answers.iter().all(|id| *id == answers[0]), "{answers:?}");
        assert_eq!(confirmed(&world, day.event.id).len(), 1);
    });
}

#[test]
fn an_offer_that_is_accepted_as_it_runs_out_is_taken_or_passed_on_and_never_both() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 1);
        let (first, second) = (waits(&world, &day, 1), waits(&world, &day, 2));
        cancelled(&world, bookings[0]);
        let until = entry(&world, first).offer.unwrap().until;
        // Two servers, whose clocks are a second apart.
        let late = World::on(database);
        world.clock.set(until - Duration::seconds(1));
        late.clock.set(until);
        let taken = at_once(8, |n| {
            if n % 2 == 0 {
                sweep_waiting(&late.store, &late.surroundings).unwrap();
                false
            } else {
                accepts(&world, first).is_ok()
            }
        });
        let is_taken = taken.contains(&true);
        let expected = if is_taken {
            (WaitingState::Accepted, WaitingState::Waiting, 1)
        } else {
            (WaitingState::Lapsed, WaitingState::Offered, 0)
        };
        let booked = confirmed(&world, day.event.id).len();
        assert_eq!(
            (state(&world, first), state(&world, second), booked),
            expected
        );
    });
}

/// Offers as the product does not: without the line's lock, past what keeps one offer for each who waits and each slot.
fn offers_after_a_look(world: &World, day: &Day, look: &std::sync::Barrier) -> usize {
    let now = world.surroundings.now();
    let filter = WaitingFilter {
        event: Some(day.event.id),
        live: true,
        ..WaitingFilter::default()
    };
    let all = world.store.read(|rx| waiting::list(rx, &filter)).unwrap();
    look.wait();
    let mut made = 0;
    for (one, slot) in all.iter().zip(&day.slots) {
        let hold = Hold {
            booking: world.surroundings.id(),
            event: day.event.id,
            slot: slot.id,
            expires_at: now + Duration::hours(1),
            is_extended: false,
        };
        let key = KeptFor::Offer.key(&one.id);
        made += usize::from(
            world
                .store
                .write(move |tx| holds::insert(tx, &hold, &key, &key, now))
                .unwrap(),
        );
    }
    made
}

#[test]
fn without_their_guards_ten_sweepers_make_more_offers_than_there_are_who_wait() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = twenty_freed(&world);
        let now = world.surroundings.now();
        world
            .store
            .write(move |tx| holds::expire_all(tx, now))
            .unwrap();
        let guards = [
            "DROP INDEX bookings_one_live_a_slot",
            "DROP INDEX bookings_one_hold_a_browser",
        ];
        world.store.run_script(&guards).unwrap();
        let look = std::sync::Barrier::new(10);
        let made = at_once(10, |_| offers_after_a_look(&world, &day, &look));
        assert_eq!(made.iter().sum::<usize>(), 20, "ten times two");
        let broken = world
            .store
            .read(marketday_store::invariants::list_broken)
            .unwrap();
        assert!(!broken.is_empty(), "and the check after each test finds it");
    });
}
