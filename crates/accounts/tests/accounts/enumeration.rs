//! That asking for a code takes the same work, whether somebody has the address or not.

use crate::given::{BROWSER, ask_in};
use chrono::Duration;
use marketday_testkit::{World, on_each_database};
use std::time::Instant;

/// The most by which the medians may differ, as docs/security.md says: far above what a busy machine adds, and below
/// what a letter that is composed or sent in the answer would add.
const MOST_MS: u128 = 25;

#[test]
fn asking_takes_the_same_statements_for_known_and_unknown_addresses() {
    on_each_database(|database| {
        let world = World::on(database);
        world.person("known@council.example");
        let statements = |email: &str| {
            let before = world.store.queries();
            ask_in(&world, email, BROWSER, email).unwrap();
            world.store.queries() - before
        };
        // Once for each, so that every connection is warm.
        statements("warm@council.example");
        assert_eq!(
            statements("known@council.example"),
            statements("unheard@council.example")
        );
    });
}

#[test]
fn asking_takes_as_long_for_known_as_for_unknown_addresses() {
    on_each_database(|database| {
        let world = World::on(database);
        let time = |email: &str, n: u32| {
            let begun = Instant::now();
            ask_in(&world, email, &format!("{email} {n}"), &format!("{n}")).unwrap();
            begun.elapsed()
        };
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for n in 0..60 {
            world.clock.advance(Duration::minutes(11));
            let email = format!("person{n}@council.example");
            world.person(&email);
            // One after the other, so that whatever slows the machine slows both.
            known.push(time(&email, n));
            unknown.push(time(&format!("nobody{n}@council.example"), n));
        }
        known.sort();
        unknown.sort();
        let (known, unknown) = (known[30], unknown[30]);
        let apart = known.abs_diff(unknown).as_millis();
        assert!(apart < MOST_MS, "{known:?} and {unknown:?}");
    });
}
