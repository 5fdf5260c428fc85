//! Cancelling a booking, which frees its slot.

use crate::current::{current, has_begun};
use crate::late_cancellation::is_late;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Booking, BookingId, BookingState, NoticeKind, PersonId, Surroundings};
use marketday_places::{enter_line, free_booking, offer_freed};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, notices, revisions};

/// Who cancels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelledBy {
    /// The company itself.
    Company(PersonId),
    /// An organiser of the event, and why.
    Organiser(PersonId, String),
}

/// Why a booking is not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelRefused {
    /// It does not exist.
    #[error("There is no such booking")]
    NoSuchBooking,
    /// It was cancelled before; nothing more was done.
    #[error("This booking was already cancelled")]
    AlreadyCancelled,
    /// Its pitch has begun, or is over: only an organiser still cancels it.
    #[error("This pitch has begun, so its booking cannot be cancelled")]
    Begun,
    /// It is so late that the organiser is asked instead.
    #[error("It is too late to cancel this booking yourself. Ask the organiser")]
    Late,
    /// The database failed.
    #[error("cancelling the booking failed")]
    Store(#[from] StoreError),
}

/// Cancels a booking and tells its contact. Whether `by` may do so is asked before.
pub fn cancel(
    store: &Store,
    surroundings: &Surroundings,
    id: BookingId,
    by: CancelledBy,
) -> Result<(), CancelRefused> {
    let now = surroundings.now();
    let notice_id = surroundings.id();
    let note = Note::new(surroundings, None);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let booking = current(tx, id)?.ok_or(CancelRefused::NoSuchBooking)?;
        let (person, reason) = match &by {
            CancelledBy::Company(person) => (*person, None),
            CancelledBy::Organiser(person, reason) => (*person, Some(reason.as_str())),
        };
        let is_live = booking.state == BookingState::Confirmed;
        if is_live && reason.is_none() && has_begun(tx, &booking, now)? {
            return Err(CancelRefused::Begun);
        }
        if is_live && reason.is_none() && is_late(tx, &booking, now)? {
            return Err(CancelRefused::Late);
        }
        enter_line(tx, booking.event)?;
        if !free_booking(tx, &booking, reason, now)? {
            return Err(CancelRefused::AlreadyCancelled);
        }
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::BookingCancelled,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::Booking(id),
            version: booking.sequence + 1,
        };
        notices::enqueue(tx, &notice, now)?;
        note.by(person).write_altered(
            tx,
            "booking.cancel",
            Subject::Booking(id),
            reason.unwrap_or_default().to_owned(),
            &cancelled(&booking),
        )?;
        revisions::bump_public(tx)?;
        offer_freed(tx, &surroundings, booking.event, now)?;
        Ok(())
    })
}

/// What the audit trail keeps of a booking that is cancelled now.
pub(crate) fn cancelled(booking: &Booking) -> Vec<Altered> {
    Altered::list([(
        "State",
        booking.state.to_string(),
        BookingState::Cancelled.to_string(),
    )])
}
