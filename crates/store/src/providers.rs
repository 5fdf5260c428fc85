//! Accounts at providers, and browsers that were sent to one and are not back yet.

use crate::columns::{At, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{provider_attempts, provider_identities};
use diesel::prelude::*;
use marketday_model::{
    Instant, PersonId, ProviderAttempt, ProviderAttemptId, ProviderIdentity, ProviderIdentityId,
    ProviderName,
};

#[derive(Queryable)]
struct Row {
    id: Text<ProviderIdentityId>,
    provider: Text<ProviderName>,
    issuer: String,
    subject: String,
    person: Text<PersonId>,
    linked_at: At,
    last_used_at: At,
}

impl From<Row> for ProviderIdentity {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            provider: row.provider.0,
            issuer: row.issuer,
            subject: row.subject,
            person: row.person.0,
            linked_at: row.linked_at.0,
            last_used_at: row.last_used_at.0,
        }
    }
}

/// The account with this id.
pub fn find(
    rx: &mut Rx<'_>,
    id: ProviderIdentityId,
) -> Result<Option<ProviderIdentity>, StoreError> {
    let row: Option<Row> = provider_identities::table
        .find(id.to_string())
        .select(provider_identities::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(ProviderIdentity::from))
}

/// The account that a provider knows by this subject.
pub fn find_by_subject(
    rx: &mut Rx<'_>,
    provider: &ProviderName,
    issuer: &str,
    subject: &str,
) -> Result<Option<ProviderIdentity>, StoreError> {
    let row: Option<Row> = provider_identities::table
        .filter(provider_identities::provider.eq(provider.as_str()))
        .filter(provider_identities::issuer.eq(issuer))
        .filter(provider_identities::subject.eq(subject))
        .select(provider_identities::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(ProviderIdentity::from))
}

/// The accounts with which a person signs in, oldest first.
pub fn list_of_person(
    rx: &mut Rx<'_>,
    person: PersonId,
) -> Result<Vec<ProviderIdentity>, StoreError> {
    let rows: Vec<Row> = provider_identities::table
        .filter(provider_identities::person_id.eq(person.to_string()))
        .order(provider_identities::id)
        .select(provider_identities::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(ProviderIdentity::from).collect())
}

/// Unlinks an account from a person, and says whether it was linked.
pub fn delete(
    tx: &mut Tx<'_>,
    id: ProviderIdentityId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let own = provider_identities::table
        .filter(provider_identities::id.eq(id.to_string()))
        .filter(provider_identities::person_id.eq(person.to_string()));
    Ok(diesel::delete(own).execute(tx.db())? == 1)
}

/// Links an account to its person, unless either is linked at this provider already; says whether it did.
pub fn insert_if_free(tx: &mut Tx<'_>, new: &ProviderIdentity) -> Result<bool, StoreError> {
    let row = (
        provider_identities::id.eq(new.id.to_string()),
        provider_identities::provider.eq(new.provider.as_str()),
        provider_identities::issuer.eq(&new.issuer),
        provider_identities::subject.eq(&new.subject),
        provider_identities::person_id.eq(new.person.to_string()),
        provider_identities::linked_at.eq(at(new.linked_at)),
        provider_identities::last_used_at.eq(at(new.last_used_at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(provider_identities::table)
            .values(row)
            .execute(db)
    })
}

/// Unlinks the accounts that were linked to a person at or after an instant.
pub fn delete_linked_since(
    tx: &mut Tx<'_>,
    person: PersonId,
    since: Instant,
) -> Result<usize, StoreError> {
    let new = provider_identities::table
        .filter(provider_identities::person_id.eq(person.to_string()))
        .filter(provider_identities::linked_at.ge(at(since)));
    Ok(diesel::delete(new).execute(tx.db())?)
}

/// Notes that an account signed its person in.
pub fn note_use(tx: &mut Tx<'_>, id: ProviderIdentityId, now: Instant) -> Result<(), StoreError> {
    diesel::update(provider_identities::table.find(id.to_string()))
        .set(provider_identities::last_used_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}

type AttemptRow = (
    Text<ProviderAttemptId>,
    Text<ProviderName>,
    String,
    String,
    At,
);

/// The attempt with this id, whether it has run out or not.
pub fn find_attempt(
    rx: &mut Rx<'_>,
    id: ProviderAttemptId,
) -> Result<Option<ProviderAttempt>, StoreError> {
    let row: Option<AttemptRow> = provider_attempts::table
        .find(id.to_string())
        .select(provider_attempts::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(
        |(id, provider, browser, next, expires_at)| ProviderAttempt {
            id: id.0,
            provider: provider.0,
            browser,
            next,
            expires_at: expires_at.0,
        },
    ))
}

/// Stores an attempt.
pub fn insert_attempt(tx: &mut Tx<'_>, new: &ProviderAttempt) -> Result<(), StoreError> {
    diesel::insert_into(provider_attempts::table)
        .values((
            provider_attempts::id.eq(new.id.to_string()),
            provider_attempts::provider.eq(new.provider.as_str()),
            provider_attempts::browser.eq(&new.browser),
            provider_attempts::next_path.eq(&new.next),
            provider_attempts::expires_at.eq(at(new.expires_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Uses an attempt up, and says whether it was unused: of two returns at once, one finds it.
pub fn use_up_attempt(tx: &mut Tx<'_>, id: ProviderAttemptId) -> Result<bool, StoreError> {
    let found = provider_attempts::table.find(id.to_string());
    Ok(diesel::delete(found).execute(tx.db())? == 1)
}

/// Forgets attempts that ran out, and returns how many.
pub fn delete_expired_attempts(tx: &mut Tx<'_>, instant: Instant) -> Result<usize, StoreError> {
    let old = provider_attempts::table.filter(provider_attempts::expires_at.le(at(instant)));
    Ok(diesel::delete(old).execute(tx.db())?)
}
