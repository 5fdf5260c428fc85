//! Being asked to join a team or an organisation, and accepting.

use crate::given::{ANN, address, ask, token, type_right};
use chrono::Duration;
use marketday_accounts::{
    AcceptRefused, NominateRefused, SignedIn, accept_nomination, change_seat, end, find_signed_in,
    nominate, remove_seat, withdraw_nomination,
};
use marketday_model::notice::Subject;
use marketday_model::permission::{may_edit_event, may_view_plan};
use marketday_model::{
    Nominated, NoticeKind, Role, Seat, SeatScope, SignInLimits, TeamRole, policy,
};
use marketday_store::{Rx, nominations, notices, teams};
use marketday_testkit::{Day, World, on_each_database};
use std::thread;

fn ann(world: &World) -> (SignedIn, String) {
    let token = token(type_right(world, &ask(world)));
    let signed_in = find_signed_in(
        &world.store,
        &world.surroundings,
        &SignInLimits::default(),
        &token,
    );
    (signed_in.unwrap().expect("Ann is signed in"), token)
}

fn editor(day: &Day) -> Nominated {
    Nominated::Seat(SeatScope::Event(day.event.id), TeamRole::Editor)
}

#[test]
fn whoever_is_asked_and_accepts_has_the_role_from_then_on_and_a_new_token() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let by = day.organiser.id;
        let asked = nominate(store, surroundings, by, &address(ANN), editor(&day)).unwrap();
        let told = store.read(|rx| notices::list(rx, Subject::Nomination(asked.id)));
        let kinds: Vec<_> = told.unwrap().iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::Nominated]);

        let (ann, old) = ann(&world);
        assert!(!may_view_plan(&ann.actor, &day.event));
        let accept =
            || accept_nomination(store, surroundings, ann.person.id, ann.sign_in, asked.id);
        let (_, new) = accept().unwrap();
        let see = |token: &str| {
            find_signed_in(store, surroundings, &SignInLimits::default(), token).unwrap()
        };
        assert!(see(&old).is_none(), "the old token opens nothing any more");
        let now = see(&new).expect("the new one does");
        assert_ne!(now.sign_in, ann.sign_in, "it is another sign-in");
        assert_eq!(
            now.since, ann.since,
            "which ends when the old one would have"
        );
        assert!(may_edit_event(&now.actor, &day.event) && now.is_organiser());
        assert!(matches!(accept(), Err(AcceptRefused::Over)));
        let again = nominate(store, surroundings, by, &address(ANN), editor(&day));
        assert!(matches!(again, Err(NominateRefused::AlreadyThere)));
    });
}

#[test]
fn whoever_was_signed_out_meanwhile_has_accepted_nothing() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let by = day.organiser.id;
        let asked = nominate(store, surroundings, by, &address(ANN), editor(&day)).unwrap();
        let (before, _) = ann(&world);
        end(store, surroundings, before.sign_in).unwrap();
        let accept = |who: &SignedIn| {
            accept_nomination(store, surroundings, who.person.id, who.sign_in, asked.id)
        };
        assert!(matches!(accept(&before), Err(AcceptRefused::SignedOut)));
        world.clock.advance(Duration::minutes(1));
        let (again, _) = ann(&world);
        assert!(!may_view_plan(&again.actor, &day.event));
        assert!(accept(&again).is_ok(), "it still stands");
    });
}

#[test]
fn nobody_accepts_what_was_asked_of_another_or_withdrawn_or_ran_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let by = day.organiser.id;
        let asks =
            |email| nominate(store, surroundings, by, &address(email), editor(&day)).unwrap();
        let (ann, _) = ann(&world);
        let accept =
            |id| accept_nomination(store, surroundings, ann.person.id, ann.sign_in, id).map(|_| ());

        let bens = asks("ben@b.example");
        assert!(matches!(
            accept(bens.id),
            Err(AcceptRefused::NoSuchNomination)
        ));

        let first = asks(ANN);
        let second = asks(ANN);
        assert!(matches!(accept(first.id), Err(AcceptRefused::Over)));
        assert!(withdraw_nomination(store, surroundings, by, &second).unwrap());
        assert!(matches!(accept(second.id), Err(AcceptRefused::Over)));

        let third = asks(ANN);
        world
            .clock
            .advance(policy::NOMINATION - Duration::microseconds(1));
        assert!(third.is_open(surroundings.now()));
        world.clock.advance(Duration::microseconds(1));
        assert!(matches!(accept(third.id), Err(AcceptRefused::Over)));
    });
}

#[test]
fn a_claimed_tie_is_in_force_once_a_nomination_to_the_same_company_is_accepted() {
    on_each_database(|database| {
        let world = World::on(database);
        let (owner, body) = world.organiser("owner@north.example");
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (ann, _) = ann(&world);
        let place = Nominated::Membership(body.id, Role::Assistant);
        let asked = nominate(store, surroundings, owner.id, &address(ANN), place).unwrap();
        accept_nomination(store, surroundings, ann.person.id, ann.sign_in, asked.id).unwrap();
        let ties = store.read(|rx| marketday_store::memberships::list_of_person(rx, ann.person.id));
        let ties: Vec<_> = ties
            .unwrap()
            .iter()
            .map(|tie| (tie.organisation, tie.role, tie.is_active()))
            .collect();
        assert_eq!(ties, [(body.id, Role::Assistant, true)]);
    });
}

#[test]
fn one_person_asks_only_so_many_in_a_day() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let ask = |n: i64| {
            let email = address(&format!("p{n}@b.example"));
            nominate(store, surroundings, day.organiser.id, &email, editor(&day))
        };
        for n in 0..policy::NOMINATIONS_PER_DAY {
            ask(n).unwrap();
        }
        assert!(matches!(ask(1000), Err(NominateRefused::TooMany)));
        world.clock.advance(Duration::days(1));
        assert!(ask(1000).is_ok());
    });
}

#[test]
fn what_somebody_asked_before_they_were_removed_or_demoted_lets_nobody_in() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let scope = SeatScope::Event(day.event.id);
        let bens = Seat {
            id: surroundings.id(),
            person: world.person("ben@b.example").id,
            scope,
            role: TeamRole::Owner,
            since: surroundings.now(),
        };
        let seat = bens.clone();
        store.write(move |tx| teams::insert(tx, &seat)).unwrap();
        let (ann, _) = ann(&world);
        let asked = nominate(
            store,
            surroundings,
            bens.person,
            &address(ANN),
            editor(&day),
        )
        .unwrap();
        let accept = || {
            accept_nomination(store, surroundings, ann.person.id, ann.sign_in, asked.id).map(|_| ())
        };
        let by = day.organiser.id;
        change_seat(store, surroundings, by, &bens, TeamRole::Viewer).unwrap();
        assert!(matches!(accept(), Err(AcceptRefused::Over)));
        remove_seat(store, surroundings, by, &bens).unwrap();
        assert!(matches!(accept(), Err(AcceptRefused::Over)));
        let seats = store.read(|rx| teams::list_of_person(rx, ann.person.id));
        assert_eq!(seats.unwrap(), []);
    });
}

#[test]
fn of_many_questions_at_once_to_one_address_the_newest_counts_and_a_day_has_fifty() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let by = day.organiser.id;
        let asks = |email: &str| nominate(store, surroundings, by, &address(email), editor(&day));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| asks(ANN).unwrap());
            }
        });
        let read = |rx: &mut Rx<'_>| {
            nominations::list_of_team(rx, day.event.id, day.event.organiser, surroundings.now())
        };
        assert_eq!(store.read(read).unwrap().len(), 1);
        let named = thread::scope(|scope| {
            let asked: Vec<_> = (0..60)
                .map(|n| scope.spawn(move || asks(&format!("person{n}@b.example")).is_ok()))
                .collect();
            let named = asked.into_iter().map(|asked| asked.join().unwrap());
            named.filter(|named| *named).count()
        });
        assert_eq!(named, 42, "fifty with the eight before");
    });
}
