//! Addresses that are not written to.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{notices, suppressions};
use diesel::prelude::*;
use marketday_model::notice::Recipient;
use marketday_model::{EmailAddress, Instant, NoticeId, Suppression, WhySuppressed};

#[derive(Queryable)]
struct Row {
    email: Text<EmailAddress>,
    why: Text<WhySuppressed>,
    status: Option<String>,
    notice: Text<NoticeId>,
    since: At,
}

impl From<Row> for Suppression {
    fn from(row: Row) -> Self {
        Self {
            email: row.email.0,
            why: row.why.0,
            status: row.status,
            notice: row.notice.0,
            since: row.since.0,
        }
    }
}

type Columns = (
    suppressions::email,
    suppressions::why,
    suppressions::status,
    suppressions::notice_id,
    suppressions::since,
);
const COLUMNS: Columns = (
    suppressions::email,
    suppressions::why,
    suppressions::status,
    suppressions::notice_id,
    suppressions::since,
);

/// Stops writing to an address, and says whether that is new.
pub fn insert(tx: &mut Tx<'_>, new: &Suppression) -> Result<bool, StoreError> {
    let row = (
        suppressions::email.eq(new.email.as_str()),
        suppressions::why.eq(new.why.as_str()),
        suppressions::status.eq(new.status.as_deref()),
        suppressions::notice_id.eq(new.notice.to_string()),
        suppressions::since.eq(at(new.since)),
    );
    let inserted = on_each!(tx.db(), |c| diesel::insert_into(suppressions::table)
        .values(row)
        .on_conflict((suppressions::email, suppressions::why))
        .do_nothing()
        .execute(c))?;
    Ok(inserted == 1)
}

/// Why an address is not written to; nothing if it is.
pub fn list_of(rx: &mut Rx<'_>, email: &EmailAddress) -> Result<Vec<Suppression>, StoreError> {
    let rows: Vec<Row> = suppressions::table
        .filter(suppressions::email.eq(email.as_str()))
        .order(suppressions::why)
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Suppression::from).collect())
}

/// Every address that is not written to, newest first.
pub fn list(rx: &mut Rx<'_>) -> Result<Vec<Suppression>, StoreError> {
    let rows: Vec<Row> = suppressions::table
        .order((
            suppressions::since.desc(),
            suppressions::email,
            suppressions::why,
        ))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Suppression::from).collect())
}

/// Lets a code go to an address from which letters came back, unless one went there since `before`.
pub fn note_code(
    tx: &mut Tx<'_>,
    email: &EmailAddress,
    now: Instant,
    before: Instant,
) -> Result<bool, StoreError> {
    let due = suppressions::table
        .filter(suppressions::email.eq(email.as_str()))
        .filter(suppressions::why.eq(WhySuppressed::Bounced.as_str()))
        .filter(
            suppressions::last_code_at
                .is_null()
                .or(suppressions::last_code_at.le(at(before))),
        );
    let noted = diesel::update(due)
        .set(suppressions::last_code_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(noted == 1)
}

/// Writes to an address again for which this was the reason, and says whether it was.
pub fn lift(tx: &mut Tx<'_>, email: &EmailAddress, why: WhySuppressed) -> Result<bool, StoreError> {
    let lifted = diesel::delete(
        suppressions::table
            .filter(suppressions::email.eq(email.as_str()))
            .filter(suppressions::why.eq(why.as_str())),
    )
    .execute(tx.db())?;
    Ok(lifted == 1)
}

/// To whom the letter of a notice went, and when; nobody where the notice is forgotten.
pub fn find_recipient(
    rx: &mut Rx<'_>,
    id: NoticeId,
) -> Result<Option<(Recipient, Option<Instant>)>, StoreError> {
    let row: Option<(Text<Recipient>, MaybeAt)> = notices::table
        .find(id.to_string())
        .select((notices::recipient, notices::sent_at))
        .first(rx.db())
        .optional()?;
    Ok(row.map(|(recipient, sent_at)| (recipient.0, sent_at.0)))
}
