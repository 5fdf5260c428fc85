//! People. What ties them to organisations is in [`crate::memberships`].

use crate::columns::{Text, at};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::people;
use diesel::prelude::*;
use marketday_model::{EmailAddress, Instant, Person, PersonId};

#[derive(Queryable)]
pub(crate) struct PersonRow {
    id: Text<PersonId>,
    email: Text<EmailAddress>,
    name: String,
    phone: Option<String>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id.0,
            email: row.email.0,
            name: row.name,
            phone: row.phone,
        }
    }
}

pub(crate) const PERSON: (people::id, people::email, people::name, people::phone) =
    (people::id, people::email, people::name, people::phone);

/// The person with this id.
pub fn find(rx: &mut Rx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonRow> = people::table
        .find(id.to_string())
        .select(PERSON)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Person::from))
}

/// The people with these ids, in no order; one that is not there is left out. One query, however many there are.
pub fn list(rx: &mut Rx<'_>, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<PersonRow> = people::table
        .filter(people::id.eq_any(ids))
        .select(PERSON)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// The person with this address.
pub fn find_by_email(rx: &mut Rx<'_>, email: &EmailAddress) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonRow> = people::table
        .filter(people::email.eq(email.as_str()))
        .select(PERSON)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Person::from))
}

/// The person with this address, made if there is none yet: `new` is their id then. What is known of a person
/// already is not overwritten by what is typed into a form, but for an empty telephone number, and for a name that was
/// only made of the address when they signed in.
pub fn find_or_insert(
    tx: &mut Tx<'_>,
    new: PersonId,
    email: &EmailAddress,
    name: &str,
    phone: Option<&str>,
    now: Instant,
) -> Result<Person, StoreError> {
    // The person may be erased between the two statements: then they are made anew.
    for _ in 0..2 {
        let row = (
            people::id.eq(new.to_string()),
            people::email.eq(email.as_str()),
            people::name.eq(name),
            people::phone.eq(phone),
            people::created_at.eq(at(now)),
        );
        on_each!(tx.db(), |c| diesel::insert_into(people::table)
            .values(row)
            .on_conflict(people::email)
            .do_nothing()
            .execute(c))?;
        if lock_by_email(tx, email)? {
            break;
        }
    }
    if phone.is_some() {
        let unknown = people::table
            .filter(people::email.eq(email.as_str()))
            .filter(people::phone.is_null());
        diesel::update(unknown)
            .set(people::phone.eq(phone))
            .execute(tx.db())?;
    }
    let person = find_by_email(tx, email)?.ok_or(StoreError::Stale("a person"))?;
    let made_up = email.local_part();
    if person.name != made_up || name == made_up {
        return Ok(person);
    }
    diesel::update(people::table.find(person.id.to_string()))
        .set(people::name.eq(name))
        .execute(tx.db())?;
    Ok(Person {
        name: name.to_owned(),
        ..person
    })
}

/// Keeps the person with this address from being erased, or given another, until the transaction ends, and says whether they are there.
/// On SQLite the one writer already sees to it.
pub(crate) fn lock_by_email(tx: &mut Tx<'_>, email: &EmailAddress) -> Result<bool, StoreError> {
    let Db::Pg(c) = tx.db() else {
        return Ok(true);
    };
    let found: Option<String> = people::table
        .filter(people::email.eq(email.as_str()))
        .select(people::id)
        .for_key_share()
        .first(c)
        .optional()?;
    Ok(found.is_some())
}
