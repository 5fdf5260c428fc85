//! Places are never given out beyond the capacity; and the negative control of the test that says so.

use crate::given::{a_request, at_once, registered, send, with};
use marketday_attendance::{RegisterRefused, withdraw};
use marketday_model::{EventId, Registration, RegistrationState};
use marketday_store::pools::{self, Pool};
use marketday_store::{StoreError, people, registrations};
use marketday_testkit::{Day, World, on_each_database};
use std::sync::Barrier;

fn a_day_for(world: &World, capacity: u32) -> Day {
    let mut day = world.published_day(1);
    day.event.capacity = capacity;
    with(world, &day.event, |_| {});
    day
}

fn taken(world: &World, event: EventId) -> usize {
    let taken = world
        .store
        .read(|rx| registrations::list_confirmed(rx, event));
    taken.unwrap().len()
}

/// Lets 32 delegates want a place at the same moment; how many places are taken then, and how many were told that
/// there is none.
fn rush(
    world: &World,
    day: &Day,
    register: impl Fn(usize) -> Result<(), RegisterRefused> + Sync,
) -> (usize, usize) {
    let answers = at_once(32, register);
    let full = |answer: &&Result<(), _>| matches!(answer, Err(RegisterRefused::Full));
    let full = answers.iter().filter(full).count();
    let had = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(
        (had + full, had),
        (32, taken(world, day.event.id)),
        "clean answers only"
    );
    (had, full)
}

#[test]
fn of_thirty_two_delegates_at_once_five_have_the_five_places_and_the_rest_are_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day_for(&world, 5);
        let register = |n| send(&world, a_request(day.event.id, n)).map(drop);
        assert_eq!(rush(&world, &day, register), (5, 27));
        let pool = Pool::Registrations(day.event.id);
        assert_eq!(world.store.read(|rx| pools::used(rx, &pool)).unwrap(), 5);
    });
}

/// Registers as the product does not: it counts before its write transaction begins, and `look` lets all count before
/// the first of them writes.
fn register_after_a_look(
    world: &World,
    day: &Day,
    n: usize,
    look: &Barrier,
) -> Result<(), RegisterRefused> {
    let is_full = taken(world, day.event.id) >= day.event.capacity as usize;
    look.wait();
    if is_full {
        return Err(RegisterRefused::Full);
    }
    let (person, id, now) = (
        world.surroundings.id(),
        world.surroundings.id(),
        world.surroundings.now(),
    );
    let request = a_request(day.event.id, n);
    let stored = world.store.write(move |tx| {
        let name = request.name.as_str();
        let person = people::find_or_insert(tx, person, &request.email, name, None, now)?;
        let registration = Registration {
            id,
            event: request.event,
            person: person.id,
            state: RegistrationState::Confirmed,
            name: name.into(),
            organisation: request.organisation.to_string(),
            authority: None,
            role: request.role.to_string(),
            themes: request.themes.clone(),
            listed: request.listed,
            sequence: 0,
            confirmed_at: now,
            changed_at: now,
            cancelled_at: None,
        };
        registrations::insert(
            tx,
            &registration,
            &marketday_model::registration::Needs::default(),
        )
    });
    assert!(stored.map_err(RegisterRefused::from)?);
    Ok(())
}

#[test]
fn without_the_count_and_with_a_look_before_the_write_the_same_rush_overfills_the_event() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day_for(&world, 5);
        let look = Barrier::new(32);
        let register = |n| register_after_a_look(&world, &day, n, &look);
        assert_eq!(rush(&world, &day, register), (32, 0));
    });
}

#[test]
fn a_withdrawn_place_is_the_next_delegates() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day_for(&world, 1);
        let first = registered(&world, day.event.id, 1);
        assert!(matches!(
            send(&world, a_request(day.event.id, 2)),
            Err(RegisterRefused::Full)
        ));
        let find = |id| world.store.read(|rx| registrations::find(rx, id)).unwrap();
        let person = find(first).unwrap().person;
        withdraw(&world.store, &world.surroundings, person, first).unwrap();
        registered(&world, day.event.id, 2);
        assert_eq!(taken(&world, day.event.id), 1);
    });
}

#[test]
fn places_withdrawn_and_taken_at_once_never_exceed_the_capacity() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day_for(&world, 8);
        let first: Vec<_> = (0..8)
            .map(|n| {
                let id = registered(&world, day.event.id, n);
                let found = world.store.read(|rx| registrations::find(rx, id)).unwrap();
                found.unwrap()
            })
            .collect();
        let answers = at_once(24, |n| match first.get(n) {
            Some(mine) => {
                withdraw(&world.store, &world.surroundings, mine.person, mine.id).unwrap();
                0
            }
            None => usize::from(send(&world, a_request(day.event.id, n)).is_ok()),
        });
        let had: usize = answers.iter().sum();
        let pool = Pool::Registrations(day.event.id);
        let used = world
            .store
            .read(|rx| Ok::<_, StoreError>(pools::used(rx, &pool)? as usize));
        assert!(had <= 8, "{had}");
        assert_eq!((taken(&world, day.event.id), used.unwrap()), (had, had));
    });
}
