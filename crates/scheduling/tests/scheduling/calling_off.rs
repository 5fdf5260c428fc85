//! Calling an event off.

use crate::given::{Desk, booked, booking, hold_as, registered, registration, told};
use marketday_booking::{CancelRefused, CancelledBy, HoldRefused, cancel};
use marketday_model::event::WindowState;
use marketday_model::notice::Subject;
use marketday_model::{BookingState, EventState, NoticeKind, RegistrationState};
use marketday_scheduling::{Audience, CancelEventRefused, audience, cancel_event};
use marketday_store::pools::{self, Pool};
use marketday_testkit::given::prose;
use marketday_testkit::{World, on_each_database};

fn call_off(desk: &Desk<'_>) -> Result<usize, CancelEventRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    cancel_event(
        store,
        surroundings,
        desk.event,
        desk.organiser,
        prose("The hall is flooded"),
    )
}

#[test]
fn everyone_concerned_is_told_once_and_every_place_is_freed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let desk = Desk::of(&world, &day);
        let companies = [1, 2].map(|n| booked(&world, day.slots[n].id, n));
        let delegates = [1, 2, 3].map(|n| registered(&world, desk.event, n));
        let concerned = world.store.read(|rx| audience(rx, desk.event)).unwrap();
        assert_eq!(
            concerned,
            Audience {
                bookings: 2,
                delegates: 3,
                people: 5
            }
        );
        assert_eq!(call_off(&desk).unwrap(), 5);
        let event = desk.now();
        assert_eq!(
            (
                event.state,
                event.sequence,
                event.cancelled_at,
                event.cancel_reason.as_deref()
            ),
            (
                EventState::Cancelled,
                1,
                Some(world.surroundings.now()),
                Some("The hall is flooded")
            )
        );
        assert!(
            event.is_public(),
            "what was once published stays at its address"
        );
        for id in companies {
            assert_eq!(booking(&world, id).state, BookingState::Cancelled);
            assert_eq!(
                told(&world, Subject::Booking(id)),
                [
                    (NoticeKind::BookingConfirmed, 0),
                    (NoticeKind::EventCancelled, 1)
                ]
            );
        }
        for id in delegates {
            assert_eq!(registration(&world, id).state, RegistrationState::Cancelled);
            assert_eq!(
                told(&world, Subject::Registration(id)),
                [
                    (NoticeKind::RegistrationConfirmed, 0),
                    (NoticeKind::EventCancelled, 1)
                ]
            );
        }
        for pool in [
            Pool::Registrations(desk.event),
            Pool::Company(desk.event, "name:company 1".into()),
            Pool::Company(desk.event, "name:company 2".into()),
        ] {
            assert_eq!(
                world.store.read(|rx| pools::used(rx, &pool)).unwrap(),
                0,
                "{pool:?}"
            );
        }
        let nobody = world.store.read(|rx| audience(rx, desk.event)).unwrap();
        assert_eq!(nobody, Audience::default());
        assert!(matches!(
            hold_as(&world, day.slots[0].id, "browser"),
            Err(HoldRefused::NotOpen(WindowState::Closed))
        ));
    });
}

#[test]
fn an_event_is_called_off_once_and_tells_nobody_who_had_gone_before() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let id = booked(&world, day.slots[0].id, 1);
        let by = || CancelledBy::Company(booking(&world, id).contact);
        cancel(&world.store, &world.surroundings, id, by()).unwrap();
        assert_eq!(call_off(&desk).unwrap(), 0);
        assert!(matches!(
            call_off(&desk),
            Err(CancelEventRefused::State(EventState::Cancelled))
        ));
        assert_eq!(desk.now().sequence, 1);
        assert_eq!(
            told(&world, Subject::Booking(id)),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingCancelled, 1)
            ]
        );
        assert!(matches!(
            cancel(&world.store, &world.surroundings, id, by()),
            Err(CancelRefused::AlreadyCancelled)
        ));
    });
}
