//! What organisers did with drafts, to be undone and done again.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::draft_edits;
use diesel::prelude::*;
use marketday_model::draft_edit::{Changed, DraftEdit, DraftSession, EditKind};
use marketday_model::slot::SlotTimes;
use marketday_model::{DraftEditId, EventId, Instant, PersonId, Session, Slot, TimeRange};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// How many edits a person can undo at an event.
const KEPT: u32 = 100;

/// An edit as its button names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditLine {
    /// Its id.
    pub id: DraftEditId,
    /// What was done.
    pub kind: EditKind,
    /// Of which session.
    pub title: String,
}

/// What somebody can undo and do again: the last of what stands, the first of what is undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NextEdits {
    /// To undo.
    pub undo: Option<EditLine>,
    /// To do again.
    pub redo: Option<EditLine>,
}

/// What this person can undo and do again at this event. One query.
pub fn next(rx: &mut Rx<'_>, event: EventId, person: PersonId) -> Result<NextEdits, StoreError> {
    type Row = (Text<DraftEditId>, Text<EditKind>, String, MaybeAt);
    let rows: Vec<Row> = of(event, person)
        .order(draft_edits::number)
        .select((
            draft_edits::id,
            draft_edits::kind,
            draft_edits::title,
            draft_edits::undone_at,
        ))
        .load(rx.db())?;
    let (undone, standing): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.3.0.is_some());
    let line = |(id, kind, title, _): Row| EditLine {
        id: id.0,
        kind: kind.0,
        title,
    };
    Ok(NextEdits {
        undo: standing.into_iter().next_back().map(line),
        redo: undone.into_iter().next().map(line),
    })
}

/// The edit with this id, if this person made it at this event.
pub fn find(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
    id: DraftEditId,
) -> Result<Option<DraftEdit>, StoreError> {
    type Row = (
        Text<DraftEditId>,
        Text<EventId>,
        Text<PersonId>,
        Count,
        Text<EditKind>,
        String,
        String,
        String,
        At,
        MaybeAt,
    );
    let row: Option<Row> = of(event, person)
        .filter(draft_edits::id.eq(id.to_string()))
        .first(rx.db())
        .optional()?;
    let Some((id, event, person, number, kind, title, sessions, slots, made_at, undone_at)) = row
    else {
        return Ok(None);
    };
    Ok(Some(DraftEdit {
        id: id.0,
        event: event.0,
        person: person.0,
        number: number.0,
        kind: kind.0,
        title,
        sessions: read::<_, KeptSession>(event.0, &sessions)?,
        slots: read::<_, KeptSlot>(event.0, &slots)?,
        made_at: made_at.0,
        undone_at: undone_at.0,
    }))
}

/// Keeps an edit as the newest of this person at this event: its number is given here. What they had undone cannot be
/// done again after it, and what lies too far back cannot be undone any more.
pub fn insert(tx: &mut Tx<'_>, edit: &DraftEdit) -> Result<(), StoreError> {
    diesel::delete(of(edit.event, edit.person).filter(draft_edits::undone_at.is_not_null()))
        .execute(tx.db())?;
    let last: Option<Count> = of(edit.event, edit.person)
        .order(draft_edits::number.desc())
        .select(draft_edits::number)
        .first(tx.db())
        .optional()?;
    let number = last.map_or(0, |last| last.0) + 1;
    diesel::insert_into(draft_edits::table)
        .values((
            draft_edits::id.eq(edit.id.to_string()),
            draft_edits::event_id.eq(edit.event.to_string()),
            draft_edits::person_id.eq(edit.person.to_string()),
            draft_edits::number.eq(int(number)),
            draft_edits::kind.eq(edit.kind.as_str()),
            draft_edits::title.eq(&edit.title),
            draft_edits::sessions.eq(written::<_, KeptSession>(&edit.sessions)?),
            draft_edits::slots.eq(written::<_, KeptSlot>(&edit.slots)?),
            draft_edits::made_at.eq(at(edit.made_at)),
        ))
        .execute(tx.db())?;
    let old = of(edit.event, edit.person)
        .filter(draft_edits::number.le(int(number.saturating_sub(KEPT))));
    diesel::delete(old).execute(tx.db())?;
    Ok(())
}

/// Notes since when an edit is undone; none: it stands again.
pub fn set_undone(
    tx: &mut Tx<'_>,
    id: DraftEditId,
    undone_at: Option<Instant>,
) -> Result<(), StoreError> {
    diesel::update(draft_edits::table.find(id.to_string()))
        .set(draft_edits::undone_at.eq(undone_at.map(at)))
        .execute(tx.db())?;
    Ok(())
}

type Of = diesel::helper_types::Filter<
    draft_edits::table,
    diesel::dsl::And<
        diesel::dsl::Eq<draft_edits::event_id, String>,
        diesel::dsl::Eq<draft_edits::person_id, String>,
    >,
>;

/// What this person did at this event.
fn of(event: EventId, person: PersonId) -> Of {
    draft_edits::table.filter(
        draft_edits::event_id
            .eq(event.to_string())
            .and(draft_edits::person_id.eq(person.to_string())),
    )
}

/// What a kept form is of, and how one is made of the other.
trait Kept<T>: Serialize + DeserializeOwned {
    fn of(value: &T) -> Self;
    fn value(self, event: EventId) -> Option<T>;
}

#[derive(Serialize, Deserialize)]
struct Pair<K> {
    before: Option<K>,
    after: Option<K>,
}

fn written<T, K: Kept<T>>(changed: &[Changed<T>]) -> Result<String, StoreError> {
    let pair = |one: &Changed<T>| Pair {
        before: one.before.as_ref().map(K::of),
        after: one.after.as_ref().map(K::of),
    };
    let pairs: Vec<Pair<K>> = changed.iter().map(pair).collect();
    serde_json::to_string(&pairs).map_err(|error| unreadable(error.to_string()))
}

fn read<T, K: Kept<T>>(event: EventId, text: &str) -> Result<Vec<Changed<T>>, StoreError> {
    let pairs: Vec<Pair<K>> =
        serde_json::from_str(text).map_err(|_| unreadable(text.to_owned()))?;
    let value = |kept: Option<K>| match kept {
        Some(kept) => {
            let value = kept.value(event);
            value.map(Some).ok_or_else(|| unreadable(text.to_owned()))
        }
        None => Ok(None),
    };
    let changed = |pair: Pair<K>| {
        Ok(Changed {
            before: value(pair.before)?,
            after: value(pair.after)?,
        })
    };
    pairs.into_iter().map(changed).collect()
}

fn unreadable(value: String) -> StoreError {
    StoreError::Unreadable {
        table: "draft_edits",
        value,
    }
}

fn word<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

#[derive(Serialize, Deserialize)]
struct KeptSession {
    id: String,
    stage: Option<String>,
    kind: String,
    title: String,
    description: String,
    chair: String,
    starts_at: Instant,
    ends_at: Instant,
    is_placed: bool,
}

impl Kept<DraftSession> for KeptSession {
    fn of(DraftSession { session, is_placed }: &DraftSession) -> Self {
        Self {
            id: session.id.to_string(),
            stage: session.stage.map(|id| id.to_string()),
            kind: session.kind.to_string(),
            title: session.title.clone(),
            description: session.description.clone(),
            chair: session.chair.clone(),
            starts_at: session.time.start(),
            ends_at: session.time.end(),
            is_placed: *is_placed,
        }
    }

    fn value(self, event: EventId) -> Option<DraftSession> {
        let stage = match self.stage {
            Some(id) => Some(word(&id)?),
            None => None,
        };
        Some(DraftSession {
            session: Session {
                id: word(&self.id)?,
                event,
                stage,
                kind: word(&self.kind)?,
                title: self.title,
                description: self.description,
                chair: self.chair,
                time: TimeRange::new(self.starts_at, self.ends_at).ok()?,
            },
            is_placed: self.is_placed,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct KeptSlot {
    id: String,
    session: String,
    stage: String,
    starts_at: Instant,
    questions_at: Instant,
    ends_at: Instant,
    clear_at: Instant,
    mode: String,
}

impl Kept<Slot> for KeptSlot {
    fn of(slot: &Slot) -> Self {
        Self {
            id: slot.id.to_string(),
            session: slot.session.to_string(),
            stage: slot.stage.to_string(),
            starts_at: slot.times.starts_at,
            questions_at: slot.times.questions_at,
            ends_at: slot.times.ends_at,
            clear_at: slot.times.clear_at,
            mode: slot.mode.to_string(),
        }
    }

    fn value(self, event: EventId) -> Option<Slot> {
        Some(Slot {
            id: word(&self.id)?,
            event,
            session: word(&self.session)?,
            stage: word(&self.stage)?,
            times: SlotTimes {
                starts_at: self.starts_at,
                questions_at: self.questions_at,
                ends_at: self.ends_at,
                clear_at: self.clear_at,
            },
            mode: word(&self.mode)?,
        })
    }
}
