//! Which bookings nobody appeared for.

use crate::columns::{Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, events, no_shows};
use diesel::prelude::*;
use marketday_model::{BookingId, EventId, Instant, OrganisationId};

/// Notes that nobody appeared for a booking, and says whether that is new.
pub fn note(tx: &mut Tx<'_>, booking: BookingId, now: Instant) -> Result<bool, StoreError> {
    let row = (
        no_shows::booking_id.eq(booking.to_string()),
        no_shows::noted_at.eq(at(now)),
    );
    let noted = on_each!(tx.db(), |c| diesel::insert_into(no_shows::table)
        .values(row)
        .on_conflict(no_shows::booking_id)
        .do_nothing()
        .execute(c))?;
    Ok(noted == 1)
}

/// Takes it back, and says whether it was noted.
pub fn take_back(tx: &mut Tx<'_>, booking: BookingId) -> Result<bool, StoreError> {
    let noted = diesel::delete(no_shows::table.find(booking.to_string())).execute(tx.db())?;
    Ok(noted == 1)
}

/// Whether it is noted of a booking.
pub fn is_noted(rx: &mut Rx<'_>, booking: BookingId) -> Result<bool, StoreError> {
    let found: i64 = no_shows::table
        .filter(no_shows::booking_id.eq(booking.to_string()))
        .count()
        .get_result(rx.db())?;
    Ok(found > 0)
}

/// The bookings of an event of which it is noted.
pub fn list_of_event(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<BookingId>, StoreError> {
    let rows: Vec<Text<BookingId>> = no_shows::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .select(no_shows::booking_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// The events of an organising body at which a company did not appear.
pub fn list_events(
    rx: &mut Rx<'_>,
    company: OrganisationId,
    body: OrganisationId,
) -> Result<Vec<EventId>, StoreError> {
    let rows: Vec<Text<EventId>> = no_shows::table
        .inner_join(bookings::table)
        .inner_join(events::table.on(events::id.eq(bookings::event_id)))
        .filter(bookings::company_id.eq(company.to_string()))
        .filter(events::organiser_id.eq(body.to_string()))
        .select(events::id)
        .distinct()
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
