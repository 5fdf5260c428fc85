//! Registrations, and apart from them what delegates need.

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, joined, split};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{registration_needs, registrations};
use diesel::prelude::*;
use marketday_model::registration::Needs;
use marketday_model::{
    EventId, Instant, OrganisationId, PersonId, Registration, RegistrationId, RegistrationState,
    Theme,
};

#[derive(Queryable)]
struct Row {
    id: Text<RegistrationId>,
    event: Text<EventId>,
    person: Text<PersonId>,
    state: Text<RegistrationState>,
    name: String,
    organisation: String,
    role: String,
    themes: String,
    listed: bool,
    sequence: Count,
    confirmed_at: At,
    changed_at: At,
    cancelled_at: MaybeAt,
    authority: MaybeText<OrganisationId>,
}

impl From<Row> for Registration {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            event: row.event.0,
            person: row.person.0,
            state: row.state.0,
            name: row.name,
            organisation: row.organisation,
            authority: row.authority.0,
            role: row.role,
            themes: split(&row.themes),
            listed: row.listed,
            sequence: row.sequence.0,
            confirmed_at: row.confirmed_at.0,
            changed_at: row.changed_at.0,
            cancelled_at: row.cancelled_at.0,
        }
    }
}

/// The registration with this id.
pub fn find(rx: &mut Rx<'_>, id: RegistrationId) -> Result<Option<Registration>, StoreError> {
    let row: Option<Row> = registrations::table
        .find(id.to_string())
        .select(registrations::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(Registration::from))
}

/// The place that a person has at an event.
pub fn find_confirmed(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Option<Registration>, StoreError> {
    let row: Option<Row> = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::person_id.eq(person.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .select(registrations::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(Registration::from))
}

/// The places that are taken at an event, by name.
pub fn list_confirmed(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Registration>, StoreError> {
    let rows: Vec<Row> = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .order((registrations::name, registrations::id))
        .select(registrations::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Registration::from).collect())
}

/// What each delegate of an event wants to hear about.
pub fn list_themes(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Vec<Theme>>, StoreError> {
    let rows: Vec<String> = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .order(registrations::id)
        .select(registrations::themes)
        .load(rx.db())?;
    Ok(rows.iter().map(|themes| split(themes)).collect())
}

/// The places that were given back at an event, oldest first.
pub fn list_cancelled(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Registration>, StoreError> {
    let rows: Vec<Row> = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Cancelled.as_str()))
        .order(registrations::id)
        .select(registrations::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Registration::from).collect())
}

/// Every registration of a person, newest first.
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<Registration>, StoreError> {
    let rows: Vec<Row> = registrations::table
        .filter(registrations::person_id.eq(person.to_string()))
        .order(registrations::id.desc())
        .select(registrations::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Registration::from).collect())
}

/// When anything of the registrations for each of these events last changed; events without any are left out.
pub fn list_last_changes(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, Instant)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, MaybeAt)> = registrations::table
        .filter(registrations::event_id.eq_any(ids))
        .group_by(registrations::event_id)
        .select((
            registrations::event_id,
            diesel::dsl::max(registrations::changed_at),
        ))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, at)| Some((id.0, at.0?)))
        .collect())
}

/// How many places are taken at each of these events; events without any are left out.
pub fn count_confirmed(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, u32)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, i64)> = registrations::table
        .filter(registrations::event_id.eq_any(ids))
        .filter(registrations::state.eq("confirmed"))
        .group_by(registrations::event_id)
        .select((registrations::event_id, diesel::dsl::count_star()))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(id, n)| (id.0, u32::try_from(n).unwrap_or(u32::MAX)))
        .collect())
}

/// Stores a registration with what its delegate needs, and says whether the person had no place yet.
pub fn insert(tx: &mut Tx<'_>, new: &Registration, needs: &Needs) -> Result<bool, StoreError> {
    let row = (
        registrations::id.eq(new.id.to_string()),
        registrations::event_id.eq(new.event.to_string()),
        registrations::person_id.eq(new.person.to_string()),
        registrations::state.eq(new.state.as_str()),
        registrations::name.eq(&new.name),
        registrations::organisation.eq(&new.organisation),
        registrations::organisation_id.eq(new.authority.map(|id| id.to_string())),
        registrations::role.eq(&new.role),
        registrations::themes.eq(joined(&new.themes)),
        registrations::listed.eq(new.listed),
        registrations::confirmed_at.eq(at(new.confirmed_at)),
        registrations::changed_at.eq(at(new.changed_at)),
    );
    let is_new = tx.insert_if_free(|db| {
        diesel::insert_into(registrations::table)
            .values(row)
            .execute(db)
    })?;
    if is_new && !needs.is_empty() {
        diesel::insert_into(registration_needs::table)
            .values((
                registration_needs::registration_id.eq(new.id.to_string()),
                registration_needs::access.eq(&needs.access),
                registration_needs::dietary.eq(&needs.dietary),
            ))
            .execute(tx.db())?;
    }
    Ok(is_new)
}

/// What the delegates of an event need, for its organisers.
pub fn list_needs(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<Vec<(RegistrationId, Needs)>, StoreError> {
    let rows: Vec<(Text<RegistrationId>, String, String)> = registration_needs::table
        .inner_join(
            registrations::table.on(registrations::id.eq(registration_needs::registration_id)),
        )
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .select((
            registration_needs::registration_id,
            registration_needs::access,
            registration_needs::dietary,
        ))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(id, access, dietary)| (id.0, Needs { access, dietary }))
        .collect())
}

/// Gives a place back, raising its SEQUENCE, taking its delegate off the attendee list and forgetting what they needed,
/// and says whether it was taken.
pub fn cancel(tx: &mut Tx<'_>, id: RegistrationId, now: Instant) -> Result<bool, StoreError> {
    let confirmed = registrations::table
        .filter(registrations::id.eq(id.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()));
    let cancelled = diesel::update(confirmed)
        .set((
            registrations::state.eq(RegistrationState::Cancelled.as_str()),
            registrations::listed.eq(false),
            registrations::cancelled_at.eq(at(now)),
            registrations::changed_at.eq(at(now)),
            registrations::sequence.eq(registrations::sequence + 1),
        ))
        .execute(tx.db())?;
    if cancelled == 1 {
        let needs = registration_needs::table
            .filter(registration_needs::registration_id.eq(id.to_string()));
        diesel::delete(needs).execute(tx.db())?;
    }
    Ok(cancelled == 1)
}

/// Raises the SEQUENCE of every place at an event: its date, venue or title changed.
pub fn touch_all(tx: &mut Tx<'_>, event: EventId, now: Instant) -> Result<(), StoreError> {
    let confirmed = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()));
    diesel::update(confirmed)
        .set((
            registrations::sequence.eq(registrations::sequence + 1),
            registrations::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// What one delegate needs.
pub fn find_needs(rx: &mut Rx<'_>, id: RegistrationId) -> Result<Option<Needs>, StoreError> {
    let row: Option<(String, String)> = registration_needs::table
        .find(id.to_string())
        .select((registration_needs::access, registration_needs::dietary))
        .first(rx.db())
        .optional()?;
    Ok(row.map(|(access, dietary)| Needs { access, dietary }))
}
