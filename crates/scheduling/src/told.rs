//! Telling everyone concerned by an event: the contact of each booking and each delegate, in the caller's transaction.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Booking, Instant, NoticeId, NoticeKind, Registration, Surroundings};
use marketday_store::audit::Change;
use marketday_store::notices::NewNotice;
use marketday_store::{StoreError, Tx, audit, notices};

/// A source of ids for a transaction that writes an unknown number of rows. A second run of the closure may draw
/// anew: what the first run wrote was undone, and nobody has seen its ids.
#[derive(Clone)]
pub(crate) struct Ids(pub(crate) Surroundings);

impl Ids {
    pub(crate) fn next<T: From<uuid::Uuid>>(&self) -> T {
        self.0.id()
    }
}

/// Tells the contact of a booking. `version` is the booking's SEQUENCE after the change.
pub(crate) fn tell_booking(
    tx: &mut Tx<'_>,
    ids: &Ids,
    kind: NoticeKind,
    booking: &Booking,
    version: u32,
    now: Instant,
) -> Result<(), StoreError> {
    let new = NewNotice {
        id: ids.next::<NoticeId>(),
        kind,
        recipient: Recipient::Person(booking.contact),
        subject: Subject::Booking(booking.id),
        version,
    };
    notices::enqueue_about(tx, booking.event, &new, now)
}

/// Tells a delegate. `version` is the registration's SEQUENCE after the change.
pub(crate) fn tell_delegate(
    tx: &mut Tx<'_>,
    ids: &Ids,
    kind: NoticeKind,
    registration: &Registration,
    version: u32,
    now: Instant,
) -> Result<(), StoreError> {
    let new = NewNotice {
        id: ids.next::<NoticeId>(),
        kind,
        recipient: Recipient::Person(registration.person),
        subject: Subject::Registration(registration.id),
        version,
    };
    notices::enqueue_about(tx, registration.event, &new, now)
}

/// Notes what changed of `subject`, so that the letter can say what was before.
pub(crate) fn note_changes(
    tx: &mut Tx<'_>,
    ids: &Ids,
    subject: Subject,
    changes: &[Change],
    version: u32,
    now: Instant,
) -> Result<(), StoreError> {
    for change in changes {
        let change = Change {
            version,
            ..change.clone()
        };
        audit::insert_change(tx, ids.next(), subject, &change, now)?;
    }
    Ok(())
}
