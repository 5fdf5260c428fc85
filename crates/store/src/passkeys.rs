//! Passkeys, and who does not want to be asked for one again.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{passkey_prompts, passkeys};
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use marketday_model::{Instant, Passkey, PasskeyId, PersonId};

#[derive(Queryable)]
struct Row {
    id: Text<PasskeyId>,
    person: Text<PersonId>,
    credential_id: String,
    credential: String,
    name: String,
    created_at: At,
    last_used_at: MaybeAt,
}

impl From<Row> for Passkey {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            person: row.person.0,
            credential_id: row.credential_id,
            credential: row.credential,
            name: row.name,
            created_at: row.created_at.0,
            last_used_at: row.last_used_at.0,
        }
    }
}

/// The passkey that its device knows by this id.
pub fn find_by_credential(
    rx: &mut Rx<'_>,
    credential_id: &str,
) -> Result<Option<Passkey>, StoreError> {
    let row: Option<Row> = passkeys::table
        .filter(passkeys::credential_id.eq(credential_id))
        .select(passkeys::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Passkey::from))
}

/// The passkeys of a person, oldest first.
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
    let rows: Vec<Row> = passkeys::table
        .filter(passkeys::person_id.eq(person.to_string()))
        .order((passkeys::created_at, passkeys::id))
        .select(passkeys::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Passkey::from).collect())
}

/// Stores a passkey, unless its device's id is known already; says whether it is new.
pub fn insert(tx: &mut Tx<'_>, new: &Passkey) -> Result<bool, StoreError> {
    let row = (
        passkeys::id.eq(new.id.to_string()),
        passkeys::person_id.eq(new.person.to_string()),
        passkeys::credential_id.eq(&new.credential_id),
        passkeys::credential.eq(&new.credential),
        passkeys::name.eq(&new.name),
        passkeys::created_at.eq(at(new.created_at)),
    );
    let inserted = on_each!(tx.db(), |c| diesel::insert_into(passkeys::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(inserted == 1)
}

/// Notes that a passkey was used, with its counter as it is now; says whether it was still as it was read, so that of
/// two answers with the same count one is refused.
pub fn note_use(
    tx: &mut Tx<'_>,
    used: &Passkey,
    credential: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let unchanged = passkeys::table
        .filter(passkeys::id.eq(used.id.to_string()))
        .filter(passkeys::credential.eq(&used.credential));
    Ok(diesel::update(unchanged)
        .set((
            passkeys::credential.eq(credential),
            passkeys::last_used_at.eq(at(now)),
        ))
        .execute(tx.db())?
        == 1)
}

/// Removes a passkey of a person, and says whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: PasskeyId, person: PersonId) -> Result<bool, StoreError> {
    let own = passkeys::table
        .filter(passkeys::id.eq(id.to_string()))
        .filter(passkeys::person_id.eq(person.to_string()));
    Ok(diesel::delete(own).execute(tx.db())? == 1)
}

/// Deletes the passkeys that a person got at or after an instant.
pub fn delete_made_since(
    tx: &mut Tx<'_>,
    person: PersonId,
    since: Instant,
) -> Result<usize, StoreError> {
    let new = passkeys::table
        .filter(passkeys::person_id.eq(person.to_string()))
        .filter(passkeys::created_at.ge(at(since)));
    Ok(diesel::delete(new).execute(tx.db())?)
}

/// Whether a person has no passkey and has not said that they do not want to be asked for one.
pub fn is_to_be_asked(rx: &mut Rx<'_>, person: PersonId) -> Result<bool, StoreError> {
    let person = person.to_string();
    let has_one = passkeys::table.filter(passkeys::person_id.eq(&person));
    let declined = passkey_prompts::table.filter(passkey_prompts::person_id.eq(&person));
    let has_one: bool = select(exists(has_one)).get_result(rx.db())?;
    Ok(!has_one && !select(exists(declined)).get_result::<bool>(rx.db())?)
}

/// Notes that a person does not want to be asked again.
pub fn dismiss_prompt(tx: &mut Tx<'_>, person: PersonId, now: Instant) -> Result<bool, StoreError> {
    let row = (
        passkey_prompts::person_id.eq(person.to_string()),
        passkey_prompts::dismissed_at.eq(at(now)),
    );
    let inserted = on_each!(tx.db(), |c| diesel::insert_into(passkey_prompts::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(inserted == 1)
}
