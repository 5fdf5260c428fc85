//! The outbox: claiming with a lease, settling, giving back.

use crate::given::{claim, due, enqueue, notice, notices_about};
use chrono::Duration;
use marketday_model::{Instant, NoticeId, NoticeKind, NoticeState};
use marketday_store::Store;
use marketday_store::notices::{self, Outcome};
use marketday_testkit::{World, on_each_database};
use std::collections::HashSet;
use std::sync::Barrier;
use std::thread;

const LEASE: Duration = Duration::minutes(2);

fn settle(store: &Store, id: NoticeId, lease: &str, outcome: Outcome, now: Instant) -> bool {
    let lease = lease.to_owned();
    store
        .write(move |tx| notices::settle(tx, id, &lease, &outcome, now))
        .unwrap()
}

#[test]
fn the_same_thing_told_to_the_same_person_twice_is_one_notice() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, now) = (world.person("ann@outbox.example"), world.surroundings.now());
        let first = notice(&world, &ann, NoticeKind::OrganiserAdded, 3);
        enqueue(&world.store, first, now);
        enqueue(
            &world.store,
            notice(&world, &ann, NoticeKind::OrganiserAdded, 3),
            now,
        );
        enqueue(
            &world.store,
            notice(&world, &ann, NoticeKind::OrganiserAdded, 4),
            now,
        );
        let versions: Vec<u32> = notices_about(&world.store, &ann)
            .iter()
            .map(|n| n.version)
            .collect();
        assert_eq!(versions, [3, 4]);
        assert_eq!(notices_about(&world.store, &ann)[0].id, first.id);
    });
}

#[test]
fn a_claimed_notice_is_nobody_elses_until_its_lease_runs_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, now) = (world.person("ann@outbox.example"), world.surroundings.now());
        let new = notice(&world, &ann, NoticeKind::OrganiserAdded, 0);
        enqueue(&world.store, new, now);
        let mine = claim(&world.store, "first worker", now, now + LEASE);
        assert_eq!(
            mine.iter()
                .map(|n| (n.id, n.state, n.tries))
                .collect::<Vec<_>>(),
            [(new.id, NoticeState::Sending, 1)]
        );
        let almost = now + LEASE - Duration::microseconds(1);
        assert_eq!(
            claim(&world.store, "second worker", almost, almost + LEASE),
            []
        );
        let theirs = claim(&world.store, "second worker", now + LEASE, now + LEASE * 2);
        assert_eq!(
            theirs.iter().map(|n| (n.id, n.tries)).collect::<Vec<_>>(),
            [(new.id, 2)]
        );
        // The first worker comes back from the dead: its lease is not its own any more.
        assert!(!settle(
            &world.store,
            new.id,
            "first worker",
            Outcome::Sent,
            now + LEASE
        ));
        assert!(settle(
            &world.store,
            new.id,
            "second worker",
            Outcome::Sent,
            now + LEASE
        ));
        let kept = &notices_about(&world.store, &ann)[0];
        assert_eq!(
            (kept.state, kept.sent_at),
            (NoticeState::Sent, Some(now + LEASE))
        );
        assert_eq!(
            claim(
                &world.store,
                "third worker",
                now + LEASE * 9,
                now + LEASE * 10
            ),
            []
        );
    });
}

#[test]
fn a_notice_that_could_not_be_sent_waits_for_its_next_try() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, now) = (world.person("ann@outbox.example"), world.surroundings.now());
        let new = notice(&world, &ann, NoticeKind::OrganiserAdded, 0);
        enqueue(&world.store, new, now);
        claim(&world.store, "w", now, now + LEASE);
        let later = now + Duration::seconds(15);
        let retry = Outcome::Retry {
            at: later,
            answer: "450 busy".into(),
            may_have_arrived: false,
        };
        assert!(settle(&world.store, new.id, "w", retry, now));
        let is_due = |at| world.store.read(|rx| notices::is_due(rx, due(at))).unwrap();
        assert!(!is_due(later - Duration::microseconds(1)) && is_due(later));
        assert_eq!(claim(&world.store, "w", now, now + LEASE), []);
        let again = claim(&world.store, "w", later, later + LEASE);
        assert_eq!(
            again
                .iter()
                .map(|n| (n.tries, n.last_answer.as_deref()))
                .collect::<Vec<_>>(),
            [(2, Some("450 busy"))]
        );
        let end = later + LEASE;
        assert!(
            !is_due(end - Duration::microseconds(1)) && is_due(end),
            "a lease that runs out is due too"
        );
        let failed = Outcome::Failed {
            answer: "550 no such mailbox".into(),
        };
        assert!(settle(&world.store, new.id, "w", failed, later));
        let kept = &notices_about(&world.store, &ann)[0];
        assert_eq!(
            (kept.state, kept.sent_at, kept.last_answer.as_deref()),
            (NoticeState::Failed, None, Some("550 no such mailbox"))
        );
        assert!(!is_due(later + LEASE * 99));
    });
}

#[test]
fn a_worker_that_stops_gives_back_what_it_had_not_sent() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        let people = ["ann@outbox.example", "bob@outbox.example"].map(|email| world.person(email));
        for person in &people {
            let new = notice(&world, person, NoticeKind::OrganiserAdded, 0);
            enqueue(&world.store, new, now);
        }
        let mine = claim(&world.store, "stopping", now, now + LEASE);
        assert!(settle(
            &world.store,
            mine[0].id,
            "stopping",
            Outcome::Dropped {
                why: "not true".into(),
            },
            now
        ));
        let given = world
            .store
            .write(|tx| notices::give_back(tx, "stopping"))
            .unwrap();
        assert_eq!(given, 1);
        let next = claim(&world.store, "next", now, now + LEASE);
        assert_eq!(
            next.iter().map(|n| (n.id, n.tries)).collect::<Vec<_>>(),
            [(mine[1].id, 1)]
        );
    });
}

#[test]
fn eight_workers_that_claim_at_once_share_the_notices_and_none_has_two_workers() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        for n in 0..24 {
            let person = world.person(&format!("person{n}@outbox.example"));
            enqueue(
                &world.store,
                notice(&world, &person, NoticeKind::OrganiserAdded, 0),
                now,
            );
        }
        let start = Barrier::new(8);
        let claimed: Vec<NoticeId> = thread::scope(|scope| {
            let workers: Vec<_> = (0..8)
                .map(|n| {
                    let (world, start) = (&world, &start);
                    scope.spawn(move || {
                        start.wait();
                        let lease = format!("worker {n}");
                        world
                            .store
                            .write(move |tx| notices::claim(tx, &lease, 3, due(now), now + LEASE))
                            .unwrap()
                    })
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap())
                .map(|notice| notice.id)
                .collect()
        });
        let different: HashSet<NoticeId> = claimed.iter().copied().collect();
        assert_eq!(different.len(), claimed.len());
        let rest = claim(&world.store, "the rest", now, now + LEASE);
        assert_eq!(claimed.len() + rest.len(), 24);
    });
}
