//! Many writes at once: each is its own, and two in each other's way both succeed.

use crate::given::knows;
use crate::writes::insert;
use marketday_model::PersonId;
use marketday_store::pools::{self, Pool};
use marketday_store::{Store, StoreError};
use marketday_testkit::{Database, World, on_each_database, on_each_unguarded_database};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

#[test]
fn one_failing_write_among_many_at_once_takes_no_other_with_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let start = Barrier::new(32);
        let outcomes: Vec<bool> = thread::scope(|scope| {
            let threads: Vec<_> = (0..32)
                .map(|n| {
                    let (world, start) = (&world, &start);
                    scope.spawn(move || {
                        let id: PersonId = world.surroundings.id();
                        start.wait();
                        let written = world.store.write(move |tx| {
                            insert(tx, id, &format!("person{n}@at-once.example"))?;
                            if n == 7 {
                                return Err(StoreError::Stale("the seventh"));
                            }
                            Ok(())
                        });
                        written.is_ok()
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let expected: Vec<bool> = (0..32).map(|n| n != 7).collect();
        let found: Vec<bool> = (0..32)
            .map(|n| knows(&world.store, &format!("person{n}@at-once.example")))
            .collect();
        assert_eq!((outcomes, found), (expected.clone(), expected));
    });
}

/// Takes one of each of two pools, waiting in between until `together` lets go; only on the first run, since the
/// second is what is tested.
fn take_both(
    store: &Store,
    order: [Pool; 2],
    together: Option<Arc<Barrier>>,
) -> Result<(), StoreError> {
    let is_first_run = AtomicBool::new(true);
    store.write(move |tx| {
        let [first, second] = &order;
        assert!(pools::take(tx, first, 10)?);
        if let Some(together) = &together
            && is_first_run.swap(false, Ordering::SeqCst)
        {
            together.wait();
        }
        assert!(pools::take(tx, second, 10)?);
        Ok(())
    })
}

#[test]
fn two_writes_that_want_the_same_two_rows_in_opposite_order_both_succeed() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let event = world.published_day(1).event.id;
        let (a, b) = (
            Pool::Company(event, "name:a".into()),
            Pool::Company(event, "name:b".into()),
        );
        take_both(&world.store, [a.clone(), b.clone()], None).unwrap();
        // On SQLite one writer runs one write after the other: waiting inside one for the other would be for ever.
        let together = database.is_postgres().then(|| Arc::new(Barrier::new(2)));
        thread::scope(|scope| {
            let forth =
                scope.spawn(|| take_both(&world.store, [a.clone(), b.clone()], together.clone()));
            let back =
                scope.spawn(|| take_both(&world.store, [b.clone(), a.clone()], together.clone()));
            forth.join().unwrap().unwrap();
            back.join().unwrap().unwrap();
        });
        let used = world
            .store
            .read(|rx| Ok::<_, StoreError>((pools::used(rx, &a)?, pools::used(rx, &b)?)))
            .unwrap();
        assert_eq!(used, (3, 3));
    });
}

#[test]
fn a_counted_place_is_never_given_out_twice_and_never_given_back_twice() {
    on_each_database(|database: &Database| {
        let world = World::on(database);
        let pool = Pool::Registrations(world.published_day(1).event.id);
        let take = |most| {
            let pool = pool.clone();
            world
                .store
                .write(move |tx| pools::take(tx, &pool, most))
                .unwrap()
        };
        assert_eq!(
            [take(2), take(2), take(2), take(3)],
            [true, true, false, true]
        );
        let give_back = || {
            let pool = pool.clone();
            world.store.write(move |tx| pools::give_back(tx, &pool))
        };
        for _ in 0..3 {
            give_back().unwrap();
        }
        assert!(matches!(
            give_back(),
            Err(StoreError::Stale("a count of places"))
        ));
    });
}
