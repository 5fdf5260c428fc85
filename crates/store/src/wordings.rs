//! An event's own wording of standard letters.

use crate::columns::{At, Count, MaybeText, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::letter_wordings;
use diesel::prelude::*;
use marketday_model::{EventId, Instant, PersonId, StandardLetter, Wording, WordingId, Words};
use std::collections::HashMap;

/// The language of all letters, until there is another.
const LANGUAGE: &str = "en";

/// The own words of letters of several events.
pub type UsedWords = HashMap<(EventId, StandardLetter), Words>;

#[derive(Queryable)]
struct Row {
    id: Text<WordingId>,
    event: Text<EventId>,
    letter: Text<StandardLetter>,
    _language: String,
    subject: String,
    body: String,
    used_subject: Option<String>,
    used_body: Option<String>,
    version: Count,
    changed_by: MaybeText<PersonId>,
    changed_at: At,
}

impl From<Row> for Wording {
    fn from(row: Row) -> Self {
        let used = row.used_subject.zip(row.used_body);
        Self {
            id: row.id.0,
            event: row.event.0,
            letter: row.letter.0,
            saved: Words {
                subject: row.subject,
                body: row.body,
            },
            used: used.map(|(subject, body)| Words { subject, body }),
            version: row.version.0,
            changed_by: row.changed_by.0,
            changed_at: row.changed_at.0,
        }
    }
}

/// The wordings of an event, by letter.
pub fn list(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Wording>, StoreError> {
    let rows: Vec<Row> = letter_wordings::table
        .filter(letter_wordings::event_id.eq(event.to_string()))
        .filter(letter_wordings::language.eq(LANGUAGE))
        .order(letter_wordings::letter)
        .select(letter_wordings::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Wording::from).collect())
}

/// One wording.
pub fn find(rx: &mut Rx<'_>, id: WordingId) -> Result<Option<Wording>, StoreError> {
    let row: Option<Row> = letter_wordings::table
        .find(id.to_string())
        .select(letter_wordings::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(Wording::from))
}

/// The wording of a letter of an event.
pub fn find_of(
    rx: &mut Rx<'_>,
    event: EventId,
    letter: StandardLetter,
) -> Result<Option<Wording>, StoreError> {
    let row: Option<Row> = letter_wordings::table
        .filter(letter_wordings::event_id.eq(event.to_string()))
        .filter(letter_wordings::letter.eq(letter.as_str()))
        .filter(letter_wordings::language.eq(LANGUAGE))
        .select(letter_wordings::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(Wording::from))
}

/// What letters of these events say in words of their own.
pub fn list_used(rx: &mut Rx<'_>, events: &[EventId]) -> Result<UsedWords, StoreError> {
    if events.is_empty() {
        return Ok(UsedWords::new());
    }
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = letter_wordings::table
        .filter(letter_wordings::event_id.eq_any(ids))
        .filter(letter_wordings::language.eq(LANGUAGE))
        .filter(letter_wordings::used_subject.is_not_null())
        .select(letter_wordings::all_columns)
        .load(rx.db())?;
    let wordings = rows.into_iter().map(Wording::from);
    Ok(wordings
        .filter_map(|one| Some(((one.event, one.letter), one.used?)))
        .collect())
}

/// Stores a new wording, or the next version of one; says whether its letter had none, or the version before was still
/// there.
pub fn put(tx: &mut Tx<'_>, wording: &Wording) -> Result<bool, StoreError> {
    let used = wording.used.as_ref();
    let values = (
        letter_wordings::subject.eq(&wording.saved.subject),
        letter_wordings::body.eq(&wording.saved.body),
        letter_wordings::used_subject.eq(used.map(|words| &words.subject)),
        letter_wordings::used_body.eq(used.map(|words| &words.body)),
        letter_wordings::version.eq(int(wording.version)),
        letter_wordings::changed_by.eq(wording.changed_by.map(|id| id.to_string())),
        letter_wordings::changed_at.eq(at(wording.changed_at)),
    );
    if wording.version > 1 {
        let before = letter_wordings::table
            .find(wording.id.to_string())
            .filter(letter_wordings::version.eq(int(wording.version) - 1));
        return Ok(diesel::update(before).set(values).execute(tx.db())? == 1);
    }
    let row = (
        letter_wordings::id.eq(wording.id.to_string()),
        letter_wordings::event_id.eq(wording.event.to_string()),
        letter_wordings::letter.eq(wording.letter.as_str()),
        letter_wordings::language.eq(LANGUAGE),
        values,
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(letter_wordings::table)
            .values(row)
            .execute(db)
    })
}

/// Deletes this version of a wording, and says whether it was still there.
pub fn delete(tx: &mut Tx<'_>, id: WordingId, version: u32) -> Result<bool, StoreError> {
    let there = letter_wordings::table
        .find(id.to_string())
        .filter(letter_wordings::version.eq(int(version)));
    Ok(diesel::delete(there).execute(tx.db())? == 1)
}

/// Gives another event the same wordings, as of `now` by whoever copies it.
pub fn copy(
    tx: &mut Tx<'_>,
    (from, to): (EventId, EventId),
    (by, now): (Option<PersonId>, Instant),
    mut id: impl FnMut() -> WordingId,
) -> Result<(), StoreError> {
    for wording in list(tx, from)? {
        let copy = Wording {
            id: id(),
            event: to,
            version: 1,
            changed_by: by,
            changed_at: now,
            ..wording
        };
        put(tx, &copy)?;
    }
    Ok(())
}
