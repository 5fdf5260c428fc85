//! Which reminders events send, which were put into the outbox, and to whom.

use crate::columns::{At, Text, at, joined, split};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, event_reminders, registrations, reminders_written};
use diesel::prelude::*;
use marketday_model::reminder::Reminder;
use marketday_model::{BookingState, EventId, Instant, PersonId, RegistrationState};
use std::collections::BTreeMap;

/// The reminders that an event sends.
pub fn find(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Reminder>, StoreError> {
    let chosen: Option<String> = event_reminders::table
        .find(event.to_string())
        .select(event_reminders::reminders)
        .first(rx.db())
        .optional()?;
    Ok(chosen.map_or_else(|| Reminder::USUAL.to_vec(), |words| split(&words)))
}

/// The reminders of each of these events; one that is missing here sends the usual ones.
pub fn list(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<BTreeMap<EventId, Vec<Reminder>>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, String)> = event_reminders::table
        .filter(event_reminders::event_id.eq_any(ids))
        .select(event_reminders::all_columns)
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(id, words)| (id.0, split(&words)))
        .collect())
}

/// Sets which reminders an event sends.
pub fn set(tx: &mut Tx<'_>, event: EventId, chosen: &[Reminder]) -> Result<(), StoreError> {
    let words = event_reminders::reminders.eq(joined(chosen));
    on_each!(tx.db(), |c| diesel::insert_into(event_reminders::table)
        .values((
            event_reminders::event_id.eq(event.to_string()),
            words.clone()
        ))
        .on_conflict(event_reminders::event_id)
        .do_update()
        .set(words)
        .execute(c))?;
    Ok(())
}

/// Which reminders of these events are in the outbox, and for when.
pub fn list_written(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, Reminder, Instant)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, Text<Reminder>, At)> = reminders_written::table
        .filter(reminders_written::event_id.eq_any(ids))
        .select(reminders_written::all_columns)
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(event, reminder, at)| (event.0, reminder.0, at.0))
        .collect())
}

/// Notes that a reminder goes into the outbox, and says whether it was not there yet.
pub fn insert_written(
    tx: &mut Tx<'_>,
    event: EventId,
    reminder: Reminder,
    due_at: Instant,
) -> Result<bool, StoreError> {
    let row = (
        reminders_written::event_id.eq(event.to_string()),
        reminders_written::reminder.eq(reminder.as_str()),
        reminders_written::due_at.eq(at(due_at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(reminders_written::table)
            .values(row)
            .execute(db)
    })
}

/// Everybody who takes part in an event, each once: contacts and presenters of its bookings, and delegates.
pub fn list_taking_part(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<PersonId>, StoreError> {
    let booked: Vec<(Option<String>, Option<String>)> = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(bookings::state.eq(BookingState::Confirmed.as_str()))
        .select((bookings::contact_id, bookings::presenter_id))
        .load(rx.db())?;
    let registered: Vec<String> = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .select(registrations::person_id)
        .load(rx.db())?;
    let mut ids: Vec<String> = booked
        .into_iter()
        .flat_map(|(contact, presenter)| [contact, presenter])
        .flatten()
        .chain(registered)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}
