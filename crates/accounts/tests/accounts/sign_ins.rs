//! Being signed in: how long, and until when.

use crate::given::{ANN, address, ask, token, type_right};
use chrono::Duration;
use marketday_accounts::{SignedIn, end, find_signed_in, sign_in_confirmed};
use marketday_testkit::{World, on_each_database};

fn who(world: &World, token: &str) -> Option<SignedIn> {
    find_signed_in(&world.store, &world.surroundings, token).unwrap()
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
