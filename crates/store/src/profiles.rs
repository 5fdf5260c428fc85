//! What companies say of themselves, once for all events, and their documents.

use crate::columns::{Count, MaybeText, Text, at, int, joined, split};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{
    company_documents, company_groups, company_identifiers, company_profiles, organisations,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use marketday_model::organisation::name_key;
use marketday_model::profile::{Document, DocumentKind, Identifier, IdentifierScheme, SizeBand};
use marketday_model::text::normalised;
use marketday_model::{DocumentId, Instant, OrganisationId, OrganisationKind, Profile, Region};

#[derive(Queryable)]
struct Row {
    name: String,
    company_number: Option<String>,
    parent_number: Option<String>,
    website: Option<String>,
    region: MaybeText<Region>,
    rest: Option<Rest>,
}

#[derive(Queryable)]
struct Rest {
    version: Count,
    size: MaybeText<SizeBand>,
    sole_trader: Option<bool>,
    products: String,
    themes: String,
}

/// The profile of a company; none of what is no company. Two queries.
pub fn find(rx: &mut Rx<'_>, id: OrganisationId) -> Result<Option<Profile>, StoreError> {
    let row: Option<Row> = organisations::table
        .left_join(
            company_profiles::table.on(company_profiles::organisation_id.eq(organisations::id)),
        )
        .left_join(company_groups::table.on(company_groups::organisation_id.eq(organisations::id)))
        .filter(organisations::id.eq(id.to_string()))
        .filter(organisations::kind.eq(OrganisationKind::Company.as_str()))
        .select((
            organisations::name,
            organisations::company_number,
            company_groups::parent_number.nullable(),
            organisations::website,
            organisations::region,
            (
                company_profiles::version,
                company_profiles::size_band,
                company_profiles::sole_trader,
                company_profiles::products,
                company_profiles::themes,
            )
                .nullable(),
        ))
        .get_result(rx.db())
        .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let identifiers: Vec<(Text<IdentifierScheme>, String)> = company_identifiers::table
        .filter(company_identifiers::organisation_id.eq(id.to_string()))
        .select((company_identifiers::scheme, company_identifiers::value))
        .load(rx.db())?;
    let mut identifiers: Vec<Identifier> = identifiers
        .into_iter()
        .map(|(scheme, value)| Identifier {
            scheme: scheme.0,
            value,
        })
        .collect();
    identifiers.sort_by_key(|identifier| identifier.scheme);
    let nothing = Profile {
        organisation: id,
        version: 0,
        name: row.name,
        company_number: row.company_number,
        parent_number: row.parent_number,
        website: row.website,
        region: row.region.0,
        size: None,
        is_sole_trader: None,
        products: String::new(),
        themes: Vec::new(),
        identifiers,
    };
    Ok(Some(match row.rest {
        None => nothing,
        Some(rest) => Profile {
            version: rest.version.0,
            size: rest.size.0,
            is_sole_trader: rest.sole_trader,
            products: rest.products,
            themes: split(&rest.themes),
            ..nothing
        },
    }))
}

/// Puts `new` in the place of what the company said before, under `identity`; not where another company has that
/// identity already. Lock the organisation first.
pub fn update(
    tx: &mut Tx<'_>,
    new: &Profile,
    identity: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let id = new.organisation.to_string();
    let of_itself = diesel::update(organisations::table.find(&id)).set((
        organisations::name.eq(&new.name),
        organisations::name_key.eq(name_key(&new.name)),
        organisations::identity.eq(identity),
        organisations::company_number.eq(&new.company_number),
        organisations::website.eq(&new.website),
        organisations::region.eq(new.region.map(Region::as_str)),
    ));
    if !tx.insert_if_free(|db| of_itself.execute(db))? {
        return Ok(false);
    }
    crate::company_groups::set_parent(tx, new.organisation, new.parent_number.as_deref())?;
    let rest = (
        company_profiles::version.eq(int(new.version)),
        company_profiles::size_band.eq(new.size.map(SizeBand::as_str)),
        company_profiles::sole_trader.eq(new.is_sole_trader),
        company_profiles::products.eq(&new.products),
        company_profiles::themes.eq(joined(&new.themes)),
        company_profiles::changed_at.eq(at(now)),
    );
    let known = diesel::update(company_profiles::table.find(&id))
        .set(rest.clone())
        .execute(tx.db())?;
    if known == 0 {
        diesel::insert_into(company_profiles::table)
            .values((company_profiles::organisation_id.eq(&id), rest))
            .execute(tx.db())?;
    }
    diesel::delete(company_identifiers::table.filter(company_identifiers::organisation_id.eq(&id)))
        .execute(tx.db())?;
    let rows: Vec<_> = new
        .identifiers
        .iter()
        .map(|identifier| {
            (
                company_identifiers::organisation_id.eq(id.clone()),
                company_identifiers::scheme.eq(identifier.scheme.as_str()),
                company_identifiers::value.eq(identifier.value.clone()),
            )
        })
        .collect();
    on_each!(tx.db(), |c| diesel::insert_into(company_identifiers::table)
        .values(rows)
        .execute(c))?;
    Ok(true)
}

#[derive(Queryable)]
struct DocumentRow {
    id: Text<DocumentId>,
    kind: Text<DocumentKind>,
    name: String,
    link: String,
    expires_on: MaybeText<NaiveDate>,
}

/// The documents of a company, by name.
pub fn list_documents(
    rx: &mut Rx<'_>,
    company: OrganisationId,
) -> Result<Vec<Document>, StoreError> {
    let rows: Vec<DocumentRow> = company_documents::table
        .filter(company_documents::organisation_id.eq(company.to_string()))
        .order(company_documents::id)
        .select((
            company_documents::id,
            company_documents::kind,
            company_documents::name,
            company_documents::link,
            company_documents::expires_on,
        ))
        .load(rx.db())?;
    let document = |row: DocumentRow| Document {
        id: row.id.0,
        kind: row.kind.0,
        name: row.name,
        link: row.link,
        expires_on: row.expires_on.0,
    };
    let mut documents: Vec<Document> = rows.into_iter().map(document).collect();
    // Not by the database, whose order of letters depends on its locale.
    documents.sort_by_cached_key(|document| normalised(&document.name));
    Ok(documents)
}

/// Adds a document to a company's.
pub fn insert_document(
    tx: &mut Tx<'_>,
    company: OrganisationId,
    new: &Document,
    now: Instant,
) -> Result<(), StoreError> {
    diesel::insert_into(company_documents::table)
        .values((
            company_documents::id.eq(new.id.to_string()),
            company_documents::organisation_id.eq(company.to_string()),
            company_documents::kind.eq(new.kind.as_str()),
            company_documents::name.eq(&new.name),
            company_documents::link.eq(&new.link),
            company_documents::expires_on.eq(new.expires_on.map(|day| day.to_string())),
            company_documents::added_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Takes a document away; whether it was there.
pub fn delete_document(tx: &mut Tx<'_>, id: DocumentId) -> Result<bool, StoreError> {
    Ok(diesel::delete(company_documents::table.find(id.to_string())).execute(tx.db())? == 1)
}
