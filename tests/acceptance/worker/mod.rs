//! The worker as a process of its own, killed and stopped in the middle of its work: nothing is lost, and what goes
//! out twice can be told to be the same letter.

mod process;
mod server;

use crate::app::{Letter, spawn_app};
use marketday_accounts::add_organiser;
use marketday_model::notice::Recipient;
use marketday_model::{NoticeState, Randomness, Surroundings};
use marketday_store::{StoreError, notices, people};
use marketday_testkit::given::line;
use marketday_testkit::smtp::{Answer, SmtpSink};
use marketday_testkit::{Database, on_each_database};
use process::Worker;
use server::Server;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Longer than any delivery takes on a busy machine.
const SOON: Duration = Duration::from_mins(1);

/// Puts so many letters into the outbox, and returns to whom they go.
fn writes_letters(database: &Database, count: usize) -> BTreeSet<String> {
    let surroundings = Surroundings::real();
    (0..count)
        .map(|number| {
            let email = format!("organiser{number}@north.example");
            let address = email.parse().expect("an address");
            let (name, body) = (line("Ines Ward"), line("North Exchange"));
            add_organiser(&database.store, &surroundings, &address, &name, &body)
                .expect("an organiser");
            email
        })
        .collect()
}

fn count(database: &Database, state: NoticeState) -> i64 {
    let count = database.store.read(|rx| notices::count(rx, state));
    count.expect("the database answers")
}

/// The two minutes pass for which a worker keeps what it has claimed.
fn the_lease_ends(database: &Database) {
    let statement =
        "UPDATE notices SET leased_until = '2020-01-01 00:00:00' WHERE state = 'sending'";
    database.store.run_script(&[statement]).expect("it runs");
}

/// The wait before the next try passes.
fn a_while_passes(database: &Database) {
    let statement =
        "UPDATE notices SET next_try_at = '2020-01-01 00:00:00' WHERE state = 'pending'";
    database.store.run_script(&[statement]).expect("it runs");
}

fn recipients(letters: &[Letter]) -> Vec<String> {
    let mut to: Vec<String> = letters.iter().map(|letter| letter.to.clone()).collect();
    to.sort();
    to
}

/// A second worker delivers everything there is, and stops when it is told to.
fn the_next_worker_delivers(database: &Database, count: usize) -> Vec<Letter> {
    let sink = SmtpSink::start();
    let worker = Worker::start(database, &sink.url());
    let letters = sink.wait_for(count, SOON);
    assert_eq!(worker.stop(), Some(0));
    assert_eq!(sink.letters().len(), count, "each once");
    letters.iter().map(Letter::of).collect()
}

#[test]
fn a_worker_killed_between_claim_and_send_loses_nothing() {
    process::with_binary(|| {
        on_each_database(|database| {
            let to = writes_letters(database, 12);
            let server = Server::start();
            let worker = Worker::start(database, &server.url());
            // It has claimed its first ten, and waits for the server's greeting.
            let silent = server.takes_a_call();
            worker.kill();
            drop(silent);
            assert_eq!(count(database, NoticeState::Sending), 10);
            assert_eq!(count(database, NoticeState::Pending), 2);

            the_lease_ends(database);
            let letters = the_next_worker_delivers(database, 12);
            assert_eq!(recipients(&letters), Vec::from_iter(to));
            assert_eq!(count(database, NoticeState::Sent), 12);
        });
    });
}

#[test]
fn a_worker_killed_between_send_and_mark_sends_the_same_letter_again() {
    process::with_binary(|| {
        on_each_database(|database| {
            let to = writes_letters(database, 3);
            let server = Server::start();
            let worker = Worker::start(database, &server.url());
            let mut call = server.takes_a_call();
            let first = call.hears_a_letter();
            // The whole letter is there; that it was taken is never heard.
            worker.kill();
            assert_eq!(count(database, NoticeState::Sent), 0);

            the_lease_ends(database);
            let letters = the_next_worker_delivers(database, 3);
            assert_eq!(recipients(&letters), Vec::from_iter(to));
            let again = letters.iter().find(|letter| letter.to == first.to);
            let again = again.expect("the same letter again");
            assert_eq!(again.message_id, first.message_id);
            assert_eq!(again.data, first.data, "octet for octet");
            let ids: BTreeSet<_> = letters.iter().map(|letter| &letter.message_id).collect();
            assert_eq!(ids.len(), 3);
        });
    });
}

#[test]
fn a_worker_that_is_told_to_stop_finishes_its_letter_and_gives_the_rest_back() {
    process::with_binary(|| {
        on_each_database(|database| {
            let to = writes_letters(database, 10);
            let server = Server::start();
            let worker = Worker::start(database, &server.url());
            let mut call = server.takes_a_call();
            let mut sent = vec![call.hears_a_letter()];
            worker.terminate();
            worker.says("stopping");
            // It may have begun another by the time it hears of it; those are finished too.
            call.accepts();
            while let Some(letter) = call.hears_another() {
                sent.push(letter);
                call.accepts();
            }
            assert_eq!(worker.ends(), Some(0));
            assert_eq!(count(database, NoticeState::Sending), 0);
            let sent_ones = i64::try_from(sent.len()).expect("a few");
            assert_eq!(count(database, NoticeState::Sent), sent_ones);

            // No lease has to end: what was given back is due at once.
            let rest = the_next_worker_delivers(database, 10 - sent.len());
            sent.extend(rest);
            assert_eq!(recipients(&sent), Vec::from_iter(to));
        });
    });
}

#[test]
fn letters_wait_while_the_mail_server_is_down_and_go_out_when_it_is_back() {
    process::with_binary(|| {
        on_each_database(|database| {
            let to = writes_letters(database, 3);
            let sink = SmtpSink::start();
            sink.pause();
            let worker = Worker::start(database, &sink.url());
            worker.says("nothing can be delivered for now");
            let lost = [NoticeState::Failed, NoticeState::Dropped, NoticeState::Sent];
            assert_eq!(lost.map(|state| count(database, state)), [0, 0, 0]);

            sink.resume();
            a_while_passes(database);
            let letters: Vec<Letter> = sink.wait_for(3, SOON).iter().map(Letter::of).collect();
            assert_eq!(recipients(&letters), Vec::from_iter(to));
            assert_eq!(worker.stop(), Some(0));
            assert_eq!(count(database, NoticeState::Sent), 3);
        });
    });
}

#[test]
fn a_permanent_refusal_fails_that_letter_only() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for email in ["gone@north.example", "here@north.example"] {
            app.browser().asks_to_sign_in(email);
        }
        app.sink
            .for_recipient("gone@north.example", Answer::Refuse(550));
        let done = app.deliver();
        assert_eq!((done.sent, done.failed, done.retried), (1, 1, 0));
        assert_eq!(app.letters_to("here@north.example").len(), 1);
        app.sink.forget();
        app.later(chrono::Duration::hours(6));
        assert_eq!(app.deliver().sent, 0);
    });
}

#[test]
fn a_temporary_refusal_is_tried_again_with_the_same_message_id() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.world.person("rhys@council.example");
        let rhys = app.browser();
        rhys.asks_to_sign_in("rhys@council.example");
        // Kept, but the answer never came: the worker cannot know.
        app.sink.next(Answer::KeepWithoutAnswer);
        assert_eq!(app.deliver().retried, 1);
        assert_eq!(app.deliver().sent, 1);
        let letters = app.letters_to("rhys@council.example");
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[0].message_id, letters[1].message_id);
        assert_eq!(letters[0].data, letters[1].data);
    });
}

/// How many letters the long test sends: ten thousand in `cargo xtask test --full`.
fn many() -> usize {
    let asked = std::env::var("MARKETDAY_MANY_LETTERS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(400)
}

#[test]
fn two_workers_killed_again_and_again_lose_no_letter_and_repeat_only_what_they_mark() {
    process::with_binary(|| {
        on_each_database(|database| {
            let all = many();
            let to = writes_letters(database, all);
            let sink = SmtpSink::start();
            let chance = Randomness::seeded(9);
            let mut kills = 0;
            while sink.letters().len() < all * 9 / 10 {
                let workers = [(); 2].map(|()| Worker::start(database, &sink.url()));
                let some = 1 + usize::from(chance.chance()) % (all / 8);
                let before = sink.letters().len();
                sink.wait_for((before + some).min(all), patience(all));
                workers.into_iter().for_each(Worker::kill);
                kills += 2;
                the_lease_ends(database);
            }
            let worker = Worker::start(database, &sink.url());
            everything_goes_out(database, patience(all));
            assert_eq!(worker.stop(), Some(0));

            let letters: Vec<Letter> = sink.letters().iter().map(Letter::of).collect();
            let mut by_person: BTreeMap<&str, Vec<&Letter>> = BTreeMap::new();
            for letter in &letters {
                by_person.entry(&letter.to).or_default().push(letter);
            }
            assert_eq!(
                by_person.keys().copied().collect::<Vec<_>>(),
                Vec::from_iter(&to)
            );
            let twice: BTreeSet<&str> = by_person
                .iter()
                .filter(|(_, letters)| letters.len() > 1)
                .map(|(to, _)| *to)
                .collect();
            for to in &twice {
                let ids: BTreeSet<_> = by_person[to].iter().map(|l| &l.message_id).collect();
                assert_eq!(ids.len(), 1, "{to} got the same message again");
            }
            let uncertain = uncertain(database);
            println!(
                "{all} letters, {kills} kills, {} sent twice, {} uncertain",
                twice.len(),
                uncertain.len()
            );
            let unmarked: Vec<_> = twice
                .iter()
                .filter(|to| !uncertain.contains(**to))
                .collect();
            assert_eq!(unmarked, Vec::<&&str>::new(), "sent twice and not marked");
            assert!(
                uncertain.len() <= kills,
                "one at most for each that was killed"
            );
        });
    });
}

/// How long so many letters may take on a machine that has much else to do.
fn patience(letters: usize) -> Duration {
    SOON * u32::try_from(letters.div_ceil(1000)).expect("not that many")
}

/// Waits until nothing is left to be sent.
fn everything_goes_out(database: &Database, patience: Duration) {
    let open = || count(database, NoticeState::Pending) + count(database, NoticeState::Sending);
    let deadline = std::time::Instant::now() + patience;
    while open() > 0 {
        assert!(std::time::Instant::now() < deadline, "{} are left", open());
        std::thread::yield_now();
    }
}

/// To whom a letter went that may have arrived before.
fn uncertain(database: &Database) -> BTreeSet<String> {
    let found = database.store.read(|rx| {
        let mut found = BTreeSet::new();
        for notice in notices::list_uncertain(rx)? {
            if let Recipient::Person(id) = notice.recipient
                && let Some(person) = people::find(rx, id)?
            {
                found.insert(person.email.to_string());
            }
        }
        Ok::<_, StoreError>(found)
    });
    found.expect("the database answers")
}
