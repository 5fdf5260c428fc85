//! Accounts at providers, and returns from them: who is first when many come at once.

use marketday_model::{PersonId, ProviderAttempt, ProviderIdentity};
use marketday_store::{Store, StoreError, providers};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;

/// Runs `job` on so many threads at once, and returns how many of them said yes.
fn yes_of(threads: usize, job: impl Fn(usize) -> bool + Sync) -> usize {
    let barrier = Barrier::new(threads);
    std::thread::scope(|scope| {
        let (job, barrier) = (&job, &barrier);
        let running: Vec<_> = (0..threads)
            .map(|number| {
                scope.spawn(move || {
                    barrier.wait();
                    job(number)
                })
            })
            .collect();
        let said = running
            .into_iter()
            .map(|thread| thread.join().expect("it ends"));
        said.filter(|said| *said).count()
    })
}

fn identity(world: &World, person: PersonId, subject: &str) -> ProviderIdentity {
    let now = world.surroundings.now();
    ProviderIdentity {
        id: world.surroundings.id(),
        provider: "darlington".parse().expect("a name"),
        issuer: "https://sso.darlington.example".into(),
        subject: subject.into(),
        person,
        linked_at: now,
        last_used_at: now,
    }
}

fn link(store: &Store, identity: ProviderIdentity) -> bool {
    store
        .write(move |tx| providers::insert_if_free(tx, &identity))
        .expect("the database answers")
}

#[test]
fn of_many_accounts_that_claim_one_person_at_once_one_is_linked() {
    on_each_database(|database| {
        let world = World::on(database);
        let rhys = world.person("rhys@darlington.example").id;
        let linked = || {
            yes_of(8, |number| {
                let identity = identity(&world, rhys, &format!("subject-{number}"));
                link(&world.store, identity)
            })
        };
        assert_eq!(linked(), 1);
        // Without the index this test finds the others.
        let guard = "DROP INDEX provider_identities_one_subject_a_person";
        let empty = "DELETE FROM provider_identities";
        world
            .store
            .run_script(&[guard, empty])
            .expect("no guard any more");
        assert_eq!(linked(), 8);
    });
}

#[test]
fn of_many_people_that_one_account_is_linked_to_at_once_one_gets_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let people: Vec<PersonId> = (0..8)
            .map(|number| {
                world
                    .person(&format!("officer-{number}@darlington.example"))
                    .id
            })
            .collect();
        let linked = || {
            yes_of(8, |number| {
                link(
                    &world.store,
                    identity(&world, people[number], "one-account"),
                )
            })
        };
        assert_eq!(linked(), 1);
        let guard = "DROP INDEX provider_identities_one_person_a_subject";
        let empty = "DELETE FROM provider_identities";
        world
            .store
            .run_script(&[guard, empty])
            .expect("no guard any more");
        assert_eq!(linked(), 8);
    });
}

fn attempt(world: &World) -> ProviderAttempt {
    let now = world.surroundings.now();
    let attempt = ProviderAttempt {
        id: world.surroundings.id(),
        provider: "darlington".parse().expect("a name"),
        browser: "browser".into(),
        next: "/my".into(),
        expires_at: now,
    };
    let stored = attempt.clone();
    world
        .store
        .write(move |tx| providers::insert_attempt(tx, &stored))
        .expect("the database answers");
    attempt
}

#[test]
fn of_many_returns_at_once_one_is_used() {
    on_each_database(|database| {
        let world = World::on(database);
        let id = attempt(&world).id;
        let use_up = |_| {
            let used = world
                .store
                .write(move |tx| providers::use_up_attempt(tx, id));
            used.expect("the database answers")
        };
        assert_eq!(yes_of(8, use_up), 1);
        // Whoever looks first and then deletes lets all of them through.
        let id = attempt(&world).id;
        let seen = Barrier::new(8);
        let look_then_delete = |_| {
            let store = &world.store;
            let found = store.read(|rx| providers::find_attempt(rx, id));
            let found = found.expect("the database answers").is_some();
            seen.wait();
            store
                .write(move |tx| {
                    providers::use_up_attempt(tx, id)?;
                    Ok::<_, StoreError>(())
                })
                .expect("the database answers");
            found
        };
        assert_eq!(yes_of(8, look_then_delete), 8);
    });
}

#[test]
fn attempts_that_ran_out_are_forgotten() {
    on_each_database(|database| {
        let world = World::on(database);
        let attempt = attempt(&world);
        let forget = |before| {
            let forgotten = world
                .store
                .write(move |tx| providers::delete_expired_attempts(tx, before));
            forgotten.expect("the database answers")
        };
        let just_before = attempt.expires_at - chrono::Duration::microseconds(1);
        assert_eq!((forget(just_before), forget(attempt.expires_at)), (0, 1));
    });
}
