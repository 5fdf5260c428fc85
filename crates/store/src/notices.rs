//! The outbox: what somebody must be told, until a worker has told them.
//!
//! A notice is written in the transaction of the change that it tells of. A worker claims it with a lease, so that a
//! dead worker's notices come back, and marks it only while the lease is its own.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::notices;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Timestamp};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Instant, Notice, NoticeId, NoticeKind, NoticeState};

#[derive(Queryable)]
struct Row {
    id: Text<NoticeId>,
    kind: Text<NoticeKind>,
    recipient: Text<Recipient>,
    subject: Text<Subject>,
    version: Count,
    _priority: i32,
    state: Text<NoticeState>,
    tries: Count,
    made_at: At,
    next_try_at: At,
    _lease: Option<String>,
    _leased_until: MaybeAt,
    sent_at: MaybeAt,
    last_answer: Option<String>,
}

impl From<Row> for Notice {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.0,
            recipient: row.recipient.0,
            subject: row.subject.0,
            version: row.version.0,
            state: row.state.0,
            tries: row.tries.0,
            made_at: row.made_at.0,
            next_try_at: row.next_try_at.0,
            sent_at: row.sent_at.0,
            last_answer: row.last_answer,
        }
    }
}

/// What is to be told, and to whom.
#[derive(Debug, Clone, Copy)]
pub struct NewNotice {
    /// The id it gets.
    pub id: NoticeId,
    /// What it tells.
    pub kind: NoticeKind,
    /// Whom.
    pub recipient: Recipient,
    /// Of what.
    pub subject: Subject,
    /// The state of the subject that it tells of.
    pub version: u32,
}

/// Puts a notice into the outbox. The same thing told to the same person twice is one notice.
pub fn enqueue(tx: &mut Tx<'_>, new: &NewNotice, now: Instant) -> Result<(), StoreError> {
    let row = (
        notices::id.eq(new.id.to_string()),
        notices::kind.eq(new.kind.as_str()),
        notices::recipient.eq(new.recipient.to_string()),
        notices::subject.eq(new.subject.to_string()),
        notices::version.eq(int(new.version)),
        notices::priority.eq(new.kind.priority()),
        notices::state.eq(NoticeState::Pending.as_str()),
        notices::made_at.eq(at(now)),
        notices::next_try_at.eq(at(now)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(notices::table)
        .values(row)
        .on_conflict((
            notices::recipient,
            notices::kind,
            notices::subject,
            notices::version
        ))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    id: String,
}

/// What is due: waiting and its time has come, or claimed by a worker that did not come back. Never a notice while
/// an earlier one to the same person about the same subject is under way, so that a CANCEL cannot overtake its
/// REQUEST; of two made at the same instant, the one that tells of the lower SEQUENCE is the earlier. Whoever was erased
/// is told so last.
const DUE: &str = "SELECT n.id FROM notices n \
     WHERE ((n.state = 'pending' AND n.next_try_at <= $1) OR (n.state = 'sending' AND n.leased_until <= $1)) \
     AND NOT EXISTS (SELECT 1 FROM notices e WHERE e.recipient = n.recipient AND e.subject = n.subject \
         AND e.state IN ('pending', 'sending') AND (e.made_at < n.made_at OR (e.made_at = n.made_at AND (e.version < n.version \
             OR (e.version = n.version AND e.id < n.id))))) \
     AND (n.kind <> 'person-erased' OR NOT EXISTS (SELECT 1 FROM notices o WHERE o.recipient = n.recipient AND o.id <> n.id \
         AND o.state IN ('pending', 'sending'))) \
     ORDER BY n.priority, n.next_try_at, n.id LIMIT $2";

/// Claims up to `most` due notices under `lease` until `until`, codes first.
pub fn claim(
    tx: &mut Tx<'_>,
    lease: &str,
    most: u32,
    now: Instant,
    until: Instant,
) -> Result<Vec<Notice>, StoreError> {
    let due: Vec<IdRow> = match tx.db() {
        // Workers on PostgreSQL share the work: each skips the rows that another is just claiming.
        Db::Pg(c) => sql_query(format!("{DUE} FOR UPDATE OF n SKIP LOCKED"))
            .bind::<Timestamp, _>(at(now))
            .bind::<Integer, _>(int(most))
            .load(c)?,
        Db::Sqlite(c) => sql_query(DUE)
            .bind::<Timestamp, _>(at(now))
            .bind::<Integer, _>(int(most))
            .load(c)?,
    };
    let ids: Vec<String> = due.into_iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(notices::table.filter(notices::id.eq_any(ids.clone())))
        .set((
            notices::state.eq(NoticeState::Sending.as_str()),
            notices::lease.eq(lease),
            notices::leased_until.eq(at(until)),
            notices::tries.eq(notices::tries + 1),
        ))
        .execute(tx.db())?;
    let rows: Vec<Row> = notices::table
        .filter(notices::id.eq_any(ids))
        .order((notices::priority, notices::next_try_at, notices::id))
        .select(notices::all_columns)
        .load(tx.db())?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// How a try ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// It is no longer true; nothing was sent.
    Dropped,
    /// Not now: try again then.
    Retry {
        /// When.
        at: Instant,
        /// What the server said.
        answer: String,
    },
    /// Never.
    Failed {
        /// What the server said.
        answer: String,
    },
}

/// Marks how a try ended, and says whether the lease was still ours.
pub fn settle(
    tx: &mut Tx<'_>,
    id: NoticeId,
    lease: &str,
    outcome: &Outcome,
    now: Instant,
) -> Result<bool, StoreError> {
    let ours = notices::table
        .filter(notices::id.eq(id.to_string()))
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::lease.eq(lease));
    let (state, next, answer) = match outcome {
        Outcome::Sent => (NoticeState::Sent, None, None),
        Outcome::Dropped => (NoticeState::Dropped, None, None),
        Outcome::Retry { at, answer } => (NoticeState::Pending, Some(*at), Some(answer)),
        Outcome::Failed { answer } => (NoticeState::Failed, None, Some(answer)),
    };
    let sent_at = (state == NoticeState::Sent).then(|| at(now));
    let changed = diesel::update(ours)
        .set((
            notices::state.eq(state.as_str()),
            notices::lease.eq(None::<String>),
            notices::leased_until.eq(None::<chrono::NaiveDateTime>),
            notices::next_try_at.eq(at(next.unwrap_or(now))),
            notices::sent_at.eq(sent_at),
            notices::last_answer.eq(answer),
        ))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Gives back what was claimed under `lease` and not yet sent: the worker stops.
pub fn give_back(tx: &mut Tx<'_>, lease: &str) -> Result<usize, StoreError> {
    let ours = notices::table
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::lease.eq(lease));
    Ok(diesel::update(ours)
        .set((
            notices::state.eq(NoticeState::Pending.as_str()),
            notices::lease.eq(None::<String>),
            notices::leased_until.eq(None::<chrono::NaiveDateTime>),
            notices::tries.eq(notices::tries - 1),
        ))
        .execute(tx.db())?)
}

/// What a recipient was already told of a subject: kinds and versions, oldest first.
pub fn list_sent(
    rx: &mut Rx<'_>,
    recipient: Recipient,
    subject: Subject,
) -> Result<Vec<(NoticeKind, u32)>, StoreError> {
    let rows: Vec<(Text<NoticeKind>, Count)> = notices::table
        .filter(notices::recipient.eq(recipient.to_string()))
        .filter(notices::subject.eq(subject.to_string()))
        .filter(notices::state.eq(NoticeState::Sent.as_str()))
        .order((notices::sent_at, notices::version, notices::id))
        .select((notices::kind, notices::version))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(kind, version)| (kind.0, version.0))
        .collect())
}

/// Every notice about a subject, oldest first.
pub fn list(rx: &mut Rx<'_>, subject: Subject) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<Row> = notices::table
        .filter(notices::subject.eq(subject.to_string()))
        .order((notices::made_at, notices::version, notices::id))
        .select(notices::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// How many notices stand in a state.
pub fn count(rx: &mut Rx<'_>, state: NoticeState) -> Result<i64, StoreError> {
    Ok(notices::table
        .filter(notices::state.eq(state.as_str()))
        .count()
        .get_result(rx.db())?)
}

/// When the next notice is due, or the next lease runs out; none if nothing waits.
pub fn next_due(rx: &mut Rx<'_>) -> Result<Option<Instant>, StoreError> {
    let waiting: Option<At> = notices::table
        .filter(notices::state.eq(NoticeState::Pending.as_str()))
        .order(notices::next_try_at)
        .select(notices::next_try_at)
        .first(rx.db())
        .optional()?;
    let leased: Option<MaybeAt> = notices::table
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .order(notices::leased_until)
        .select(notices::leased_until)
        .first(rx.db())
        .optional()?;
    let leased = leased.and_then(|at| at.0);
    Ok(waiting.map(|at| at.0).into_iter().chain(leased).min())
}
