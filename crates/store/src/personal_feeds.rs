//! Personal feeds. Only the digest of an address' token is kept.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::personal_feeds;
use diesel::prelude::*;
use marketday_model::{Instant, PersonId, PersonalFeed, PersonalFeedId, PersonalFeedKind};

type Row = (
    Text<PersonalFeedId>,
    Text<PersonId>,
    Text<PersonalFeedKind>,
    String,
    At,
    At,
    MaybeAt,
    String,
    String,
    At,
);

type Columns = (
    personal_feeds::id,
    personal_feeds::person_id,
    personal_feeds::kind,
    personal_feeds::name,
    personal_feeds::created_at,
    personal_feeds::renewed_at,
    personal_feeds::fetched_at,
    personal_feeds::client,
    personal_feeds::octets,
    personal_feeds::changed_at,
);

const COLUMNS: Columns = (
    personal_feeds::id,
    personal_feeds::person_id,
    personal_feeds::kind,
    personal_feeds::name,
    personal_feeds::created_at,
    personal_feeds::renewed_at,
    personal_feeds::fetched_at,
    personal_feeds::client,
    personal_feeds::octets,
    personal_feeds::changed_at,
);

fn read(
    (id, person, kind, name, created, renewed, fetched, client, octets, changed): Row,
) -> PersonalFeed {
    PersonalFeed {
        id: id.0,
        person: person.0,
        kind: kind.0,
        name,
        created_at: created.0,
        renewed_at: renewed.0,
        fetched_at: fetched.0,
        client,
        octets,
        changed_at: changed.0,
    }
}

/// The feed behind a token's digest.
pub fn find_by_token(
    rx: &mut Rx<'_>,
    token_digest: &str,
) -> Result<Option<PersonalFeed>, StoreError> {
    let row: Option<Row> = personal_feeds::table
        .filter(personal_feeds::token_digest.eq(token_digest))
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(read))
}

/// The feeds of a person, oldest first and then by name.
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<PersonalFeed>, StoreError> {
    let rows: Vec<Row> = personal_feeds::table
        .filter(personal_feeds::person_id.eq(person.to_string()))
        .order((
            personal_feeds::created_at,
            personal_feeds::name,
            personal_feeds::id,
        ))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(read).collect())
}

/// Stores a feed.
pub fn insert(tx: &mut Tx<'_>, new: &PersonalFeed, token_digest: &str) -> Result<(), StoreError> {
    diesel::insert_into(personal_feeds::table)
        .values((
            personal_feeds::id.eq(new.id.to_string()),
            personal_feeds::person_id.eq(new.person.to_string()),
            personal_feeds::kind.eq(new.kind.as_str()),
            personal_feeds::name.eq(&new.name),
            personal_feeds::token_digest.eq(token_digest),
            personal_feeds::created_at.eq(at(new.created_at)),
            personal_feeds::renewed_at.eq(at(new.renewed_at)),
            personal_feeds::client.eq(&new.client),
            personal_feeds::octets.eq(&new.octets),
            personal_feeds::changed_at.eq(at(new.changed_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Gives a feed of a person another token, and says whether it is there. Who fetched the old address is forgotten.
pub fn renew(
    tx: &mut Tx<'_>,
    (id, person): (PersonalFeedId, PersonId),
    token_digest: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let own = personal_feeds::table
        .filter(personal_feeds::id.eq(id.to_string()))
        .filter(personal_feeds::person_id.eq(person.to_string()));
    Ok(diesel::update(own)
        .set((
            personal_feeds::token_digest.eq(token_digest),
            personal_feeds::renewed_at.eq(at(now)),
            personal_feeds::fetched_at.eq(None::<chrono::NaiveDateTime>),
            personal_feeds::client.eq(""),
        ))
        .execute(tx.db())?
        == 1)
}

/// Notes how a feed was fetched: when, by what, and with which octets since when.
pub fn note_fetch(tx: &mut Tx<'_>, fetched: &PersonalFeed) -> Result<(), StoreError> {
    diesel::update(personal_feeds::table.find(fetched.id.to_string()))
        .set((
            personal_feeds::fetched_at.eq(fetched.fetched_at.map(at)),
            personal_feeds::client.eq(&fetched.client),
            personal_feeds::octets.eq(&fetched.octets),
            personal_feeds::changed_at.eq(at(fetched.changed_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Deletes a feed of a person, and says whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: PersonalFeedId, person: PersonId) -> Result<bool, StoreError> {
    let own = personal_feeds::table
        .filter(personal_feeds::id.eq(id.to_string()))
        .filter(personal_feeds::person_id.eq(person.to_string()));
    Ok(diesel::delete(own).execute(tx.db())? == 1)
}

/// Deletes the feeds whose address a person got at or after an instant.
pub fn delete_renewed_since(
    tx: &mut Tx<'_>,
    person: PersonId,
    since: Instant,
) -> Result<usize, StoreError> {
    let new = personal_feeds::table
        .filter(personal_feeds::person_id.eq(person.to_string()))
        .filter(personal_feeds::renewed_at.ge(at(since)));
    Ok(diesel::delete(new).execute(tx.db())?)
}
