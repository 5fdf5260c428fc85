//! A booking as it is, and as it stays while the transaction lasts.

use marketday_model::{Booking, BookingId, Instant};
use marketday_store::{Rx, StoreError, Tx, bookings, events, releases};

/// The booking, kept from being changed by others until the transaction ends: neither by the company in another
/// browser nor by what an organiser does to the whole event. Locks go from the event to the booking, always.
pub(crate) fn current(tx: &mut Tx<'_>, id: BookingId) -> Result<Option<Booking>, StoreError> {
    let Some(booking) = bookings::find(tx, id)? else {
        return Ok(None);
    };
    events::lock_shared(tx, booking.event)?;
    bookings::lock(tx, id)?;
    bookings::find(tx, id)
}

/// Whether the pitch of a booking has begun, after which its company leaves it as it is.
pub(crate) fn has_begun(
    rx: &mut Rx<'_>,
    booking: &Booking,
    now: Instant,
) -> Result<bool, StoreError> {
    let slot = releases::find_slot_ever(rx, booking.slot)?;
    Ok(slot.is_some_and(|slot| slot.slot.times.starts_at <= now))
}

/// Two bookings of one event, kept in the same way: locked in the order of their ids, so that two swaps do not wait for
/// each other. None if either is missing.
pub(crate) fn current_pair(
    tx: &mut Tx<'_>,
    [one, other]: [BookingId; 2],
) -> Result<Option<[Booking; 2]>, StoreError> {
    let Some(booking) = bookings::find(tx, one)? else {
        return Ok(None);
    };
    events::lock_shared(tx, booking.event)?;
    bookings::lock(tx, one.min(other))?;
    bookings::lock(tx, one.max(other))?;
    let pair = (bookings::find(tx, one)?, bookings::find(tx, other)?);
    Ok(match pair {
        (Some(one), Some(other)) if one.event == other.event => Some([one, other]),
        _ => None,
    })
}
