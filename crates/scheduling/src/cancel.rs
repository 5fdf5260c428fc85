//! Calling an event off: everyone concerned is told, and every place is freed.

use crate::altered;
use crate::told::{Ids, tell_booking, tell_delegate};
use marketday_model::booking::EVENT_CANCELLED;
use marketday_model::notice::Subject;
use marketday_model::{EventId, EventState, NoticeKind, PersonId, Prose, Surroundings};
use marketday_places::{free_booking, free_registration, offer_freed};
use marketday_store::bookings::BookingFilter;
use marketday_store::{Note, Store, StoreError, bookings, events, registrations, revisions};

/// Why an event is not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelEventRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// It is over, or was cancelled before.
    #[error("An event that is {0} cannot be cancelled")]
    State(EventState),
    /// The database failed.
    #[error("cancelling the event failed")]
    Store(#[from] StoreError),
}

/// Cancels an event, and returns how many bookings and registrations were told.
pub fn cancel_event(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    reason: Prose<1000>,
) -> Result<usize, CancelEventRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, id)?;
        let old = events::find(tx, id)?.ok_or(CancelEventRefused::NoSuchEvent)?;
        let mut event = old.clone();
        event.state = event
            .state
            .to(EventState::Cancelled)
            .map_err(|_| CancelEventRefused::State(event.state))?;
        event.cancelled_at = Some(now);
        event.cancel_reason = Some(reason.to_string());
        event.sequence += 1;
        event.changed_at = now;
        events::update(tx, &event)?;
        let mut told = 0;
        for booking in bookings::list(
            tx,
            &BookingFilter {
                event: Some(id),
                ..BookingFilter::default()
            },
        )? {
            if free_booking(tx, &booking, Some(EVENT_CANCELLED), now)? {
                tell_booking(
                    tx,
                    &ids,
                    NoticeKind::EventCancelled,
                    &booking,
                    booking.sequence + 1,
                    now,
                )?;
                told += 1;
            }
        }
        for delegate in registrations::list_confirmed(tx, id)? {
            if free_registration(tx, &delegate, now)? {
                tell_delegate(
                    tx,
                    &ids,
                    NoticeKind::EventCancelled,
                    &delegate,
                    delegate.sequence + 1,
                    now,
                )?;
                told += 1;
            }
        }
        let altered = altered::event(Some(&old), &event);
        note.write_altered(
            tx,
            "event.cancel",
            Subject::Event(id),
            reason.to_string(),
            &altered,
        )?;
        offer_freed(tx, &ids.0, id, now)?;
        revisions::bump_public(tx)?;
        Ok(told)
    })
}
