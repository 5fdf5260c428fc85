//! Asking another company to change slots.

use crate::current::current_pair;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, Claim, Event, EventState, Instant, NoticeKind, PersonId,
    Prose, Surroundings, Swap, SwapId, SwapState, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Note, Rx, Store, StoreError, bookings, events, notices, releases, swaps};

/// Who asks whom.
#[derive(Debug, Clone)]
pub struct SwapRequest {
    /// The booking of whoever asks.
    pub from: BookingId,
    /// The booking whose slot they would like.
    pub to: BookingId,
    /// What they say to the other company.
    pub message: Option<Prose<500>>,
    /// Who asks.
    pub by: PersonId,
}

/// Why two bookings do not change slots. Each stays where it is.
#[derive(Debug, thiserror::Error)]
pub enum SwapRefused {
    /// There is no such proposal, or one of the bookings is not confirmed or not of this event.
    #[error("One of these bookings does not exist any more")]
    NoSuchBooking,
    /// The claim of one of them is not settled.
    #[error("A booking can be swapped once its company has been confirmed")]
    Unconfirmed,
    /// A pitch has begun, or the event is not taking place as it stands.
    #[error("One of these pitches has begun, or the event is not open for changes")]
    Closed,
    /// Companies do not decide who has these slots, or not both.
    #[error("The organiser decides who has one of these slots, so they cannot be swapped")]
    NotOffered,
    /// The two have a proposal that waits for an answer.
    #[error("There is a proposal between these two bookings already")]
    AlreadyAsked(SwapId),
    /// They have declined this very swap.
    #[error("They have declined to swap these two slots")]
    Declined,
    /// Too many proposals of this booking wait for an answer.
    #[error("Too many of your proposals wait for an answer. Withdraw one, or wait")]
    TooMany,
    /// A presenter is on another stage at the time.
    #[error("The presenter of one of the two pitches is already on stage at the other's time")]
    PresenterBusy,
    /// The database failed.
    #[error("the swap failed")]
    Store(#[from] StoreError),
}

/// Asks another company to change slots, and tells its contact. Whether `by` may act for the first booking is asked
/// before.
pub fn propose_swap(
    store: &Store,
    surroundings: &Surroundings,
    request: SwapRequest,
) -> Result<SwapId, SwapRefused> {
    let id: SwapId = surroundings.id();
    let notice = surroundings.id();
    let note = Note::new(surroundings, request.by);
    store.write(move |tx| {
        let now = note.at;
        let pair = current_pair(tx, [request.from, request.to])?;
        let [from, to] = pair
            .filter(|[from, to]| from.id != to.id)
            .ok_or(SwapRefused::NoSuchBooking)?;
        let (_, slots) = swappable(tx, [&from, &to])?;
        let starts = [0, 1].map(|n: usize| slots[n].slot.times.starts_at);
        if starts.iter().any(|start| *start <= now) {
            return Err(SwapRefused::Closed);
        }
        let same = (from.slot, to.slot);
        for earlier in swaps::list_of_pair(tx, from.id, to.id)? {
            let (mine, theirs, slots) = if earlier.from == from.id {
                (&from, &to, (earlier.from_slot, earlier.to_slot))
            } else {
                (&to, &from, (earlier.to_slot, earlier.from_slot))
            };
            if earlier.is_open([mine, theirs], starts, now) {
                return Err(SwapRefused::AlreadyAsked(earlier.id));
            }
            if earlier.state == SwapState::Proposed {
                swaps::settle(tx, earlier.id, SwapState::Lapsed, now)?;
            }
            let is_declined = earlier.state == SwapState::Declined && earlier.from == from.id;
            if is_declined && slots == same {
                return Err(SwapRefused::Declined);
            }
        }
        if waiting(tx, (&from, starts[0]), now)? >= policy::SWAPS_PER_BOOKING {
            return Err(SwapRefused::TooMany);
        }
        let latest = now + policy::SWAP;
        let swap = Swap {
            id,
            event: from.event,
            from: from.id,
            to: to.id,
            from_slot: from.slot,
            to_slot: to.slot,
            state: SwapState::Proposed,
            message: request
                .message
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            asked_by: request.by,
            asked_at: now,
            answered_at: None,
            expires_at: starts.into_iter().fold(latest, Ord::min),
        };
        if !swaps::insert(tx, &swap)? {
            return Err(StoreError::Stale("a proposal to swap").into());
        }
        let told = NewNotice {
            id: notice,
            kind: NoticeKind::SwapAsked,
            recipient: Recipient::Person(to.contact),
            subject: Subject::Swap(id),
            version: 0,
        };
        notices::enqueue(tx, &told, now)?;
        let detail = format!("With {}", to.company_name);
        note.write(tx, "swap.propose", Subject::Booking(from.id), detail)?;
        Ok(id)
    })
}

/// The event and the slots of two bookings that may be swapped, in the same order.
pub(crate) fn swappable(
    rx: &mut Rx<'_>,
    pair: [&Booking; 2],
) -> Result<(Event, [ReleasedSlot; 2]), SwapRefused> {
    if pair
        .iter()
        .any(|booking| booking.state != BookingState::Confirmed)
    {
        return Err(SwapRefused::NoSuchBooking);
    }
    if pair.iter().any(|booking| booking.claim != Claim::Settled) {
        return Err(SwapRefused::Unconfirmed);
    }
    let event = events::find(rx, pair[0].event)?.ok_or(SwapRefused::NoSuchBooking)?;
    if event.state != EventState::Published {
        return Err(SwapRefused::Closed);
    }
    let slots = (
        releases::find_slot(rx, pair[0].slot)?,
        releases::find_slot(rx, pair[1].slot)?,
    );
    let (Some(one), Some(other)) = slots else {
        return Err(SwapRefused::NoSuchBooking);
    };
    if one.slot.mode != other.slot.mode {
        return Err(SwapRefused::NotOffered);
    }
    Ok((event, [one, other]))
}

/// How many proposals of a booking wait for an answer. One that nobody can agree to any more does not.
fn waiting(
    rx: &mut Rx<'_>,
    (from, starts): (&Booking, Instant),
    now: Instant,
) -> Result<usize, StoreError> {
    let mut waiting = 0;
    for swap in swaps::list_proposed(rx, from.id)? {
        if swap.from != from.id {
            continue;
        }
        let Some(to) = bookings::find(rx, swap.to)? else {
            continue;
        };
        // Its time is over before either pitch begins.
        waiting += usize::from(swap.is_open([from, &to], [starts; 2], now));
    }
    Ok(waiting)
}
