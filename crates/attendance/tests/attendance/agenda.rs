//! Agendas, while several change them at once; and the same without what guards them.

use crate::given::{at_once, registered};
use marketday_attendance::{AgendaRefused, add_to_agenda};
use marketday_model::{AgendaItem, PersonId, SessionId};
use marketday_scheduling::{release, remove_session};
use marketday_store::{StoreError, agenda, registrations, releases};
use marketday_testkit::given::prose;
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

/// How many do it at once.
const MANY: usize = 8;

fn delegate(world: &World, day: &Day, n: usize) -> PersonId {
    let id = registered(world, day.event.id, n);
    let found = world.store.read(|rx| registrations::find(rx, id));
    found.unwrap().unwrap().person
}

fn chooses(world: &World, day: &Day, person: PersonId) -> Result<(), AgendaRefused> {
    let what = (day.event.id, day.session.id);
    add_to_agenda(&world.store, &world.surroundings, person, what)
}

/// Takes the day's one session out of its programme.
fn leaves_the_programme(world: &World, day: &Day) {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let (event, organiser) = (day.event.id, day.organiser.id);
    remove_session(store, surroundings, (event, day.session.id), organiser).unwrap();
    release(store, surroundings, event, organiser, (prose(""), None)).unwrap();
}

fn agenda_of(world: &World, day: &Day, person: PersonId) -> Vec<SessionId> {
    let items = world
        .store
        .read(|rx| agenda::list(rx, day.event.id, person))
        .unwrap();
    items.into_iter().map(|item| item.session).collect()
}

#[test]
fn what_is_pressed_many_times_at_once_is_in_the_agenda_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let bo = delegate(&world, &day, 1);
        for answer in at_once(MANY, |_| chooses(&world, &day, bo)) {
            answer.unwrap();
        }
        assert_eq!(agenda_of(&world, &day, bo), [day.session.id]);
    });
}

#[test]
fn without_the_unique_index_it_is_in_it_as_often_as_it_was_pressed() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let bo = delegate(&world, &day, 1);
        world
            .store
            .run_script(&["DROP INDEX agenda_items_one"])
            .unwrap();
        for answer in at_once(MANY, |_| chooses(&world, &day, bo)) {
            answer.unwrap();
        }
        assert_eq!(agenda_of(&world, &day, bo).len(), MANY);
    });
}

#[test]
fn nobody_keeps_a_session_that_leaves_the_programme_while_they_choose_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let people: Vec<PersonId> = (0..MANY).map(|n| delegate(&world, &day, n)).collect();
        at_once(MANY + 1, |n| match people.get(n) {
            Some(person) => match chooses(&world, &day, *person) {
                Ok(()) | Err(AgendaRefused::NoSuchSession) => {}
                Err(other) => panic!("no clean answer: {other:?}"),
            },
            None => leaves_the_programme(&world, &day),
        });
        for person in people {
            assert_eq!(agenda_of(&world, &day, person), []);
        }
    });
}

/// Chooses as the product does not: it looks at the programme before its write transaction begins.
fn chooses_after_a_look(
    world: &World,
    day: &Day,
    person: PersonId,
    meanwhile: impl FnOnce(),
) -> Result<(), StoreError> {
    let session = day.session.id;
    let found = world
        .store
        .read(|rx| releases::find_sessions_ever(rx, &[session]))?;
    assert!(found.iter().all(|item| item.removed_at.is_none()));
    meanwhile();
    let now = world.surroundings.now();
    let item = AgendaItem {
        id: world.surroundings.id(),
        person,
        event: day.event.id,
        session,
        sequence: 0,
        added_at: now,
        changed_at: now,
        removed_at: None,
    };
    world.store.write(move |tx| agenda::insert(tx, &item))?;
    Ok(())
}

#[test]
fn with_a_look_before_the_write_everybody_would_keep_it() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let people: Vec<PersonId> = (0..MANY).map(|n| delegate(&world, &day, n)).collect();
        let (looked, released) = (Barrier::new(MANY + 1), Barrier::new(MANY + 1));
        at_once(MANY + 1, |n| {
            if let Some(person) = people.get(n) {
                let meanwhile = || {
                    looked.wait();
                    released.wait();
                };
                chooses_after_a_look(&world, &day, *person, meanwhile).unwrap();
            } else {
                looked.wait();
                leaves_the_programme(&world, &day);
                released.wait();
            }
        });
        for person in people {
            assert_eq!(agenda_of(&world, &day, person), [day.session.id]);
        }
    });
}
