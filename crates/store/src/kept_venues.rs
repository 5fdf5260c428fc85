//! Venues that organising bodies keep, with their opening hours and stages.

use crate::columns::{Count, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{kept_hours, kept_stages, kept_venues};
use chrono::Weekday;
use diesel::prelude::*;
use marketday_model::{
    Facilities, Facility, Instant, KeptStage, KeptVenue, KeptVenueId, Opening, OpeningHours,
    OrganisationId, Provision,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = kept_venues)]
struct Row {
    id: Text<KeptVenueId>,
    body_id: Text<OrganisationId>,
    name: String,
    town: String,
    address: String,
    access: String,
    step_free: Text<Provision>,
    step_free_note: String,
    hearing_loop: Text<Provision>,
    hearing_loop_note: String,
    quiet_room: Text<Provision>,
    quiet_room_note: String,
    directions: String,
    transport: String,
}

type HoursRow = (String, Count, Count, Count);
type StageRow = (String, String, Option<i32>, String, String);

/// The kept venue with this id.
pub fn find(rx: &mut Rx<'_>, id: KeptVenueId) -> Result<Option<KeptVenue>, StoreError> {
    let rows = kept_venues::table
        .filter(kept_venues::id.eq(id.to_string()))
        .select(Row::as_select())
        .load(rx.db())?;
    Ok(complete(rx, rows)?.pop())
}

/// The venues that these bodies keep, by name. Three queries, however many there are.
pub fn list(rx: &mut Rx<'_>, bodies: &[OrganisationId]) -> Result<Vec<KeptVenue>, StoreError> {
    let bodies: Vec<String> = bodies.iter().map(ToString::to_string).collect();
    let rows = kept_venues::table
        .filter(kept_venues::body_id.eq_any(bodies))
        .order((kept_venues::name, kept_venues::id))
        .select(Row::as_select())
        .load(rx.db())?;
    complete(rx, rows)
}

fn complete(rx: &mut Rx<'_>, rows: Vec<Row>) -> Result<Vec<KeptVenue>, StoreError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.0.to_string()).collect();
    let hours: Vec<HoursRow> = kept_hours::table
        .filter(kept_hours::venue_id.eq_any(&ids))
        .order((kept_hours::venue_id, kept_hours::weekday))
        .select(kept_hours::all_columns)
        .load(rx.db())?;
    let stages: Vec<StageRow> = kept_stages::table
        .filter(kept_stages::venue_id.eq_any(&ids))
        .order((kept_stages::venue_id, kept_stages::position))
        .select((
            kept_stages::venue_id,
            kept_stages::name,
            kept_stages::capacity,
            kept_stages::equipment,
            kept_stages::access,
        ))
        .load(rx.db())?;
    let venue = |(row, id): (Row, &String)| KeptVenue {
        hours: hours
            .iter()
            .filter(|hours| hours.0 == *id)
            .filter_map(hours_of)
            .collect(),
        stages: stages
            .iter()
            .filter(|stage| stage.0 == *id)
            .map(stage_of)
            .collect(),
        ..venue_of(row)
    };
    Ok(rows.into_iter().zip(&ids).map(venue).collect())
}

fn venue_of(row: Row) -> KeptVenue {
    let facility = |is: Text<Provision>, note| Facility { is: is.0, note };
    KeptVenue {
        id: row.id.0,
        body: row.body_id.0,
        name: row.name,
        town: row.town,
        address: row.address,
        access: row.access,
        facilities: Facilities {
            step_free: facility(row.step_free, row.step_free_note),
            hearing_loop: facility(row.hearing_loop, row.hearing_loop_note),
            quiet_room: facility(row.quiet_room, row.quiet_room_note),
            directions: row.directions,
            transport: row.transport,
        },
        hours: Vec::new(),
        stages: Vec::new(),
    }
}

fn hours_of((_, weekday, opens, closes): &HoursRow) -> Option<OpeningHours> {
    Some(OpeningHours {
        weekday: Weekday::try_from(u8::try_from(weekday.0).ok()?.checked_sub(1)?).ok()?,
        opening: Opening::between(opens.0, closes.0)?,
    })
}

fn stage_of((_, name, capacity, equipment, access): &StageRow) -> KeptStage {
    KeptStage {
        name: name.clone(),
        capacity: capacity.and_then(|n| n.try_into().ok()),
        equipment: equipment.clone(),
        access: access.clone(),
    }
}

/// Stores a kept venue, or overwrites everything of the one with its id but whose it is.
pub fn upsert(tx: &mut Tx<'_>, venue: &KeptVenue, now: Instant) -> Result<(), StoreError> {
    let id = venue.id.to_string();
    let facilities = &venue.facilities;
    let facts = (
        kept_venues::name.eq(&venue.name),
        kept_venues::town.eq(&venue.town),
        kept_venues::address.eq(&venue.address),
        kept_venues::access.eq(&venue.access),
        kept_venues::step_free.eq(facilities.step_free.is.as_str()),
        kept_venues::step_free_note.eq(&facilities.step_free.note),
        kept_venues::hearing_loop.eq(facilities.hearing_loop.is.as_str()),
        kept_venues::hearing_loop_note.eq(&facilities.hearing_loop.note),
        kept_venues::quiet_room.eq(facilities.quiet_room.is.as_str()),
        kept_venues::quiet_room_note.eq(&facilities.quiet_room.note),
        kept_venues::directions.eq(&facilities.directions),
        kept_venues::transport.eq(&facilities.transport),
        kept_venues::changed_at.eq(at(now)),
    );
    let row = (
        kept_venues::id.eq(&id),
        kept_venues::body_id.eq(venue.body.to_string()),
        facts,
    );
    on_each!(tx.db(), |c| diesel::insert_into(kept_venues::table)
        .values(row)
        .on_conflict(kept_venues::id)
        .do_update()
        .set(facts)
        .execute(c))?;
    diesel::delete(kept_hours::table.filter(kept_hours::venue_id.eq(&id))).execute(tx.db())?;
    diesel::delete(kept_stages::table.filter(kept_stages::venue_id.eq(&id))).execute(tx.db())?;
    for hours in &venue.hours {
        let (opens, closes) = hours.opening.minutes();
        diesel::insert_into(kept_hours::table)
            .values((
                kept_hours::venue_id.eq(&id),
                kept_hours::weekday.eq(int(hours.weekday.number_from_monday())),
                kept_hours::opens.eq(int(opens)),
                kept_hours::closes.eq(int(closes)),
            ))
            .execute(tx.db())?;
    }
    for (position, stage) in (0..).zip(&venue.stages) {
        diesel::insert_into(kept_stages::table)
            .values((
                kept_stages::venue_id.eq(&id),
                kept_stages::position.eq(position),
                kept_stages::name.eq(&stage.name),
                kept_stages::capacity.eq(stage.capacity.map(int)),
                kept_stages::equipment.eq(&stage.equipment),
                kept_stages::access.eq(&stage.access),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}
