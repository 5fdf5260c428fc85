//! Moving a booking to another slot.

use crate::given::{
    a_pitch, a_request, a_second_stage, book_as, booked, confirmed, find, hold_as, pat,
};
use marketday_booking::{
    CancelledBy, HoldRefused, MoveRefused, MoveRequest, MovedBy, cancel, change_pitch, move_booking,
};
use marketday_model::event::WindowState;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, NoticeKind, SlotId, policy};
use marketday_store::audit::{self, Altered};
use marketday_store::pools::{self, Pool};
use marketday_store::{audit_trail, bookings, events, notices, revisions};
use marketday_testkit::{Day, World, on_each_database};

/// The `n`-th company moves its booking.
fn moves(world: &World, id: BookingId, to: SlotId, n: usize) -> Result<(), MoveRefused> {
    let request = MoveRequest {
        booking: id,
        to,
        by: MovedBy::Company(find(world, id).contact),
        browser: format!("browser {n}"),
    };
    move_booking(&world.store, &world.surroundings, request)
}

/// The organiser moves a booking.
fn is_moved(world: &World, day: &Day, id: BookingId, to: SlotId) -> Result<(), MoveRefused> {
    let request = MoveRequest {
        booking: id,
        to,
        by: MovedBy::Organiser(day.organiser.id, "The lift is out of order".into()),
        browser: "browser of the organiser".into(),
    };
    move_booking(&world.store, &world.surroundings, request)
}

fn live(world: &World, slot: SlotId) -> Option<BookingId> {
    let now = world.surroundings.now();
    let live = world.store.read(|rx| bookings::find_live(rx, slot, now));
    live.expect("the database answers").map(|live| live.booking)
}

#[test]
fn a_moved_booking_has_the_other_slot_its_old_one_is_free_and_its_company_holds_as_many_as_before()
{
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let [from, to] = [day.slots[0].id, day.slots[1].id];
        let id = booked(&world, from, 1);
        let before = world.store.read(revisions::public).unwrap();
        moves(&world, id, to, 1).unwrap();
        let booking = find(&world, id);
        assert_eq!((booking.slot, booking.sequence), (to, 1));
        assert_eq!((live(&world, from), live(&world, to)), (None, Some(id)));
        let pool = Pool::Company(day.event.id, "name:company 1".into());
        assert_eq!(world.store.read(|rx| pools::used(rx, &pool)).unwrap(), 1);
        assert!(world.store.read(revisions::public).unwrap() > before);
        // Where it was can be booked by the next.
        booked(&world, from, 2);
        // Moving it to where it is changes nothing more.
        moves(&world, id, to, 1).unwrap();
        assert_eq!(find(&world, id).sequence, 1);
    });
}

#[test]
fn whoever_booked_is_told_of_time_and_place_and_the_trail_keeps_both() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let other = a_second_stage(&world, &day);
        let id = booked(&world, day.slots[0].id, 1);
        is_moved(&world, &day, id, other[0].id).unwrap();
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        let told: Vec<_> = told.iter().map(|n| (n.kind, n.version)).collect();
        let expected = [
            (NoticeKind::BookingConfirmed, 0),
            (NoticeKind::BookingChanged, 1),
        ];
        assert_eq!(told, expected);
        let noted = world
            .store
            .read(|rx| audit::changes_since(rx, Subject::Booking(id), 0))
            .unwrap();
        let noted: Vec<_> = noted
            .iter()
            .map(|c| (c.what.as_str(), c.before.as_str(), c.after.as_str()))
            .collect();
        let stage = day.stage.name.as_str();
        assert_eq!(
            noted,
            [
                ("Stage", stage, "Second stage"),
                ("Reason", "", "The lift is out of order")
            ]
        );
        let lines = world
            .store
            .read(|rx| audit_trail::list(rx, &audit_trail::Filter::default(), 100))
            .unwrap();
        let line = lines.iter().find(|line| line.action == "booking.move");
        let line = line.expect("a line of the trail");
        let stage = Altered::list([("Stage", stage.to_owned(), "Second stage".to_owned())]);
        assert_eq!(
            (line.person, &line.altered),
            (Some(day.organiser.id), &stage)
        );
    });
}

#[test]
fn a_slot_that_another_holds_or_has_refuses_with_the_nearest_that_are_free() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let slots: Vec<SlotId> = day.slots.iter().map(|slot| slot.id).collect();
        let id = booked(&world, slots[0], 1);
        booked(&world, slots[1], 2);
        hold_as(&world, slots[2], 3).unwrap();
        for taken in [slots[1], slots[2]] {
            let refused = moves(&world, id, taken, 1);
            let Err(MoveRefused::Slot(why)) = refused else {
                panic!("{refused:?}");
            };
            let HoldRefused::Taken { nearest } = *why else {
                panic!("{why:?}");
            };
            let nearest: Vec<SlotId> = nearest.iter().map(|slot| slot.slot.id).collect();
            assert_eq!(nearest, [slots[3]]);
        }
        assert_eq!(
            (find(&world, id).slot, find(&world, id).sequence),
            (slots[0], 0)
        );
        // Once the hold has run out, whoever wants the slot has it.
        world.clock.advance(policy::HOLD);
        moves(&world, id, slots[2], 1).unwrap();
        assert_eq!(live(&world, slots[2]), Some(id));
    });
}

#[test]
fn the_hold_of_ones_own_browser_on_the_slot_is_used_up() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let id = booked(&world, day.slots[0].id, 1);
        hold_as(&world, day.slots[1].id, 1).unwrap();
        moves(&world, id, day.slots[1].id, 1).unwrap();
        assert_eq!(live(&world, day.slots[1].id), Some(id));
        // A hold elsewhere stays.
        let hold = hold_as(&world, day.slots[2].id, 1).unwrap();
        moves(&world, id, day.slots[0].id, 1).unwrap();
        assert_eq!(live(&world, day.slots[2].id), Some(hold.booking));
    });
}

#[test]
fn a_presenter_goes_along_and_is_never_on_two_stages() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let other = a_second_stage(&world, &day);
        let with_pat = |slot, n| {
            let mut request = a_request(slot, n);
            request.presenter = Some(pat());
            book_as(&world, request).expect("the slot is theirs")
        };
        let id = with_pat(day.slots[0].id, 1);
        with_pat(other[1].id, 2);
        let refused = moves(&world, id, day.slots[1].id, 1);
        assert!(matches!(refused, Err(MoveRefused::PresenterBusy)));
        assert_eq!(find(&world, id).slot, day.slots[0].id, "nothing was moved");
        moves(&world, id, other[0].id, 1).unwrap();
        // Pat's time moved along: with the pitch on the first stage at the same time they would be busy.
        let third = booked(&world, day.slots[0].id, 3);
        let contact = find(&world, third).contact;
        let change = (a_pitch(3), Some(pat()));
        let refused = change_pitch(&world.store, &world.surroundings, contact, third, change);
        assert!(refused.is_err());
    });
}

#[test]
fn a_company_moves_while_booking_is_open_and_until_its_pitch_begins() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let id = booked(&world, day.slots[1].id, 1);
        world.clock.set(day.event.booking.closes_at);
        let refused = moves(&world, id, day.slots[2].id, 1);
        let Err(MoveRefused::Slot(why)) = refused else {
            panic!("{refused:?}");
        };
        assert!(matches!(*why, HoldRefused::NotOpen(WindowState::Closed)));
        // The organiser may still; but nobody moves a pitch into the past.
        is_moved(&world, &day, id, day.slots[2].id).unwrap();
        world.clock.set(day.slots[0].times.starts_at);
        let refused = is_moved(&world, &day, id, day.slots[0].id);
        assert!(matches!(refused, Err(MoveRefused::Slot(_))), "{refused:?}");
        world.clock.set(day.slots[2].times.starts_at);
        let refused = moves(&world, id, day.slots[1].id, 1);
        assert!(matches!(refused, Err(MoveRefused::Begun)));
    });
}

#[test]
fn an_open_window_does_not_reach_past_the_beginning_of_either_pitch() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let mut event = day.event.clone();
        event.booking.closes_at = event.time.end();
        let written = world.store.write(move |tx| events::update(tx, &event));
        written.expect("the database answers");
        let (early, late) = (
            booked(&world, day.slots[0].id, 1),
            booked(&world, day.slots[2].id, 2),
        );
        world.clock.set(day.slots[1].times.starts_at);
        let refused = moves(&world, late, day.slots[1].id, 2);
        assert!(matches!(refused, Err(MoveRefused::Slot(_))), "{refused:?}");
        let refused = moves(&world, early, day.slots[1].id, 1);
        assert!(matches!(refused, Err(MoveRefused::Begun)), "{refused:?}");
    });
}

#[test]
fn a_booking_that_was_cancelled_or_a_slot_of_another_day_is_refused() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let id = booked(&world, day.slots[0].id, 1);
        let nowhere: SlotId = world.surroundings.id();
        let refused = moves(&world, id, nowhere, 1);
        let Err(MoveRefused::Slot(why)) = refused else {
            panic!("{refused:?}");
        };
        assert!(matches!(*why, HoldRefused::NoSuchSlot));
        let by = CancelledBy::Company(find(&world, id).contact);
        cancel(&world.store, &world.surroundings, id, by).unwrap();
        let refused = moves(&world, id, day.slots[1].id, 1);
        assert!(matches!(refused, Err(MoveRefused::NotConfirmed)));
        assert_eq!(confirmed(&world, day.event.id), []);
    });
}
