//! Guessing a code from many connections at once.

use crate::given::{BROWSER, DEAD, ask, type_in, type_right, wrong, wrong_with};
use marketday_accounts::sign_in::SignInOutcome;
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

/// What so many threads are answered that do the same at the same moment.
fn at_once(threads: usize, deed: impl Fn() -> SignInOutcome + Sync) -> Vec<SignInOutcome> {
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    deed()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("an answer"))
            .collect()
    })
}

#[test]
fn guessing_from_many_connections_at_once_gives_no_more_than_five_tries() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let mut answers = at_once(32, || type_in(&world, &request, BROWSER, &wrong(&request)));
        answers.retain(|answer| *answer != DEAD);
        answers.sort_by_key(|answer| format!("{answer:?}"));
        assert_eq!(
            answers,
            [wrong_with(1), wrong_with(2), wrong_with(3), wrong_with(4)]
        );
        assert_eq!(type_right(&world, &request), DEAD);
    });
}

#[test]
fn a_code_typed_twice_at_once_signs_in_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let mut answers = at_once(8, || type_right(&world, &request));
        answers.retain(|answer| *answer != DEAD);
        assert_eq!(answers.len(), 1);
    });
}
