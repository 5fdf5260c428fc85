//! The outbox: what somebody must be told, until a worker has told them.
//!
//! A notice is written in the transaction of the change that it tells of. A worker claims it with a lease, so that a
//! dead worker's notices come back, and marks it only while the lease is its own.

mod hand_over;
mod of_event;

pub use hand_over::{
    Due, HandOver, Outcome, begin, claim, forget_domains, give_back, is_due, keep_until, settle,
};
pub use of_event::{
    Letters, count_of_event, drop_waiting, find_of_event, list_failed, list_of_event, try_now,
};

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{
    agenda_items, bookings, late_cancellations, letter_wordings, messages, notices, proposals,
    registrations, swaps, waiting_entries,
};
use diesel::prelude::*;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{EventId, Instant, Notice, NoticeId, NoticeKind, NoticeState};

/// How many rows one statement writes: below the limits of both databases.
const AT_ONCE: usize = 1000;

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
    event: MaybeText<EventId>,
    _domain: Option<String>,
    _handed_at: MaybeAt,
    is_uncertain: bool,
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
            event: row.event.0,
            is_uncertain: row.is_uncertain,
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
    enqueue_for(tx, new, now, now)
}

/// The same, to be sent at `not_before` at the earliest.
pub fn enqueue_for(
    tx: &mut Tx<'_>,
    new: &NewNotice,
    now: Instant,
    not_before: Instant,
) -> Result<(), StoreError> {
    let event = event_of(tx, new.subject)?;
    insert(tx, event, new, (now, not_before))
}

/// The same for what is known to be about this event, which need not be looked up then: for notices by the thousand.
pub fn enqueue_about(
    tx: &mut Tx<'_>,
    event: EventId,
    new: &NewNotice,
    now: Instant,
) -> Result<(), StoreError> {
    insert(tx, Some(event), new, (now, now))
}

fn insert(
    tx: &mut Tx<'_>,
    event: Option<EventId>,
    new: &NewNotice,
    (now, not_before): (Instant, Instant),
) -> Result<(), StoreError> {
    let row = (
        notices::id.eq(new.id.to_string()),
        notices::kind.eq(new.kind.as_str()),
        notices::recipient.eq(new.recipient.to_string()),
        notices::subject.eq(new.subject.to_string()),
        notices::version.eq(int(new.version)),
        notices::priority.eq(new.kind.urgency() as i32),
        notices::state.eq(NoticeState::Pending.as_str()),
        notices::made_at.eq(at(now)),
        notices::next_try_at.eq(at(not_before)),
        notices::event_id.eq(event.map(|id| id.to_string())),
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

/// Puts as many notices into the outbox that are about no event in particular, in few statements.
pub fn enqueue_all(tx: &mut Tx<'_>, new: &[NewNotice], now: Instant) -> Result<(), StoreError> {
    for some in new.chunks(AT_ONCE) {
        let rows: Vec<_> = some
            .iter()
            .map(|new| {
                (
                    notices::id.eq(new.id.to_string()),
                    notices::kind.eq(new.kind.as_str()),
                    notices::recipient.eq(new.recipient.to_string()),
                    notices::subject.eq(new.subject.to_string()),
                    notices::version.eq(int(new.version)),
                    notices::priority.eq(new.kind.urgency() as i32),
                    notices::state.eq(NoticeState::Pending.as_str()),
                    notices::made_at.eq(at(now)),
                    notices::next_try_at.eq(at(now)),
                )
            })
            .collect();
        on_each!(tx.db(), |c| diesel::insert_into(notices::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// The event that something is about, if it is about one.
fn event_of(rx: &mut Rx<'_>, subject: Subject) -> Result<Option<EventId>, StoreError> {
    let found: Option<Text<EventId>> = match subject {
        Subject::Event(id) => return Ok(Some(id)),
        Subject::Booking(id) => bookings::table
            .find(id.to_string())
            .select(bookings::event_id)
            .first(rx.db())
            .optional()?,
        Subject::Registration(id) => registrations::table
            .find(id.to_string())
            .select(registrations::event_id)
            .first(rx.db())
            .optional()?,
        Subject::Waiting(id) => waiting_entries::table
            .find(id.to_string())
            .select(waiting_entries::event_id)
            .first(rx.db())
            .optional()?,
        Subject::Swap(id) => swaps::table
            .find(id.to_string())
            .select(swaps::event_id)
            .first(rx.db())
            .optional()?,
        Subject::Proposal(id) => proposals::table
            .find(id.to_string())
            .select(proposals::event_id)
            .first(rx.db())
            .optional()?,
        Subject::Message(id) => messages::table
            .find(id.to_string())
            .select(messages::event_id)
            .first(rx.db())
            .optional()?,
        Subject::AgendaItem(id) => agenda_items::table
            .find(id.to_string())
            .select(agenda_items::event_id)
            .first(rx.db())
            .optional()?,
        Subject::Wording(id) => letter_wordings::table
            .find(id.to_string())
            .select(letter_wordings::event_id)
            .first(rx.db())
            .optional()?,
        Subject::LateCancellation(id) => late_cancellations::table
            .inner_join(bookings::table)
            .filter(late_cancellations::id.eq(id.to_string()))
            .select(bookings::event_id)
            .first(rx.db())
            .optional()?,
        _ => None,
    };
    Ok(found.map(|id| id.0))
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

/// The letters of which an earlier try may have arrived.
pub fn list_uncertain(rx: &mut Rx<'_>) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<Row> = notices::table
        .filter(notices::is_uncertain.eq(true))
        .order(notices::id)
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
