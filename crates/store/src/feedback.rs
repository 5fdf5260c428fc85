//! How days were, as those who took part say.

use crate::columns::{Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{closings_written, feedback, people};
use diesel::prelude::*;
use marketday_model::closing::Closing;
use marketday_model::feedback::{Feedback, Helped};
use marketday_model::{EventId, Instant, PersonId, Prose};

/// What somebody said of an event.
pub fn find(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Option<Feedback>, StoreError> {
    let row: Option<(Text<Helped>, Text<Prose<2000>>, bool)> = feedback::table
        .find((event.to_string(), person.to_string()))
        .select((feedback::helped, feedback::better, feedback::is_named))
        .first(rx.db())
        .optional()?;
    Ok(row.map(|(helped, better, is_named)| Feedback {
        helped: helped.0,
        better: better.0,
        is_named,
    }))
}

/// Keeps what somebody says of an event, over what they said before.
pub fn save(
    tx: &mut Tx<'_>,
    (event, person): (EventId, PersonId),
    said: &Feedback,
    now: Instant,
) -> Result<(), StoreError> {
    let values = (
        feedback::helped.eq(said.helped.as_str()),
        feedback::better.eq(said.better.as_str()),
        feedback::is_named.eq(said.is_named),
        feedback::given_at.eq(at(now)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(feedback::table)
        .values((
            feedback::event_id.eq(event.to_string()),
            feedback::person_id.eq(person.to_string()),
            values
        ))
        .on_conflict((feedback::event_id, feedback::person_id))
        .do_update()
        .set(values)
        .execute(c))?;
    Ok(())
}

/// An answer as organisers read it: whose it is, only where its writer said that they may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether the day helped.
    pub helped: Helped,
    /// What would make the next one better; may be empty.
    pub better: String,
    /// Who says so.
    pub name: Option<String>,
}

/// Every answer about an event, in the order of what they say: not in that in which they came.
pub fn list(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Answer>, StoreError> {
    let rows: Vec<(Text<Helped>, String, bool, String)> = feedback::table
        .inner_join(people::table)
        .filter(feedback::event_id.eq(event.to_string()))
        .order((feedback::better, feedback::helped))
        .select((
            feedback::helped,
            feedback::better,
            feedback::is_named,
            people::name,
        ))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(helped, better, is_named, name)| Answer {
            helped: helped.0,
            better,
            name: is_named.then_some(name),
        })
        .collect())
}

/// Which letters after these events are in the outbox, and for when.
pub fn list_written(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, Closing, Instant)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, Text<Closing>, crate::columns::At)> = closings_written::table
        .filter(closings_written::event_id.eq_any(ids))
        .select(closings_written::all_columns)
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(event, closing, at)| (event.0, closing.0, at.0))
        .collect())
}

/// Notes that a letter after an event goes into the outbox, and says whether it was not there yet.
pub fn insert_written(
    tx: &mut Tx<'_>,
    event: EventId,
    closing: Closing,
    due_at: Instant,
) -> Result<bool, StoreError> {
    let row = (
        closings_written::event_id.eq(event.to_string()),
        closings_written::closing.eq(closing.as_str()),
        closings_written::due_at.eq(at(due_at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(closings_written::table)
            .values(row)
            .execute(db)
    })
}
