//! Series, and which events are in them.

use crate::columns::{Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{events, organisations, series, series_events};
use diesel::prelude::*;
use marketday_model::{EventId, Instant, OrganisationId, Series, SeriesId};

type Row = (
    Text<SeriesId>,
    String,
    Text<OrganisationId>,
    String,
    String,
    String,
);

type Columns = (
    series::id,
    series::slug,
    series::body_id,
    organisations::name,
    series::name,
    series::description,
);

const COLUMNS: Columns = (
    series::id,
    series::slug,
    series::body_id,
    organisations::name,
    series::name,
    series::description,
);

fn series_of((id, slug, body, body_name, name, description): Row) -> Series {
    Series {
        id: id.0,
        slug,
        body: body.0,
        body_name,
        name,
        description,
    }
}

/// The series with this part of the address.
pub fn find_by_slug(rx: &mut Rx<'_>, slug: &str) -> Result<Option<Series>, StoreError> {
    let row: Option<Row> = series::table
        .inner_join(organisations::table)
        .filter(series::slug.eq(slug))
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(series_of))
}

/// The series that an event is in.
pub fn find_of_event(rx: &mut Rx<'_>, event: EventId) -> Result<Option<Series>, StoreError> {
    let row: Option<Row> = series::table
        .inner_join(organisations::table)
        .inner_join(series_events::table)
        .filter(series_events::event_id.eq(event.to_string()))
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(series_of))
}

/// Every series that holds a public event, by name.
pub fn list_public(rx: &mut Rx<'_>) -> Result<Vec<Series>, StoreError> {
    let with_public = series_events::table
        .inner_join(events::table.on(events::id.eq(series_events::event_id)))
        .filter(events::published_at.is_not_null())
        .select(series_events::series_id);
    let rows: Vec<Row> = series::table
        .inner_join(organisations::table)
        .filter(series::id.eq_any(with_public))
        .order((series::name, series::id))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(series_of).collect())
}

/// The series of an organising body, by name.
pub fn list(rx: &mut Rx<'_>, body: OrganisationId) -> Result<Vec<Series>, StoreError> {
    let rows: Vec<Row> = series::table
        .inner_join(organisations::table)
        .filter(series::body_id.eq(body.to_string()))
        .order((series::name, series::id))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(series_of).collect())
}

/// Stores a new series, and says whether its part of the address was free.
pub fn insert(tx: &mut Tx<'_>, new: &Series, now: Instant) -> Result<bool, StoreError> {
    let row = (
        series::id.eq(new.id.to_string()),
        series::slug.eq(&new.slug),
        series::body_id.eq(new.body.to_string()),
        series::name.eq(&new.name),
        series::description.eq(&new.description),
        series::created_at.eq(at(now)),
    );
    tx.insert_if_free(|db| diesel::insert_into(series::table).values(row).execute(db))
}

/// Gives a series another name and description.
pub fn update(tx: &mut Tx<'_>, changed: &Series) -> Result<(), StoreError> {
    let rows = diesel::update(series::table.find(changed.id.to_string()))
        .set((
            series::name.eq(&changed.name),
            series::description.eq(&changed.description),
        ))
        .execute(tx.db())?;
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale("the series"))
    }
}

/// Puts an event in a series, or takes it out of the one that it is in.
pub fn put_event(
    tx: &mut Tx<'_>,
    event: EventId,
    into: Option<SeriesId>,
) -> Result<(), StoreError> {
    let event = event.to_string();
    let Some(into) = into else {
        diesel::delete(series_events::table.find(event)).execute(tx.db())?;
        return Ok(());
    };
    let row = (
        series_events::event_id.eq(event),
        series_events::series_id.eq(into.to_string()),
    );
    on_each!(tx.db(), |c| diesel::insert_into(series_events::table)
        .values(row)
        .on_conflict(series_events::event_id)
        .do_update()
        .set(series_events::series_id.eq(into.to_string()))
        .execute(c))?;
    Ok(())
}
