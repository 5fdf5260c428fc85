//! Two companies change slots once both want it.

use crate::given::{a_request, a_second_stage, book_as, booked, find, pat};
use chrono::Duration;
use marketday_booking::{
    CancelledBy, MoveRequest, MovedBy, SwapRefused, SwapRequest, agree_swap, cancel, decline_swap,
    move_booking, propose_swap, withdraw_swap,
};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{BookingId, NoticeKind, SlotId, SlotMode, Swap, SwapId, SwapState, policy};
use marketday_scheduling::{release, set_slot_mode};
use marketday_store::{audit, notices, swaps};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};

/// One booking asks another.
pub(crate) fn asks(world: &World, from: BookingId, to: BookingId) -> Result<SwapId, SwapRefused> {
    let request = SwapRequest {
        from,
        to,
        message: Some(prose("Our train is late")),
        by: find(world, from).contact,
    };
    propose_swap(&world.store, &world.surroundings, request)
}

/// Whoever is asked agrees.
pub(crate) fn agrees(world: &World, id: SwapId) -> Result<SwapState, SwapRefused> {
    let person = find(world, swap(world, id).to).contact;
    agree_swap(&world.store, &world.surroundings, person, id)
}

pub(crate) fn swap(world: &World, id: SwapId) -> Swap {
    let found = world.store.read(|rx| swaps::find(rx, id));
    found.expect("the database answers").expect("a proposal")
}

fn slots(world: &World, ids: [BookingId; 2]) -> [SlotId; 2] {
    ids.map(|id| find(world, id).slot)
}

/// What was told about a proposal, and to whom.
fn told(world: &World, id: SwapId) -> Vec<(NoticeKind, Recipient)> {
    let told = world
        .store
        .read(|rx| notices::list(rx, Subject::Swap(id)))
        .expect("the database answers");
    told.iter().map(|n| (n.kind, n.recipient)).collect()
}

#[test]
fn a_swap_that_is_agreed_gives_each_the_slot_of_the_other_and_tells_both_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let here: Vec<SlotId> = day.slots.iter().map(|slot| slot.id).collect();
        let ids = [booked(&world, here[0], 1), booked(&world, here[1], 2)];
        let id = asks(&world, ids[0], ids[1]).unwrap();
        let asked = Recipient::Person(find(&world, ids[1]).contact);
        assert_eq!(told(&world, id), [(NoticeKind::SwapAsked, asked)]);
        assert_eq!(
            slots(&world, ids),
            [here[0], here[1]],
            "asking moves nothing"
        );
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Agreed);
        // A double click.
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Agreed);
        assert_eq!(slots(&world, ids), [here[1], here[0]]);
        for booking in ids {
            assert_eq!(find(&world, booking).sequence, 1);
            let about = Subject::Booking(booking);
            let told = world.store.read(|rx| notices::list(rx, about)).unwrap();
            let told: Vec<_> = told.iter().map(|n| (n.kind, n.version)).collect();
            let expected = [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingChanged, 1),
            ];
            assert_eq!(told, expected);
            let noted = world
                .store
                .read(|rx| audit::changes_since(rx, about, 0))
                .unwrap();
            assert_eq!(noted.len(), 1);
            assert_eq!(noted[0].what, "Time");
        }
        assert_eq!(told(&world, id).len(), 1, "both are told by their bookings");
    });
}

#[test]
fn a_swap_that_is_declined_changes_nothing_tells_whoever_asked_and_is_not_asked_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n].id, n));
        let before = slots(&world, ids);
        let id = asks(&world, ids[0], ids[1]).unwrap();
        let (asker, other) = (find(&world, ids[0]).contact, find(&world, ids[1]).contact);
        let (store, surroundings) = (&world.store, &world.surroundings);
        world.clock.advance(Duration::minutes(1));
        let declined = decline_swap(store, surroundings, other, id).unwrap();
        assert_eq!(declined, SwapState::Declined);
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Declined);
        assert_eq!(slots(&world, ids), before);
        let expected = [
            (NoticeKind::SwapAsked, Recipient::Person(other)),
            (NoticeKind::SwapDeclined, Recipient::Person(asker)),
        ];
        assert_eq!(told(&world, id), expected);
        let again = asks(&world, ids[0], ids[1]);
        assert!(matches!(again, Err(SwapRefused::Declined)), "{again:?}");
        // Whoever declined may ask in turn, and a company that has another slot may ask for that.
        let back = asks(&world, ids[1], ids[0]).unwrap();
        withdraw_swap(store, surroundings, other, back).unwrap();
        let request = MoveRequest {
            booking: ids[0],
            to: day.slots[2].id,
            by: MovedBy::Company(asker),
            browser: "a browser".into(),
        };
        move_booking(store, surroundings, request).unwrap();
        asks(&world, ids[0], ids[1]).unwrap();
    });
}

#[test]
fn two_bookings_have_one_proposal_at_a_time_whoever_asks_and_it_can_be_taken_back() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n].id, n));
        let id = asks(&world, ids[0], ids[1]).unwrap();
        for (from, to) in [(ids[0], ids[1]), (ids[1], ids[0])] {
            let again = asks(&world, from, to);
            assert!(matches!(again, Err(SwapRefused::AlreadyAsked(it)) if it == id));
        }
        let asker = find(&world, ids[0]).contact;
        let withdrawn = withdraw_swap(&world.store, &world.surroundings, asker, id).unwrap();
        assert_eq!(withdrawn, SwapState::Withdrawn);
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Withdrawn);
        asks(&world, ids[1], ids[0]).unwrap();
    });
}

#[test]
fn nobody_asks_everybody() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(5);
        let ids: Vec<BookingId> = (0..5).map(|n| booked(&world, day.slots[n].id, n)).collect();
        for to in &ids[1..4] {
            asks(&world, ids[0], *to).unwrap();
        }
        let refused = asks(&world, ids[0], ids[4]);
        assert!(matches!(refused, Err(SwapRefused::TooMany)), "{refused:?}");
        world.clock.advance(policy::SWAP);
        asks(&world, ids[0], ids[4]).unwrap();
    });
}

#[test]
fn a_proposal_that_nobody_can_agree_to_any_more_does_not_keep_a_company_from_asking_others() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(5);
        let ids: Vec<BookingId> = (0..5).map(|n| booked(&world, day.slots[n].id, n)).collect();
        for to in &ids[1..4] {
            asks(&world, ids[0], *to).unwrap();
        }
        let by = CancelledBy::Company(find(&world, ids[1]).contact);
        cancel(&world.store, &world.surroundings, ids[1], by).unwrap();
        asks(&world, ids[0], ids[4]).unwrap();
    });
}

#[test]
fn a_proposal_lapses_with_time_and_when_either_booking_is_cancelled_or_moved() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(7);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let ids: Vec<BookingId> = (0..6).map(|n| booked(&world, day.slots[n].id, n)).collect();
        let [cancelled, moved, late] = [0, 2, 4].map(|n| {
            let asked = asks(&world, ids[n], ids[n + 1]);
            asked.expect("it is asked")
        });
        let contact = find(&world, ids[0]).contact;
        cancel(store, surroundings, ids[0], CancelledBy::Company(contact)).unwrap();
        let request = MoveRequest {
            booking: ids[3],
            to: day.slots[6].id,
            by: MovedBy::Company(find(&world, ids[3]).contact),
            browser: "a browser".into(),
        };
        move_booking(store, surroundings, request).unwrap();
        world.clock.advance(policy::SWAP);
        for id in [cancelled, moved, late] {
            assert_eq!(swap(&world, id).state, SwapState::Proposed);
            assert_eq!(agrees(&world, id).unwrap(), SwapState::Lapsed);
            assert_eq!(swap(&world, id).state, SwapState::Lapsed);
        }
        let where_they_are: Vec<SlotId> =
            ids[1..].iter().map(|id| find(&world, *id).slot).collect();
        let expected = [1, 2, 6, 4, 5].map(|n: usize| day.slots[n].id);
        assert_eq!(where_they_are, expected);
    });
}

#[test]
fn a_proposal_can_be_answered_until_the_first_of_the_two_pitches_begins() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n + 1].id, n));
        world
            .clock
            .set(day.slots[1].times.starts_at - Duration::hours(1));
        let id = asks(&world, ids[1], ids[0]).unwrap();
        assert_eq!(swap(&world, id).expires_at, day.slots[1].times.starts_at);
        world.clock.set(day.slots[1].times.starts_at);
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Lapsed);
        let late = asks(&world, ids[1], ids[0]);
        assert!(matches!(late, Err(SwapRefused::Closed)), "{late:?}");
    });
}

#[test]
fn nobody_presents_on_two_stages_by_a_swap_and_the_proposal_still_stands() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let other = a_second_stage(&world, &day);
        let with_pat = |slot, n| {
            let mut request = a_request(slot, n);
            request.presenter = Some(pat());
            book_as(&world, request).expect("the slot is theirs")
        };
        let (one, two) = (
            with_pat(day.slots[0].id, 1),
            booked(&world, day.slots[1].id, 2),
        );
        let third = with_pat(other[1].id, 3);
        let id = asks(&world, one, two).unwrap();
        let refused = agrees(&world, id);
        assert!(
            matches!(refused, Err(SwapRefused::PresenterBusy)),
            "{refused:?}"
        );
        assert_eq!(
            slots(&world, [one, two]),
            [day.slots[0].id, day.slots[1].id]
        );
        let contact = find(&world, third).contact;
        let by = CancelledBy::Company(contact);
        cancel(&world.store, &world.surroundings, third, by).unwrap();
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Agreed);
        // One person with both pitches changes them with themselves.
        let fourth = with_pat(other[0].id, 4);
        let id = asks(&world, fourth, one).unwrap();
        assert_eq!(agrees(&world, id).unwrap(), SwapState::Agreed);
    });
}

#[test]
fn slots_that_the_organiser_gives_are_not_swapped_for_those_that_companies_book() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n].id, n));
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (event, organiser) = (day.event.id, day.organiser.id);
        let mode = (day.slots[1].id, SlotMode::Curated);
        set_slot_mode(store, surroundings, event, organiser, mode).unwrap();
        release(store, surroundings, event, organiser, (prose("Ours"), None)).unwrap();
        let refused = asks(&world, ids[0], ids[1]);
        assert!(
            matches!(refused, Err(SwapRefused::NotOffered)),
            "{refused:?}"
        );
        // Nor is a booking whose company is still to be confirmed, nor one with itself.
        let mut claim = a_request(day.slots[0].id, 0);
        claim.contact_email = "stranger@mail.example".parse().unwrap();
        claim.company = line("Company 1");
        let contact = find(&world, ids[0]).contact;
        cancel(store, surroundings, ids[0], CancelledBy::Company(contact)).unwrap();
        let contact = find(&world, ids[1]).contact;
        cancel(store, surroundings, ids[1], CancelledBy::Company(contact)).unwrap();
        let claimed = book_as(&world, claim).unwrap();
        let refused = asks(&world, claimed, ids[1]);
        assert!(
            matches!(refused, Err(SwapRefused::NoSuchBooking)),
            "{refused:?}"
        );
        let refused = asks(&world, claimed, claimed);
        assert!(
            matches!(refused, Err(SwapRefused::NoSuchBooking)),
            "{refused:?}"
        );
    });
}
