//! Requests for emailed codes. The codes themselves are not stored.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Db, Rx, Tx};
use crate::error::StoreError;
use crate::schema::code_requests;
use crate::suppressions;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text as SqlText;
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_model::{CodeRequestId, EmailAddress, Instant, WhySuppressed};

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
    is_known: bool,
    only_for_people: bool,
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
            is_known: row.is_known,
            only_for_people: row.only_for_people,
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
/// [`count`] then counts stays true. The address comes first, always, so that two never wait for each other.
pub fn lock_counts(tx: &mut Tx<'_>, email: &EmailAddress, network: &str) -> Result<(), StoreError> {
    lock_keys(tx, [(1, email.as_str()), (2, network)])
}

/// Lets transactions that name the same key of a class pass one after the other. On SQLite the one writer already sees
/// to it. Whoever takes several takes them in the order 3, 1, 2.
pub(crate) fn lock_keys<'k>(
    tx: &mut Tx<'_>,
    keys: impl IntoIterator<Item = (u8, &'k str)>,
) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        for (class, key) in keys {
            sql_query(format!(
                "SELECT pg_advisory_xact_lock({class}, hashtext($1))"
            ))
            .bind::<SqlText, _>(key)
            .execute(c)?;
        }
    }
    Ok(())
}

/// What was asked for lately, for one address and from one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Letters for this purpose to this address that strangers asked for, since the first instant.
    pub by_strangers: i64,
    /// Those of them from this network.
    pub from_network: i64,
    /// Letters for this purpose to this address that this browser asked for, since the first instant.
    pub in_browser: i64,
    /// Codes for this purpose and this address that strangers had made, since the second instant.
    pub codes: i64,
    /// Letters to whomever that strangers asked for from this network, since the second instant.
    pub to_anybody: i64,
}

/// Counts what was asked for: letters to one address since `lately`, codes and letters from one network since `before`.
/// The same statements, whoever has the address.
pub fn count(
    rx: &mut Rx<'_>,
    request: &CodeRequest,
    network: &str,
    lately: Instant,
    before: Instant,
) -> Result<Asked, StoreError> {
    let strangers = || {
        code_requests::table
            .filter(code_requests::is_known.eq(false))
            .filter(code_requests::purpose.eq(request.purpose.as_str()))
            .filter(code_requests::email.eq(request.email.as_str()))
    };
    let since = |instant| code_requests::asked_at.gt(at(instant));
    Ok(Asked {
        by_strangers: strangers()
            .filter(since(lately))
            .count()
            .get_result(rx.db())?,
        from_network: strangers()
            .filter(since(lately))
            .filter(code_requests::network.eq(network))
            .count()
            .get_result(rx.db())?,
        in_browser: code_requests::table
            .filter(since(lately))
            .filter(code_requests::purpose.eq(request.purpose.as_str()))
            .filter(code_requests::email.eq(request.email.as_str()))
            .filter(code_requests::browser.eq(&request.browser))
            .count()
            .get_result(rx.db())?,
        codes: strangers()
            .filter(since(before))
            .count()
            .get_result(rx.db())?,
        to_anybody: code_requests::table
            .filter(since(before))
            .filter(code_requests::is_known.eq(false))
            .filter(code_requests::network.eq(network))
            .count()
            .get_result(rx.db())?,
    })
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
            code_requests::wrong_tries.eq(int(new.wrong_tries)),
            code_requests::is_known.eq(new.is_known),
            code_requests::only_for_people.eq(new.only_for_people),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Uses a code up, and says whether it was unused. Whoever has it can be reached, so letters go there again.
pub fn use_up(tx: &mut Tx<'_>, id: CodeRequestId, now: Instant) -> Result<bool, StoreError> {
    if let Some(request) = find(tx, id)? {
        suppressions::lift(tx, &request.email, WhySuppressed::Bounced)?;
    }
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
