//! Which release of a programme somebody last saw, as they said by a button.

use crate::columns::{Count, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::programmes_seen;
use diesel::prelude::*;
use marketday_model::{EventId, Instant, PersonId};

/// The release of an event that somebody said they saw.
pub fn find(rx: &mut Rx<'_>, person: PersonId, event: EventId) -> Result<Option<u32>, StoreError> {
    let row: Option<Count> = programmes_seen::table
        .find((person.to_string(), event.to_string()))
        .select(programmes_seen::release_number)
        .first(rx.db())
        .optional()?;
    Ok(row.map(|number| number.0))
}

/// Keeps that somebody saw a release, unless they saw a later one.
pub fn save(
    tx: &mut Tx<'_>,
    (person, event): (PersonId, EventId),
    number: u32,
    now: Instant,
) -> Result<(), StoreError> {
    let values = (
        programmes_seen::release_number.eq(int(number)),
        programmes_seen::seen_at.eq(at(now)),
    );
    let row = (
        programmes_seen::person_id.eq(person.to_string()),
        programmes_seen::event_id.eq(event.to_string()),
        values,
    );
    on_each!(tx.db(), |c| diesel::insert_into(programmes_seen::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    let earlier = programmes_seen::table
        .find((person.to_string(), event.to_string()))
        .filter(programmes_seen::release_number.lt(int(number)));
    diesel::update(earlier).set(values).execute(tx.db())?;
    Ok(())
}
