//! Companies, authorities and organising bodies.

use crate::columns::{MaybeText, Text, at};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{events, merged_organisations, organisations};
use diesel::prelude::*;
use marketday_model::organisation::name_key;
use marketday_model::text::normalised;
use marketday_model::{Instant, Organisation, OrganisationId, OrganisationKind, Region};

#[derive(Queryable)]
struct Row {
    id: Text<OrganisationId>,
    kind: Text<OrganisationKind>,
    name: String,
    identity: String,
    website: Option<String>,
    company_number: Option<String>,
    gss: Option<String>,
    region: MaybeText<Region>,
}

impl From<Row> for Organisation {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.0,
            name: row.name,
            identity: row.identity,
            website: row.website,
            company_number: row.company_number,
            gss: row.gss,
            region: row.region.0,
        }
    }
}

type Columns = (
    organisations::id,
    organisations::kind,
    organisations::name,
    organisations::identity,
    organisations::website,
    organisations::company_number,
    organisations::gss,
    organisations::region,
);

const COLUMNS: Columns = (
    organisations::id,
    organisations::kind,
    organisations::name,
    organisations::identity,
    organisations::website,
    organisations::company_number,
    organisations::gss,
    organisations::region,
);

/// The organisation with this id.
pub fn find(rx: &mut Rx<'_>, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
    let row: Option<Row> = organisations::table
        .find(id.to_string())
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Organisation::from))
}

/// The organisation of this kind with this identity (see [`marketday_model::organisation::identity`]); where that one
/// was merged into another, the other.
pub fn find_by_identity(
    rx: &mut Rx<'_>,
    kind: OrganisationKind,
    identity: &str,
) -> Result<Option<Organisation>, StoreError> {
    let Some(found) = find_unmerged(rx, kind, identity)? else {
        return Ok(None);
    };
    survivor(rx, found).map(Some)
}

/// The one that an organisation is now: itself, unless it was merged into another.
fn survivor(rx: &mut Rx<'_>, organisation: Organisation) -> Result<Organisation, StoreError> {
    let into = find_merged_into(rx, organisation.id)?;
    into.map_or(Ok(None), |into| find(rx, into))
        .map(|found| found.unwrap_or(organisation))
}

/// Into which organisation another was merged. Never one that was merged itself.
pub fn find_merged_into(
    rx: &mut Rx<'_>,
    id: OrganisationId,
) -> Result<Option<OrganisationId>, StoreError> {
    let into: Option<Text<OrganisationId>> = merged_organisations::table
        .find(id.to_string())
        .select(merged_organisations::into_id)
        .get_result(rx.db())
        .optional()?;
    Ok(into.map(|into| into.0))
}

fn find_unmerged(
    rx: &mut Rx<'_>,
    kind: OrganisationKind,
    identity: &str,
) -> Result<Option<Organisation>, StoreError> {
    let row: Option<Row> = organisations::table
        .filter(organisations::kind.eq(kind.as_str()))
        .filter(organisations::identity.eq(identity))
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Organisation::from))
}

/// The companies that somebody may mean by a name or number: the one with this identity first, then those with this
/// name (see [`marketday_model::organisation::name_key`]), oldest first; for one that was merged, what it is now.
pub fn list_alike(
    rx: &mut Rx<'_>,
    identity: &str,
    name: &str,
) -> Result<Vec<Organisation>, StoreError> {
    let mut rows: Vec<(Text<OrganisationId>, String, MaybeText<OrganisationId>)> =
        organisations::table
            .left_join(
                merged_organisations::table
                    .on(merged_organisations::organisation_id.eq(organisations::id)),
            )
            .filter(organisations::kind.eq(OrganisationKind::Company.as_str()))
            .filter(
                organisations::identity
                    .eq(identity)
                    .or(organisations::name_key.eq(name)),
            )
            .order(organisations::id)
            .select((
                organisations::id,
                organisations::identity,
                merged_organisations::into_id.nullable(),
            ))
            .load(rx.db())?;
    rows.sort_by_key(|(_, found, _)| found != identity);
    let meant: Vec<OrganisationId> = rows
        .into_iter()
        .map(|(id, _, into)| into.0.unwrap_or(id.0))
        .collect();
    let mut alike = list_by_ids(rx, &meant)?;
    alike.sort_by_key(|found| meant.iter().position(|id| *id == found.id));
    Ok(alike)
}

/// The organisations with these ids, by name. One query, however many there are.
pub fn list_by_ids(
    rx: &mut Rx<'_>,
    ids: &[OrganisationId],
) -> Result<Vec<Organisation>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = organisations::table
        .filter(organisations::id.eq_any(ids))
        .order((organisations::name, organisations::id))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Every organisation of a kind, by name, but for those that were merged into another.
pub fn list(rx: &mut Rx<'_>, kind: OrganisationKind) -> Result<Vec<Organisation>, StoreError> {
    let merged = merged_organisations::table.select(merged_organisations::organisation_id);
    let rows: Vec<Row> = organisations::table
        .filter(organisations::kind.eq(kind.as_str()))
        .filter(organisations::id.ne_all(merged))
        .order(organisations::name)
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Every organisation with a public event of its own, by name.
pub fn list_organisers(rx: &mut Rx<'_>) -> Result<Vec<Organisation>, StoreError> {
    let organising = events::table
        .filter(events::published_at.is_not_null())
        .select(events::organiser_id);
    let rows: Vec<Row> = organisations::table
        .filter(organisations::id.eq_any(organising))
        .order((organisations::name, organisations::id))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Organisations, but for those that were merged, whose name, number or GSS code holds `text`, by name; at most `most`.
pub fn search(rx: &mut Rx<'_>, text: &str, most: usize) -> Result<Vec<Organisation>, StoreError> {
    let sought = normalised(text);
    // Names are compared in Rust, since SQLite knows lower case for ASCII only.
    let merged = merged_organisations::table.select(merged_organisations::organisation_id);
    let rows: Vec<Row> = organisations::table
        .filter(organisations::id.ne_all(merged))
        .order((organisations::name, organisations::id))
        .select(COLUMNS)
        .load(rx.db())?;
    let number = text.trim().to_ascii_uppercase();
    let is_found = |row: &Row| {
        normalised(&row.name).contains(&sought)
            || [&row.company_number, &row.gss]
                .into_iter()
                .flatten()
                .any(|code| code.to_ascii_uppercase() == number)
    };
    let found = rows.into_iter().filter(is_found).take(most);
    Ok(found.map(Organisation::from).collect())
}

/// Stores `new` unless one of the same kind and identity is there, and returns the one that is there then, or that it
/// was merged into. Until the transaction ends, it is not merged into another.
pub fn find_or_insert(
    tx: &mut Tx<'_>,
    new: &Organisation,
    now: Instant,
) -> Result<Organisation, StoreError> {
    let row = (
        organisations::id.eq(new.id.to_string()),
        organisations::kind.eq(new.kind.as_str()),
        organisations::name.eq(&new.name),
        organisations::identity.eq(&new.identity),
        organisations::name_key.eq(name_key(&new.name)),
        organisations::website.eq(&new.website),
        organisations::company_number.eq(&new.company_number),
        organisations::gss.eq(&new.gss),
        organisations::region.eq(new.region.map(Region::as_str)),
        organisations::created_at.eq(at(now)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(organisations::table)
        .values(row)
        .on_conflict((organisations::kind, organisations::identity))
        .do_nothing()
        .execute(c))?;
    find_and_keep(tx, new.kind, &new.identity)?.ok_or(StoreError::Stale("an organisation"))
}

/// The same as [`find_by_identity`], and keeps what it finds from being merged until the transaction ends.
pub fn find_and_keep(
    tx: &mut Tx<'_>,
    kind: OrganisationKind,
    identity: &str,
) -> Result<Option<Organisation>, StoreError> {
    let Some(found) = find_unmerged(tx, kind, identity)? else {
        return Ok(None);
    };
    keep_survivor(tx, found).map(Some)
}

/// An organisation, or what it was merged into, which stays unmerged until the transaction ends.
pub fn find_survivor(
    tx: &mut Tx<'_>,
    id: OrganisationId,
) -> Result<Option<Organisation>, StoreError> {
    let Some(found) = find(tx, id)? else {
        return Ok(None);
    };
    keep_survivor(tx, found).map(Some)
}

fn keep_survivor(tx: &mut Tx<'_>, mut found: Organisation) -> Result<Organisation, StoreError> {
    // What was read before this had the lock may have been merged while it waited.
    loop {
        keep(tx, found.id)?;
        match find_merged_into(tx, found.id)? {
            None => return Ok(found),
            Some(into) => found = find(tx, into)?.ok_or(StoreError::Stale("an organisation"))?,
        }
    }
}

/// Lets nobody merge an organisation until the transaction ends. On SQLite the one writer already sees to it.
fn keep(tx: &mut Tx<'_>, id: OrganisationId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = organisations::table
            .find(id.to_string())
            .select(organisations::id)
            .for_key_share()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// Keeps whoever else decides about an organisation's members out until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: OrganisationId) -> Result<(), StoreError> {
    diesel::update(organisations::table.find(id.to_string()))
        .set(organisations::name.eq(organisations::name))
        .execute(tx.db())?;
    Ok(())
}
