//! Nobody waits for a lock for ever: whoever waits too long is told that the database is busy, and nothing was done.

use crate::given::knows;
use crate::writes::insert;
use marketday_model::EventId;
use marketday_store::pools::{self, Pool};
use marketday_store::{PoolSize, Store, StoreError, Tx};
use marketday_testkit::{Database, World, on_each_database};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The same database for somebody with little patience.
fn impatient(database: &Database) -> Store {
    let size = PoolSize {
        lock_wait: Duration::from_millis(200),
        ..PoolSize::of(12)
    };
    Store::open(database.store.url(), size).expect("the database opens")
}

/// Does `meanwhile` while somebody else's transaction keeps the row of `pool`, on SQLite the whole database.
fn while_locked<T>(database: &Database, pool: &Pool, meanwhile: impl FnOnce() -> T) -> T {
    let (locked, is_locked) = mpsc::sync_channel(1);
    let (release, released) = mpsc::channel::<()>();
    let (pool, released) = (pool.clone(), std::sync::Mutex::new(released));
    let store = database.store.clone();
    let other = thread::spawn(move || {
        store.write(move |tx| {
            pools::lock(tx, &pool)?;
            locked.send(()).expect("the test waits for it");
            let until = released.lock().expect("it runs once").recv();
            until.expect("the test says when");
            Ok::<_, StoreError>(())
        })
    });
    is_locked.recv().expect("it is locked");
    let done = meanwhile();
    release.send(()).expect("it waits");
    other.join().expect("it ends").expect("it writes");
    done
}

fn locks_and_inserts(
    tx: &mut Tx<'_>,
    pool: &Pool,
    world: &World,
    n: usize,
) -> Result<(), StoreError> {
    insert(
        tx,
        world.surroundings.id(),
        &format!("late{n}@locks.example"),
    )?;
    pools::lock(tx, pool)
}

#[test]
fn a_write_that_waits_too_long_for_a_lock_is_told_that_the_database_is_busy_and_leaves_nothing() {
    on_each_database(|database| {
        let world = std::sync::Arc::new(World::on(database));
        let event: EventId = world.published_day(1).event.id;
        let (store, pool) = (impatient(database), Pool::Registrations(event));
        let write = |n: usize| {
            let (world, pool) = (world.clone(), pool.clone());
            store.write(move |tx| locks_and_inserts(tx, &pool, &world, n))
        };
        let refused = while_locked(database, &pool, || {
            let refused = write(0);
            assert!(!knows(&store, "late0@locks.example"), "others read on");
            refused
        });
        assert!(matches!(refused, Err(StoreError::Busy(_))), "{refused:?}");
        assert!(!knows(&store, "late0@locks.example"), "not even afterwards");
        write(0).unwrap();
        assert!(knows(&store, "late0@locks.example"));
    });
}

#[test]
fn many_who_wait_for_one_lock_give_up_together_and_not_one_after_the_other() {
    on_each_database(|database| {
        let world = std::sync::Arc::new(World::on(database));
        let event: EventId = world.published_day(1).event.id;
        let (store, pool) = (impatient(database), Pool::Registrations(event));
        let (refused, took) = while_locked(database, &pool, || {
            let began = Instant::now();
            let refused: Vec<_> = thread::scope(|scope| {
                let threads: Vec<_> = (0..32)
                    .map(|n| {
                        let (world, pool, store) = (world.clone(), pool.clone(), &store);
                        scope.spawn(move || {
                            store.write(move |tx| locks_and_inserts(tx, &pool, &world, n))
                        })
                    })
                    .collect();
                let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
                ended.map(|end| end.expect("an answer")).collect()
            });
            (refused, began.elapsed())
        });
        for answer in &refused {
            assert!(matches!(answer, Err(StoreError::Busy(_))), "{answer:?}");
        }
        // In turn it would be 32 times the patience: 6.4 seconds.
        assert!(took < Duration::from_secs(4), "{took:?}");
        let knows_none = (0..32).all(|n| !knows(&store, &format!("late{n}@locks.example")));
        assert!(knows_none, "nothing was done behind anybody's back");
    });
}
