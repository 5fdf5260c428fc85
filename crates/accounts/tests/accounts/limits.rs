//! How many letters are sent, and that nobody can shut anybody else out by asking for them.

use crate::given::{ANN, BROWSER, address, ask_in, at, key, token, type_in, wrong};
use chrono::Duration;
use marketday_accounts::{AskRefused, ask_code, find_link, sign_in_with_link};
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

type Answer = Result<CodeRequest, AskRefused>;

fn use_newest(answer: &Answer) -> bool {
    matches!(answer, Err(AskRefused::UseNewest))
}

/// Ann signs in with the link of this letter, in a browser that was never here.
fn follows(world: &World, request: &CodeRequest) -> String {
    let link = key().link_token(request);
    let (store, surroundings) = (&world.store, &world.surroundings);
    let browser = at("her telephone");
    let outcome =
        sign_in_with_link(store, surroundings, &key(), request.id, &link, &browser).unwrap();
    token(outcome)
}

#[test]
fn one_network_asks_for_three_letters_to_an_address_in_ten_minutes_and_all_together_for_five() {
    on_each_database(|database| {
        let world = World::on(database);
        let ask = |browser: &str, network: &str| ask_in(&world, ANN, browser, network);
        for browser in ["a", "b", "c"] {
            ask(browser, "one").unwrap();
        }
        assert!(use_newest(&ask("d", "one")));
        for network in ["two", "three"] {
            ask("d", network).unwrap();
        }
        assert!(use_newest(&ask("e", "four")));
        // Somebody else is not concerned.
        ask_in(&world, "bob@council.example", "d", "one").unwrap();
        world.clock.advance(Duration::minutes(10));
        ask("f", "one").unwrap();
    });
}

#[test]
fn whenever_no_more_letters_are_sent_one_lies_in_the_mailbox_whose_link_signs_in() {
    on_each_database(|database| {
        let world = World::on(database);
        // For two hours strangers from everywhere ask for Ann as fast as they are let, and guess each code to death.
        let mut letters: Vec<CodeRequest> = Vec::new();
        for second in 0..240 {
            world.clock.advance(Duration::seconds(30));
            let (browser, network) = (format!("browser {second}"), format!("network {second}"));
            match ask_in(&world, ANN, &browser, &network) {
                Ok(request) => {
                    for _ in 0..6 {
                        type_in(&world, &request, &browser, &wrong(&request));
                    }
                    letters.push(request);
                }
                Err(AskRefused::UseNewest) => {
                    let newest = letters.last().unwrap();
                    let link = key().link_token(newest);
                    let found =
                        find_link(&world.store, &world.surroundings, &key(), newest.id, &link);
                    assert!(found.unwrap().is_some(), "after {second} tries");
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(letters.len(), 60, "five in ten minutes, and no more");
        follows(&world, letters.last().unwrap());
    });
}

#[test]
fn strangers_have_six_codes_made_for_an_address_in_an_hour_and_later_letters_hold_the_link_alone() {
    on_each_database(|database| {
        let world = World::on(database);
        let asked_at = world.surroundings.now();
        let ask = |n: u32| ask_in(&world, ANN, &format!("{n}"), &format!("{n}")).unwrap();
        let mut letters = Vec::new();
        for minute in [0, 1, 10, 11, 20, 21, 30, 31] {
            world.clock.set(asked_at + Duration::minutes(minute));
            letters.push(ask(u32::try_from(minute).unwrap()));
        }
        let coded: Vec<bool> = letters.iter().map(CodeRequest::has_code).collect();
        assert_eq!(coded, [true, true, true, true, true, true, false, false]);
        let last = letters.last().unwrap();
        let typed = type_in(&world, last, "31", &key().code(last));
        assert_eq!(
            typed,
            crate::given::DEAD,
            "what was never sent is not taken"
        );
        follows(&world, last);
        world.clock.set(asked_at + Duration::minutes(71));
        assert!(ask(71).has_code());
    });
}

#[test]
fn a_browser_in_which_the_address_was_signed_in_has_letters_and_codes_of_its_own() {
    on_each_database(|database| {
        let world = World::on(database);
        let first = ask_in(&world, ANN, BROWSER, "home").unwrap();
        token(type_in(&world, &first, BROWSER, &key().code(&first)));
        world.clock.advance(Duration::hours(2));
        for n in 0..9 {
            let _ = ask_in(&world, ANN, &format!("{n}"), &format!("{n}"));
        }
        for _ in 0..3 {
            let mine = ask_in(&world, ANN, BROWSER, "0").unwrap();
            assert!(mine.has_code() && mine.is_known);
        }
        assert!(use_newest(&ask_in(&world, ANN, BROWSER, "0")));
        // It is known for Ann, not for Bob.
        let bob = ask_in(&world, "bob@council.example", BROWSER, "0").unwrap();
        assert!(!bob.is_known);
    });
}

#[test]
fn a_network_that_asks_for_very_many_letters_reaches_only_people_who_are_here() {
    on_each_database(|database| {
        let world = World::on(database);
        let asked_at = world.surroundings.now();
        let ask = |n: u32, network: &str| {
            let email = format!("person{n}@council.example");
            ask_in(&world, &email, &format!("browser {n}"), network).unwrap()
        };
        for n in 0..120 {
            assert!(!ask(n, "town hall").only_for_people);
        }
        assert!(ask(120, "town hall").only_for_people);
        assert!(!ask(121, "library").only_for_people);
        // Whether there is such a person is not looked at when they ask.
        world.person("person122@council.example");
        assert!(ask(122, "town hall").only_for_people);
        world.clock.set(asked_at + Duration::hours(1));
        assert!(!ask(123, "town hall").only_for_people);
    });
}

#[test]
fn codes_that_confirm_a_booking_end_after_six_in_an_hour_and_signing_in_stays_open() {
    on_each_database(|database| {
        let world = World::on(database);
        let ask = |purpose, n: i64| {
            let (browser, network) = (format!("{n}"), format!("{n}"));
            ask_code(
                &world.store,
                &world.surroundings,
                purpose,
                &address(ANN),
                &browser,
                &network,
            )
        };
        for n in 0..6 {
            world.clock.advance(Duration::minutes(3));
            ask(CodePurpose::Booking, n).unwrap();
        }
        world.clock.advance(Duration::minutes(3));
        assert!(matches!(
            ask(CodePurpose::Booking, 7),
            Err(AskRefused::TooMany)
        ));
        assert!(ask(CodePurpose::SignIn, 8).unwrap().has_code());
    });
}

#[test]
fn asking_from_many_connections_at_once_sends_no_more_than_five_letters() {
    on_each_database(|database| {
        let world = World::on(database);
        let start = Barrier::new(16);
        let sent = thread::scope(|scope| {
            let threads: Vec<_> = (0..16)
                .map(|n| {
                    let (world, start) = (&world, &start);
                    scope.spawn(move || {
                        start.wait();
                        ask_in(world, ANN, &format!("{n}"), &format!("{n}")).is_ok()
                    })
                })
                .collect();
            let answers = threads.into_iter().map(|t| t.join().expect("an answer"));
            answers.filter(|sent| *sent).count()
        });
        assert_eq!(sent, 5);
    });
}
