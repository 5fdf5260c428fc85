//! The order of the outbox: codes first, and to one person about one thing one after the other.

use crate::given::{claim, enqueue, notice};
use chrono::Duration;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, Person};
use marketday_store::notices::{self, NewNotice, Outcome};
use marketday_testkit::{World, on_each_database};

const LEASE: Duration = Duration::minutes(2);

fn kinds(world: &World, lease: &str) -> Vec<(NoticeKind, u32)> {
    let now = world.surroundings.now();
    claim(&world.store, lease, now, now + LEASE)
        .iter()
        .map(|notice| (notice.kind, notice.version))
        .collect()
}

fn sent(world: &World, id: marketday_model::NoticeId, lease: &str) {
    let (lease, now) = (lease.to_owned(), world.surroundings.now());
    let ours = world
        .store
        .write(move |tx| notices::settle(tx, id, &lease, &Outcome::Sent, now))
        .unwrap();
    assert!(ours);
}

#[test]
fn codes_overtake_everything_that_was_waiting_before_them() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        let ann = world.person("ann@outbox.example");
        enqueue(
            &world.store,
            notice(&world, &ann, NoticeKind::OrganiserAdded, 0),
            now,
        );
        world.clock.advance(Duration::minutes(5));
        let request = world.surroundings.id();
        let code = NewNotice {
            id: world.surroundings.id(),
            kind: NoticeKind::SignInCode,
            recipient: Recipient::CodeRequest(request),
            subject: Subject::CodeRequest(request),
            version: 0,
        };
        enqueue(&world.store, code, world.surroundings.now());
        assert_eq!(
            kinds(&world, "w"),
            [(NoticeKind::SignInCode, 0), (NoticeKind::OrganiserAdded, 0)]
        );
    });
}

/// A booking's confirmation, change and cancellation, made at the same instant.
fn conversation(world: &World, ann: &Person) -> [NewNotice; 3] {
    let booking = Subject::Booking(world.surroundings.id());
    let about = |kind, version| NewNotice {
        subject: booking,
        ..notice(world, ann, kind, version)
    };
    [
        about(NoticeKind::BookingConfirmed, 0),
        about(NoticeKind::BookingChanged, 1),
        about(NoticeKind::BookingCancelled, 2),
    ]
}

#[test]
fn a_cancellation_never_overtakes_its_confirmation() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        let ann = world.person("ann@outbox.example");
        let [confirmed, changed, cancelled] = conversation(&world, &ann);
        for new in [cancelled, changed, confirmed] {
            enqueue(&world.store, new, now);
        }
        assert_eq!(kinds(&world, "w"), [(NoticeKind::BookingConfirmed, 0)]);
        assert_eq!(kinds(&world, "other"), [], "the first is still under way");
        sent(&world, confirmed.id, "w");
        assert_eq!(kinds(&world, "w"), [(NoticeKind::BookingChanged, 1)]);
        sent(&world, changed.id, "w");
        assert_eq!(kinds(&world, "w"), [(NoticeKind::BookingCancelled, 2)]);
        sent(&world, cancelled.id, "w");
        let told = world
            .store
            .read(|rx| notices::list_sent(rx, confirmed.recipient, confirmed.subject))
            .unwrap();
        assert_eq!(told.len(), 3);
    });
}

#[test]
fn a_failed_letter_holds_up_no_letter_to_anybody_else_and_none_about_anything_else() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        let (ann, bob) = (
            world.person("ann@outbox.example"),
            world.person("bob@outbox.example"),
        );
        let [confirmed, changed, _] = conversation(&world, &ann);
        let to_bob = NewNotice {
            recipient: Recipient::Person(bob.id),
            id: world.surroundings.id(),
            ..changed
        };
        let elsewhere = notice(&world, &ann, NoticeKind::OrganiserAdded, 0);
        for new in [confirmed, changed, to_bob, elsewhere] {
            enqueue(&world.store, new, now);
        }
        let mut claimed = kinds(&world, "w");
        claimed.sort();
        assert_eq!(
            claimed,
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingChanged, 1),
                (NoticeKind::OrganiserAdded, 0),
            ]
        );
    });
}
