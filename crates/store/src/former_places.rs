//! Where bookings were before they moved, and which themes pitches had: calendars of a stage and of a theme keep them.

use crate::columns::Text;
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, former_slots, former_themes};
use diesel::prelude::*;
use marketday_model::{Booking, BookingId, EventId, PitchId, SlotId, Theme};
use std::collections::HashSet;

/// Keeps the slot that a booking is about to leave.
pub(crate) fn note_slot(tx: &mut Tx<'_>, booking: &Booking) -> Result<(), StoreError> {
    let row = (
        former_slots::booking_id.eq(booking.id.to_string()),
        former_slots::slot_id.eq(booking.slot.to_string()),
    );
    on_each!(tx.db(), |c| diesel::insert_into(former_slots::table)
        .values(row)
        .on_conflict((former_slots::booking_id, former_slots::slot_id))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Keeps the themes that a pitch is about to lose.
pub(crate) fn note_themes(
    tx: &mut Tx<'_>,
    pitch: PitchId,
    themes: &[Theme],
) -> Result<(), StoreError> {
    for theme in themes {
        let row = (
            former_themes::pitch_id.eq(pitch.to_string()),
            former_themes::theme.eq(theme.as_str()),
        );
        on_each!(tx.db(), |c| diesel::insert_into(former_themes::table)
            .values(row)
            .on_conflict((former_themes::pitch_id, former_themes::theme))
            .do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// The bookings of an event that left a slot, with each slot that they left.
pub fn list_slots(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<(BookingId, SlotId)>, StoreError> {
    let rows: Vec<(Text<BookingId>, Text<SlotId>)> = former_slots::table
        .inner_join(bookings::table.on(bookings::id.eq(former_slots::booking_id)))
        .filter(bookings::event_id.eq(event.to_string()))
        .select((former_slots::booking_id, former_slots::slot_id))
        .load(rx.db())?;
    let pair = |(booking, slot): (Text<BookingId>, Text<SlotId>)| (booking.0, slot.0);
    Ok(rows.into_iter().map(pair).collect())
}

/// The pitches at an event that once had this theme.
pub fn list_pitches(
    rx: &mut Rx<'_>,
    event: EventId,
    theme: Theme,
) -> Result<HashSet<PitchId>, StoreError> {
    let rows: Vec<Text<PitchId>> = former_themes::table
        .inner_join(bookings::table.on(bookings::pitch_id.eq(former_themes::pitch_id.nullable())))
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(former_themes::theme.eq(theme.as_str()))
        .select(former_themes::pitch_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
