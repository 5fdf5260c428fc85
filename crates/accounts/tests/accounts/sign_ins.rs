//! Being signed in: how long, and until when.

use crate::given::{ANN, BROWSER, address, ask, at, token, type_right};
use chrono::Duration;
use marketday_accounts::{
    Browser, SignedIn, end, end_all_of, end_others, end_own, find_signed_in, forget_used,
    list_sign_ins, renew, sign_in_confirmed, sign_in_proven,
};
use marketday_model::notice::Subject;
use marketday_model::{SignInLimits, Way};
use marketday_store::audit;
use marketday_testkit::{World, on_each_database};

fn who(world: &World, token: &str) -> Option<SignedIn> {
    find_signed_in(
        &world.store,
        &world.surroundings,
        &SignInLimits::default(),
        token,
    )
    .unwrap()
}

fn sign_in(world: &World, email: &str, browser: &Browser) -> String {
    let (store, surroundings) = (&world.store, &world.surroundings);
    token(sign_in_proven(store, surroundings, &address(email), Way::Code, browser).unwrap())
}

fn is_signed_in(world: &World, token: &str) -> bool {
    who(world, token).is_some()
}

#[test]
fn whoever_signs_in_with_a_new_address_becomes_a_person_and_stays_the_same_one() {
    on_each_database(|database| {
        let world = World::on(database);
        let first = token(type_right(&world, &ask(&world)));
        world.clock.advance(Duration::seconds(1));
        let second = token(type_right(&world, &ask(&world)));
        let (first, second) = (who(&world, &first).unwrap(), who(&world, &second).unwrap());
        assert_eq!(first.person, second.person);
        assert_ne!(first.sign_in, second.sign_in);
        assert_eq!(
            (first.person.email, first.person.name),
            (address(ANN), "ann".to_owned())
        );
        assert_eq!(first.organises_for, []);
    });
}

#[test]
fn a_sign_in_ends_after_fourteen_days_without_use() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = token(type_right(&world, &ask(&world)));
        let moment = Duration::microseconds(1);
        world.clock.advance(Duration::days(14) - moment);
        assert!(is_signed_in(&world, &ann));
        // That was a use: the fourteen days begin again.
        world.clock.advance(Duration::days(14) - moment);
        assert!(is_signed_in(&world, &ann));
        world.clock.advance(Duration::days(14));
        assert!(!is_signed_in(&world, &ann));
    });
}

#[test]
fn a_sign_in_ends_after_sixty_days_however_much_it_is_used() {
    on_each_database(|database| {
        let world = World::on(database);
        let since = world.surroundings.now();
        let ann = token(type_right(&world, &ask(&world)));
        for day in (10..60).step_by(10) {
            world.clock.set(since + Duration::days(day));
            assert!(is_signed_in(&world, &ann), "day {day}");
        }
        world
            .clock
            .set(since + Duration::days(60) - Duration::microseconds(1));
        assert!(is_signed_in(&world, &ann));
        world.clock.set(since + Duration::days(60));
        assert!(!is_signed_in(&world, &ann));
    });
}

#[test]
fn signing_out_ends_one_browser_and_no_other() {
    on_each_database(|database| {
        let world = World::on(database);
        let sign_in =
            || token(sign_in_confirmed(&world.store, &world.surroundings, &address(ANN)).unwrap());
        let (here, there) = (sign_in(), sign_in());
        let mine = who(&world, &here).unwrap().sign_in;
        for _ in 0..2 {
            end(&world.store, &world.surroundings, mine).unwrap();
        }
        assert!(!is_signed_in(&world, &here));
        assert!(is_signed_in(&world, &there));
    });
}

#[test]
fn a_made_up_token_is_nobody() {
    on_each_database(|database| {
        let world = World::on(database);
        token(type_right(&world, &ask(&world)));
        assert!(!is_signed_in(&world, ""));
        assert!(!is_signed_in(&world, &world.surroundings.token()));
    });
}

#[test]
fn the_limits_are_those_that_were_configured() {
    on_each_database(|database| {
        let world = World::on(database);
        let limits = SignInLimits {
            idle: Duration::hours(1),
            absolute: Duration::hours(3),
        };
        let is_signed_in = |token: &str| {
            find_signed_in(&world.store, &world.surroundings, &limits, token)
                .unwrap()
                .is_some()
        };
        let moment = Duration::microseconds(1);
        let ann = token(type_right(&world, &ask(&world)));
        for _ in 0..3 {
            world.clock.advance(Duration::hours(1) - moment);
            assert!(is_signed_in(&ann));
        }
        world.clock.advance(moment * 3);
        assert!(!is_signed_in(&ann), "three hours in all");
        let ann = token(type_right(&world, &ask(&world)));
        world.clock.advance(Duration::hours(1));
        assert!(!is_signed_in(&ann), "an hour without use");
        let forgotten = forget_used(&world.store, &world.surroundings, &limits).unwrap();
        assert_eq!(forgotten.1, 1, "the first; the second is exactly as old");
    });
}

#[test]
fn signing_in_ends_the_sign_in_that_the_browser_had_and_gives_it_a_new_token() {
    on_each_database(|database| {
        let world = World::on(database);
        let planted = sign_in(&world, "mallory@elsewhere.example", &Browser::default());
        let of_mallory = who(&world, &planted).unwrap().sign_in;
        let browser = Browser {
            signed_in: Some(of_mallory),
            ..at(BROWSER)
        };
        let ann = sign_in(&world, ANN, &browser);
        assert_ne!(ann, planted);
        assert!(!is_signed_in(&world, &planted));
        let signed_in = who(&world, &ann).unwrap();
        assert_ne!(signed_in.sign_in, of_mallory);
        assert_eq!(signed_in.person.email, address(ANN));
    });
}

#[test]
fn a_renewed_sign_in_has_a_new_id_and_token_and_ends_when_the_old_one_would_have() {
    on_each_database(|database| {
        let world = World::on(database);
        let since = world.surroundings.now();
        let old = sign_in(&world, ANN, &at(BROWSER));
        let before = who(&world, &old).unwrap();
        world.clock.advance(Duration::days(13));
        let new = renew(&world.store, &world.surroundings, &old)
            .unwrap()
            .unwrap();
        assert!(!is_signed_in(&world, &old));
        let after = who(&world, &new).unwrap();
        assert_ne!((after.sign_in, &new), (before.sign_in, &old));
        assert_eq!((after.since, after.person), (since, before.person));
        assert_eq!(
            renew(&world.store, &world.surroundings, &old).unwrap(),
            None
        );
        for day in (20..60).step_by(10) {
            world.clock.set(since + Duration::days(day));
            assert!(is_signed_in(&world, &new));
        }
        world.clock.set(since + Duration::days(60));
        assert!(!is_signed_in(&world, &new));
    });
}

#[test]
fn somebody_sees_where_they_are_signed_in_and_signs_out_there_or_everywhere_else() {
    on_each_database(|database| {
        let world = World::on(database);
        let here = sign_in(&world, ANN, &at("here"));
        world.clock.advance(Duration::minutes(1));
        let there = sign_in(&world, ANN, &at("there"));
        world.clock.advance(Duration::minutes(1));
        let third = sign_in(&world, ANN, &Browser::default());
        let bob = sign_in(&world, "bob@council.example", &at("bob"));
        let ann = who(&world, &here).unwrap();
        let limits = SignInLimits::default();
        let listed = || {
            let now = world.surroundings.now();
            let open = world
                .store
                .read(|rx| list_sign_ins(rx, ann.person.id, &limits, now))
                .unwrap();
            let devices: Vec<_> = open
                .into_iter()
                .map(|open| (open.way, open.device))
                .collect();
            devices
        };
        let firefox = (Way::Code, "Firefox on Windows".to_owned());
        assert_eq!(
            listed(),
            [(Way::Code, String::new()), firefox.clone(), firefox.clone()]
        );
        let (store, surroundings) = (&world.store, &world.surroundings);
        let of = |token: &str| who(&world, token).unwrap();
        // Not somebody else's, and each once.
        assert!(!end_own(store, surroundings, ann.person.id, of(&bob).sign_in).unwrap());
        let to_end = of(&there).sign_in;
        assert!(end_own(store, surroundings, ann.person.id, to_end).unwrap());
        assert!(!end_own(store, surroundings, ann.person.id, to_end).unwrap());
        assert!(!is_signed_in(&world, &there));
        let others = end_others(store, surroundings, ann.person.id, Some(ann.sign_in)).unwrap();
        assert_eq!(others, 1);
        assert!(is_signed_in(&world, &here) && !is_signed_in(&world, &third));
        assert!(is_signed_in(&world, &bob));
        assert_eq!(listed(), [firefox]);
        world.clock.advance(Duration::days(14));
        assert_eq!(listed(), [], "one that has run out is not listed");
    });
}

#[test]
fn an_operator_signs_somebody_out_everywhere_and_it_is_noted() {
    on_each_database(|database| {
        let world = World::on(database);
        let (one, two) = (
            sign_in(&world, ANN, &at("one")),
            sign_in(&world, ANN, &at("two")),
        );
        let ann = who(&world, &one).unwrap().person;
        let (store, surroundings) = (&world.store, &world.surroundings);
        let end = |email: &str| end_all_of(store, surroundings, &address(email)).unwrap();
        assert_eq!(end("nobody@council.example"), None);
        assert_eq!(end(ANN), Some(2));
        world.clock.advance(Duration::seconds(1));
        assert_eq!(end(ANN), Some(0));
        assert!(!is_signed_in(&world, &one) && !is_signed_in(&world, &two));
        let noted = store
            .read(|rx| audit::list(rx, Subject::Person(ann.id)))
            .unwrap();
        let expected = ("sign-in.end".to_owned(), None, "2 ended".to_owned());
        assert_eq!(noted.first(), Some(&expected));
        assert!(
            !format!("{noted:?}").contains(ANN),
            "no address in the trail"
        );
    });
}
