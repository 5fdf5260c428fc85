//! What those who run the day are to know of a session or a booking. An empty note is none.

use crate::columns::Text;
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{booking_notes, bookings, session_notes, sessions};
use diesel::prelude::*;
use marketday_model::{BookingId, EventId, SessionId};
use std::collections::HashMap;

/// The note on a session.
pub fn find_of_session(rx: &mut Rx<'_>, session: SessionId) -> Result<String, StoreError> {
    let note = session_notes::table
        .find(session.to_string())
        .select(session_notes::note)
        .get_result(rx.db())
        .optional()?;
    Ok(note.unwrap_or_default())
}

/// The note on a booking.
pub fn find_of_booking(rx: &mut Rx<'_>, booking: BookingId) -> Result<String, StoreError> {
    let note = booking_notes::table
        .find(booking.to_string())
        .select(booking_notes::note)
        .get_result(rx.db())
        .optional()?;
    Ok(note.unwrap_or_default())
}

/// The notes on the sessions of an event.
pub fn list_of_sessions(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<HashMap<SessionId, String>, StoreError> {
    let rows: Vec<(Text<SessionId>, String)> = session_notes::table
        .inner_join(sessions::table)
        .filter(sessions::event_id.eq(event.to_string()))
        .select((session_notes::session_id, session_notes::note))
        .load(rx.db())?;
    Ok(rows.into_iter().map(|(id, note)| (id.0, note)).collect())
}

/// The notes on the bookings of an event.
pub fn list_of_bookings(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<HashMap<BookingId, String>, StoreError> {
    let rows: Vec<(Text<BookingId>, String)> = booking_notes::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .select((booking_notes::booking_id, booking_notes::note))
        .load(rx.db())?;
    Ok(rows.into_iter().map(|(id, note)| (id.0, note)).collect())
}

/// Puts another note on a session.
pub fn set_of_session(tx: &mut Tx<'_>, session: SessionId, note: &str) -> Result<(), StoreError> {
    let id = session.to_string();
    if note.is_empty() {
        diesel::delete(session_notes::table.find(id)).execute(tx.db())?;
        return Ok(());
    }
    let text = session_notes::note.eq(note);
    on_each!(tx.db(), |c| diesel::insert_into(session_notes::table)
        .values((session_notes::session_id.eq(id), text))
        .on_conflict(session_notes::session_id)
        .do_update()
        .set(text)
        .execute(c))?;
    Ok(())
}

/// Puts another note on a booking.
pub fn set_of_booking(tx: &mut Tx<'_>, booking: BookingId, note: &str) -> Result<(), StoreError> {
    let id = booking.to_string();
    if note.is_empty() {
        diesel::delete(booking_notes::table.find(id)).execute(tx.db())?;
        return Ok(());
    }
    let text = booking_notes::note.eq(note);
    on_each!(tx.db(), |c| diesel::insert_into(booking_notes::table)
        .values((booking_notes::booking_id.eq(id), text))
        .on_conflict(booking_notes::booking_id)
        .do_update()
        .set(text)
        .execute(c))?;
    Ok(())
}
