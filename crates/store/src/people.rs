//! People and what ties them to organisations.

use crate::columns::{At, Text, at};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{memberships, organisations, people};
use diesel::prelude::*;
use marketday_model::{
    EmailAddress, Instant, Membership, MembershipId, MembershipState, OrganisationId,
    OrganisationKind, Person, PersonId, Role,
};

#[derive(Queryable)]
struct PersonRow {
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

const PERSON: (people::id, people::email, people::name, people::phone) =
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
/// already is not overwritten by what is typed into a form, but for an empty telephone number.
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
    find_by_email(tx, email)?.ok_or(StoreError::Stale("a person"))
}

/// Keeps the person with this address from being erased until the transaction ends, and says whether they are there.
/// On SQLite the one writer already sees to it.
fn lock_by_email(tx: &mut Tx<'_>, email: &EmailAddress) -> Result<bool, StoreError> {
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

#[derive(Queryable)]
struct MembershipRow {
    id: Text<MembershipId>,
    person: Text<PersonId>,
    organisation: Text<OrganisationId>,
    role: Text<Role>,
    state: Text<MembershipState>,
    since: At,
}

impl From<MembershipRow> for Membership {
    fn from(row: MembershipRow) -> Self {
        Self {
            id: row.id.0,
            person: row.person.0,
            organisation: row.organisation.0,
            role: row.role.0,
            state: row.state.0,
            since: row.since.0,
        }
    }
}

/// What ties a person to organisations, oldest first.
pub fn memberships(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::person_id.eq(person.to_string()))
        .order(memberships::id)
        .select(memberships::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// Ties a person to an organisation; a tie that is there already stays as it is.
pub fn insert_membership(tx: &mut Tx<'_>, new: &Membership) -> Result<(), StoreError> {
    let row = (
        memberships::id.eq(new.id.to_string()),
        memberships::person_id.eq(new.person.to_string()),
        memberships::organisation_id.eq(new.organisation.to_string()),
        memberships::role.eq(new.role.as_str()),
        memberships::state.eq(new.state.as_str()),
        memberships::since.eq(at(new.since)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(memberships::table)
        .values(row)
        .on_conflict((memberships::person_id, memberships::organisation_id))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Puts a claimed tie in force.
pub fn activate_membership(
    tx: &mut Tx<'_>,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<(), StoreError> {
    let claimed = memberships::table
        .filter(memberships::person_id.eq(person.to_string()))
        .filter(memberships::organisation_id.eq(organisation.to_string()));
    diesel::update(claimed)
        .set(memberships::state.eq(MembershipState::Active.as_str()))
        .execute(tx.db())?;
    Ok(())
}

/// How many active members an organisation has.
pub fn count_active_members(
    rx: &mut Rx<'_>,
    organisation: OrganisationId,
) -> Result<i64, StoreError> {
    let active = memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()));
    Ok(active.count().get_result(rx.db())?)
}

/// The active members of an organisation, oldest first.
pub fn list_active_members(
    rx: &mut Rx<'_>,
    organisation: OrganisationId,
) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .order((memberships::since, memberships::id))
        .select(memberships::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// The organising bodies that a person is an active member of, oldest tie first.
pub fn organising_bodies(
    rx: &mut Rx<'_>,
    person: PersonId,
) -> Result<Vec<OrganisationId>, StoreError> {
    let rows: Vec<Text<OrganisationId>> = memberships::table
        .inner_join(organisations::table.on(organisations::id.eq(memberships::organisation_id)))
        .filter(memberships::person_id.eq(person.to_string()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .filter(organisations::kind.eq(OrganisationKind::OrganisingBody.as_str()))
        .order(memberships::id)
        .select(memberships::organisation_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
