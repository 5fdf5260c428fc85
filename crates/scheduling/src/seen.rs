//! What changed in a programme since somebody last saw it.

use crate::diff::{DiffItem, Programme, booked, differences};
use marketday_model::{Event, EventId, OrganisationId, PersonId, Surroundings};
use marketday_store::{Rx, Store, StoreError, events, programmes_seen, releases};

/// What changed in the released programme since somebody said that they saw it; before they ever did, since they have
/// something to do with the event. Nothing for those who have not. As many queries, whatever changed.
pub fn unseen_changes(
    rx: &mut Rx<'_>,
    event: &Event,
    person: PersonId,
    companies: &[OrganisationId],
) -> Result<Vec<DiffItem>, StoreError> {
    let since = programmes_seen::find_since(rx, person, event, companies)?;
    let marked = programmes_seen::find(rx, person, event.id)?;
    let all = releases::list(rx, event.id)?;
    let seen = since.map_or(event.release, |since| {
        let then = all.iter().filter(|release| release.made_at <= since);
        // Whoever was there before the first release sees what changed since that.
        let then = then.map(|release| release.number).max().unwrap_or(1);
        marked.unwrap_or(then)
    });
    let before = released(rx, event.id, seen)?;
    let after = released(rx, event.id, event.release)?;
    let booked = booked(rx, event.id)?;
    Ok(differences(event.days(), &before, &after, &booked))
}

fn released(rx: &mut Rx<'_>, event: EventId, number: u32) -> Result<Programme, StoreError> {
    Ok(Programme {
        sessions: releases::list_sessions(rx, event, number)?,
        slots: releases::list_slots(rx, event, number)?,
    })
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
