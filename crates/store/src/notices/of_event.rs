//! The letters of one event, for those who look after it.

use super::Row;
use crate::columns::{Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{notices, people};
use diesel::dsl::count_star;
use diesel::prelude::*;
use marketday_model::notice::Recipient;
use marketday_model::{EventId, Instant, Notice, NoticeId, NoticeState};

/// Which letters of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// That wait, or are on their way.
    Waiting,
    /// That were given up.
    Failed,
    /// That a mail server took.
    Sent,
    /// That were not true any more, or were dropped.
    Dropped,
}

impl Letters {
    /// Every one, those that need somebody first.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Waiting, Self::Sent, Self::Dropped];

    /// The states of these.
    pub const fn states(self) -> &'static [NoticeState] {
        match self {
            Self::Waiting => &[NoticeState::Pending, NoticeState::Sending],
            Self::Failed => &[NoticeState::Failed],
            Self::Sent => &[NoticeState::Sent],
            Self::Dropped => &[NoticeState::Dropped],
        }
    }

    fn words(self) -> Vec<&'static str> {
        self.states().iter().map(|state| state.as_str()).collect()
    }
}

/// How many letters of an event stand in each state that there is.
pub fn count_of_event(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<Vec<(NoticeState, i64)>, StoreError> {
    let rows: Vec<(Text<NoticeState>, i64)> = notices::table
        .filter(notices::event_id.eq(event.to_string()))
        .group_by(notices::state)
        .select((notices::state, count_star()))
        .load(rx.db())?;
    Ok(rows.into_iter().map(|(state, n)| (state.0, n)).collect())
}

/// At most `most` of these letters of an event, the newest first, without the first `skip`; each with the name of its
/// person, if there is one.
pub fn list_of_event(
    rx: &mut Rx<'_>,
    event: EventId,
    which: Letters,
    (skip, most): (u32, u32),
) -> Result<Vec<(Notice, Option<String>)>, StoreError> {
    let rows: Vec<Row> = notices::table
        .filter(notices::event_id.eq(event.to_string()))
        .filter(notices::state.eq_any(which.words()))
        .order((notices::made_at.desc(), notices::id.desc()))
        .offset(i64::from(skip))
        .limit(i64::from(most))
        .select(notices::all_columns)
        .load(rx.db())?;
    let found: Vec<Notice> = rows.into_iter().map(Notice::from).collect();
    let ids: Vec<String> = found.iter().filter_map(person_of).collect();
    let names: Vec<(String, String)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name))
        .load(rx.db())?;
    let name_of = |notice: &Notice| {
        let person = person_of(notice)?;
        let (_, name) = names.iter().find(|(id, _)| *id == person)?;
        Some(name.clone())
    };
    Ok(found
        .into_iter()
        .map(|notice| {
            let name = name_of(&notice);
            (notice, name)
        })
        .collect())
}

fn person_of(notice: &Notice) -> Option<String> {
    match notice.recipient {
        Recipient::Person(id) => Some(id.to_string()),
        _ => None,
    }
}

/// One letter of an event.
pub fn find_of_event(
    rx: &mut Rx<'_>,
    event: EventId,
    id: NoticeId,
) -> Result<Option<Notice>, StoreError> {
    let row: Option<Row> = notices::table
        .filter(notices::id.eq(id.to_string()))
        .filter(notices::event_id.eq(event.to_string()))
        .select(notices::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(Notice::from))
}

/// The letters about an event that were given up from `since` on and before `until`.
pub fn list_failed(
    rx: &mut Rx<'_>,
    event: EventId,
    (since, until): (Instant, Instant),
) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<Row> = notices::table
        .filter(notices::event_id.eq(event.to_string()))
        .filter(notices::state.eq(NoticeState::Failed.as_str()))
        .filter(notices::next_try_at.ge(at(since)))
        .filter(notices::next_try_at.lt(at(until)))
        .order((notices::made_at, notices::id))
        .select(notices::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// Puts a letter that waits or was given up to the front, and says whether it was one.
pub fn try_now(tx: &mut Tx<'_>, id: NoticeId, now: Instant) -> Result<bool, StoreError> {
    let stopped = notices::table.find(id.to_string()).filter(
        notices::state.eq_any([NoticeState::Pending, NoticeState::Failed].map(NoticeState::as_str)),
    );
    let changed = diesel::update(stopped)
        .set((
            notices::state.eq(NoticeState::Pending.as_str()),
            notices::next_try_at.eq(at(now)),
            notices::domain.eq(None::<String>),
        ))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Drops a letter that waits or was given up, and says whether it was one.
pub fn drop_waiting(tx: &mut Tx<'_>, id: NoticeId, now: Instant) -> Result<bool, StoreError> {
    let stopped = notices::table.find(id.to_string()).filter(
        notices::state.eq_any([NoticeState::Pending, NoticeState::Failed].map(NoticeState::as_str)),
    );
    let changed = diesel::update(stopped)
        .set((
            notices::state.eq(NoticeState::Dropped.as_str()),
            notices::next_try_at.eq(at(now)),
            notices::domain.eq(None::<String>),
        ))
        .execute(tx.db())?;
    Ok(changed == 1)
}
