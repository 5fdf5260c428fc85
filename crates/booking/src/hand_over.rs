//! Handing a booking over to a colleague.

use crate::current::{current, has_begun};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, Claim, NoticeKind, Person, PersonId, Surroundings,
};
use marketday_places::{Occupied, occupy};
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Store, StoreError, Tx, bookings, erasure, memberships, notices, people, presenter_ticks,
    releases, revisions,
};

/// Why a booking is not handed over.
#[derive(Debug, thiserror::Error)]
pub enum HandOverRefused {
    /// The booking does not exist or was cancelled, or its company is still to be confirmed.
    #[error("This booking cannot be handed over")]
    NotConfirmed,
    /// It has begun, or is over.
    #[error("This pitch has begun, so it cannot be handed over")]
    Begun,
    /// They are no active member of the company.
    #[error("Choose somebody who belongs to your company")]
    NoColleague,
    /// They would present, and are on another stage at the time.
    #[error("Your colleague is already on stage at this time. Name another presenter first")]
    PresenterBusy,
    /// The database failed.
    #[error("handing the booking over failed")]
    Store(#[from] StoreError),
}

/// Makes a colleague the contact of a booking: it leaves the calendar of whoever had it, and comes into theirs. Where
/// the contact was to present, the colleague does. Whether `person` may do so is asked before.
pub fn hand_over(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, to): (BookingId, PersonId),
) -> Result<(), HandOverRefused> {
    let note = Note::new(surroundings, person);
    let (former, new) = (surroundings.id(), surroundings.id());
    store.write(move |tx| {
        let booking = current(tx, id)?
            .filter(|booking| {
                booking.state == BookingState::Confirmed && booking.claim == Claim::Settled
            })
            .ok_or(HandOverRefused::NotConfirmed)?;
        if has_begun(tx, &booking, note.at)? {
            return Err(HandOverRefused::Begun);
        }
        if booking.contact == to {
            return Ok(());
        }
        let members = memberships::list_active_members(tx, booking.company)?;
        let is_colleague = members.iter().any(|tie| tie.person == to);
        let colleague = people::find(tx, to)?.filter(|_| is_colleague);
        let colleague = colleague.ok_or(HandOverRefused::NoColleague)?;
        if booking.presenter_email.is_none() {
            presents(tx, &booking, &colleague)?;
        }
        erasure::update_contact(tx, id, colleague.id)?;
        if !bookings::touch(tx, id, booking.sequence, note.at)? {
            return Err(StoreError::Stale("a booking").into());
        }
        let told = [
            (former, NoticeKind::BookingHandedOver, booking.contact),
            (new, NoticeKind::BookingChanged, colleague.id),
        ];
        for (notice, kind, recipient) in told {
            let notice = NewNotice {
                id: notice,
                kind,
                recipient: Recipient::Person(recipient),
                subject: Subject::Booking(id),
                version: booking.sequence + 1,
            };
            notices::enqueue(tx, &notice, note.at)?;
        }
        note.write(tx, "booking.hand-over", Subject::Booking(id), String::new())?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

/// Puts the colleague on stage in the place of the contact.
fn presents(tx: &mut Tx<'_>, booking: &Booking, colleague: &Person) -> Result<(), HandOverRefused> {
    bookings::update_presenter(tx, booking.id, colleague.id, &colleague.name, None)?;
    presenter_ticks::delete(tx, booking.id)?;
    let slot = releases::find_slot(tx, booking.slot)?.ok_or(HandOverRefused::NotConfirmed)?;
    match occupy(tx, colleague.id, booking.id, &slot.slot.times)? {
        Occupied::Yes => Ok(()),
        Occupied::Busy => Err(HandOverRefused::PresenterBusy),
    }
}
