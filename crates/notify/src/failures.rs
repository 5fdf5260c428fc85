//! Telling those who look after an event that letters about it were given up.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::may_see_letters;
use marketday_model::{Instant, Notice, NoticeKind, Surroundings, policy};
use marketday_store::notices::NewNotice;
use marketday_store::{StoreError, Tx, events, notices, teams};

/// How many organisers are told at most.
const ORGANISERS: usize = 10;

/// The time in which failures are told together, by its number since 1970.
pub(crate) fn window(number: u32) -> (Instant, Instant) {
    let start = Instant::UNIX_EPOCH + policy::FAILURES_TOLD * i32::try_from(number).unwrap_or(0);
    (start, start + policy::FAILURES_TOLD)
}

/// Tells of a letter that was given up: once it is clear what else fails in the same hour.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    failed: &Notice,
    surroundings: &Surroundings,
    now: Instant,
) -> Result<(), StoreError> {
    let Some(event) = failed.event else {
        return Ok(());
    };
    let (true, Some(event)) = (
        failed.kind != NoticeKind::LettersFailed,
        events::find(tx, event)?,
    ) else {
        return Ok(());
    };
    let number = now.timestamp() / policy::FAILURES_TOLD.num_seconds();
    let version = u32::try_from(number).unwrap_or_default();
    let (_, end) = window(version);
    let people = teams::list_who_may(tx, &event, may_see_letters)?;
    for person in people.into_iter().take(ORGANISERS) {
        let notice = NewNotice {
            // Drawn here, since few letters fail: a second run of the transaction may draw anew.
            id: surroundings.id(),
            kind: NoticeKind::LettersFailed,
            recipient: Recipient::Person(person),
            subject: Subject::Event(event.id),
            version,
        };
        notices::enqueue_for(tx, &notice, now, end)?;
    }
    Ok(())
}
