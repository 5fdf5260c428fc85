//! Writing: all of it or nothing of it.

use crate::given::knows;
use marketday_model::{EmailAddress, PersonId};
use marketday_store::{Store, StoreError, Tx, memberships, people};
use marketday_testkit::{World, on_each_database};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a test's own job failed.
#[derive(Debug, thiserror::Error)]
enum JobFailed {
    #[error("the job changed its mind")]
    ChangedItsMind,
    #[error("the database failed")]
    Store(#[from] StoreError),
}

/// A job that stores a person with this address.
pub(crate) fn insert(tx: &mut Tx<'_>, id: PersonId, email: &str) -> Result<(), StoreError> {
    let email: EmailAddress = email.parse().expect("an address");
    let now = marketday_testkit::given::now();
    people::find_or_insert(tx, id, &email, "Somebody", None, now).map(drop)
}

fn write_two(store: &Store, world: &World, then: Result<(), ()>) -> Result<(), JobFailed> {
    let (first, second) = (world.surroundings.id(), world.surroundings.id());
    store.write(move |tx| {
        insert(tx, first, "first@writes.example")?;
        insert(tx, second, "second@writes.example")?;
        then.map_err(|()| JobFailed::ChangedItsMind)
    })
}

#[test]
fn a_write_that_fails_at_its_end_leaves_nothing_behind() {
    on_each_database(|database| {
        let world = World::on(database);
        let failed = write_two(&world.store, &world, Err(())).unwrap_err();
        assert!(matches!(failed, JobFailed::ChangedItsMind));
        assert!(!knows(&world.store, "first@writes.example"));
        assert!(!knows(&world.store, "second@writes.example"));
    });
}

#[test]
fn a_write_that_succeeds_is_there_for_every_reader_when_it_returns() {
    on_each_database(|database| {
        let world = World::on(database);
        write_two(&world.store, &world, Ok(())).unwrap();
        assert!(knows(&world.store, "first@writes.example"));
        assert!(knows(&world.store, "second@writes.example"));
    });
}

#[test]
fn a_write_that_panics_leaves_nothing_behind_and_does_not_stop_the_next() {
    on_each_database(|database| {
        let world = World::on(database);
        let id = world.surroundings.id();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            world.store.write(move |tx| {
                insert(tx, id, "panicked@writes.example")?;
                assert!(!tx_is_open(), "this panic is part of the test");
                Ok::<_, StoreError>(())
            })
        }));
        assert!(!matches!(outcome, Ok(Ok(()))));
        assert!(!knows(&world.store, "panicked@writes.example"));
        write_two(&world.store, &world, Ok(())).unwrap();
        assert!(knows(&world.store, "second@writes.example"));
    });
}

/// Hides from the compiler that the panic always comes.
fn tx_is_open() -> bool {
    std::hint::black_box(true)
}

#[test]
fn a_row_that_a_unique_index_refuses_spoils_nothing_else_of_the_write() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let stage = day.stage.clone();
        let id = world.surroundings.id();
        let was_free = world
            .store
            .write(move |tx| {
                let same_name = marketday_model::Stage {
                    id: "01999999-0000-7000-8000-000000000001"
                        .parse()
                        .expect("an id"),
                    ..stage.clone()
                };
                let was_free = marketday_store::programme::insert_stage(tx, &same_name)?;
                insert(tx, id, "after@writes.example")?;
                Ok::<_, StoreError>(was_free)
            })
            .unwrap();
        assert!(!was_free);
        assert!(knows(&world.store, "after@writes.example"));
    });
}

#[test]
fn what_is_not_written_through_a_foreign_key_is_refused() {
    on_each_database(|database| {
        let world = World::on(database);
        let (nobody, nowhere) = (world.surroundings.id(), world.surroundings.id());
        let id = world.surroundings.id();
        let now = world.surroundings.now();
        let refused = world.store.write(move |tx| {
            let membership = marketday_model::Membership {
                id,
                person: nobody,
                organisation: nowhere,
                role: marketday_model::Role::Owner,
                state: marketday_model::MembershipState::Active,
                since: now,
            };
            memberships::insert(tx, &membership)
        });
        assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
    });
}
