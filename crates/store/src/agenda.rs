//! Agendas: which sessions people have chosen, and at which events they want letters of them.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{agenda_items, agenda_letters, bookings, events, registrations};
use crate::standing::IsConfirmed;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use marketday_model::{
    AgendaItem, AgendaItemId, EventId, Instant, PersonId, RegistrationState, SessionId,
};

#[derive(Queryable)]
struct Row {
    id: Text<AgendaItemId>,
    person: Text<PersonId>,
    event: Text<EventId>,
    session: Text<SessionId>,
    sequence: Count,
    added_at: At,
    changed_at: At,
    removed_at: MaybeAt,
}

impl From<Row> for AgendaItem {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            person: row.person.0,
            event: row.event.0,
            session: row.session.0,
            sequence: row.sequence.0,
            added_at: row.added_at.0,
            changed_at: row.changed_at.0,
            removed_at: row.removed_at.0,
        }
    }
}

fn items(rows: Vec<Row>) -> Vec<AgendaItem> {
    rows.into_iter().map(AgendaItem::from).collect()
}

/// One item.
pub fn find(rx: &mut Rx<'_>, id: AgendaItemId) -> Result<Option<AgendaItem>, StoreError> {
    let row: Option<Row> = agenda_items::table
        .find(id.to_string())
        .select(agenda_items::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(row.map(AgendaItem::from))
}

/// What somebody has in their agenda of an event.
pub fn list(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
) -> Result<Vec<AgendaItem>, StoreError> {
    let rows: Vec<Row> = agenda_items::table
        .filter(agenda_items::event_id.eq(event.to_string()))
        .filter(agenda_items::person_id.eq(person.to_string()))
        .filter(agenda_items::removed_at.is_null())
        .order(agenda_items::id)
        .select(agenda_items::all_columns)
        .load(rx.db())?;
    Ok(items(rows))
}

/// What somebody has, or had, in their agenda.
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<AgendaItem>, StoreError> {
    let rows: Vec<Row> = agenda_items::table
        .filter(agenda_items::person_id.eq(person.to_string()))
        .order(agenda_items::id)
        .select(agenda_items::all_columns)
        .load(rx.db())?;
    Ok(items(rows))
}

/// What of an event's programme, or only of these sessions of it, is in the agenda of people who want letters of it.
pub fn list_told(
    rx: &mut Rx<'_>,
    event: EventId,
    of: Option<&[SessionId]>,
) -> Result<Vec<AgendaItem>, StoreError> {
    let mut query = agenda_items::table
        .inner_join(
            agenda_letters::table.on(agenda_letters::person_id
                .eq(agenda_items::person_id)
                .and(agenda_letters::event_id.eq(agenda_items::event_id))),
        )
        .filter(agenda_items::event_id.eq(event.to_string()))
        .filter(agenda_items::removed_at.is_null())
        .order(agenda_items::id)
        .select(agenda_items::all_columns)
        .into_boxed();
    if let Some(sessions) = of {
        let ids: Vec<String> = sessions.iter().map(ToString::to_string).collect();
        query = query.filter(agenda_items::session_id.eq_any(ids));
    }
    let rows: Vec<Row> = query.load(rx.db())?;
    Ok(items(rows))
}

/// What stood in agendas of an event at that time: what still does, and what was taken out since.
pub fn list_since(
    rx: &mut Rx<'_>,
    event: EventId,
    since: Instant,
) -> Result<Vec<AgendaItem>, StoreError> {
    let stood = agenda_items::removed_at
        .is_null()
        .or(agenda_items::removed_at.ge(Some(at(since))));
    let rows: Vec<Row> = agenda_items::table
        .filter(agenda_items::event_id.eq(event.to_string()))
        .filter(stood)
        .order(agenda_items::id)
        .select(agenda_items::all_columns)
        .load(rx.db())?;
    Ok(items(rows))
}

/// Puts a session into an agenda, and says whether it was not in it.
pub fn insert(tx: &mut Tx<'_>, item: &AgendaItem) -> Result<bool, StoreError> {
    let row = (
        agenda_items::id.eq(item.id.to_string()),
        agenda_items::person_id.eq(item.person.to_string()),
        agenda_items::event_id.eq(item.event.to_string()),
        agenda_items::session_id.eq(item.session.to_string()),
        agenda_items::sequence.eq(int(item.sequence)),
        agenda_items::added_at.eq(at(item.added_at)),
        agenda_items::changed_at.eq(at(item.changed_at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(agenda_items::table)
            .values(row)
            .execute(db)
    })
}

/// Takes an item out, raising its SEQUENCE, and says whether it was still in.
pub fn remove(tx: &mut Tx<'_>, id: AgendaItemId, now: Instant) -> Result<bool, StoreError> {
    let there = agenda_items::table
        .filter(agenda_items::id.eq(id.to_string()))
        .filter(agenda_items::removed_at.is_null());
    let removed = diesel::update(there)
        .set((
            agenda_items::sequence.eq(agenda_items::sequence + 1),
            agenda_items::changed_at.eq(at(now)),
            agenda_items::removed_at.eq(Some(at(now))),
        ))
        .execute(tx.db())?;
    Ok(removed == 1)
}

/// Takes these sessions out of every agenda.
pub fn remove_sessions(
    tx: &mut Tx<'_>,
    sessions: &[SessionId],
    now: Instant,
) -> Result<(), StoreError> {
    let ids: Vec<String> = sessions.iter().map(ToString::to_string).collect();
    let there = agenda_items::table
        .filter(agenda_items::session_id.eq_any(ids))
        .filter(agenda_items::removed_at.is_null());
    diesel::update(there)
        .set((
            agenda_items::sequence.eq(agenda_items::sequence + 1),
            agenda_items::changed_at.eq(at(now)),
            agenda_items::removed_at.eq(Some(at(now))),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Raises the SEQUENCE of these sessions in every agenda: they are at another time or place.
pub fn touch_sessions(
    tx: &mut Tx<'_>,
    sessions: &[SessionId],
    now: Instant,
) -> Result<(), StoreError> {
    let ids: Vec<String> = sessions.iter().map(ToString::to_string).collect();
    let there = agenda_items::table
        .filter(agenda_items::session_id.eq_any(ids))
        .filter(agenda_items::removed_at.is_null());
    diesel::update(there)
        .set((
            agenda_items::sequence.eq(agenda_items::sequence + 1),
            agenda_items::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Raises the SEQUENCE of everything of an event in every agenda, or in one: its date, venue or title changed.
pub fn touch_event(
    tx: &mut Tx<'_>,
    event: EventId,
    of: Option<PersonId>,
    now: Instant,
) -> Result<(), StoreError> {
    let values = (
        agenda_items::sequence.eq(agenda_items::sequence + 1),
        agenda_items::changed_at.eq(at(now)),
    );
    let there = agenda_items::table
        .filter(agenda_items::event_id.eq(event.to_string()))
        .filter(agenda_items::removed_at.is_null());
    match of {
        Some(person) => {
            diesel::update(there.filter(agenda_items::person_id.eq(person.to_string())))
                .set(values)
                .execute(tx.db())?
        }
        None => diesel::update(there).set(values).execute(tx.db())?,
    };
    Ok(())
}

/// Whether somebody wants letters of what they have in their agenda of an event.
pub fn wants_letters(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let found: Option<String> = agenda_letters::table
        .find((person.to_string(), event.to_string()))
        .select(agenda_letters::person_id)
        .first(rx.db())
        .optional()?;
    Ok(found.is_some())
}

/// Sets whether somebody wants them, and says whether that was otherwise before.
pub fn set_letters(
    tx: &mut Tx<'_>,
    event: EventId,
    person: PersonId,
    wanted_since: Option<Instant>,
) -> Result<bool, StoreError> {
    let Some(since) = wanted_since else {
        let there = agenda_letters::table.find((person.to_string(), event.to_string()));
        return Ok(diesel::delete(there).execute(tx.db())? == 1);
    };
    let row = (
        agenda_letters::person_id.eq(person.to_string()),
        agenda_letters::event_id.eq(event.to_string()),
        agenda_letters::since.eq(at(since)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(agenda_letters::table)
            .values(row)
            .execute(db)
    })
}

/// Whether somebody has a place at an event: a registration, or a slot as its contact or its presenter.
pub fn has_place(rx: &mut Rx<'_>, event: EventId, person: PersonId) -> Result<bool, StoreError> {
    let person = person.to_string();
    let registered = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::person_id.eq(&person))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()));
    let is_registered: bool = diesel::select(exists(registered)).get_result(rx.db())?;
    if is_registered {
        return Ok(true);
    }
    let booked = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(IsConfirmed)
        .filter(
            bookings::contact_id
                .nullable()
                .eq(Some(&person))
                .or(bookings::presenter_id.eq(Some(&person))),
        );
    Ok(diesel::select(exists(booked)).get_result(rx.db())?)
}

/// What is in the agenda of people who have no place any more, at events that are not over.
pub fn list_without_place(rx: &mut Rx<'_>, now: Instant) -> Result<Vec<AgendaItem>, StoreError> {
    let registered = registrations::table
        .filter(registrations::event_id.eq(agenda_items::event_id))
        .filter(registrations::person_id.eq(agenda_items::person_id))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()));
    let booked = bookings::table
        .filter(bookings::event_id.eq(agenda_items::event_id))
        .filter(IsConfirmed)
        .filter(
            bookings::contact_id
                .nullable()
                .eq(agenda_items::person_id.nullable())
                .or(bookings::presenter_id.eq(agenda_items::person_id.nullable())),
        );
    let rows: Vec<Row> = agenda_items::table
        .inner_join(events::table)
        .filter(agenda_items::removed_at.is_null())
        .filter(events::ends_at.gt(at(now)))
        .filter(not(exists(registered)))
        .filter(not(exists(booked)))
        .order(agenda_items::id)
        .select(agenda_items::all_columns)
        .load(rx.db())?;
    Ok(items(rows))
}
