//! Cancelling after the time in which a company does so itself: the organiser is asked.

use crate::cancel::cancelled;
use crate::current::current;
use marketday_model::late_cancellation::cut_off;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::may_manage_bookings;
use marketday_model::{
    Booking, BookingId, BookingState, Event, Instant, LateCancellation, LateCancellationId,
    LateState, NoticeId, NoticeKind, PersonId, Prose, Surroundings,
};
use marketday_places::{enter_line, free_booking, offer_freed};
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, booking_rules, events, late_cancellations, notices, releases,
    revisions, teams,
};

/// How many organisers are told of what a company asks or takes back, at most.
pub(crate) const ORGANISERS: usize = 10;

/// Why the organiser is not asked.
#[derive(Debug, thiserror::Error)]
pub enum LateRefused {
    /// The booking does not exist or was cancelled.
    #[error("This booking was cancelled already")]
    NotConfirmed,
    /// Its pitch has begun, or is over.
    #[error("This pitch has begun, so its booking cannot be cancelled")]
    Begun,
    /// The company can still cancel by itself.
    #[error("You can still cancel this booking yourself")]
    NotLate,
    /// The organiser is asked already.
    #[error("The organiser has been asked already")]
    AlreadyAsked,
    /// The database failed.
    #[error("asking the organiser failed")]
    Store(#[from] StoreError),
}

/// Whether it is too late for the company of a booking to cancel it by itself. Nothing is late without a slot.
pub fn is_late(rx: &mut Rx<'_>, booking: &Booking, now: Instant) -> Result<bool, StoreError> {
    let rules = booking_rules::find(rx, booking.event)?;
    let slot = releases::find_slot_ever(rx, booking.slot)?;
    Ok(slot.is_some_and(|slot| cut_off(&rules, slot.slot.times.starts_at) <= now))
}

/// When the pitch of a booking begins.
fn starts_at(rx: &mut Rx<'_>, booking: &Booking) -> Result<Option<Instant>, StoreError> {
    let slot = releases::find_slot_ever(rx, booking.slot)?;
    Ok(slot.map(|slot| slot.slot.times.starts_at))
}

/// Asks the organisers to cancel a booking, and tells them. Whether `person` may do so is asked before.
pub fn ask_late_cancellation(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, reason): (BookingId, Prose<1000>),
) -> Result<LateCancellationId, LateRefused> {
    let note = Note::new(surroundings, person);
    let request: LateCancellationId = surroundings.id();
    let ids: [NoticeId; ORGANISERS] = std::array::from_fn(|_| surroundings.id());
    store.write(move |tx| {
        let now = note.at;
        let booking = current(tx, id)?
            .filter(|booking| booking.state == BookingState::Confirmed)
            .ok_or(LateRefused::NotConfirmed)?;
        if starts_at(tx, &booking)?.is_none_or(|starts_at| starts_at <= now) {
            return Err(LateRefused::Begun);
        }
        if !is_late(tx, &booking, now)? {
            return Err(LateRefused::NotLate);
        }
        let new = LateCancellation {
            id: request,
            booking: id,
            state: LateState::Asked,
            reason: reason.to_string(),
            answer: String::new(),
            asked_at: now,
            answered_at: None,
        };
        if !late_cancellations::insert(tx, &new)? {
            return Err(LateRefused::AlreadyAsked);
        }
        let event = events::find(tx, booking.event)?.ok_or(LateRefused::NotConfirmed)?;
        for (organiser, notice) in deciding(tx, &event)?.into_iter().zip(ids) {
            let notice = NewNotice {
                id: notice,
                kind: NoticeKind::LateCancellationAsked,
                recipient: Recipient::Person(organiser),
                subject: Subject::LateCancellation(request),
                version: 0,
            };
            notices::enqueue(tx, &notice, now)?;
        }
        let detail = reason.to_string();
        note.write(tx, "cancellation.ask", Subject::Booking(id), detail)?;
        Ok(request)
    })
}

/// Who decides about the bookings of an event: whoever is asked first is told first.
pub(crate) fn deciding(rx: &mut Rx<'_>, event: &Event) -> Result<Vec<PersonId>, StoreError> {
    teams::list_who_may(rx, event, may_manage_bookings)
}

/// A request that can be answered, with its booking as it stays until the transaction ends; or how it stands. What has
/// lapsed is noted so on the way.
fn open(
    tx: &mut Tx<'_>,
    id: LateCancellationId,
    now: Instant,
) -> Result<Result<Booking, LateState>, StoreError> {
    let gone = || StoreError::Stale("a request to cancel");
    let request = late_cancellations::find(tx, id)?.ok_or_else(gone)?;
    let booking = current(tx, request.booking)?.ok_or_else(gone)?;
    let request = late_cancellations::find(tx, id)?.ok_or_else(gone)?;
    if request.state != LateState::Asked {
        return Ok(Err(request.state));
    }
    let starts_at = starts_at(tx, &booking)?.unwrap_or(now);
    if !request.is_open(&booking, starts_at, now) {
        late_cancellations::settle(tx, id, (LateState::Lapsed, ""), now)?;
        return Ok(Err(LateState::Lapsed));
    }
    Ok(Ok(booking))
}

/// Cancels the booking of a request, tells its contact, offers its slot to those who wait, and returns how the request stands now. Whether `person` may is
/// asked before.
pub fn accept_late_cancellation(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: LateCancellationId,
) -> Result<LateState, StoreError> {
    let note = Note::new(surroundings, person);
    let notice = surroundings.id();
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let now = note.at;
        let booking = match open(tx, id, now)? {
            Ok(booking) => booking,
            Err(state) => return Ok(state),
        };
        enter_line(tx, booking.event)?;
        if !free_booking(tx, &booking, None, now)? {
            return Err(StoreError::Stale("a booking"));
        }
        late_cancellations::settle(tx, id, (LateState::Accepted, ""), now)?;
        let told = NewNotice {
            id: notice,
            kind: NoticeKind::BookingCancelled,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::Booking(booking.id),
            version: booking.sequence + 1,
        };
        notices::enqueue(tx, &told, now)?;
        note.write_altered(
            tx,
            "cancellation.accept",
            Subject::Booking(booking.id),
            String::new(),
            &cancelled(&booking),
        )?;
        revisions::bump_public(tx)?;
        offer_freed(tx, &surroundings, booking.event, now)?;
        Ok(LateState::Accepted)
    })
}

/// Says no to a request, tells its contact why, and returns how it stands now. Whether `person` may is asked before.
pub fn refuse_late_cancellation(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, answer): (LateCancellationId, Prose<1000>),
) -> Result<LateState, StoreError> {
    let note = Note::new(surroundings, person);
    let notice = surroundings.id();
    store.write(move |tx| {
        let now = note.at;
        let booking = match open(tx, id, now)? {
            Ok(booking) => booking,
            Err(state) => return Ok(state),
        };
        late_cancellations::settle(tx, id, (LateState::Refused, answer.as_str()), now)?;
        let told = NewNotice {
            id: notice,
            kind: NoticeKind::LateCancellationRefused,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::LateCancellation(id),
            version: 0,
        };
        notices::enqueue(tx, &told, now)?;
        let detail = answer.to_string();
        note.write(
            tx,
            "cancellation.refuse",
            Subject::Booking(booking.id),
            detail,
        )?;
        Ok(LateState::Refused)
    })
}

/// Takes a request back, and returns how it stands now. Whether `person` may is asked before.
pub fn withdraw_late_cancellation(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: LateCancellationId,
) -> Result<LateState, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let booking = match open(tx, id, note.at)? {
            Ok(booking) => booking,
            Err(state) => return Ok(state),
        };
        late_cancellations::settle(tx, id, (LateState::Withdrawn, ""), note.at)?;
        let subject = Subject::Booking(booking.id);
        note.write(tx, "cancellation.withdraw", subject, String::new())?;
        Ok(LateState::Withdrawn)
    })
}
