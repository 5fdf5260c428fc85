//! Bookings that change slots. The unique index of one live booking a slot stays the referee.

use crate::columns::{at, int};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::former_places;
use crate::schema::bookings;
use crate::standing::IsConfirmed;
use diesel::prelude::*;
use marketday_model::{Booking, BookingState, Instant, SlotId};

/// How a change of slot went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotChange {
    /// The booking is in the other slot.
    Done,
    /// Somebody else has that slot.
    Taken,
    /// The booking is not as it was read.
    Stale,
}

/// Puts a confirmed booking, as it was read, into another slot, and raises its SEQUENCE.
pub fn move_to(
    tx: &mut Tx<'_>,
    booking: &Booking,
    to: SlotId,
    now: Instant,
) -> Result<SlotChange, StoreError> {
    let mut moved = 0;
    let is_free = tx.insert_if_free(|db| {
        moved = diesel::update(
            bookings::table
                .filter(bookings::id.eq(booking.id.to_string()))
                .filter(bookings::slot_id.eq(booking.slot.to_string()))
                .filter(bookings::sequence.eq(int(booking.sequence)))
                .filter(IsConfirmed),
        )
        .set((
            bookings::slot_id.eq(to.to_string()),
            bookings::sequence.eq(bookings::sequence + 1),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(db)?;
        Ok(moved)
    })?;
    if is_free && moved == 1 {
        former_places::note_slot(tx, booking)?;
    }
    Ok(match (is_free, moved) {
        (false, _) => SlotChange::Taken,
        (true, 1) => SlotChange::Done,
        (true, _) => SlotChange::Stale,
    })
}

/// Lets two confirmed bookings, as they were read, change slots, and raises the SEQUENCE of both.
///
/// A unique index is asked row by row, so one steps out of it while the other goes over, within this transaction:
/// whoever wants either slot meanwhile waits for its end, and a crash takes everything back.
pub fn swap(
    tx: &mut Tx<'_>,
    [one, other]: [&Booking; 2],
    now: Instant,
) -> Result<SlotChange, StoreError> {
    let stepped_out = diesel::update(
        bookings::table
            .filter(bookings::id.eq(one.id.to_string()))
            .filter(bookings::slot_id.eq(one.slot.to_string()))
            .filter(bookings::sequence.eq(int(one.sequence)))
            .filter(IsConfirmed),
    )
    .set(bookings::state.eq(BookingState::Expired.as_str()))
    .execute(tx.db())?;
    if stepped_out != 1 {
        return Ok(SlotChange::Stale);
    }
    let moved = move_to(tx, other, one.slot, now)?;
    if moved != SlotChange::Done {
        return Ok(moved);
    }
    let is_free = tx.insert_if_free(|db| {
        diesel::update(bookings::table.find(one.id.to_string()))
            .set((
                bookings::state.eq(BookingState::Confirmed.as_str()),
                bookings::slot_id.eq(other.slot.to_string()),
                bookings::sequence.eq(bookings::sequence + 1),
                bookings::changed_at.eq(at(now)),
            ))
            .execute(db)
    })?;
    if !is_free {
        return Ok(SlotChange::Taken);
    }
    former_places::note_slot(tx, one)?;
    Ok(SlotChange::Done)
}
