//! Of which deadlines events nudge, which nudges were put into the outbox, and whom they are for.

use crate::columns::{At, Text, at, joined, split};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{
    bookings, calls, event_nudges, event_slides, nudges_written, proposals, slides, slides_received,
};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use marketday_model::nudge::{Deadline, Nudge};
use marketday_model::{BookingState, EventId, Instant, PersonId, ProposalState};
use std::collections::BTreeMap;

/// The deadlines that an event nudges of.
pub fn find(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Deadline>, StoreError> {
    let mut chosen = list(rx, &[event])?;
    Ok(chosen
        .remove(&event)
        .unwrap_or_else(|| Deadline::ALL.to_vec()))
}

/// The deadlines that each of these events nudges of; one that is missing here nudges of all.
pub fn list(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<BTreeMap<EventId, Vec<Deadline>>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, String)> = event_nudges::table
        .filter(event_nudges::event_id.eq_any(ids))
        .select(event_nudges::all_columns)
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(id, words)| (id.0, split(&words)))
        .collect())
}

/// Sets which deadlines an event nudges of.
pub fn set(tx: &mut Tx<'_>, event: EventId, chosen: &[Deadline]) -> Result<(), StoreError> {
    let words = event_nudges::deadlines.eq(joined(chosen));
    on_each!(tx.db(), |c| diesel::insert_into(event_nudges::table)
        .values((event_nudges::event_id.eq(event.to_string()), words.clone()))
        .on_conflict(event_nudges::event_id)
        .do_update()
        .set(words)
        .execute(c))?;
    Ok(())
}

/// Every deadline between two instants, with its event; that of places once for each that waits.
pub fn list_deadlines(
    rx: &mut Rx<'_>,
    (from, until): (Instant, Instant),
) -> Result<Vec<(EventId, Deadline, Instant)>, StoreError> {
    let slides_due: Vec<(Text<EventId>, At)> = event_slides::table
        .filter(event_slides::due_at.between(at(from), at(until)))
        .select((event_slides::event_id, event_slides::due_at))
        .load(rx.db())?;
    let closing: Vec<(Text<EventId>, At)> = calls::table
        .filter(calls::closes_at.between(at(from), at(until)))
        .filter(calls::published_at.is_not_null())
        .select((calls::event_id, calls::closes_at))
        .load(rx.db())?;
    let passing_on: Vec<(Text<EventId>, At)> = proposals::table
        .filter(proposals::state.eq(ProposalState::Allocated.as_str()))
        .filter(proposals::confirm_by.between(at(from), at(until)))
        .select((proposals::event_id, proposals::confirm_by.assume_not_null()))
        .load(rx.db())?;
    let of = |rows: Vec<(Text<EventId>, At)>, deadline| {
        rows.into_iter()
            .map(move |(event, at)| (event.0, deadline, at.0))
    };
    Ok(of(slides_due, Deadline::Slides)
        .chain(of(closing, Deadline::Call))
        .chain(of(passing_on, Deadline::Place))
        .collect())
}

/// Which nudges of these events are in the outbox, and for when.
pub fn list_written(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, Nudge, Instant)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, Text<Nudge>, At)> = nudges_written::table
        .filter(nudges_written::event_id.eq_any(ids))
        .select(nudges_written::all_columns)
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(event, nudge, at)| (event.0, nudge.0, at.0))
        .collect())
}

/// Notes that a nudge goes into the outbox, and says whether it was not there yet.
pub fn insert_written(
    tx: &mut Tx<'_>,
    event: EventId,
    nudge: Nudge,
    due_at: Instant,
) -> Result<bool, StoreError> {
    let row = (
        nudges_written::event_id.eq(event.to_string()),
        nudges_written::nudge.eq(nudge.as_str()),
        nudges_written::due_at.eq(at(due_at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(nudges_written::table)
            .values(row)
            .execute(db)
    })
}

/// Contacts and presenters of the bookings of an event whose slides have not come, each once.
pub fn list_without_slides(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<PersonId>, StoreError> {
    let noted = slides_received::table.filter(slides_received::booking_id.eq(bookings::id));
    let sent = slides::table
        .filter(slides::booking_id.eq(bookings::id))
        .filter(slides::removed_at.is_null());
    let rows: Vec<(Option<String>, Option<String>)> = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(bookings::state.eq(BookingState::Confirmed.as_str()))
        .filter(not(exists(noted)))
        .filter(not(exists(sent)))
        .select((bookings::contact_id, bookings::presenter_id))
        .load(rx.db())?;
    let mut ids: Vec<String> = rows
        .into_iter()
        .flat_map(|(contact, presenter)| [contact, presenter])
        .flatten()
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// Whoever has a draft of a proposal to an event that they have not sent.
pub fn list_drafting(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<Text<PersonId>> = proposals::table
        .filter(proposals::event_id.eq(event.to_string()))
        .filter(proposals::state.eq(ProposalState::Draft.as_str()))
        .order(proposals::id)
        .select(proposals::contact_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
