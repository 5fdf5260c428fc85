//! Whose slides have come, however they came.

use crate::columns::{Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{bookings, slides_received};
use diesel::prelude::*;
use marketday_model::{BookingId, EventId, Instant};

/// The bookings of an event whose slides have come.
pub fn list_received(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<BookingId>, StoreError> {
    let ids: Vec<Text<BookingId>> = slides_received::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .order(slides_received::booking_id)
        .select(slides_received::booking_id)
        .load(rx.db())?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Keeps that the slides of a booking have come, and says whether that is new.
pub fn receive(tx: &mut Tx<'_>, booking: BookingId, now: Instant) -> Result<bool, StoreError> {
    let row = (
        slides_received::booking_id.eq(booking.to_string()),
        slides_received::received_at.eq(at(now)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(slides_received::table)
            .values(row)
            .execute(db)
    })
}

/// Takes it back, and says whether they had come.
pub fn take_back(tx: &mut Tx<'_>, booking: BookingId) -> Result<bool, StoreError> {
    let gone = diesel::delete(slides_received::table.find(booking.to_string())).execute(tx.db())?;
    Ok(gone > 0)
}
