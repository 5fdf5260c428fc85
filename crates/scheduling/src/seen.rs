//! What changed in a programme since somebody last saw it.

use crate::diff::{DiffItem, Programme, differences};
use marketday_model::permission::{Actor, may_see_attendees, may_view_plan};
use marketday_model::{
    Event, EventId, Instant, OrganisationId, PersonId, SeatScope, SlotId, Surroundings,
};
use marketday_store::{Rx, Store, StoreError, attendees, events, programmes_seen, releases};
use std::collections::BTreeMap;

/// What changed in the programme between the release that somebody said they saw and the current one, which is `current`;
/// before they ever said so, since they have something to do with the event. Nothing for those who have not. `booked` are
/// the companies by slot. Six queries at most, whatever changed.
pub fn unseen_changes(
    rx: &mut Rx<'_>,
    event: &Event,
    actor: &Actor,
    current: impl FnOnce() -> Programme,
    booked: &BTreeMap<SlotId, String>,
) -> Result<Vec<DiffItem>, StoreError> {
    let Some(since) = concerned_since(rx, event, actor)? else {
        return Ok(Vec::new());
    };
    let seen = match programmes_seen::find(rx, actor.person, event.id)? {
        Some(seen) => seen,
        // Whoever was there before the first release sees what changed since that.
        None => releases::find_number_at(rx, event.id, since)?.unwrap_or(1),
    };
    if seen >= event.release {
        return Ok(Vec::new());
    }
    let before = Programme {
        sessions: releases::list_sessions(rx, event.id, seen)?,
        slots: releases::list_slots(rx, event.id, seen)?,
    };
    Ok(differences(event.days(), &before, &current(), booked))
}

/// Since when somebody has something to do with an event: the team since they joined it, others since they had a slot or a
/// place first.
fn concerned_since(
    rx: &mut Rx<'_>,
    event: &Event,
    actor: &Actor,
) -> Result<Option<Instant>, StoreError> {
    if may_view_plan(actor, event) {
        let ties = actor
            .memberships
            .iter()
            .filter(|tie| tie.is_active() && tie.organisation == event.organiser);
        let seats = actor.seats.iter().filter(|seat| match seat.scope {
            SeatScope::Event(id) => id == event.id,
            SeatScope::Body(id) => id == event.organiser,
        });
        let all = ties
            .map(|tie| tie.since)
            .chain(seats.map(|seat| seat.since));
        return Ok(all.min());
    }
    attendees::find_since(rx, event.id, actor.person, &companies_of(actor))
}

/// Whether they take part in the event or help to run it.
pub fn is_concerned(rx: &mut Rx<'_>, event: &Event, actor: &Actor) -> Result<bool, StoreError> {
    let takes_part = attendees::takes_part(rx, event.id, actor.person, &companies_of(actor))?;
    Ok(may_see_attendees(actor, event, takes_part))
}

fn companies_of(actor: &Actor) -> Vec<OrganisationId> {
    let active = actor.memberships.iter().filter(|tie| tie.is_active());
    active.map(|tie| tie.organisation).collect()
}

/// Keeps that somebody saw a release of an event; one that is not there yet is the current one. No line of the audit
/// trail: it concerns nobody but them. Whether they have something to do with the event is asked before.
///
/// # Errors
///
/// When the database fails.
pub fn mark_programme_seen(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
    number: u32,
) -> Result<(), StoreError> {
    let now = surroundings.now();
    store.write(move |tx| {
        let Some(event) = events::find(tx, event)? else {
            return Ok(());
        };
        let number = number.min(event.release);
        if number == 0 {
            return Ok(());
        }
        programmes_seen::save(tx, (person, event.id), number, now)
    })
}
