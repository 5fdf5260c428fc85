//! Withdrawing.

use crate::given::{a_request, at_once, registered, send};
use marketday_attendance::{RegisterRefused, WithdrawRefused, withdraw};
use marketday_model::notice::Subject;
use marketday_model::{NoticeKind, Registration, RegistrationId, RegistrationState};
use marketday_scheduling::cancel_event;
use marketday_store::pools::{self, Pool};
use marketday_store::{notices, registrations};
use marketday_testkit::given::prose;
use marketday_testkit::{World, on_each_database};

fn find(world: &World, id: RegistrationId) -> Registration {
    world
        .store
        .read(|rx| registrations::find(rx, id))
        .unwrap()
        .unwrap()
}

fn leave(world: &World, id: RegistrationId) -> Result<(), WithdrawRefused> {
    withdraw(
        &world.store,
        &world.surroundings,
        find(world, id).person,
        id,
    )
}

fn told(world: &World, id: RegistrationId) -> Vec<(NoticeKind, u32)> {
    let told = world
        .store
        .read(|rx| notices::list(rx, Subject::Registration(id)))
        .unwrap();
    told.iter()
        .map(|notice| (notice.kind, notice.version))
        .collect()
}

#[test]
fn a_delegate_who_withdraws_gives_the_place_back_and_is_told_with_the_next_sequence() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = registered(&world, day.event.id, 1);
        leave(&world, id).unwrap();
        let left = find(&world, id);
        assert_eq!(
            (left.state, left.sequence, left.cancelled_at),
            (
                RegistrationState::Cancelled,
                1,
                Some(world.surroundings.now())
            )
        );
        assert_eq!(
            told(&world, id),
            [
                (NoticeKind::RegistrationConfirmed, 0),
                (NoticeKind::RegistrationWithdrawn, 1)
            ]
        );
        let pool = Pool::Registrations(day.event.id);
        assert_eq!(world.store.read(|rx| pools::used(rx, &pool)).unwrap(), 0);
        // Coming back is a new registration, with a calendar entry of its own.
        assert_ne!(registered(&world, day.event.id, 1), id);
    });
}

#[test]
fn what_a_delegate_needed_is_forgotten_at_once_when_they_withdraw() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let mut request = a_request(day.event.id, 1);
        request.dietary = prose("Vegan");
        let id = send(&world, request).unwrap();
        leave(&world, id).unwrap();
        let needs = world
            .store
            .read(|rx| registrations::find_needs(rx, id))
            .unwrap();
        assert_eq!(needs, None);
    });
}

#[test]
fn withdrawing_twice_does_nothing_more_even_at_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = registered(&world, day.event.id, 1);
        registered(&world, day.event.id, 2);
        let answers = at_once(8, |_| leave(&world, id));
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert!(matches!(
            leave(&world, id),
            Err(WithdrawRefused::AlreadyWithdrawn)
        ));
        assert_eq!(find(&world, id).sequence, 1);
        let pool = Pool::Registrations(day.event.id);
        assert_eq!(world.store.read(|rx| pools::used(rx, &pool)).unwrap(), 1);
        let nothing = world.surroundings.id();
        let person = find(&world, id).person;
        let refused = withdraw(&world.store, &world.surroundings, person, nothing);
        assert!(matches!(refused, Err(WithdrawRefused::NoSuchRegistration)));
    });
}

#[test]
fn no_place_survives_the_cancellation_of_its_event_whoever_comes_or_goes_meanwhile() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let first: Vec<_> = (0..6)
            .map(|n| registered(&world, day.event.id, n))
            .collect();
        at_once(13, |n| match n {
            12 => {
                let (store, surroundings) = (&world.store, &world.surroundings);
                let organiser = day.organiser.id;
                cancel_event(store, surroundings, day.event.id, organiser, prose("Snow")).unwrap();
            }
            0..6 => match leave(&world, first[n]) {
                Ok(()) | Err(WithdrawRefused::AlreadyWithdrawn) => {}
                Err(other) => panic!("no clean answer: {other:?}"),
            },
            _ => match send(&world, a_request(day.event.id, n)) {
                Ok(_) | Err(RegisterRefused::NotOpen(_)) => {}
                Err(other) => panic!("no clean answer: {other:?}"),
            },
        });
        let taken = world
            .store
            .read(|rx| registrations::list_confirmed(rx, day.event.id));
        assert_eq!(taken.unwrap(), []);
        for id in first {
            let versions: Vec<u32> = told(&world, id)
                .iter()
                .map(|(_, version)| *version)
                .collect();
            assert_eq!(
                versions,
                [0, 1],
                "told once that it is over, by whichever came first"
            );
        }
    });
}

#[test]
fn nobody_withdraws_from_an_event_that_is_over() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = registered(&world, day.event.id, 1);
        let over = day.event.time.end();
        world.clock.set(over);
        assert!(matches!(leave(&world, id), Err(WithdrawRefused::Over)));
        assert_eq!(find(&world, id).state, RegistrationState::Confirmed);
        world.clock.set(over - chrono::Duration::microseconds(1));
        leave(&world, id).unwrap();
    });
}
