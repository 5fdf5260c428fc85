//! Proposals to swap slots.
//!
//! A partial unique index decides: two bookings have at most one proposal to be answered.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::swaps;
use diesel::prelude::*;
use marketday_model::{BookingId, EventId, Instant, PersonId, SlotId, Swap, SwapId, SwapState};

#[derive(Queryable)]
struct Row {
    id: Text<SwapId>,
    event: Text<EventId>,
    from: Text<BookingId>,
    to: Text<BookingId>,
    from_slot: Text<SlotId>,
    to_slot: Text<SlotId>,
    _pair: String,
    state: Text<SwapState>,
    message: String,
    asked_by: Text<PersonId>,
    asked_at: At,
    answered_at: MaybeAt,
    expires_at: At,
}

impl From<Row> for Swap {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            event: row.event.0,
            from: row.from.0,
            to: row.to.0,
            from_slot: row.from_slot.0,
            to_slot: row.to_slot.0,
            state: row.state.0,
            message: row.message,
            asked_by: row.asked_by.0,
            asked_at: row.asked_at.0,
            answered_at: row.answered_at.0,
            expires_at: row.expires_at.0,
        }
    }
}

/// The proposal with this id.
pub fn find(rx: &mut Rx<'_>, id: SwapId) -> Result<Option<Swap>, StoreError> {
    let row: Option<Row> = swaps::table
        .find(id.to_string())
        .first(rx.db())
        .optional()?;
    Ok(row.map(Swap::from))
}

/// Every proposal that two bookings ever had, oldest first.
pub fn list_of_pair(
    rx: &mut Rx<'_>,
    one: BookingId,
    other: BookingId,
) -> Result<Vec<Swap>, StoreError> {
    let rows: Vec<Row> = swaps::table
        .filter(swaps::pair.eq(Swap::pair(one, other)))
        .order((swaps::asked_at, swaps::id))
        .load(rx.db())?;
    Ok(rows.into_iter().map(Swap::from).collect())
}

/// What a booking is asked or asks, and has not been answered, oldest first. Some of it may have lapsed.
pub fn list_proposed(rx: &mut Rx<'_>, booking: BookingId) -> Result<Vec<Swap>, StoreError> {
    let id = booking.to_string();
    let rows: Vec<Row> = swaps::table
        .filter(
            swaps::from_booking_id
                .eq(id.clone())
                .or(swaps::to_booking_id.eq(id)),
        )
        .filter(swaps::state.eq(SwapState::Proposed.as_str()))
        .order((swaps::asked_at, swaps::id))
        .load(rx.db())?;
    Ok(rows.into_iter().map(Swap::from).collect())
}

/// Stores a proposal, and says whether the two had none to be answered.
pub fn insert(tx: &mut Tx<'_>, swap: &Swap) -> Result<bool, StoreError> {
    let row = (
        swaps::id.eq(swap.id.to_string()),
        swaps::event_id.eq(swap.event.to_string()),
        swaps::from_booking_id.eq(swap.from.to_string()),
        swaps::to_booking_id.eq(swap.to.to_string()),
        swaps::from_slot_id.eq(swap.from_slot.to_string()),
        swaps::to_slot_id.eq(swap.to_slot.to_string()),
        swaps::pair.eq(Swap::pair(swap.from, swap.to)),
        swaps::state.eq(swap.state.as_str()),
        swaps::message.eq(&swap.message),
        swaps::asked_by.eq(swap.asked_by.to_string()),
        swaps::asked_at.eq(at(swap.asked_at)),
        swaps::expires_at.eq(at(swap.expires_at)),
    );
    tx.insert_if_free(|db| diesel::insert_into(swaps::table).values(row).execute(db))
}

/// Ends a proposal, and says whether it was still to be answered: of two who answer it, one is told `true`.
pub fn settle(
    tx: &mut Tx<'_>,
    id: SwapId,
    state: SwapState,
    now: Instant,
) -> Result<bool, StoreError> {
    let open = swaps::table
        .filter(swaps::id.eq(id.to_string()))
        .filter(swaps::state.eq(SwapState::Proposed.as_str()));
    let settled = diesel::update(open)
        .set((
            swaps::state.eq(state.as_str()),
            swaps::answered_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(settled == 1)
}

/// Ends every proposal of a booking that is not where it was.
pub fn lapse_of(tx: &mut Tx<'_>, booking: BookingId, now: Instant) -> Result<usize, StoreError> {
    let id = booking.to_string();
    let open = swaps::table
        .filter(
            swaps::from_booking_id
                .eq(id.clone())
                .or(swaps::to_booking_id.eq(id)),
        )
        .filter(swaps::state.eq(SwapState::Proposed.as_str()));
    Ok(diesel::update(open)
        .set((
            swaps::state.eq(SwapState::Lapsed.as_str()),
            swaps::answered_at.eq(at(now)),
        ))
        .execute(tx.db())?)
}
