//! Which companies belong to one group, and by what limits count a company.

use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, company_groups, events};
use crate::standing::IsConfirmed;
use diesel::prelude::*;
use marketday_model::organisation::group_identity;
use marketday_model::{EventId, Instant, Organisation, OrganisationId, SeriesId};

/// The Companies House number of the company above all others of the group that a company belongs to.
pub fn find_parent(rx: &mut Rx<'_>, company: OrganisationId) -> Result<Option<String>, StoreError> {
    Ok(company_groups::table
        .find(company.to_string())
        .select(company_groups::parent_number)
        .get_result(rx.db())
        .optional()?)
}

/// By what the bookings of a company are counted: its group's number where it belongs to one, or is the one above all
/// of one; else its own identity.
pub fn find_counted_identity(
    rx: &mut Rx<'_>,
    company: &Organisation,
) -> Result<String, StoreError> {
    Ok(match find_parent(rx, company.id)? {
        Some(number) => group_identity(&number),
        None => company.identity.clone(),
    })
}

/// Puts a company in a group, or in none.
pub fn set_parent(
    tx: &mut Tx<'_>,
    company: OrganisationId,
    number: Option<&str>,
) -> Result<(), StoreError> {
    let Some(number) = number else {
        diesel::delete(company_groups::table.find(company.to_string())).execute(tx.db())?;
        return Ok(());
    };
    let value = company_groups::parent_number.eq(number);
    on_each!(tx.db(), |c| diesel::insert_into(company_groups::table)
        .values((
            company_groups::organisation_id.eq(company.to_string()),
            value
        ))
        .on_conflict(company_groups::organisation_id)
        .do_update()
        .set(value)
        .execute(c))?;
    Ok(())
}

/// How many confirmed bookings are counted under an identity over all events of a series. Lock its
/// [`Pool::Series`](crate::pools::Pool::Series) first.
pub fn count_in_series(
    rx: &mut Rx<'_>,
    series: SeriesId,
    identity: &str,
) -> Result<u32, StoreError> {
    use crate::schema::series_events;
    let there = series_events::table
        .filter(series_events::series_id.eq(series.to_string()))
        .select(series_events::event_id);
    let count: i64 = bookings::table
        .filter(bookings::event_id.eq_any(there))
        .filter(bookings::company_identity.eq(identity))
        .filter(IsConfirmed)
        .count()
        .get_result(rx.db())?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Those of these identities under which somebody pitched at an event, other than `event`, that was over at `now`.
pub fn list_that_pitched(
    rx: &mut Rx<'_>,
    event: EventId,
    identities: &[String],
    now: Instant,
) -> Result<Vec<String>, StoreError> {
    let found: Vec<Option<String>> = bookings::table
        .inner_join(events::table.on(events::id.eq(bookings::event_id)))
        .filter(bookings::company_identity.eq_any(identities))
        .filter(bookings::event_id.ne(event.to_string()))
        .filter(events::ends_at.le(crate::columns::at(now)))
        .filter(IsConfirmed)
        .select(bookings::company_identity)
        .distinct()
        .load(rx.db())?;
    Ok(found.into_iter().flatten().collect())
}

/// By what the bookings of each of these companies are counted.
pub fn list_counted_identities(
    rx: &mut Rx<'_>,
    companies: &[Organisation],
) -> Result<Vec<(OrganisationId, String)>, StoreError> {
    let ids: Vec<String> = companies.iter().map(|one| one.id.to_string()).collect();
    let parents: Vec<(String, String)> = company_groups::table
        .filter(company_groups::organisation_id.eq_any(ids))
        .select((
            company_groups::organisation_id,
            company_groups::parent_number,
        ))
        .load(rx.db())?;
    let counted = |one: &Organisation| {
        let id = one.id.to_string();
        let parent = parents.iter().find(|(company, _)| *company == id);
        parent.map_or_else(
            || one.identity.clone(),
            |(_, number)| group_identity(number),
        )
    };
    Ok(companies.iter().map(|one| (one.id, counted(one))).collect())
}
