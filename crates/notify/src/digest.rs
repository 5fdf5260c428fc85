//! The daily digest: put into the outbox at 8am, once, whichever worker comes first.

use marketday_model::digest::Digest;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::may_manage_bookings;
use marketday_model::{EventState, NoticeId, NoticeKind, OptionalLetter, PersonId, Surroundings};
use marketday_store::events::EventFilter;
use marketday_store::notices::NewNotice;
use marketday_store::{Rx, Store, StoreError, Tx, consents, digests, events, notices, teams};

/// Writes a notice to everybody who looks after bookings of an event at which something happened since the last digest,
/// unless they switched it off, and returns how many.
///
/// # Errors
///
/// When the database fails.
pub fn digest_due(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let due = store.read(|rx| Ok::<_, StoreError>(Digest::due(now, digests::find_last(rx)?)))?;
    let Some(digest) = due else {
        return Ok(0);
    };
    let surroundings = surroundings.clone();
    store.write(move |tx| write(tx, &surroundings, &digest))
}

fn write(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    digest: &Digest,
) -> Result<usize, StoreError> {
    if !digests::insert(tx, digest)? {
        return Ok(0);
    }
    let people = whom(tx, digest)?;
    for person in &people {
        let notice = NewNotice {
            id: surroundings.id::<NoticeId>(),
            kind: NoticeKind::BookingDigest,
            recipient: Recipient::Person(*person),
            subject: Subject::Person(*person),
            version: digest.number,
        };
        notices::enqueue(tx, &notice, surroundings.now())?;
    }
    Ok(people.len())
}

fn whom(rx: &mut Rx<'_>, digest: &Digest) -> Result<Vec<PersonId>, StoreError> {
    let filter = EventFilter {
        ids: Some(digests::list_events(rx, digest)?),
        public: true,
        ends_after: Some(digest.since),
        ..EventFilter::default()
    };
    let mut lively = events::list(rx, &filter)?;
    lively.retain(|event| event.state == EventState::Published);
    let mut people = teams::list_who_may_any(rx, &lively, may_manage_bookings)?;
    let stopped = consents::list_stopped(rx, OptionalLetter::BookingDigest)?;
    people.retain(|person| !stopped.contains(person));
    Ok(people)
}
