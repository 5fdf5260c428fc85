//! A booking as it is, and as it stays while the transaction lasts.

use marketday_model::{Booking, BookingId};
use marketday_store::{StoreError, Tx, bookings, events};

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
