//! Requests to cancel a booking late.
//!
//! A partial unique index decides: a booking has at most one request that waits.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{bookings, late_cancellations};
use diesel::prelude::*;
use marketday_model::{
    BookingId, EventId, Instant, LateCancellation, LateCancellationId, LateState,
};

#[derive(Queryable)]
struct Row {
    id: Text<LateCancellationId>,
    booking: Text<BookingId>,
    state: Text<LateState>,
    reason: String,
    answer: String,
    asked_at: At,
    answered_at: MaybeAt,
}

impl From<Row> for LateCancellation {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            booking: row.booking.0,
            state: row.state.0,
            reason: row.reason,
            answer: row.answer,
            asked_at: row.asked_at.0,
            answered_at: row.answered_at.0,
        }
    }
}

/// The request with this id.
pub fn find(
    rx: &mut Rx<'_>,
    id: LateCancellationId,
) -> Result<Option<LateCancellation>, StoreError> {
    let row: Option<Row> = late_cancellations::table
        .find(id.to_string())
        .first(rx.db())
        .optional()?;
    Ok(row.map(LateCancellation::from))
}

/// The newest request of a booking.
pub fn find_latest(
    rx: &mut Rx<'_>,
    booking: BookingId,
) -> Result<Option<LateCancellation>, StoreError> {
    let row: Option<Row> = late_cancellations::table
        .filter(late_cancellations::booking_id.eq(booking.to_string()))
        .order((
            late_cancellations::asked_at.desc(),
            late_cancellations::id.desc(),
        ))
        .first(rx.db())
        .optional()?;
    Ok(row.map(LateCancellation::from))
}

/// The requests of an event that wait for an answer. Some of them may have lapsed.
pub fn list_asked(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<LateCancellation>, StoreError> {
    let rows: Vec<Row> = late_cancellations::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(late_cancellations::state.eq(LateState::Asked.as_str()))
        .select(late_cancellations::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(LateCancellation::from).collect())
}

/// Stores a request, and says whether its booking had none that waits.
pub fn insert(tx: &mut Tx<'_>, new: &LateCancellation) -> Result<bool, StoreError> {
    let row = (
        late_cancellations::id.eq(new.id.to_string()),
        late_cancellations::booking_id.eq(new.booking.to_string()),
        late_cancellations::state.eq(new.state.as_str()),
        late_cancellations::reason.eq(&new.reason),
        late_cancellations::answer.eq(&new.answer),
        late_cancellations::asked_at.eq(at(new.asked_at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(late_cancellations::table)
            .values(row)
            .execute(db)
    })
}

/// Ends a request with a word, and says whether it still waited: of two who answer it, one is told `true`.
pub fn settle(
    tx: &mut Tx<'_>,
    id: LateCancellationId,
    (state, answer): (LateState, &str),
    now: Instant,
) -> Result<bool, StoreError> {
    let waiting = late_cancellations::table
        .filter(late_cancellations::id.eq(id.to_string()))
        .filter(late_cancellations::state.eq(LateState::Asked.as_str()));
    let settled = diesel::update(waiting)
        .set((
            late_cancellations::state.eq(state.as_str()),
            late_cancellations::answer.eq(answer),
            late_cancellations::answered_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(settled == 1)
}
