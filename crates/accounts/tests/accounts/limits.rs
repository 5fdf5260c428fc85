//! How many codes are sent.

use crate::given::{ANN, ask_from, token, type_right};
use chrono::Duration;
use marketday_accounts::AskRefused;
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

#[test]
fn one_address_is_sent_six_codes_an_hour_from_wherever_they_are_asked_for() {
    on_each_database(|database| {
        let world = World::on(database);
        let asked_at = world.surroundings.now();
        let ask = |n: u32| ask_from(&world, ANN, &format!("network {n}"));
        let codes: Vec<_> = (0..6).map(|n| ask(n).unwrap()).collect();
        assert!(matches!(ask(6), Err(AskRefused::TooMany)));
        // Somebody else is not kept out by it, and a code that was sent still works.
        ask_from(&world, "bob@council.example", "network 0").unwrap();
        let newest = codes
            .iter()
            .max_by_key(|request| request.id.to_string())
            .unwrap();
        token(type_right(&world, newest));
        world
            .clock
            .set(asked_at + Duration::hours(1) - Duration::microseconds(1));
        assert!(matches!(ask(7), Err(AskRefused::TooMany)));
        world.clock.set(asked_at + Duration::hours(1));
        ask(8).unwrap();
    });
}

#[test]
fn one_network_asks_for_a_hundred_and_twenty_codes_an_hour() {
    on_each_database(|database| {
        let world = World::on(database);
        let asked_at = world.surroundings.now();
        let ask = |n: u32| ask_from(&world, &format!("person{n}@council.example"), "town hall");
        for n in 0..120 {
            ask(n).unwrap();
        }
        assert!(matches!(ask(120), Err(AskRefused::TooMany)));
        ask_from(&world, "person120@council.example", "library").unwrap();
        world.clock.set(asked_at + Duration::hours(1));
        ask(121).unwrap();
    });
}

#[test]
fn asking_from_many_connections_at_once_sends_no_more_than_six_codes() {
    on_each_database(|database| {
        let world = World::on(database);
        let start = Barrier::new(16);
        let sent = thread::scope(|scope| {
            let threads: Vec<_> = (0..16)
                .map(|n| {
                    let (world, start) = (&world, &start);
                    scope.spawn(move || {
                        start.wait();
                        ask_from(world, ANN, &format!("network {n}")).is_ok()
                    })
                })
                .collect();
            let answers = threads.into_iter().map(|t| t.join().expect("an answer"));
            answers.filter(|sent| *sent).count()
        });
        assert_eq!(sent, 6);
    });
}
