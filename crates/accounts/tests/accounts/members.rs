//! Members: their roles, leaving, and the owner who must remain.

use marketday_accounts::{MembershipRefused, change_membership, end_membership};
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

/// Both owners leave at once, by `leave`.
fn both_leave<E: Send>(
    ties: [&Membership; 2],
    leave: impl Fn(&Membership) -> Result<(), E> + Sync,
) -> usize {
    thread::scope(|scope| {
        let threads = ties.map(|tie| scope.spawn(|| leave(tie)));
        let left = threads.map(|thread| thread.join().unwrap().is_ok());
        left.into_iter().filter(|left| *left).count()
    })
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
