//! Authorities: what is known of them besides their organisation.

use crate::columns::{MaybeText, Text};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::organisations;
use crate::schema::authorities;
use crate::schema::organisations as table;
use chrono::NaiveDate;
use diesel::prelude::*;
use marketday_model::{
    Authority, AuthorityType, Instant, Nation, Organisation, OrganisationId, OrganisationKind,
    Region,
};
use std::collections::HashMap;

#[derive(Queryable)]
struct Row {
    organisation: Text<OrganisationId>,
    code: String,
    kind: Text<AuthorityType>,
    nation: Text<Nation>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    successor: MaybeText<OrganisationId>,
}

impl From<Row> for Authority {
    fn from(row: Row) -> Self {
        Self {
            organisation: row.organisation.0,
            code: row.code,
            kind: row.kind.0,
            nation: row.nation.0,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            successor: row.successor.0,
        }
    }
}

/// What is known of one authority.
pub fn find(rx: &mut Rx<'_>, id: OrganisationId) -> Result<Option<Authority>, StoreError> {
    let row: Option<Row> = authorities::table
        .find(id.to_string())
        .select(authorities::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Authority::from))
}

/// Every authority by name, past and future ones too, with what is known of it. Two queries, however many there are.
pub fn list(rx: &mut Rx<'_>) -> Result<Vec<(Organisation, Option<Authority>)>, StoreError> {
    let rows: Vec<Row> = authorities::table
        .select(authorities::all_columns)
        .load(rx.db())?;
    let mut known: HashMap<OrganisationId, Authority> = rows
        .into_iter()
        .map(|row| (row.organisation.0, row.into()))
        .collect();
    let all = organisations::list(rx, OrganisationKind::Authority)?;
    Ok(all
        .into_iter()
        .map(|organisation| {
            let details = known.remove(&organisation.id);
            (organisation, details)
        })
        .collect())
}

/// The authorities that are there on a day, by name.
pub fn list_current(rx: &mut Rx<'_>, on: NaiveDate) -> Result<Vec<Organisation>, StoreError> {
    Ok(list(rx)?
        .into_iter()
        .filter(|(_, details)| details.as_ref().is_none_or(|known| known.is_current(on)))
        .map(|(organisation, _)| organisation)
        .collect())
}

/// The authority with this identity if it is there on a day. Until the transaction ends, it is not merged into another.
pub fn find_current(
    tx: &mut Tx<'_>,
    identity: &str,
    on: NaiveDate,
) -> Result<Option<OrganisationId>, StoreError> {
    let Some(found) = organisations::find_and_keep(tx, OrganisationKind::Authority, identity)?
    else {
        return Ok(None);
    };
    let details = find(tx, found.id)?;
    Ok(details
        .is_none_or(|known| known.is_current(on))
        .then_some(found.id))
}

/// Stores an authority that is new. Its identity must be free.
pub fn insert_organisation(
    tx: &mut Tx<'_>,
    new: &Organisation,
    now: Instant,
) -> Result<(), StoreError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id.to_string()),
            table::kind.eq(OrganisationKind::Authority.as_str()),
            table::name.eq(&new.name),
            table::identity.eq(&new.identity),
            table::gss.eq(&new.gss),
            table::region.eq(new.region.map(Region::as_str)),
            table::created_at.eq(crate::columns::at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Changes the name, identity, GSS code and region of an authority.
pub fn update_organisation(tx: &mut Tx<'_>, with: &Organisation) -> Result<(), StoreError> {
    diesel::update(table::table.find(with.id.to_string()))
        .set((
            table::name.eq(&with.name),
            table::identity.eq(&with.identity),
            table::gss.eq(&with.gss),
            table::region.eq(with.region.map(Region::as_str)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Stores what is known of an authority, in the place of what was known before.
pub fn put(tx: &mut Tx<'_>, details: &Authority) -> Result<(), StoreError> {
    let key = authorities::organisation_id.eq(details.organisation.to_string());
    let values = (
        authorities::code.eq(&details.code),
        authorities::kind.eq(details.kind.as_str()),
        authorities::nation.eq(details.nation.as_str()),
        authorities::starts_on.eq(details.starts_on),
        authorities::ends_on.eq(details.ends_on),
        authorities::successor_id.eq(details.successor.map(|id| id.to_string())),
    );
    on_each!(tx.db(), |c| diesel::insert_into(authorities::table)
        .values((key, values.clone()))
        .on_conflict(authorities::organisation_id)
        .do_update()
        .set(values)
        .execute(c))?;
    Ok(())
}
