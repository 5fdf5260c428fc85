//! What several tests begin with.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Instant, Notice, NoticeKind, Pace, Person};
use marketday_store::notices::{self, Due, NewNotice};
use marketday_store::{Store, StoreError};
use marketday_testkit::World;

/// A notice to somebody about themselves, telling of their state `version`.
pub(crate) fn notice(world: &World, to: &Person, kind: NoticeKind, version: u32) -> NewNotice {
    NewNotice {
        id: world.surroundings.id(),
        kind,
        recipient: Recipient::Person(to.id),
        subject: Subject::Person(to.id),
        version,
    }
}

/// Puts a notice into the outbox at `at`.
pub(crate) fn enqueue(store: &Store, new: NewNotice, at: Instant) {
    store
        .write(move |tx| notices::enqueue(tx, &new, at))
        .expect("the outbox takes it");
}

/// What is due then, without limits.
pub(crate) fn due(now: Instant) -> Due {
    Due {
        now,
        pace: Pace::UNLIMITED,
    }
}

/// Claims what is due at `now` until `until`.
pub(crate) fn claim(store: &Store, lease: &str, now: Instant, until: Instant) -> Vec<Notice> {
    let lease = lease.to_owned();
    let due = due(now);
    store
        .write(move |tx| notices::claim(tx, &lease, 100, due, until))
        .expect("the outbox answers")
}

/// Every notice about somebody, oldest first.
pub(crate) fn notices_about(store: &Store, person: &Person) -> Vec<Notice> {
    store
        .read(|rx| notices::list(rx, Subject::Person(person.id)))
        .expect("the outbox answers")
}

/// Whether there is a person with this address.
pub(crate) fn knows(store: &Store, email: &str) -> bool {
    let email = email.parse().expect("an address");
    store
        .read(|rx| {
            Ok::<_, StoreError>(marketday_store::people::find_by_email(rx, &email)?.is_some())
        })
        .expect("the database answers")
}
