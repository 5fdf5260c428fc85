//! Memberships: what ties people to organisations.

use crate::columns::{At, Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{memberships, organisations};
use diesel::prelude::*;
use marketday_model::{
    Membership, MembershipId, MembershipState, OrganisationId, OrganisationKind, PersonId, Role,
};

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
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::person_id.eq(person.to_string()))
        .order(memberships::id)
        .select(memberships::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// The same, each with what the organisation is.
pub fn list_with_kinds(
    rx: &mut Rx<'_>,
    person: PersonId,
) -> Result<Vec<(Membership, OrganisationKind)>, StoreError> {
    let rows: Vec<(MembershipRow, Text<OrganisationKind>)> = memberships::table
        .inner_join(organisations::table)
        .filter(memberships::person_id.eq(person.to_string()))
        .order(memberships::id)
        .select((memberships::all_columns, organisations::kind))
        .load(rx.db())?;
    let tie = |(row, kind): (MembershipRow, Text<OrganisationKind>)| (row.into(), kind.0);
    Ok(rows.into_iter().map(tie).collect())
}

/// Ties a person to an organisation; a tie that is there already stays as it is.
pub fn insert(tx: &mut Tx<'_>, new: &Membership) -> Result<(), StoreError> {
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
pub fn activate(
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
pub fn count_active(rx: &mut Rx<'_>, organisation: OrganisationId) -> Result<i64, StoreError> {
    let active = memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()));
    Ok(active.count().get_result(rx.db())?)
}

/// The organising bodies that a person is an active member of, oldest tie first.
pub fn organising_bodies(
    rx: &mut Rx<'_>,
    person: PersonId,
) -> Result<Vec<OrganisationId>, StoreError> {
    let rows: Vec<Text<OrganisationId>> = memberships::table
        .inner_join(organisations::table)
        .filter(memberships::person_id.eq(person.to_string()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .filter(organisations::kind.eq(OrganisationKind::OrganisingBody.as_str()))
        .order(memberships::id)
        .select(memberships::organisation_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// The membership with this id.
pub fn find(rx: &mut Rx<'_>, id: MembershipId) -> Result<Option<Membership>, StoreError> {
    let row: Option<MembershipRow> = memberships::table
        .find(id.to_string())
        .select(memberships::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Membership::from))
}

/// Who is tied to an organisation, oldest first, claims among them.
pub fn list_of_organisation(
    rx: &mut Rx<'_>,
    organisation: OrganisationId,
) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .order(memberships::id)
        .select(memberships::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// How many active owners an organisation has besides this membership. Lock the organisation first, or two owners who
/// leave at once each count the other.
pub fn count_other_owners(rx: &mut Rx<'_>, tie: &Membership) -> Result<i64, StoreError> {
    let owners = memberships::table
        .filter(memberships::organisation_id.eq(tie.organisation.to_string()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .filter(memberships::role.eq(Role::Owner.as_str()))
        .filter(memberships::id.ne(tie.id.to_string()));
    Ok(owners.count().get_result(rx.db())?)
}

/// Gives a membership another role.
pub fn change_role(tx: &mut Tx<'_>, id: MembershipId, role: Role) -> Result<(), StoreError> {
    diesel::update(memberships::table.find(id.to_string()))
        .set(memberships::role.eq(role.as_str()))
        .execute(tx.db())?;
    Ok(())
}

/// Gives whoever accepted a nomination this role, and puts a claimed tie in force.
pub fn grant(tx: &mut Tx<'_>, id: MembershipId, role: Role) -> Result<(), StoreError> {
    diesel::update(memberships::table.find(id.to_string()))
        .set((
            memberships::role.eq(role.as_str()),
            memberships::state.eq(MembershipState::Active.as_str()),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Cuts the tie; whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: MembershipId) -> Result<bool, StoreError> {
    Ok(diesel::delete(memberships::table.find(id.to_string())).execute(tx.db())? == 1)
}

/// The active members of an organisation, oldest first.
pub fn list_active_members(
    rx: &mut Rx<'_>,
    organisation: OrganisationId,
) -> Result<Vec<Membership>, StoreError> {
    list_active_members_of(rx, &[organisation])
}

/// The active members of several organisations, oldest first. One query, however many there are.
pub fn list_active_members_of(
    rx: &mut Rx<'_>,
    organisations: &[OrganisationId],
) -> Result<Vec<Membership>, StoreError> {
    let ids: Vec<String> = organisations.iter().map(ToString::to_string).collect();
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::organisation_id.eq_any(ids))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .order((memberships::since, memberships::id))
        .select(memberships::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Membership::from).collect())
}
