//! Holds: a slot that a browser has for some minutes, until it books or the hold runs out. They are bookings in the
//! state `held`.
//!
//! Two partial unique indexes decide races: one live booking a slot, one hold a browser and event.

use crate::columns::{MaybeAt, Text, at};
use crate::connection::{Db, Rx, Tx};
use crate::error::StoreError;
use crate::schema::bookings;
use crate::standing::{IsHeld, IsLive};
use diesel::prelude::*;
use marketday_model::booking::Hold;
use marketday_model::{BookingId, BookingState, Claim, EventId, Instant, SlotId};

/// What the key of a hold is like that no browser has: see [`marketday_model::booking::KeptFor`].
const KEPT: &str = "%:%";

/// Holds a slot for as long again, and says whether it was held by the browser, had not run out at `now`, and had not
/// been extended before.
pub fn extend(
    tx: &mut Tx<'_>,
    hold: &Hold,
    browser: &str,
    until: Instant,
    now: Instant,
) -> Result<bool, StoreError> {
    let not_extended = bookings::table
        .filter(bookings::id.eq(hold.booking.to_string()))
        .filter(IsHeld)
        .filter(bookings::hold_browser.eq(browser))
        .filter(bookings::hold_extended.eq(false))
        .filter(bookings::hold_expires_at.gt(at(now)));
    let extended = diesel::update(not_extended)
        .set((
            bookings::hold_extended.eq(true),
            bookings::hold_expires_at.eq(at(until)),
        ))
        .execute(tx.db())?;
    Ok(extended == 1)
}

/// The hold that a browser has at an event, run out or not.
pub fn find(rx: &mut Rx<'_>, event: EventId, browser: &str) -> Result<Option<Hold>, StoreError> {
    let row: Option<(Text<BookingId>, Text<SlotId>, MaybeAt, bool)> = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(bookings::hold_browser.eq(browser))
        .filter(IsHeld)
        .select((
            bookings::id,
            bookings::slot_id,
            bookings::hold_expires_at,
            bookings::hold_extended,
        ))
        .get_result(rx.db())
        .optional()?;
    Ok(row.and_then(|(booking, slot, expires_at, is_extended)| {
        Some(Hold {
            booking: booking.0,
            event,
            slot: slot.0,
            expires_at: expires_at.0?,
            is_extended,
        })
    }))
}

/// The same for a browser's hold of a slot: of a form that is sent twice at once, the second waits here for the first.
pub fn lock(tx: &mut Tx<'_>, slot: SlotId, browser: &str) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = bookings::table
            .filter(bookings::slot_id.eq(slot.to_string()))
            .filter(bookings::hold_browser.eq(browser))
            .filter(IsLive)
            .filter(IsHeld)
            .select(bookings::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// How many holds at an event come from a network and have not run out.
pub fn count(
    rx: &mut Rx<'_>,
    event: EventId,
    network: &str,
    now: Instant,
) -> Result<i64, StoreError> {
    Ok(bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(bookings::hold_network.eq(network))
        .filter(IsHeld)
        .filter(bookings::hold_expires_at.gt(at(now)))
        .count()
        .get_result(rx.db())?)
}

/// Ends a browser's hold of a slot that has run out at `now`, if there is one, and returns how many it ended. What is
/// kept for somebody without a browser is ended by whoever passes the place on.
pub fn expire_slot(tx: &mut Tx<'_>, slot: SlotId, now: Instant) -> Result<usize, StoreError> {
    let run_out = bookings::table
        .filter(bookings::slot_id.eq(slot.to_string()))
        .filter(IsLive)
        .filter(IsHeld)
        .filter(bookings::hold_browser.not_like(KEPT))
        .filter(bookings::hold_expires_at.le(at(now)));
    Ok(diesel::update(run_out)
        .set((
            bookings::state.eq("expired"),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?)
}

/// Ends every browser's hold that has run out at `now`, and returns how many it ended.
pub fn expire_all(tx: &mut Tx<'_>, now: Instant) -> Result<usize, StoreError> {
    let run_out = bookings::table
        .filter(IsHeld)
        .filter(bookings::hold_browser.not_like(KEPT))
        .filter(bookings::hold_expires_at.le(at(now)));
    Ok(diesel::update(run_out)
        .set((
            bookings::state.eq("expired"),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?)
}

/// Ends every browser's hold at an event that has run out at `now`, and returns how many it ended.
pub fn expire_at(tx: &mut Tx<'_>, event: EventId, now: Instant) -> Result<usize, StoreError> {
    let run_out = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(IsHeld)
        .filter(bookings::hold_browser.not_like(KEPT))
        .filter(bookings::hold_expires_at.le(at(now)));
    Ok(diesel::update(run_out)
        .set((
            bookings::state.eq("expired"),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?)
}

/// Ends one hold, run out or not.
pub fn expire(tx: &mut Tx<'_>, id: BookingId, now: Instant) -> Result<usize, StoreError> {
    let held = bookings::table
        .filter(bookings::id.eq(id.to_string()))
        .filter(IsHeld);
    Ok(diesel::update(held)
        .set((
            bookings::state.eq("expired"),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?)
}

/// Stores a hold, and says whether the slot was free (and the browser without another hold at the event).
pub fn insert(
    tx: &mut Tx<'_>,
    hold: &Hold,
    browser: &str,
    network: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let row = (
        bookings::id.eq(hold.booking.to_string()),
        bookings::event_id.eq(hold.event.to_string()),
        bookings::slot_id.eq(hold.slot.to_string()),
        bookings::state.eq(BookingState::Held.as_str()),
        bookings::hold_browser.eq(browser),
        bookings::hold_network.eq(network),
        bookings::hold_expires_at.eq(at(hold.expires_at)),
        bookings::hold_extended.eq(hold.is_extended),
        bookings::claim.eq(Claim::Settled.as_str()),
        bookings::created_at.eq(at(now)),
        bookings::changed_at.eq(at(now)),
    );
    tx.insert_if_free(|db| diesel::insert_into(bookings::table).values(row).execute(db))
}

/// How many holds of browsers at an event ended without a booking.
pub fn count_ended(rx: &mut Rx<'_>, event: EventId) -> Result<u32, StoreError> {
    let ended: i64 = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(bookings::state.eq(BookingState::Expired.as_str()))
        .filter(
            bookings::hold_browser
                .is_null()
                .or(bookings::hold_browser.not_like(KEPT)),
        )
        .count()
        .get_result(rx.db())?;
    Ok(u32::try_from(ended).unwrap_or(u32::MAX))
}
