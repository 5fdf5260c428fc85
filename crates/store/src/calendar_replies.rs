//! What calendars answered to invitations: the last answer of each.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::calendar_replies;
use diesel::prelude::*;
use marketday_model::calendar_reply::Proposed;
use marketday_model::notice::Subject;
use marketday_model::{CalendarAnswer, CalendarReply, PersonId};

#[derive(Queryable)]
struct Row {
    subject: Text<Subject>,
    person: Text<PersonId>,
    answer: Text<CalendarAnswer>,
    sequence: Count,
    stamp: At,
    received_at: At,
    proposed_starts_at: MaybeAt,
    proposed_ends_at: MaybeAt,
}

impl From<Row> for CalendarReply {
    fn from(row: Row) -> Self {
        Self {
            subject: row.subject.0,
            person: row.person.0,
            answer: row.answer.0,
            sequence: row.sequence.0,
            stamp: row.stamp.0,
            received_at: row.received_at.0,
            proposed: row.proposed_starts_at.0.map(|starts_at| Proposed {
                starts_at,
                ends_at: row.proposed_ends_at.0,
            }),
        }
    }
}

/// The last answer of a person's calendar about something.
pub fn find(
    rx: &mut Rx<'_>,
    subject: Subject,
    person: PersonId,
) -> Result<Option<CalendarReply>, StoreError> {
    let row: Option<Row> = calendar_replies::table
        .find((subject.to_string(), person.to_string()))
        .select(calendar_replies::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(CalendarReply::from))
}

/// The last answers about any of these.
pub fn list(rx: &mut Rx<'_>, subjects: &[Subject]) -> Result<Vec<CalendarReply>, StoreError> {
    let subjects: Vec<String> = subjects.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = calendar_replies::table
        .filter(calendar_replies::subject.eq_any(subjects))
        .order((calendar_replies::subject, calendar_replies::person_id))
        .select(calendar_replies::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(CalendarReply::from).collect())
}

/// Stores an answer, unless one about a later state of the entry, or a later one about the same, is known; says whether
/// it did (RFC 5546, section 2.1.5).
pub fn put_if_newer(tx: &mut Tx<'_>, reply: &CalendarReply) -> Result<bool, StoreError> {
    let known = find(tx, reply.subject, reply.person)?;
    if known.is_some_and(|known| (known.sequence, known.stamp) >= (reply.sequence, reply.stamp)) {
        return Ok(false);
    }
    let values = (
        calendar_replies::answer.eq(reply.answer.as_str()),
        calendar_replies::sequence.eq(int(reply.sequence)),
        calendar_replies::stamp.eq(at(reply.stamp)),
        calendar_replies::received_at.eq(at(reply.received_at)),
        calendar_replies::proposed_starts_at.eq(reply.proposed.map(|time| at(time.starts_at))),
        calendar_replies::proposed_ends_at.eq(reply.proposed.and_then(|time| time.ends_at).map(at)),
    );
    let row = (
        calendar_replies::subject.eq(reply.subject.to_string()),
        calendar_replies::person_id.eq(reply.person.to_string()),
        values,
    );
    on_each!(tx.db(), |c| diesel::insert_into(calendar_replies::table)
        .values(row)
        .on_conflict((calendar_replies::subject, calendar_replies::person_id))
        .do_update()
        .set(values)
        .execute(c))?;
    Ok(true)
}
