//! Messages of organisers, and to whom they go.

use crate::columns::{At, MaybeAt, MaybeText, Text, at, joined, split};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{messages, notices, organisations};
use diesel::dsl::count_star;
use diesel::prelude::*;
use marketday_model::message::{Audience, MessageState};
use marketday_model::notice::Subject;
use marketday_model::{
    EventId, Instant, Message, MessageId, NoticeKind, NoticeState, OrganisationId, PersonId,
    Region, StageId,
};
use std::collections::HashMap;

#[derive(Queryable)]
struct Row {
    id: Text<MessageId>,
    event: Text<EventId>,
    subject: String,
    body: String,
    whom: String,
    without_slides: bool,
    themes: String,
    regions: String,
    stage: MaybeText<StageId>,
    authority: String,
    state: Text<MessageState>,
    made_by: MaybeText<PersonId>,
    changed_at: At,
    send_at: MaybeAt,
    sent_at: MaybeAt,
}

impl From<Row> for Message {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            event: row.event.0,
            subject: row.subject,
            body: row.body,
            audience: Audience {
                whom: split(&row.whom),
                without_slides: row.without_slides,
                themes: split(&row.themes),
                regions: split(&row.regions),
                stage: row.stage.0,
                authority: row.authority,
            },
            state: row.state.0,
            made_by: row.made_by.0,
            changed_at: row.changed_at.0,
            send_at: row.send_at.0,
            sent_at: row.sent_at.0,
        }
    }
}

/// The messages of an event, the last changed first.
pub fn list(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = messages::table
        .filter(messages::event_id.eq(event.to_string()))
        .order((messages::changed_at.desc(), messages::id.desc()))
        .select(messages::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// One message.
pub fn find(rx: &mut Rx<'_>, id: MessageId) -> Result<Option<Message>, StoreError> {
    let row: Option<Row> = messages::table
        .find(id.to_string())
        .select(messages::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(Message::from))
}

/// The messages whose time has come.
pub fn list_due(rx: &mut Rx<'_>, now: Instant) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = messages::table
        .filter(messages::state.eq(MessageState::Scheduled.as_str()))
        .filter(messages::send_at.le(at(now)))
        .order((messages::send_at, messages::id))
        .select(messages::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// How many messages of an event were sent since `since`.
pub fn count_sent(rx: &mut Rx<'_>, event: EventId, since: Instant) -> Result<i64, StoreError> {
    Ok(messages::table
        .filter(messages::event_id.eq(event.to_string()))
        .filter(messages::sent_at.ge(at(since)))
        .count()
        .get_result(rx.db())?)
}

/// Stores a message, or what was changed of it while it was a draft; says whether it still was one.
pub fn put(tx: &mut Tx<'_>, message: &Message) -> Result<bool, StoreError> {
    let audience = &message.audience;
    let values = (
        messages::subject.eq(&message.subject),
        messages::body.eq(&message.body),
        messages::whom.eq(joined(&audience.whom)),
        messages::without_slides.eq(audience.without_slides),
        messages::themes.eq(joined(&audience.themes)),
        messages::regions.eq(joined(&audience.regions)),
        messages::stage_id.eq(audience.stage.map(|id| id.to_string())),
        messages::authority.eq(&audience.authority),
        messages::changed_at.eq(at(message.changed_at)),
    );
    let draft = messages::table
        .find(message.id.to_string())
        .filter(messages::state.eq(MessageState::Draft.as_str()));
    if diesel::update(draft).set(values.clone()).execute(tx.db())? == 1 {
        return Ok(true);
    }
    let new = (
        messages::id.eq(message.id.to_string()),
        messages::event_id.eq(message.event.to_string()),
        messages::state.eq(MessageState::Draft.as_str()),
        messages::made_by.eq(message.made_by.map(|id| id.to_string())),
        values,
    );
    tx.insert_if_free(|db| diesel::insert_into(messages::table).values(new).execute(db))
}

/// Moves a message on from one state to another, to be sent when it is `due` or sent when that was `done`; says whether
/// it was in the first.
pub fn move_on(
    tx: &mut Tx<'_>,
    id: MessageId,
    (from, to): (MessageState, MessageState),
    due: Option<Instant>,
    done: Option<Instant>,
) -> Result<bool, StoreError> {
    let there = messages::table
        .find(id.to_string())
        .filter(messages::state.eq(from.as_str()));
    let changed = diesel::update(there)
        .set((
            messages::state.eq(to.as_str()),
            messages::send_at.eq(due.map(at)),
            messages::sent_at.eq(done.map(at)),
        ))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Deletes a draft, and says whether it was one.
pub fn delete_draft(tx: &mut Tx<'_>, id: MessageId) -> Result<bool, StoreError> {
    let draft = messages::table
        .find(id.to_string())
        .filter(messages::state.eq(MessageState::Draft.as_str()));
    Ok(diesel::delete(draft).execute(tx.db())? == 1)
}

/// How many letters of each of these messages stand in each state.
pub fn count_letters(
    rx: &mut Rx<'_>,
    ids: &[MessageId],
) -> Result<HashMap<MessageId, Vec<(NoticeState, i64)>>, StoreError> {
    let subjects: Vec<String> = ids
        .iter()
        .map(|id| Subject::Message(*id).to_string())
        .collect();
    let rows: Vec<(Text<Subject>, Text<NoticeState>, i64)> = notices::table
        .filter(notices::subject.eq_any(subjects))
        .filter(notices::kind.eq(NoticeKind::OrganiserMessage.as_str()))
        .group_by((notices::subject, notices::state))
        .select((notices::subject, notices::state, count_star()))
        .load(rx.db())?;
    let mut counts: HashMap<MessageId, Vec<(NoticeState, i64)>> = HashMap::new();
    for (subject, state, count) in rows {
        if let Subject::Message(id) = subject.0 {
            counts.entry(id).or_default().push((state.0, count));
        }
    }
    Ok(counts)
}

/// Drops the letters of a message that nobody has begun to send, and returns how many.
pub fn drop_letters(tx: &mut Tx<'_>, id: MessageId, now: Instant) -> Result<usize, StoreError> {
    let waiting = notices::table
        .filter(notices::subject.eq(Subject::Message(id).to_string()))
        .filter(notices::kind.eq(NoticeKind::OrganiserMessage.as_str()))
        .filter(notices::state.eq(NoticeState::Pending.as_str()));
    Ok(diesel::update(waiting)
        .set((
            notices::state.eq(NoticeState::Dropped.as_str()),
            notices::next_try_at.eq(at(now)),
        ))
        .execute(tx.db())?)
}

/// The regions of these organisations, where they are known.
pub fn list_regions(
    rx: &mut Rx<'_>,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Region>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<OrganisationId>, MaybeText<Region>)> = organisations::table
        .filter(organisations::id.eq_any(ids))
        .select((organisations::id, organisations::region))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, region)| Some((id.0, region.0?)))
        .collect())
}
