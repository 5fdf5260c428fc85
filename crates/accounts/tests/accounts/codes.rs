//! Codes: once, ten minutes, in the browser that asked.

use crate::given::{
    ANN, BROWSER, DEAD, address, ask, key, token, type_in, type_right, wrong, wrong_with,
};
use chrono::Duration;
use marketday_accounts::code::{TypedCode, check_code};
use marketday_accounts::{ask_code, is_repeated};
use marketday_model::NoticeKind;
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::notice::{Recipient, Subject};
use marketday_store::{notices, people};
use marketday_testkit::{World, on_each_database};

#[test]
fn a_code_signs_in_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        assert_eq!(token(type_right(&world, &request)).len(), 32);
        assert_eq!(type_right(&world, &request), DEAD);
    });
}

#[test]
fn a_code_is_right_however_it_is_spaced() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let code = key().code(&request);
        let spaced = format!(" {} - {} ", &code[..3], &code[3..]);
        token(type_in(&world, &request, BROWSER, &spaced));
    });
}

#[test]
fn a_code_works_for_ten_minutes_and_not_a_moment_longer() {
    on_each_database(|database| {
        let world = World::on(database);
        let asked_at = world.surroundings.now();
        let (first, moment) = (ask(&world), Duration::microseconds(1));
        world.clock.set(asked_at + Duration::minutes(10));
        assert_eq!(type_right(&world, &first), DEAD);
        world.clock.set(asked_at + Duration::minutes(10) - moment);
        token(type_right(&world, &first));
    });
}

#[test]
fn a_code_works_only_in_the_browser_that_asked_and_a_try_elsewhere_costs_nothing() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let right = key().code(&request);
        for _ in 0..6 {
            assert_eq!(type_in(&world, &request, "another browser", &right), DEAD);
        }
        token(type_right(&world, &request));
    });
}

#[test]
fn a_code_dies_after_five_wrong_tries() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let guess = || type_in(&world, &request, BROWSER, &wrong(&request));
        for tries_left in [4, 3, 2, 1] {
            assert_eq!(guess(), wrong_with(tries_left));
        }
        assert_eq!(guess(), DEAD);
        assert_eq!(
            type_right(&world, &request),
            DEAD,
            "it was the right one, too late"
        );
        world.clock.advance(Duration::seconds(1));
        token(type_right(&world, &ask(&world)));
    });
}

#[test]
fn only_the_newest_code_of_a_browser_works() {
    on_each_database(|database| {
        let world = World::on(database);
        let first = ask(&world);
        world.clock.advance(Duration::seconds(1));
        let second = ask(&world);
        assert_eq!(type_right(&world, &first), wrong_with(4));
        token(type_right(&world, &second));
    });
}

#[test]
fn a_code_for_booking_does_not_sign_in() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask_code(
            &world.store,
            &world.surroundings,
            CodePurpose::Booking,
            &address(ANN),
            BROWSER,
            "network",
        )
        .unwrap();
        let check = |purpose| {
            let code = TypedCode {
                key: key(),
                purpose,
                email: address(ANN),
                browser: BROWSER.into(),
                typed: key().code(&request),
            };
            let now = world.surroundings.now();
            world
                .store
                .write(move |tx| check_code(tx, &code, now))
                .unwrap()
        };
        assert_eq!(check(CodePurpose::SignIn), CodeCheck::Dead);
        assert_eq!(check(CodePurpose::Registration), CodeCheck::Dead);
        assert_eq!(check(CodePurpose::Booking), CodeCheck::Right);
    });
}

#[test]
fn nobody_learns_whether_an_address_is_known_and_nobody_is_made_a_person_by_asking() {
    on_each_database(|database| {
        let world = World::on(database);
        world.person("known@council.example");
        let answers = ["known@council.example", ANN].map(|email| {
            let request = crate::given::ask_from(&world, email, "network").unwrap();
            let told: Vec<_> = world
                .store
                .read(|rx| notices::list(rx, Subject::CodeRequest(request.id)))
                .unwrap()
                .iter()
                .map(|notice| {
                    (
                        notice.kind,
                        notice.recipient == Recipient::CodeRequest(request.id),
                    )
                })
                .collect();
            let wrong = type_in(&world, &request, BROWSER, &wrong(&request));
            (request.asked_at, request.expires_at, told, wrong)
        });
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[1].2, [(NoticeKind::SignInCode, true)]);
        let ann = world
            .store
            .read(|rx| people::find_by_email(rx, &address(ANN)))
            .unwrap();
        assert_eq!(ann, None);
    });
}

#[test]
fn a_code_typed_again_is_known_again_in_its_browser_and_its_ten_minutes() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let repeated = |browser: &str, typed: &str| {
            let code = TypedCode {
                key: key(),
                purpose: CodePurpose::SignIn,
                email: address(ANN),
                browser: browser.into(),
                typed: typed.into(),
            };
            let now = world.surroundings.now();
            world.store.read(|rx| is_repeated(rx, &code, now)).unwrap()
        };
        let right = key().code(&request);
        assert!(!repeated(BROWSER, &right), "it was not used yet");
        token(type_right(&world, &request));
        assert!(repeated(BROWSER, &right));
        assert!(!repeated(BROWSER, &wrong(&request)));
        assert!(!repeated("another browser", &right));
        world.clock.set(request.expires_at);
        assert!(!repeated(BROWSER, &right));
    });
}
