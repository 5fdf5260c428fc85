//! Seats in the teams of events and organising bodies, and the administrators of the installation.

use crate::columns::{At, MaybeText, Text, at};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::memberships;
use crate::schema::{administrators, seats};
use diesel::prelude::*;
use marketday_model::permission::{self, Actor};
use marketday_model::{
    Event, EventId, Instant, OrganisationId, PersonId, Seat, SeatId, SeatScope, TeamRole,
};

type Row = (
    Text<SeatId>,
    Text<PersonId>,
    MaybeText<EventId>,
    MaybeText<OrganisationId>,
    Text<TeamRole>,
    At,
);

fn seat((id, person, event, body, role, since): Row) -> Result<Seat, StoreError> {
    let scope = match (event.0, body.0) {
        (Some(event), _) => SeatScope::Event(event),
        (None, Some(body)) => SeatScope::Body(body),
        (None, None) => return Err(StoreError::Stale("a seat")),
    };
    Ok(Seat {
        id: id.0,
        person: person.0,
        scope,
        role: role.0,
        since: since.0,
    })
}

/// The seats of a person, oldest first.
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<Seat>, StoreError> {
    let rows: Vec<Row> = seats::table
        .filter(seats::person_id.eq(person.to_string()))
        .order(seats::id)
        .select(seats::all_columns)
        .load(rx.db())?;
    rows.into_iter().map(seat).collect()
}

/// The seats that reach an event of this body, oldest first.
pub fn list_of_event(
    rx: &mut Rx<'_>,
    event: EventId,
    body: OrganisationId,
) -> Result<Vec<Seat>, StoreError> {
    let rows: Vec<Row> = seats::table
        .filter(
            seats::event_id
                .eq(event.to_string())
                .or(seats::body_id.eq(body.to_string())),
        )
        .order(seats::id)
        .select(seats::all_columns)
        .load(rx.db())?;
    rows.into_iter().map(seat).collect()
}

/// The people who may do something for an event by their role, whoever joined first first.
pub fn list_who_may(
    rx: &mut Rx<'_>,
    event: &Event,
    may: impl Fn(&Actor, &Event) -> bool,
) -> Result<Vec<PersonId>, StoreError> {
    let members = memberships::list_active_members(rx, event.organiser)?;
    let seats = list_of_event(rx, event.id, event.organiser)?;
    Ok(permission::list_who_may(&members, &seats, |actor| {
        may(actor, event)
    }))
}

/// The people who may do something for any of these events by their role, each once. Two queries, however many events.
pub fn list_who_may_any(
    rx: &mut Rx<'_>,
    events: &[Event],
    may: impl Fn(&Actor, &Event) -> bool,
) -> Result<Vec<PersonId>, StoreError> {
    let bodies: Vec<OrganisationId> = events.iter().map(|event| event.organiser).collect();
    let members = memberships::list_active_members_of(rx, &bodies)?;
    let ids: Vec<String> = events.iter().map(|event| event.id.to_string()).collect();
    let bodies: Vec<String> = bodies.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = seats::table
        .filter(
            seats::event_id
                .eq_any(ids)
                .or(seats::body_id.eq_any(bodies)),
        )
        .order(seats::id)
        .select(seats::all_columns)
        .load(rx.db())?;
    let seats: Vec<Seat> = rows.into_iter().map(seat).collect::<Result<_, _>>()?;
    Ok(permission::list_who_may(&members, &seats, |actor| {
        events.iter().any(|event| may(actor, event))
    }))
}

/// Gives a person a seat, unless they have one there already.
pub fn insert(tx: &mut Tx<'_>, new: &Seat) -> Result<(), StoreError> {
    let (event, body) = match new.scope {
        SeatScope::Event(id) => (Some(id.to_string()), None),
        SeatScope::Body(id) => (None, Some(id.to_string())),
    };
    let row = (
        seats::id.eq(new.id.to_string()),
        seats::person_id.eq(new.person.to_string()),
        seats::event_id.eq(event),
        seats::body_id.eq(body),
        seats::role.eq(new.role.as_str()),
        seats::since.eq(at(new.since)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(seats::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Everybody who runs the installation, oldest first.
pub fn list_administrators(rx: &mut Rx<'_>) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<Text<PersonId>> = administrators::table
        .order((administrators::since, administrators::person_id))
        .select(administrators::person_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// Makes a person an administrator.
pub fn insert_administrator(
    tx: &mut Tx<'_>,
    person: PersonId,
    now: Instant,
) -> Result<(), StoreError> {
    let row = (
        administrators::person_id.eq(person.to_string()),
        administrators::since.eq(at(now)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(administrators::table)
        .values(row)
        .on_conflict(administrators::person_id)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Makes a person an administrator no longer; whether they were one.
pub fn delete_administrator(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, StoreError> {
    let row = administrators::table.find(person.to_string());
    Ok(diesel::delete(row).execute(tx.db())? == 1)
}

/// The seat with this id.
pub fn find(rx: &mut Rx<'_>, id: SeatId) -> Result<Option<Seat>, StoreError> {
    let row: Option<Row> = seats::table
        .find(id.to_string())
        .select(seats::all_columns)
        .get_result(rx.db())
        .optional()?;
    row.map(seat).transpose()
}

/// Gives a seat another role.
pub fn change_role(tx: &mut Tx<'_>, id: SeatId, role: TeamRole) -> Result<(), StoreError> {
    diesel::update(seats::table.find(id.to_string()))
        .set(seats::role.eq(role.as_str()))
        .execute(tx.db())?;
    Ok(())
}

/// Takes a seat away; whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: SeatId) -> Result<bool, StoreError> {
    Ok(diesel::delete(seats::table.find(id.to_string())).execute(tx.db())? == 1)
}
