//! Events, their venues, themes, and the feeds that they were ever in.

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{
    event_feeds, event_themes, events, organisations, series_events, slots, venues,
};
use chrono_tz::Tz;
use diesel::prelude::*;
use marketday_model::event::Window;
use marketday_model::{
    Event, EventId, EventState, Facilities, Facility, Instant, KeptVenueId, OrganisationId,
    Provision, Region, SeriesId, SlotId, Theme, TimeRange, Venue, VenueId,
};
use std::collections::HashMap;

#[derive(Queryable)]
struct EventRow {
    id: Text<EventId>,
    slug: String,
    state: Text<EventState>,
    title: String,
    summary: String,
    region: Text<Region>,
    _venue_id: String,
    organiser_id: Text<OrganisationId>,
    contact_email: String,
    starts_at: At,
    ends_at: At,
    zone: Text<Tz>,
    capacity: Count,
    booking_opens_at: MaybeAt,
    booking_closes_at: At,
    registration_opens_at: MaybeAt,
    registration_closes_at: At,
    company_limit: Count,
    release_number: Count,
    sequence: Count,
    uid_generation: Count,
    published_at: MaybeAt,
    cancelled_at: MaybeAt,
    cancel_reason: Option<String>,
    created_at: At,
    changed_at: At,
    postponed_from: MaybeAt,
    postpone_reason: Option<String>,
    reinstated_at: MaybeAt,
}

#[derive(Queryable)]
struct VenueRow {
    id: Text<VenueId>,
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
    kept: MaybeText<KeptVenueId>,
}

/// Which events a list holds.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Only those with these ids.
    pub ids: Option<Vec<EventId>>,
    /// Only those that were ever public.
    pub public: bool,
    /// Only those of these organising bodies.
    pub organisers: Option<Vec<OrganisationId>>,
    /// Only those of these organising bodies, and these themselves.
    pub team: Option<(Vec<OrganisationId>, Vec<EventId>)>,
    /// Only those in this region.
    pub region: Option<Region>,
    /// Only those with this theme.
    pub theme: Option<Theme>,
    /// Only those in this series.
    pub series: Option<SeriesId>,
    /// Only those that are, or until they are over once were, in one of the feeds of each list: see [`feed_of_region`].
    pub feeds: Vec<Vec<String>>,
    /// Only those that end after this instant.
    pub ends_after: Option<Instant>,
    /// Only those that start before this instant.
    pub starts_before: Option<Instant>,
}

/// The name of a region's feed.
pub fn feed_of_region(region: Region) -> String {
    format!("region:{region}")
}

/// The name of a theme's feed.
pub fn feed_of_theme(theme: Theme) -> String {
    format!("theme:{theme}")
}

/// The name of a series' feed.
pub fn feed_of_series(series: SeriesId) -> String {
    format!("series:{series}")
}

/// The events of `filter`, by start. Two queries, however many there are.
pub fn list(rx: &mut Rx<'_>, filter: &EventFilter) -> Result<Vec<Event>, StoreError> {
    let mut query = events::table
        .inner_join(venues::table)
        .inner_join(organisations::table)
        .select((
            events::all_columns,
            venues::all_columns,
            organisations::name,
        ))
        .order((events::starts_at, events::id))
        .into_boxed();
    if let Some(ids) = &filter.ids {
        query = query
            .filter(events::id.eq_any(ids.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
    if filter.public {
        query = query.filter(events::published_at.is_not_null());
    }
    if let Some(organisers) = &filter.organisers {
        query = query.filter(
            events::organiser_id.eq_any(
                organisers
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>(),
            ),
        );
    }
    if let Some((bodies, ids)) = &filter.team {
        let bodies: Vec<String> = bodies.iter().map(ToString::to_string).collect();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        query = query.filter(
            events::organiser_id
                .eq_any(bodies)
                .or(events::id.eq_any(ids)),
        );
    }
    if let Some(region) = filter.region {
        query = query.filter(events::region.eq(region.as_str()));
    }
    if let Some(theme) = filter.theme {
        let with_theme = event_themes::table
            .filter(event_themes::theme.eq(theme.as_str()))
            .select(event_themes::event_id);
        query = query.filter(events::id.eq_any(with_theme));
    }
    if let Some(series) = filter.series {
        let in_series = series_events::table
            .filter(series_events::series_id.eq(series.to_string()))
            .select(series_events::event_id);
        query = query.filter(events::id.eq_any(in_series));
    }
    for any in &filter.feeds {
        let in_one = event_feeds::table
            .filter(event_feeds::feed.eq_any(any.clone()))
            .select(event_feeds::event_id);
        query = query.filter(events::id.eq_any(in_one));
    }
    if let Some(instant) = filter.ends_after {
        query = query.filter(events::ends_at.gt(at(instant)));
    }
    if let Some(instant) = filter.starts_before {
        query = query.filter(events::starts_at.lt(at(instant)));
    }
    let rows: Vec<(EventRow, VenueRow, String)> = query.load(rx.db())?;
    let ids: Vec<String> = rows
        .iter()
        .map(|(event, ..)| event.id.0.to_string())
        .collect();
    let mut themes = themes_of(rx, &ids)?;
    rows.into_iter()
        .map(|row| event(row, &mut themes))
        .collect()
}

/// The events with these ids, by start.
pub fn list_by_ids(rx: &mut Rx<'_>, ids: &[EventId]) -> Result<Vec<Event>, StoreError> {
    list(
        rx,
        &EventFilter {
            ids: Some(ids.to_vec()),
            ..EventFilter::default()
        },
    )
}

/// The event with this id.
pub fn find(rx: &mut Rx<'_>, id: EventId) -> Result<Option<Event>, StoreError> {
    let row: Option<(EventRow, VenueRow, String)> = events::table
        .inner_join(venues::table)
        .inner_join(organisations::table)
        .filter(events::id.eq(id.to_string()))
        .select((
            events::all_columns,
            venues::all_columns,
            organisations::name,
        ))
        .get_result(rx.db())
        .optional()?;
    one(rx, row)
}

/// The event with this part of the address.
pub fn find_by_slug(rx: &mut Rx<'_>, slug: &str) -> Result<Option<Event>, StoreError> {
    let row: Option<(EventRow, VenueRow, String)> = events::table
        .inner_join(venues::table)
        .inner_join(organisations::table)
        .filter(events::slug.eq(slug))
        .select((
            events::all_columns,
            venues::all_columns,
            organisations::name,
        ))
        .get_result(rx.db())
        .optional()?;
    one(rx, row)
}

fn one(
    rx: &mut Rx<'_>,
    row: Option<(EventRow, VenueRow, String)>,
) -> Result<Option<Event>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let id = row.0.id.0.to_string();
    // By a single id, so that the statement is the same each time and stays prepared.
    let themes = event_themes::table
        .filter(event_themes::event_id.eq(&id))
        .select((event_themes::event_id, event_themes::theme))
        .load(rx.db())?;
    event(row, &mut by_event(themes)).map(Some)
}

fn themes_of(rx: &mut Rx<'_>, ids: &[String]) -> Result<HashMap<String, Vec<Theme>>, StoreError> {
    let rows: Vec<(String, String)> = event_themes::table
        .filter(event_themes::event_id.eq_any(ids))
        .select((event_themes::event_id, event_themes::theme))
        .load(rx.db())?;
    Ok(by_event(rows))
}

fn by_event(rows: Vec<(String, String)>) -> HashMap<String, Vec<Theme>> {
    let mut themes: HashMap<String, Vec<Theme>> = HashMap::new();
    for (id, theme) in rows {
        if let Ok(theme) = theme.parse() {
            themes.entry(id).or_default().push(theme);
        }
    }
    for list in themes.values_mut() {
        list.sort();
    }
    themes
}

fn event(
    (row, venue, organiser_name): (EventRow, VenueRow, String),
    themes: &mut HashMap<String, Vec<Theme>>,
) -> Result<Event, StoreError> {
    let unreadable = |value: String| StoreError::Unreadable {
        table: "events",
        value,
    };
    let time =
        TimeRange::new(row.starts_at.0, row.ends_at.0).map_err(|_| unreadable(row.slug.clone()))?;
    Ok(Event {
        themes: themes.remove(&row.id.0.to_string()).unwrap_or_default(),
        id: row.id.0,
        slug: row.slug,
        state: row.state.0,
        title: row.title,
        summary: row.summary,
        region: row.region.0,
        venue: Venue {
            id: venue.id.0,
            name: venue.name,
            town: venue.town,
            address: venue.address,
            access: venue.access,
            facilities: Facilities {
                step_free: Facility {
                    is: venue.step_free.0,
                    note: venue.step_free_note,
                },
                hearing_loop: Facility {
                    is: venue.hearing_loop.0,
                    note: venue.hearing_loop_note,
                },
                quiet_room: Facility {
                    is: venue.quiet_room.0,
                    note: venue.quiet_room_note,
                },
                directions: venue.directions,
                transport: venue.transport,
            },
            kept: venue.kept.0,
        },
        organiser: row.organiser_id.0,
        organiser_name,
        contact_email: row.contact_email,
        time,
        zone: row.zone.0,
        capacity: row.capacity.0,
        booking: Window {
            opens_at: row.booking_opens_at.0,
            closes_at: row.booking_closes_at.0,
        },
        registration: Window {
            opens_at: row.registration_opens_at.0,
            closes_at: row.registration_closes_at.0,
        },
        company_limit: row.company_limit.0,
        release: row.release_number.0,
        sequence: row.sequence.0,
        uid_generation: row.uid_generation.0,
        published_at: row.published_at.0,
        cancelled_at: row.cancelled_at.0,
        cancel_reason: row.cancel_reason,
        created_at: row.created_at.0,
        changed_at: row.changed_at.0,
        postponed_from: row.postponed_from.0,
        postpone_reason: row.postpone_reason,
        reinstated_at: row.reinstated_at.0,
    })
}

/// Stores a new event with its venue and themes, and says whether it was new: an event of the same id, or of the
/// same part of the address, makes it `false` and changes nothing.
pub fn insert(tx: &mut Tx<'_>, new: &Event) -> Result<bool, StoreError> {
    insert_venue(tx, &new.venue)?;
    let row = (
        (
            events::id.eq(new.id.to_string()),
            events::slug.eq(&new.slug),
            events::state.eq(new.state.as_str()),
            events::title.eq(&new.title),
            events::summary.eq(&new.summary),
            events::region.eq(new.region.as_str()),
            events::venue_id.eq(new.venue.id.to_string()),
            events::organiser_id.eq(new.organiser.to_string()),
            events::contact_email.eq(&new.contact_email),
            events::starts_at.eq(at(new.time.start())),
            events::ends_at.eq(at(new.time.end())),
            events::zone.eq(new.zone.name()),
        ),
        (
            events::capacity.eq(int(new.capacity)),
            events::booking_opens_at.eq(new.booking.opens_at.map(at)),
            events::booking_closes_at.eq(at(new.booking.closes_at)),
            events::registration_opens_at.eq(new.registration.opens_at.map(at)),
            events::registration_closes_at.eq(at(new.registration.closes_at)),
            events::company_limit.eq(int(new.company_limit)),
            events::created_at.eq(at(new.created_at)),
            events::changed_at.eq(at(new.changed_at)),
        ),
    );
    let is_new =
        tx.insert_if_free(|db| diesel::insert_into(events::table).values(row).execute(db))?;
    if is_new {
        replace_themes(tx, new.id, &new.themes)?;
    }
    Ok(is_new)
}

fn insert_venue(tx: &mut Tx<'_>, venue: &Venue) -> Result<(), StoreError> {
    let row = (
        venues::id.eq(venue.id.to_string()),
        venues::name.eq(&venue.name),
        venues::town.eq(&venue.town),
        venues::address.eq(&venue.address),
        venues::access.eq(&venue.access),
        venues::step_free.eq(venue.facilities.step_free.is.as_str()),
        venues::step_free_note.eq(&venue.facilities.step_free.note),
        venues::hearing_loop.eq(venue.facilities.hearing_loop.is.as_str()),
        venues::hearing_loop_note.eq(&venue.facilities.hearing_loop.note),
        venues::quiet_room.eq(venue.facilities.quiet_room.is.as_str()),
        venues::quiet_room_note.eq(&venue.facilities.quiet_room.note),
        venues::directions.eq(&venue.facilities.directions),
        venues::transport.eq(&venue.facilities.transport),
        venues::kept_id.eq(venue.kept.map(|id| id.to_string())),
    );
    on_each!(tx.db(), |c| diesel::insert_into(venues::table)
        .values(row)
        .on_conflict(venues::id)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

fn replace_themes(tx: &mut Tx<'_>, id: EventId, themes: &[Theme]) -> Result<(), StoreError> {
    diesel::delete(event_themes::table.filter(event_themes::event_id.eq(id.to_string())))
        .execute(tx.db())?;
    let rows: Vec<_> = themes
        .iter()
        .map(|theme| {
            (
                event_themes::event_id.eq(id.to_string()),
                event_themes::theme.eq(theme.as_str()),
            )
        })
        .collect();
    on_each!(tx.db(), |c| diesel::insert_into(event_themes::table)
        .values(rows)
        .execute(c))?;
    Ok(())
}

/// Overwrites everything of an event but its id, address, organiser and creation with what `event` holds.
pub fn update(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let changed = diesel::update(events::table.find(event.id.to_string()))
        .set((
            (
                events::state.eq(event.state.as_str()),
                events::title.eq(&event.title),
                events::summary.eq(&event.summary),
                events::region.eq(event.region.as_str()),
                events::starts_at.eq(at(event.time.start())),
                events::ends_at.eq(at(event.time.end())),
                events::capacity.eq(int(event.capacity)),
                events::booking_opens_at.eq(event.booking.opens_at.map(at)),
                events::booking_closes_at.eq(at(event.booking.closes_at)),
                events::registration_opens_at.eq(event.registration.opens_at.map(at)),
                events::registration_closes_at.eq(at(event.registration.closes_at)),
            ),
            (
                events::company_limit.eq(int(event.company_limit)),
                events::release_number.eq(int(event.release)),
                events::sequence.eq(int(event.sequence)),
                events::uid_generation.eq(int(event.uid_generation)),
                events::published_at.eq(event.published_at.map(at)),
                events::cancelled_at.eq(event.cancelled_at.map(at)),
                events::cancel_reason.eq(&event.cancel_reason),
                events::changed_at.eq(at(event.changed_at)),
                events::postponed_from.eq(event.postponed_from.map(at)),
                events::postpone_reason.eq(&event.postpone_reason),
                events::reinstated_at.eq(event.reinstated_at.map(at)),
            ),
        ))
        .execute(tx.db())?;
    if changed != 1 {
        return Err(StoreError::Stale("the event"));
    }
    diesel::update(venues::table.find(event.venue.id.to_string()))
        .set((
            venues::name.eq(&event.venue.name),
            venues::town.eq(&event.venue.town),
            venues::address.eq(&event.venue.address),
            venues::access.eq(&event.venue.access),
            venues::step_free.eq(event.venue.facilities.step_free.is.as_str()),
            venues::step_free_note.eq(&event.venue.facilities.step_free.note),
            venues::hearing_loop.eq(event.venue.facilities.hearing_loop.is.as_str()),
            venues::hearing_loop_note.eq(&event.venue.facilities.hearing_loop.note),
            venues::quiet_room.eq(event.venue.facilities.quiet_room.is.as_str()),
            venues::quiet_room_note.eq(&event.venue.facilities.quiet_room.note),
            venues::directions.eq(&event.venue.facilities.directions),
            venues::transport.eq(&event.venue.facilities.transport),
            venues::kept_id.eq(event.venue.kept.map(|id| id.to_string())),
        ))
        .execute(tx.db())?;
    replace_themes(tx, event.id, &event.themes)
}

/// Notes the feeds that a public event is in now: it stays in them until it is over.
pub fn enter_feeds(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let mut feeds = vec![feed_of_region(event.region)];
    feeds.extend(event.themes.iter().map(|theme| feed_of_theme(*theme)));
    let series: Option<Text<SeriesId>> = series_events::table
        .find(event.id.to_string())
        .select(series_events::series_id)
        .get_result(tx.db())
        .optional()?;
    feeds.extend(series.map(|series| feed_of_series(series.0)));
    for feed in feeds {
        let row = (
            event_feeds::event_id.eq(event.id.to_string()),
            event_feeds::feed.eq(feed),
        );
        on_each!(tx.db(), |c| diesel::insert_into(event_feeds::table)
            .values(row)
            .on_conflict((event_feeds::event_id, event_feeds::feed))
            .do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// Locks an event's row until the transaction ends, by changing nothing in it: everything that is decided for the
/// event as a whole (a release, its cancellation) is decided one after the other. Whether there is such an event, the
/// caller sees when it reads it.
pub fn lock(tx: &mut Tx<'_>, id: EventId) -> Result<(), StoreError> {
    diesel::update(events::table.find(id.to_string()))
        .set(events::sequence.eq(events::sequence))
        .execute(tx.db())?;
    Ok(())
}

/// Keeps an event as it is until the transaction ends, while others may do the same: a booking and the cancellation
/// of its event never pass each other unseen. On SQLite the one writer already sees to it.
///
/// What is decided by the event is read after this: what was read before may have changed while this waited.
pub fn lock_shared(tx: &mut Tx<'_>, id: EventId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = events::table
            .find(id.to_string())
            .select(events::id)
            .for_share()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// The same for the event of a slot, in one statement.
pub fn lock_shared_by_slot(tx: &mut Tx<'_>, slot: SlotId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let its_event = slots::table
            .filter(slots::id.eq(slot.to_string()))
            .select(slots::event_id);
        let _: Option<String> = events::table
            .filter(events::id.eq_any(its_event))
            .select(events::id)
            .for_share()
            .first(c)
            .optional()?;
    }
    Ok(())
}
