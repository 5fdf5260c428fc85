//! Requests for emailed codes. The codes themselves are not stored.

use crate::columns::{At, Count, MaybeAt, Text, at};
use crate::connection::{Db, Rx, Tx};
use crate::error::StoreError;
use crate::schema::code_requests;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text as SqlText;
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_model::{CodeRequestId, EmailAddress, Instant};

#[derive(Queryable)]
struct Row {
    id: Text<CodeRequestId>,
    purpose: Text<CodePurpose>,
    email: Text<EmailAddress>,
    browser: String,
    _network: String,
    asked_at: At,
    expires_at: At,
    used_at: MaybeAt,
    wrong_tries: Count,
}

impl From<Row> for CodeRequest {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            purpose: row.purpose.0,
            email: row.email.0,
            browser: row.browser,
            asked_at: row.asked_at.0,
            expires_at: row.expires_at.0,
            used_at: row.used_at.0,
            wrong_tries: row.wrong_tries.0,
        }
    }
}

/// The request with this id.
pub fn find(rx: &mut Rx<'_>, id: CodeRequestId) -> Result<Option<CodeRequest>, StoreError> {
    let row: Option<Row> = code_requests::table
        .find(id.to_string())
        .select(code_requests::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(CodeRequest::from))
}

/// The newest request of this browser for this purpose and address.
pub fn find_latest(
    rx: &mut Rx<'_>,
    browser: &str,
    purpose: CodePurpose,
    email: &EmailAddress,
) -> Result<Option<CodeRequest>, StoreError> {
    let row: Option<Row> = code_requests::table
        .filter(code_requests::browser.eq(browser))
        .filter(code_requests::purpose.eq(purpose.as_str()))
        .filter(code_requests::email.eq(email.as_str()))
        .order((code_requests::asked_at.desc(), code_requests::id.desc()))
        .select(code_requests::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(CodeRequest::from))
}

/// Keeps a request as it is until the transaction ends, so that tries made at once are counted one after the other.
/// On SQLite the one writer already sees to it.
pub fn lock(tx: &mut Tx<'_>, id: CodeRequestId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = code_requests::table
            .find(id.to_string())
            .select(code_requests::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// Lets requests for one address, and from one network, pass one after the other until the transaction ends: what
/// [`count_since`] then counts stays true. The address comes first, always, so that two never wait for each other.
pub fn lock_counts(tx: &mut Tx<'_>, email: &EmailAddress, network: &str) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        for (class, key) in [(1, email.as_str()), (2, network)] {
            sql_query(format!(
                "SELECT pg_advisory_xact_lock({class}, hashtext($1))"
            ))
            .bind::<SqlText, _>(key)
            .execute(c)?;
        }
    }
    Ok(())
}

/// How many codes for this purpose were sent to this address, and how many for any were asked for from this network, since an instant.
pub fn count_since(
    rx: &mut Rx<'_>,
    purpose: CodePurpose,
    email: &EmailAddress,
    network: &str,
    since: Instant,
) -> Result<(i64, i64), StoreError> {
    let recent = code_requests::table.filter(code_requests::asked_at.gt(at(since)));
    let to_address = recent
        .filter(code_requests::purpose.eq(purpose.as_str()))
        .filter(code_requests::email.eq(email.as_str()))
        .count()
        .get_result(rx.db())?;
    let from_network = recent
        .filter(code_requests::network.eq(network))
        .count()
        .get_result(rx.db())?;
    Ok((to_address, from_network))
}

/// Stores a request.
pub fn insert(tx: &mut Tx<'_>, new: &CodeRequest, network: &str) -> Result<(), StoreError> {
    diesel::insert_into(code_requests::table)
        .values((
            code_requests::id.eq(new.id.to_string()),
            code_requests::purpose.eq(new.purpose.as_str()),
            code_requests::email.eq(new.email.as_str()),
            code_requests::browser.eq(&new.browser),
            code_requests::network.eq(network),
            code_requests::asked_at.eq(at(new.asked_at)),
            code_requests::expires_at.eq(at(new.expires_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Uses a code up, and says whether it was unused.
pub fn use_up(tx: &mut Tx<'_>, id: CodeRequestId, now: Instant) -> Result<bool, StoreError> {
    let unused = code_requests::table
        .filter(code_requests::id.eq(id.to_string()))
        .filter(code_requests::used_at.is_null());
    Ok(diesel::update(unused)
        .set(code_requests::used_at.eq(at(now)))
        .execute(tx.db())?
        == 1)
}

/// Counts a wrong code.
pub fn count_wrong_try(tx: &mut Tx<'_>, id: CodeRequestId) -> Result<(), StoreError> {
    diesel::update(code_requests::table.find(id.to_string()))
        .set(code_requests::wrong_tries.eq(code_requests::wrong_tries + 1))
        .execute(tx.db())?;
    Ok(())
}

/// Forgets requests asked before an instant, and returns how many.
pub fn delete_asked_before(tx: &mut Tx<'_>, instant: Instant) -> Result<usize, StoreError> {
    let old = code_requests::table.filter(code_requests::asked_at.lt(at(instant)));
    Ok(diesel::delete(old).execute(tx.db())?)
}
