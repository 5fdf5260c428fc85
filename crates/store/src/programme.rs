//! The draft of the programme: stages, sessions and slots as the organisers last saved them.

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{released_sessions, released_slots, sessions, slots, stages};
use diesel::prelude::*;
use marketday_model::slot::SlotTimes;
use marketday_model::{
    EventId, Instant, Opening, Session, SessionId, SessionKind, Slot, SlotId, SlotMode, Stage,
    StageId, TimeRange,
};

#[derive(Queryable)]
struct StageRow {
    id: Text<StageId>,
    event: Text<EventId>,
    name: String,
    capacity: Option<i32>,
    access: String,
    position: Count,
    equipment: String,
    opens: Option<i32>,
    closes: Option<i32>,
}

/// The stages of an event, in order.
pub fn list_stages(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Stage>, StoreError> {
    let rows: Vec<StageRow> = stages::table
        .filter(stages::event_id.eq(event.to_string()))
        .order((stages::position, stages::id))
        .select(stages::all_columns)
        .load(rx.db())?;
    let stage = |row: StageRow| Stage {
        id: row.id.0,
        event: row.event.0,
        name: row.name,
        capacity: row.capacity.and_then(|n| n.try_into().ok()),
        equipment: row.equipment,
        access: row.access,
        opening: opening(row.opens, row.closes),
        position: row.position.0,
    };
    Ok(rows.into_iter().map(stage).collect())
}

fn opening(opens: Option<i32>, closes: Option<i32>) -> Option<Opening> {
    Opening::between(opens?.try_into().ok()?, closes?.try_into().ok()?)
}

fn minutes(opening: Option<Opening>) -> [Option<i32>; 2] {
    let minutes = opening.map(Opening::minutes);
    [
        minutes.map(|(opens, _)| int(opens)),
        minutes.map(|(_, closes)| int(closes)),
    ]
}

/// Stores a stage, and says whether its name was free.
pub fn insert_stage(tx: &mut Tx<'_>, new: &Stage) -> Result<bool, StoreError> {
    let [opens, closes] = minutes(new.opening);
    let row = (
        stages::id.eq(new.id.to_string()),
        stages::event_id.eq(new.event.to_string()),
        stages::name.eq(&new.name),
        stages::capacity.eq(new.capacity.map(int)),
        stages::access.eq(&new.access),
        stages::equipment.eq(&new.equipment),
        stages::position.eq(int(new.position)),
        stages::opens.eq(opens),
        stages::closes.eq(closes),
    );
    tx.insert_if_free(|db| diesel::insert_into(stages::table).values(row).execute(db))
}

/// Overwrites a stage of an event, but for its place in their order.
pub fn update_stage(tx: &mut Tx<'_>, stage: &Stage) -> Result<(), StoreError> {
    let [opens, closes] = minutes(stage.opening);
    diesel::update(stages::table.find(stage.id.to_string()))
        .set((
            stages::name.eq(&stage.name),
            stages::capacity.eq(stage.capacity.map(int)),
            stages::equipment.eq(&stage.equipment),
            stages::access.eq(&stage.access),
            stages::opens.eq(opens),
            stages::closes.eq(closes),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Removes a stage on which nothing is or was, and says whether it did.
pub fn delete_stage(tx: &mut Tx<'_>, id: StageId) -> Result<bool, StoreError> {
    let id = id.to_string();
    let sessions: i64 = sessions::table
        .filter(sessions::stage_id.eq(&id))
        .count()
        .get_result(tx.db())?;
    let slots: i64 = slots::table
        .filter(slots::stage_id.eq(&id))
        .count()
        .get_result(tx.db())?;
    let sessions_released: i64 = released_sessions::table
        .filter(released_sessions::stage_id.eq(&id))
        .count()
        .get_result(tx.db())?;
    let slots_released: i64 = released_slots::table
        .filter(released_slots::stage_id.eq(&id))
        .count()
        .get_result(tx.db())?;
    if sessions + slots + sessions_released + slots_released > 0 {
        return Ok(false);
    }
    diesel::delete(stages::table.find(id)).execute(tx.db())?;
    Ok(true)
}

#[derive(Queryable)]
struct SessionRow {
    id: Text<SessionId>,
    event: Text<EventId>,
    stage: MaybeText<StageId>,
    kind: Text<SessionKind>,
    title: String,
    description: String,
    chair: String,
    starts_at: At,
    ends_at: At,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;
    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let time =
            TimeRange::new(row.starts_at.0, row.ends_at.0).map_err(|_| StoreError::Unreadable {
                table: "sessions",
                value: row.id.0.to_string(),
            })?;
        Ok(Self {
            id: row.id.0,
            event: row.event.0,
            stage: row.stage.0,
            kind: row.kind.0,
            title: row.title,
            description: row.description,
            chair: row.chair,
            time,
        })
    }
}

type SessionColumns = (
    sessions::id,
    sessions::event_id,
    sessions::stage_id,
    sessions::kind,
    sessions::title,
    sessions::description,
    sessions::chair,
    sessions::starts_at,
    sessions::ends_at,
);

const SESSION: SessionColumns = (
    sessions::id,
    sessions::event_id,
    sessions::stage_id,
    sessions::kind,
    sessions::title,
    sessions::description,
    sessions::chair,
    sessions::starts_at,
    sessions::ends_at,
);

/// The sessions of an event's draft, by start.
pub fn list_sessions(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::event_id.eq(event.to_string()))
        .filter(sessions::removed_at.is_null())
        .filter(sessions::unscheduled_at.is_null())
        .order((sessions::starts_at, sessions::id))
        .select(SESSION)
        .load(rx.db())?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The sessions of an event's draft, by start, and those that it keeps without a place in the programme, at the times
/// that they had. One query.
pub fn list_draft(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<(Vec<Session>, Vec<Session>), StoreError> {
    let rows: Vec<(SessionRow, MaybeAt)> = sessions::table
        .filter(sessions::event_id.eq(event.to_string()))
        .filter(sessions::removed_at.is_null())
        .order((sessions::starts_at, sessions::id))
        .select((SESSION, sessions::unscheduled_at))
        .load(rx.db())?;
    let (mut placed, mut unscheduled) = (Vec::new(), Vec::new());
    for (row, since) in rows {
        let list = if since.0.is_none() {
            &mut placed
        } else {
            &mut unscheduled
        };
        list.push(Session::try_from(row)?);
    }
    Ok((placed, unscheduled))
}

/// The session with this id, if it is in the draft of this event, with or without a place.
pub fn find_session(
    rx: &mut Rx<'_>,
    event: EventId,
    id: SessionId,
) -> Result<Option<Session>, StoreError> {
    let row: Option<SessionRow> = sessions::table
        .filter(sessions::id.eq(id.to_string()))
        .filter(sessions::event_id.eq(event.to_string()))
        .filter(sessions::removed_at.is_null())
        .select(SESSION)
        .get_result(rx.db())
        .optional()?;
    row.map(Session::try_from).transpose()
}

/// Stores a session, and says whether it was new: one of the same id makes it `false` and changes nothing.
pub fn insert_session(tx: &mut Tx<'_>, new: &Session) -> Result<bool, StoreError> {
    let row = (
        sessions::id.eq(new.id.to_string()),
        sessions::event_id.eq(new.event.to_string()),
        sessions::stage_id.eq(new.stage.map(|id| id.to_string())),
        sessions::kind.eq(new.kind.as_str()),
        sessions::title.eq(&new.title),
        sessions::description.eq(&new.description),
        sessions::chair.eq(&new.chair),
        sessions::starts_at.eq(at(new.time.start())),
        sessions::ends_at.eq(at(new.time.end())),
    );
    tx.insert_if_free(|db| diesel::insert_into(sessions::table).values(row).execute(db))
}

/// Overwrites a session of the draft, which has a place with that.
pub fn update_session(tx: &mut Tx<'_>, session: &Session) -> Result<(), StoreError> {
    let changed = diesel::update(
        sessions::table
            .find(session.id.to_string())
            .filter(sessions::removed_at.is_null()),
    )
    .set((
        sessions::stage_id.eq(session.stage.map(|id| id.to_string())),
        sessions::kind.eq(session.kind.as_str()),
        sessions::title.eq(&session.title),
        sessions::description.eq(&session.description),
        sessions::chair.eq(&session.chair),
        sessions::starts_at.eq(at(session.time.start())),
        sessions::ends_at.eq(at(session.time.end())),
        sessions::unscheduled_at.eq(None::<chrono::NaiveDateTime>),
    ))
    .execute(tx.db())?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale("the session"))
    }
}

/// Puts a session into the draft again as it is here, whether it was taken out or not.
pub fn restore_session(tx: &mut Tx<'_>, session: &Session) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(session.id.to_string()))
        .set(sessions::removed_at.eq(None::<chrono::NaiveDateTime>))
        .execute(tx.db())?;
    update_session(tx, session)
}

/// Takes the place of a session in the programme from it: the draft keeps it.
pub fn unschedule_session(tx: &mut Tx<'_>, id: SessionId, now: Instant) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::unscheduled_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}

/// Takes a session out of the draft.
pub fn remove_session(tx: &mut Tx<'_>, id: SessionId, now: Instant) -> Result<(), StoreError> {
    diesel::update(
        sessions::table
            .find(id.to_string())
            .filter(sessions::removed_at.is_null()),
    )
    .set(sessions::removed_at.eq(at(now)))
    .execute(tx.db())?;
    Ok(())
}

#[derive(Queryable)]
struct SlotRow {
    id: Text<SlotId>,
    event: Text<EventId>,
    session: Text<SessionId>,
    stage: Text<StageId>,
    starts_at: At,
    questions_at: At,
    ends_at: At,
    clear_at: At,
    mode: Text<SlotMode>,
}

impl From<SlotRow> for Slot {
    fn from(row: SlotRow) -> Self {
        Self {
            id: row.id.0,
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
        }
    }
}

type SlotColumns = (
    slots::id,
    slots::event_id,
    slots::session_id,
    slots::stage_id,
    slots::starts_at,
    slots::questions_at,
    slots::ends_at,
    slots::clear_at,
    slots::mode,
);

const SLOT: SlotColumns = (
    slots::id,
    slots::event_id,
    slots::session_id,
    slots::stage_id,
    slots::starts_at,
    slots::questions_at,
    slots::ends_at,
    slots::clear_at,
    slots::mode,
);

/// The slots of an event's draft, by start and stage.
pub fn list_slots(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Slot>, StoreError> {
    let rows: Vec<SlotRow> = slots::table
        .filter(slots::event_id.eq(event.to_string()))
        .filter(slots::withdrawn_at.is_null())
        .order((slots::starts_at, slots::stage_id, slots::id))
        .select(SLOT)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Slot::from).collect())
}

/// Stores slots of the draft.
pub fn insert_slots(tx: &mut Tx<'_>, new: &[Slot]) -> Result<(), StoreError> {
    let rows: Vec<_> = new
        .iter()
        .map(|slot| {
            (
                slots::id.eq(slot.id.to_string()),
                slots::event_id.eq(slot.event.to_string()),
                slots::session_id.eq(slot.session.to_string()),
                slots::stage_id.eq(slot.stage.to_string()),
                slots::starts_at.eq(at(slot.times.starts_at)),
                slots::questions_at.eq(at(slot.times.questions_at)),
                slots::ends_at.eq(at(slot.times.ends_at)),
                slots::clear_at.eq(at(slot.times.clear_at)),
                slots::mode.eq(slot.mode.as_str()),
            )
        })
        .collect();
    on_each!(tx.db(), |c| diesel::insert_into(slots::table)
        .values(rows)
        .execute(c))?;
    Ok(())
}

/// Gives a slot of the draft other times, another stage or another mode.
pub fn update_slot(tx: &mut Tx<'_>, slot: &Slot) -> Result<(), StoreError> {
    let changed = diesel::update(slots::table.find(slot.id.to_string()))
        .set((
            slots::stage_id.eq(slot.stage.to_string()),
            slots::starts_at.eq(at(slot.times.starts_at)),
            slots::questions_at.eq(at(slot.times.questions_at)),
            slots::ends_at.eq(at(slot.times.ends_at)),
            slots::clear_at.eq(at(slot.times.clear_at)),
            slots::mode.eq(slot.mode.as_str()),
        ))
        .execute(tx.db())?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale("the slot"))
    }
}

/// Puts a slot into the draft again as it is here, whether it was withdrawn or not.
pub fn restore_slot(tx: &mut Tx<'_>, slot: &Slot) -> Result<(), StoreError> {
    diesel::update(slots::table.find(slot.id.to_string()))
        .set(slots::withdrawn_at.eq(None::<chrono::NaiveDateTime>))
        .execute(tx.db())?;
    update_slot(tx, slot)
}

/// Takes a slot out of the draft.
pub fn withdraw_slot(tx: &mut Tx<'_>, id: SlotId, now: Instant) -> Result<(), StoreError> {
    diesel::update(
        slots::table
            .find(id.to_string())
            .filter(slots::withdrawn_at.is_null()),
    )
    .set(slots::withdrawn_at.eq(at(now)))
    .execute(tx.db())?;
    Ok(())
}
