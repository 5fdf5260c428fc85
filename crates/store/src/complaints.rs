//! Complaints about personal data.

use crate::columns::{At, MaybeAt, MaybeText, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{complaints, notices};
use diesel::prelude::*;
use marketday_model::notice::Subject;
use marketday_model::{
    Complaint, ComplaintId, EmailAddress, EventId, Instant, NoticeKind, NoticeState,
};

type Row = (
    Text<ComplaintId>,
    String,
    MaybeText<EventId>,
    String,
    MaybeText<EmailAddress>,
    String,
    At,
    Option<String>,
    MaybeAt,
);

const COLUMNS: (
    complaints::id,
    complaints::reference,
    complaints::event_id,
    complaints::name,
    complaints::email,
    complaints::text,
    complaints::made_at,
    complaints::outcome,
    complaints::closed_at,
) = (
    complaints::id,
    complaints::reference,
    complaints::event_id,
    complaints::name,
    complaints::email,
    complaints::text,
    complaints::made_at,
    complaints::outcome,
    complaints::closed_at,
);

fn complaint(row: Row) -> Complaint {
    let (id, reference, event, name, email, text, made_at, outcome, closed_at) = row;
    Complaint {
        id: id.0,
        reference,
        event: event.0,
        name,
        email: email.0,
        text,
        made_at: made_at.0,
        outcome,
        closed_at: closed_at.0,
    }
}

/// The complaint with this id.
pub fn find(rx: &mut Rx<'_>, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
    let row: Option<Row> = complaints::table
        .find(id.to_string())
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(complaint))
}

/// The complaints about an event, or without one those about the service itself, oldest first.
pub fn list(rx: &mut Rx<'_>, event: Option<EventId>) -> Result<Vec<Complaint>, StoreError> {
    let all = complaints::table
        .order((complaints::made_at, complaints::id))
        .select(COLUMNS)
        .into_boxed();
    let rows: Vec<Row> = match event {
        Some(event) => all.filter(complaints::event_id.eq(event.to_string())),
        None => all.filter(complaints::event_id.is_null()),
    }
    .load(rx.db())?;
    Ok(rows.into_iter().map(complaint).collect())
}

/// How many complaints with this address wait for an outcome.
pub fn count_open_of(rx: &mut Rx<'_>, email: &EmailAddress) -> Result<i64, StoreError> {
    let open = complaints::table
        .filter(complaints::email.eq(email.as_str()))
        .filter(complaints::closed_at.is_null());
    Ok(open.count().get_result(rx.db())?)
}

/// How many complaints came with this address, and how many from this network, since an instant.
pub fn count_since(
    rx: &mut Rx<'_>,
    email: &EmailAddress,
    network: &str,
    since: Instant,
) -> Result<(i64, i64), StoreError> {
    let recent = complaints::table.filter(complaints::made_at.gt(at(since)));
    let with_address = recent
        .filter(complaints::email.eq(email.as_str()))
        .count()
        .get_result(rx.db())?;
    let from_network = recent
        .filter(complaints::network.eq(network))
        .count()
        .get_result(rx.db())?;
    Ok((with_address, from_network))
}

/// The same complaint, if it came since an instant: its form was sent twice.
pub fn find_same(
    rx: &mut Rx<'_>,
    new: &Complaint,
    since: Instant,
) -> Result<Option<Complaint>, StoreError> {
    let email = new.email.as_ref().map(EmailAddress::as_str);
    let rows: Vec<Row> = complaints::table
        .filter(complaints::email.eq(email))
        .filter(complaints::made_at.gt(at(since)))
        .filter(complaints::text.eq(&new.text))
        .select(COLUMNS)
        .load(rx.db())?;
    let mut all = rows.into_iter().map(complaint);
    Ok(all.find(|same| same.event == new.event))
}

/// Stores a complaint.
pub fn insert(tx: &mut Tx<'_>, new: &Complaint, network: &str) -> Result<(), StoreError> {
    diesel::insert_into(complaints::table)
        .values((
            complaints::id.eq(new.id.to_string()),
            complaints::reference.eq(&new.reference),
            complaints::event_id.eq(new.event.map(|id| id.to_string())),
            complaints::name.eq(&new.name),
            complaints::email.eq(new.email.as_ref().map(EmailAddress::as_str)),
            complaints::text.eq(&new.text),
            complaints::network.eq(network),
            complaints::made_at.eq(at(new.made_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Closes an open complaint with its outcome, and says whether it was open.
pub fn close(
    tx: &mut Tx<'_>,
    id: ComplaintId,
    outcome: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let open = complaints::table
        .filter(complaints::id.eq(id.to_string()))
        .filter(complaints::closed_at.is_null());
    let closed = diesel::update(open)
        .set((
            complaints::outcome.eq(outcome),
            complaints::closed_at.eq(at(now)),
            complaints::network.eq(None::<String>),
        ))
        .execute(tx.db())?;
    Ok(closed == 1)
}

/// When the letters left that acknowledge these complaints; those that did not leave yet are missing.
pub fn list_acknowledged(
    rx: &mut Rx<'_>,
    ids: &[ComplaintId],
) -> Result<Vec<(ComplaintId, Instant)>, StoreError> {
    let subjects: Vec<String> = ids
        .iter()
        .map(|id| Subject::Complaint(*id).to_string())
        .collect();
    let rows: Vec<(Text<Subject>, MaybeAt)> = notices::table
        .filter(notices::subject.eq_any(subjects))
        .filter(notices::kind.eq(NoticeKind::ComplaintReceived.as_str()))
        .filter(notices::state.eq(NoticeState::Sent.as_str()))
        .select((notices::subject, notices::sent_at))
        .load(rx.db())?;
    let acknowledged = rows
        .into_iter()
        .filter_map(|(subject, at)| match subject.0 {
            Subject::Complaint(id) => at.0.map(|at| (id, at)),
            _ => None,
        });
    Ok(acknowledged.collect())
}

/// Takes name and address off the complaints with this address; what they say stays.
pub(crate) fn forget_address(tx: &mut Tx<'_>, email: &EmailAddress) -> Result<(), StoreError> {
    diesel::update(complaints::table.filter(complaints::email.eq(email.as_str())))
        .set((
            complaints::name.eq(""),
            complaints::email.eq(None::<String>),
            complaints::network.eq(None::<String>),
        ))
        .execute(tx.db())?;
    Ok(())
}
