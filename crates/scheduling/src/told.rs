//! Telling everyone concerned by an event: the contact of each booking and each delegate, in the caller's transaction.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    AgendaItem, Booking, EventId, Instant, NoticeId, NoticeKind, Registration, Surroundings,
};
use marketday_store::audit::Change;
use marketday_store::notices::NewNotice;
use marketday_store::{StoreError, Tx, agenda, audit, notices};

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

/// Tells those who have sessions of an event in their agenda, and want letters of it, what changed of the event; raises
/// the SEQUENCE of all of them.
pub(crate) fn tell_agendas(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: EventId,
    changes: &[Change],
    now: Instant,
) -> Result<(), StoreError> {
    agenda::touch_event(tx, event, None, now)?;
    for item in agenda::list_told(tx, event, None)? {
        tell_item(tx, ids, NoticeKind::AgendaChanged, (&item, changes), now)?;
    }
    Ok(())
}

/// Tells whoever has a session in their agenda what became of it.
pub(crate) fn tell_item(
    tx: &mut Tx<'_>,
    ids: &Ids,
    kind: NoticeKind,
    (item, changes): (&AgendaItem, &[Change]),
    now: Instant,
) -> Result<(), StoreError> {
    let subject = Subject::AgendaItem(item.id);
    note_changes(tx, ids, subject, changes, item.sequence, now)?;
    let new = NewNotice {
        id: ids.next::<NoticeId>(),
        kind,
        recipient: Recipient::Person(item.person),
        subject,
        version: item.sequence,
    };
    notices::enqueue(tx, &new, now)
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
