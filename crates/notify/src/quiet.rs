//! Quiet hours: what can wait is not sent at night.

use crate::Notifier;
use marketday_model::notice::{Recipient, Urgency};
use marketday_model::reminder::Reminder;
use marketday_model::{Event, Instant, Notice};
use marketday_store::{StoreError, events, quiet_hours};

/// Until when a letter waits because its reader's quiet hours are now; none if it is sent.
pub(crate) fn until(notifier: &Notifier, notice: &Notice) -> Result<Option<Instant>, StoreError> {
    let Recipient::Person(person) = notice.recipient else {
        return Ok(None);
    };
    if notice.kind.urgency() != Urgency::Many {
        return Ok(None);
    }
    let now = notifier.surroundings.now();
    notifier.store.read(|rx| {
        let Some(until) = quiet_hours::find(rx, person)?.until(now) else {
            return Ok(None);
        };
        let event = match notice.event {
            Some(event) => events::find(rx, event)?,
            None => None,
        };
        let is_late = event.is_some_and(|event| is_late_by(notice, &event, now, until));
        Ok((!is_late).then_some(until))
    })
}

/// Whether a letter that is worth reading now is not any more by the end of the quiet hours, as what is told of a day that
/// has begun by then: it is better sent than kept.
fn is_late_by(notice: &Notice, event: &Event, now: Instant, until: Instant) -> bool {
    let last = Reminder::of(notice.kind).map_or(event.time.start(), |one| one.until(event));
    now < last && last <= until
}
