//! Counted scarcity: a row stands for what is scarce, and is changed before anything is taken of it.

use crate::columns::int;
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::pools;
use diesel::prelude::*;
use marketday_model::{EventId, SeriesId};

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pool {
    /// The places of delegates at an event.
    Registrations(EventId),
    /// The live bookings of one company (by its identity) at an event.
    Company(EventId, String),
    /// Nothing is taken of it: its row is locked while free slots of an event are offered to those who wait.
    Waiting(EventId),
    /// Nothing is taken of it: its row is locked while the bookings of one company in a series are counted. The event
    /// is any of them.
    Series(EventId, SeriesId, String),
    /// The live proposals of one company (by its identity) to an event.
    Proposals(EventId, String),
}

impl Pool {
    fn name(&self) -> String {
        match self {
            Self::Registrations(event) => format!("registrations:{event}"),
            Self::Company(event, identity) => format!("company:{event}:{identity}"),
            Self::Waiting(event) => format!("waiting:{event}"),
            Self::Series(_, series, identity) => format!("series:{series}:{identity}"),
            Self::Proposals(event, identity) => format!("proposals:{event}:{identity}"),
        }
    }

    fn event(&self) -> EventId {
        match self {
            Self::Registrations(event)
            | Self::Company(event, _)
            | Self::Proposals(event, _)
            | Self::Series(event, _, _)
            | Self::Waiting(event) => *event,
        }
    }
}

/// Sees to it that there is a row.
fn make(tx: &mut Tx<'_>, pool: &Pool, most: i32) -> Result<(), StoreError> {
    let row = (
        pools::name.eq(pool.name()),
        pools::event_id.eq(pool.event().to_string()),
        pools::used.eq(0),
        pools::most.eq(most),
    );
    on_each!(tx.db(), |c| diesel::insert_into(pools::table)
        .values(row)
        .on_conflict(pools::name)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Keeps others from counting by the same row until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, pool: &Pool) -> Result<(), StoreError> {
    make(tx, pool, 0)?;
    diesel::update(pools::table.find(pool.name()))
        .set(pools::used.eq(pools::used))
        .execute(tx.db())?;
    Ok(())
}

/// Takes one even where there is none to take.
pub fn take_beyond(tx: &mut Tx<'_>, pool: &Pool) -> Result<(), StoreError> {
    diesel::update(pools::table.find(pool.name()))
        .set(pools::used.eq(pools::used + 1))
        .execute(tx.db())?;
    Ok(())
}

/// Takes one, and says whether there was one to take. The most is set to `most` on the way.
pub fn take(tx: &mut Tx<'_>, pool: &Pool, most: u32) -> Result<bool, StoreError> {
    let name = pool.name();
    make(tx, pool, int(most))?;
    let with_room = pools::table.find(&name).filter(pools::used.lt(int(most)));
    let taken = diesel::update(with_room)
        .set((pools::used.eq(pools::used + 1), pools::most.eq(int(most))))
        .execute(tx.db())?;
    Ok(taken == 1)
}

/// Gives one back.
pub fn give_back(tx: &mut Tx<'_>, pool: &Pool) -> Result<(), StoreError> {
    let given = diesel::update(pools::table.find(pool.name()).filter(pools::used.gt(0)))
        .set(pools::used.eq(pools::used - 1))
        .execute(tx.db())?;
    if given == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale("a count of places"))
    }
}

/// Counts `some` that were taken of one pool in another from now on, whatever its most is.
pub fn move_some(tx: &mut Tx<'_>, from: &Pool, into: &Pool, some: u32) -> Result<(), StoreError> {
    let (old, new) = (from.name(), into.name());
    if some == 0 || old == new {
        return Ok(());
    }
    let most: Option<i32> = pools::table
        .find(&old)
        .select(pools::most)
        .get_result(tx.db())
        .optional()?;
    let taken = pools::table.find(&old).filter(pools::used.ge(int(some)));
    let given = diesel::update(taken)
        .set(pools::used.eq(pools::used - int(some)))
        .execute(tx.db())?;
    if given != 1 {
        return Err(StoreError::Stale("a count of places"));
    }
    make(tx, into, most.unwrap_or_default())?;
    diesel::update(pools::table.find(&new))
        .set(pools::used.eq(pools::used + int(some)))
        .execute(tx.db())?;
    Ok(())
}

/// How many are taken.
pub fn used(rx: &mut Rx<'_>, pool: &Pool) -> Result<u32, StoreError> {
    let used: Option<i32> = pools::table
        .find(pool.name())
        .select(pools::used)
        .get_result(rx.db())
        .optional()?;
    Ok(used.and_then(|n| n.try_into().ok()).unwrap_or(0))
}
