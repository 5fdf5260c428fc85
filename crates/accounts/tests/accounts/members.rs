//! Members: their roles, leaving, and the owner who must remain.

use marketday_accounts::{
    MembershipRefused, change_membership, end_membership, erase, foresee_erasure,
};
use marketday_model::{
    Membership, MembershipState, Organisation, OrganisationId, Person, PersonId, Role,
};
use marketday_store::{StoreError, memberships};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

/// A body with two owners.
fn two_owners(world: &World) -> (Organisation, Membership, Membership) {
    let (ann, body) = world.organiser("ann@north.example");
    let ben = world.person("ben@north.example");
    join(world, &ben, body.id, Role::Owner);
    let tie = |person: PersonId| {
        let ties = world
            .store
            .read(|rx| memberships::list_of_person(rx, person));
        ties.unwrap().remove(0)
    };
    (body, tie(ann.id), tie(ben.id))
}

fn join(world: &World, person: &Person, organisation: OrganisationId, role: Role) {
    let tie = Membership {
        id: world.surroundings.id(),
        person: person.id,
        organisation,
        role,
        state: MembershipState::Active,
        since: world.surroundings.now(),
    };
    world
        .store
        .write(move |tx| memberships::insert(tx, &tie))
        .unwrap();
}

fn owners(world: &World, body: OrganisationId) -> usize {
    let ties = world
        .store
        .read(|rx| memberships::list_of_organisation(rx, body))
        .unwrap();
    ties.iter().filter(|tie| tie.role == Role::Owner).count()
}

#[test]
fn the_only_owner_neither_leaves_nor_becomes_less() {
    on_each_database(|database| {
        let world = World::on(database);
        let (body, ann, ben) = two_owners(&world);
        let (store, surroundings) = (&world.store, &world.surroundings);
        end_membership(store, surroundings, ben.person, ben.id).unwrap();
        let leave = || end_membership(store, surroundings, ann.person, ann.id);
        assert!(matches!(leave(), Err(MembershipRefused::LastOwner)));
        let less = change_membership(store, surroundings, ann.person, ann.id, Role::Member);
        assert!(matches!(less, Err(MembershipRefused::LastOwner)));
        assert_eq!(owners(&world, body.id), 1);

        let ben = world.person("ben@north.example");
        join(&world, &ben, body.id, Role::Assistant);
        assert!(matches!(leave(), Err(MembershipRefused::LastOwner)));
        let gone = end_membership(store, surroundings, ann.person, surroundings.id());
        assert!(matches!(gone, Err(MembershipRefused::NoSuchMembership)));
    });
}

/// Both owners leave at once, each in their way.
fn both_go<E: Send, F: Send>(
    one: impl FnOnce() -> Result<(), E> + Send,
    other: impl FnOnce() -> Result<(), F> + Send,
) -> usize {
    thread::scope(|scope| {
        let (one, other) = (scope.spawn(one), scope.spawn(other));
        let gone = [one.join().unwrap().is_ok(), other.join().unwrap().is_ok()];
        gone.into_iter().filter(|gone| *gone).count()
    })
}

/// The same, by one way for both.
fn both_leave<E: Send>(
    [one, other]: [&Membership; 2],
    leave: impl Fn(&Membership) -> Result<(), E> + Sync,
) -> usize {
    both_go(|| leave(one), || leave(other))
}

#[test]
fn of_two_owners_who_leave_at_once_one_stays() {
    on_each_database(|database| {
        for _ in 0..10 {
            let world = World::on(database);
            let (body, ann, ben) = two_owners(&world);
            let left = both_leave([&ann, &ben], |tie| {
                end_membership(&world.store, &world.surroundings, tie.person, tie.id)
            });
            assert_eq!((left, owners(&world, body.id)), (1, 1));
            // The next round has a body of its own.
            let rest = world
                .store
                .read(|rx| memberships::list_of_organisation(rx, body.id));
            let rest = rest.unwrap().remove(0);
            world
                .store
                .write(move |tx| memberships::delete(tx, rest.id))
                .unwrap();
        }
    });
}

#[test]
fn without_the_lock_and_with_a_look_before_the_write_the_same_race_leaves_nobody() {
    on_each_database(|database| {
        let world = World::on(database);
        let (body, ann, ben) = two_owners(&world);
        let look = Barrier::new(2);
        let left = both_leave([&ann, &ben], |tie| {
            let others = world
                .store
                .read(|rx| memberships::count_other_owners(rx, tie))?;
            look.wait();
            assert_eq!(others, 1, "each sees the other");
            let id = tie.id;
            world.store.write(move |tx| memberships::delete(tx, id))?;
            Ok::<_, StoreError>(())
        });
        assert_eq!((left, owners(&world, body.id)), (2, 0));
    });
}

/// The same body with somebody who helps, and would be left alone.
fn two_owners_and_a_helper(world: &World) -> (Organisation, Membership, Membership) {
    let (body, ann, ben) = two_owners(world);
    join(
        world,
        &world.person("cy@north.example"),
        body.id,
        Role::Assistant,
    );
    (body, ann, ben)
}

#[test]
fn of_two_owners_one_of_whom_leaves_while_the_other_is_erased_one_stays() {
    on_each_database(|database| {
        for looks in 0..30 {
            let world = World::on(database);
            let (body, ann, ben) = two_owners_and_a_helper(&world);
            let (store, surroundings) = (&world.store, &world.surroundings);
            let gone = both_go(
                || {
                    // She comes a little later each time, so that some time it is in the midst of his erasure.
                    for _ in 0..looks {
                        store.read(|rx| memberships::count_other_owners(rx, &ann))?;
                    }
                    end_membership(store, surroundings, ann.person, ann.id)
                },
                || erase(store, surroundings, ben.person),
            );
            assert_eq!((gone, owners(&world, body.id)), (1, 1));
            // The next round has owners of its own.
            for tie in world
                .store
                .read(|rx| memberships::list_of_organisation(rx, body.id))
                .unwrap()
            {
                world
                    .store
                    .write(move |tx| memberships::delete(tx, tie.id))
                    .unwrap();
            }
        }
    });
}

#[test]
fn with_a_look_before_both_go_the_same_race_leaves_nobody() {
    on_each_database(|database| {
        let world = World::on(database);
        let (body, ann, ben) = two_owners_and_a_helper(&world);
        let look = Barrier::new(2);
        let gone = both_go(
            || {
                let others = world
                    .store
                    .read(|rx| memberships::count_other_owners(rx, &ann))?;
                look.wait();
                assert_eq!(others, 1, "she sees the other");
                world
                    .store
                    .write(move |tx| memberships::delete(tx, ann.id))?;
                Ok::<_, StoreError>(())
            },
            || {
                let now = world.surroundings.now();
                let foreseen = world
                    .store
                    .read(|rx| foresee_erasure(rx, ben.person, now))?;
                look.wait();
                assert!(foreseen.to_hand_over.is_empty(), "he sees the other");
                world
                    .store
                    .write(move |tx| memberships::delete(tx, ben.id))?;
                Ok::<_, StoreError>(())
            },
        );
        assert_eq!((gone, owners(&world, body.id)), (2, 0));
    });
}
