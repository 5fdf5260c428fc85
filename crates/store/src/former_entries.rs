//! What calendars hold of events that were called off and reinstated, under the UIDs that they left.

use crate::columns::{At, Count, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::former_entries;
use diesel::prelude::*;
use marketday_model::{Event, EventId, EventState, TimeRange};
use std::collections::HashMap;

type Row = (
    Text<EventId>,
    Count,
    String,
    At,
    At,
    Count,
    Count,
    At,
    Option<String>,
);

/// Keeps a cancelled event as its calendar entry shows it, before it is reinstated under another UID.
pub fn insert(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let cancelled_at = event.cancelled_at.unwrap_or(event.changed_at);
    diesel::insert_into(former_entries::table)
        .values((
            former_entries::event_id.eq(event.id.to_string()),
            former_entries::uid_generation.eq(int(event.uid_generation)),
            former_entries::title.eq(&event.title),
            former_entries::starts_at.eq(at(event.time.start())),
            former_entries::ends_at.eq(at(event.time.end())),
            former_entries::sequence.eq(int(event.sequence)),
            former_entries::release_number.eq(int(event.release)),
            former_entries::cancelled_at.eq(at(cancelled_at)),
            former_entries::cancel_reason.eq(&event.cancel_reason),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// These events as they were when they were called off, once for each UID that they left, oldest first. One query, and
/// none where no event left one.
pub fn list(rx: &mut Rx<'_>, events: &[Event]) -> Result<Vec<Event>, StoreError> {
    let reinstated = events.iter().filter(|event| event.uid_generation > 0);
    let now: HashMap<EventId, &Event> = reinstated.map(|event| (event.id, event)).collect();
    if now.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = now.keys().map(ToString::to_string).collect();
    let rows: Vec<Row> = former_entries::table
        .filter(former_entries::event_id.eq_any(ids))
        .order((former_entries::event_id, former_entries::uid_generation))
        .load(rx.db())?;
    let former =
        |(id, generation, title, starts, ends, sequence, release, cancelled, reason): Row| {
            let event = now.get(&id.0)?;
            Some(Event {
                state: EventState::Cancelled,
                title,
                time: TimeRange::new(starts.0, ends.0).ok()?,
                sequence: sequence.0,
                uid_generation: generation.0,
                release: release.0,
                cancelled_at: Some(cancelled.0),
                cancel_reason: reason,
                changed_at: cancelled.0,
                ..(*event).clone()
            })
        };
    Ok(rows.into_iter().filter_map(former).collect())
}
