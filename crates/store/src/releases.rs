//! Releases: the published versions of the programme, and what calendars must be told of each item.

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, events, released_sessions, released_slots, releases};
use crate::standing::IsConfirmed;
use diesel::dsl::exists;
use diesel::prelude::*;
use marketday_model::slot::SlotTimes;
use marketday_model::{
    EventId, Instant, PersonId, Release, Session, SessionId, SessionKind, Slot, SlotId, SlotMode,
    StageId, TimeRange,
};
use std::collections::HashSet;

/// A session as a release shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedSession {
    /// The session.
    pub session: Session,
    /// The name of its stage then.
    pub stage_name: Option<String>,
    /// SEQUENCE of its calendar entry.
    pub sequence: u32,
    /// When anything in its calendar entry last changed.
    pub changed_at: Instant,
    /// When it was taken out of the programme: kept so that calendars can be told.
    pub removed_at: Option<Instant>,
}

/// A slot as a release shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedSlot {
    /// The slot, at its released times.
    pub slot: Slot,
    /// The name of its stage then.
    pub stage_name: String,
    /// The place of its stage in the order of stages.
    pub stage_position: u32,
}

#[derive(Queryable)]
struct SessionRow {
    event: Text<EventId>,
    release: Count,
    session: Text<SessionId>,
    stage: MaybeText<StageId>,
    stage_name: Option<String>,
    kind: Text<SessionKind>,
    title: String,
    description: String,
    starts_at: At,
    ends_at: At,
    sequence: Count,
    changed_at: At,
    removed_at: MaybeAt,
    chair: String,
}

impl TryFrom<SessionRow> for ReleasedSession {
    type Error = StoreError;
    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let time =
            TimeRange::new(row.starts_at.0, row.ends_at.0).map_err(|_| StoreError::Unreadable {
                table: "released_sessions",
                value: row.session.0.to_string(),
            })?;
        Ok(Self {
            session: Session {
                id: row.session.0,
                event: row.event.0,
                stage: row.stage.0,
                kind: row.kind.0,
                title: row.title,
                description: row.description,
                chair: row.chair,
                time,
            },
            stage_name: row.stage_name,
            sequence: row.sequence.0,
            changed_at: row.changed_at.0,
            removed_at: row.removed_at.0,
        })
    }
}

#[derive(Queryable)]
struct SlotRow {
    event: Text<EventId>,
    release: Count,
    slot: Text<SlotId>,
    session: Text<SessionId>,
    stage: Text<StageId>,
    stage_name: String,
    stage_position: Count,
    starts_at: At,
    questions_at: At,
    ends_at: At,
    clear_at: At,
    mode: Text<SlotMode>,
}

impl From<SlotRow> for ReleasedSlot {
    fn from(row: SlotRow) -> Self {
        Self {
            slot: Slot {
                id: row.slot.0,
                event: row.event.0,
                session: row.session.0,
                stage: row.stage.0,
                times: SlotTimes {
                    starts_at: row.starts_at.0,
                    questions_at: row.questions_at.0,
                    ends_at: row.ends_at.0,
                    clear_at: row.clear_at.0,
                },
                mode: row.mode.0,
            },
            stage_name: row.stage_name,
            stage_position: row.stage_position.0,
        }
    }
}

/// The release of an event with this number.
pub fn find(rx: &mut Rx<'_>, event: EventId, number: u32) -> Result<Option<Release>, StoreError> {
    let row: Option<(String, At, MaybeAt)> = releases::table
        .find((event.to_string(), int(number)))
        .select((releases::note, releases::made_at, releases::event_starts_at))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(|(note, made_at, event_starts_at)| Release {
        event,
        number,
        note,
        made_at: made_at.0,
        event_starts_at: event_starts_at.0,
    }))
}

/// Every release of an event, oldest first.
pub fn list(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Release>, StoreError> {
    let rows: Vec<(Count, String, At, MaybeAt)> = releases::table
        .filter(releases::event_id.eq(event.to_string()))
        .order(releases::number)
        .select((
            releases::number,
            releases::note,
            releases::made_at,
            releases::event_starts_at,
        ))
        .load(rx.db())?;
    let release =
        |(number, note, made_at, event_starts_at): (Count, String, At, MaybeAt)| Release {
            event,
            number: number.0,
            note,
            made_at: made_at.0,
            event_starts_at: event_starts_at.0,
        };
    Ok(rows.into_iter().map(release).collect())
}

/// The number of the release that was the current one at an instant; none before the first.
pub fn find_number_at(
    rx: &mut Rx<'_>,
    event: EventId,
    at: Instant,
) -> Result<Option<u32>, StoreError> {
    let number: Option<Count> = releases::table
        .filter(releases::event_id.eq(event.to_string()))
        .filter(releases::made_at.le(crate::columns::at(at)))
        .order(releases::number.desc())
        .select(releases::number)
        .first(rx.db())
        .optional()?;
    Ok(number.map(|number| number.0))
}

/// When the newest release of each of these events was made; events without any are left out.
pub fn list_last_made(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, Instant)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, MaybeAt)> = releases::table
        .filter(releases::event_id.eq_any(ids))
        .group_by(releases::event_id)
        .select((releases::event_id, diesel::dsl::max(releases::made_at)))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, at)| Some((id.0, at.0?)))
        .collect())
}

/// The sessions of every release with its number, in each by start, those taken out among them.
pub fn list_sessions_ever(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<Vec<(u32, ReleasedSession)>, StoreError> {
    let rows: Vec<SessionRow> = released_sessions::table
        .filter(released_sessions::event_id.eq(event.to_string()))
        .order((released_sessions::starts_at, released_sessions::session_id))
        .select(released_sessions::all_columns)
        .load(rx.db())?;
    let numbered = |row: SessionRow| Ok((row.release.0, ReleasedSession::try_from(row)?));
    rows.into_iter().map(numbered).collect()
}

/// The slots of every release with its number, in each by start and stage.
pub fn list_slots_ever(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<Vec<(u32, ReleasedSlot)>, StoreError> {
    let rows: Vec<SlotRow> = released_slots::table
        .filter(released_slots::event_id.eq(event.to_string()))
        .order((
            released_slots::starts_at,
            released_slots::stage_position,
            released_slots::slot_id,
        ))
        .select(released_slots::all_columns)
        .load(rx.db())?;
    let numbered = |row: SlotRow| (row.release.0, ReleasedSlot::from(row));
    Ok(rows.into_iter().map(numbered).collect())
}

/// The sessions of a release by start, those taken out among them.
pub fn list_sessions(
    rx: &mut Rx<'_>,
    event: EventId,
    number: u32,
) -> Result<Vec<ReleasedSession>, StoreError> {
    let rows: Vec<SessionRow> = released_sessions::table
        .filter(released_sessions::event_id.eq(event.to_string()))
        .filter(released_sessions::release_number.eq(int(number)))
        .order((released_sessions::starts_at, released_sessions::session_id))
        .select(released_sessions::all_columns)
        .load(rx.db())?;
    rows.into_iter().map(ReleasedSession::try_from).collect()
}

/// What any release ever had on one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnStage {
    /// The name of the stage in the newest of those releases.
    pub name: String,
    /// Its sessions.
    pub sessions: HashSet<SessionId>,
    /// Its slots.
    pub slots: HashSet<SlotId>,
}

/// What any release of an event ever had on a stage; none if no session ever was. Two queries.
pub fn find_on_stage(
    rx: &mut Rx<'_>,
    event: EventId,
    stage: StageId,
) -> Result<Option<OnStage>, StoreError> {
    let sessions: Vec<(Text<SessionId>, Option<String>)> = released_sessions::table
        .filter(released_sessions::event_id.eq(event.to_string()))
        .filter(released_sessions::stage_id.eq(stage.to_string()))
        .order(released_sessions::release_number)
        .select((released_sessions::session_id, released_sessions::stage_name))
        .load(rx.db())?;
    let Some(name) = sessions.last().and_then(|(_, name)| name.clone()) else {
        return Ok(None);
    };
    let slots: Vec<Text<SlotId>> = released_slots::table
        .filter(released_slots::event_id.eq(event.to_string()))
        .filter(released_slots::stage_id.eq(stage.to_string()))
        .select(released_slots::slot_id)
        .distinct()
        .load(rx.db())?;
    Ok(Some(OnStage {
        name,
        sessions: sessions.into_iter().map(|(id, _)| id.0).collect(),
        slots: slots.into_iter().map(|id| id.0).collect(),
    }))
}

/// The slots of a release, by start and stage.
pub fn list_slots(
    rx: &mut Rx<'_>,
    event: EventId,
    number: u32,
) -> Result<Vec<ReleasedSlot>, StoreError> {
    let rows: Vec<SlotRow> = released_slots::table
        .filter(released_slots::event_id.eq(event.to_string()))
        .filter(released_slots::release_number.eq(int(number)))
        .order((
            released_slots::starts_at,
            released_slots::stage_position,
            released_slots::slot_id,
        ))
        .select(released_slots::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(ReleasedSlot::from).collect())
}

/// Sessions as the newest release shows them that holds them, those taken out among them: one query.
pub fn find_sessions_ever(
    rx: &mut Rx<'_>,
    ids: &[SessionId],
) -> Result<Vec<ReleasedSession>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<SessionRow> = released_sessions::table
        .filter(released_sessions::session_id.eq_any(ids))
        .order((
            released_sessions::session_id,
            released_sessions::release_number.desc(),
        ))
        .select(released_sessions::all_columns)
        .load(rx.db())?;
    let sessions: Result<Vec<_>, _> = rows.into_iter().map(ReleasedSession::try_from).collect();
    let mut sessions = sessions?;
    sessions.dedup_by_key(|item| item.session.id);
    Ok(sessions)
}

/// A slot at its times in the current release of its event; none if it is not in it.
pub fn find_slot(rx: &mut Rx<'_>, id: SlotId) -> Result<Option<ReleasedSlot>, StoreError> {
    let row: Option<SlotRow> = released_slots::table
        .inner_join(
            events::table.on(events::id
                .eq(released_slots::event_id)
                .and(events::release_number.eq(released_slots::release_number))),
        )
        .filter(released_slots::slot_id.eq(id.to_string()))
        .select(released_slots::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(ReleasedSlot::from))
}

/// A slot at its times in the newest release that holds it, even if a later release took it out.
pub fn find_slot_ever(rx: &mut Rx<'_>, id: SlotId) -> Result<Option<ReleasedSlot>, StoreError> {
    let row: Option<SlotRow> = released_slots::table
        .filter(released_slots::slot_id.eq(id.to_string()))
        .order(released_slots::release_number.desc())
        .select(released_slots::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(ReleasedSlot::from))
}

/// The same for several slots at once: one query.
pub fn find_slots_ever(rx: &mut Rx<'_>, ids: &[SlotId]) -> Result<Vec<ReleasedSlot>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<SlotRow> = released_slots::table
        .filter(released_slots::slot_id.eq_any(ids))
        .order((
            released_slots::slot_id,
            released_slots::release_number.desc(),
        ))
        .select(released_slots::all_columns)
        .load(rx.db())?;
    let mut slots: Vec<ReleasedSlot> = rows.into_iter().map(ReleasedSlot::from).collect();
    slots.dedup_by_key(|slot| slot.slot.id);
    Ok(slots)
}

/// Stores a release with everything in it.
pub fn insert(
    tx: &mut Tx<'_>,
    release: &Release,
    made_by: Option<PersonId>,
    sessions: &[ReleasedSession],
    slots: &[ReleasedSlot],
) -> Result<(), StoreError> {
    let event = release.event.to_string();
    diesel::insert_into(releases::table)
        .values((
            releases::event_id.eq(&event),
            releases::number.eq(int(release.number)),
            releases::note.eq(&release.note),
            releases::made_at.eq(at(release.made_at)),
            releases::made_by.eq(made_by.map(|id| id.to_string())),
            releases::event_starts_at.eq(release.event_starts_at.map(at)),
        ))
        .execute(tx.db())?;
    insert_sessions(tx, &event, release.number, sessions)?;
    insert_slots(tx, &event, release.number, slots)
}

fn insert_sessions(
    tx: &mut Tx<'_>,
    event: &str,
    number: u32,
    sessions: &[ReleasedSession],
) -> Result<(), StoreError> {
    let rows: Vec<_> = sessions
        .iter()
        .map(|item| {
            (
                released_sessions::event_id.eq(event),
                released_sessions::release_number.eq(int(number)),
                released_sessions::session_id.eq(item.session.id.to_string()),
                released_sessions::stage_id.eq(item.session.stage.map(|id| id.to_string())),
                released_sessions::stage_name.eq(&item.stage_name),
                released_sessions::kind.eq(item.session.kind.as_str()),
                released_sessions::title.eq(&item.session.title),
                released_sessions::description.eq(&item.session.description),
                released_sessions::chair.eq(&item.session.chair),
                released_sessions::starts_at.eq(at(item.session.time.start())),
                released_sessions::ends_at.eq(at(item.session.time.end())),
                released_sessions::sequence.eq(int(item.sequence)),
                released_sessions::changed_at.eq(at(item.changed_at)),
                released_sessions::removed_at.eq(item.removed_at.map(at)),
            )
        })
        .collect();
    on_each!(tx.db(), |c| diesel::insert_into(released_sessions::table)
        .values(rows)
        .execute(c))?;
    Ok(())
}

fn insert_slots(
    tx: &mut Tx<'_>,
    event: &str,
    number: u32,
    slots: &[ReleasedSlot],
) -> Result<(), StoreError> {
    let rows: Vec<_> = slots
        .iter()
        .map(|item| {
            (
                released_slots::event_id.eq(event),
                released_slots::release_number.eq(int(number)),
                released_slots::slot_id.eq(item.slot.id.to_string()),
                released_slots::session_id.eq(item.slot.session.to_string()),
                released_slots::stage_id.eq(item.slot.stage.to_string()),
                released_slots::stage_name.eq(&item.stage_name),
                released_slots::stage_position.eq(int(item.stage_position)),
                released_slots::starts_at.eq(at(item.slot.times.starts_at)),
                released_slots::questions_at.eq(at(item.slot.times.questions_at)),
                released_slots::ends_at.eq(at(item.slot.times.ends_at)),
                released_slots::clear_at.eq(at(item.slot.times.clear_at)),
                released_slots::mode.eq(item.slot.mode.as_str()),
            )
        })
        .collect();
    on_each!(tx.db(), |c| diesel::insert_into(released_slots::table)
        .values(rows)
        .execute(c))?;
    Ok(())
}

/// How many slots the current release of each of these events has; events without any are left out.
pub fn count_slots(rx: &mut Rx<'_>, ids: &[EventId]) -> Result<Vec<(EventId, u32)>, StoreError> {
    count(
        rx,
        ids,
        &SlotMode::ALL
            .iter()
            .map(|mode| mode.as_str())
            .collect::<Vec<_>>(),
    )
}

/// The same of those slots that companies book themselves, or that are booked already.
pub fn count_offered_slots(
    rx: &mut Rx<'_>,
    ids: &[EventId],
) -> Result<Vec<(EventId, u32)>, StoreError> {
    count(rx, ids, &[SlotMode::Open.as_str()])
}

/// How many slots are of these modes, or booked.
fn count(
    rx: &mut Rx<'_>,
    ids: &[EventId],
    modes: &[&'static str],
) -> Result<Vec<(EventId, u32)>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, i64)> = released_slots::table
        .inner_join(
            events::table.on(events::id
                .eq(released_slots::event_id)
                .and(events::release_number.eq(released_slots::release_number))),
        )
        .filter(released_slots::event_id.eq_any(ids))
        .filter(
            released_slots::mode
                .eq_any(
                    modes
                        .iter()
                        .map(|mode| (*mode).to_owned())
                        .collect::<Vec<_>>(),
                )
                .or(exists(
                    bookings::table
                        .filter(bookings::slot_id.eq(released_slots::slot_id))
                        .filter(IsConfirmed),
                )),
        )
        .group_by(released_slots::event_id)
        .select((released_slots::event_id, diesel::dsl::count_star()))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(id, n)| (id.0, u32::try_from(n).unwrap_or(u32::MAX)))
        .collect())
}
