//! Counted scarcity: a row stands for what is scarce, and is changed before anything is taken of it.

use crate::columns::int;
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::pools;
use diesel::prelude::*;
use marketday_model::EventId;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pool {
    /// The places of delegates at an event.
    Registrations(EventId),
    /// The live bookings of one company (by its identity) at an event.
    Company(EventId, String),
}

impl Pool {
    fn name(&self) -> String {
        match self {
            Self::Registrations(event) => format!("registrations:{event}"),
            Self::Company(event, identity) => format!("company:{event}:{identity}"),
        }
    }

    fn event(&self) -> EventId {
        match self {
            Self::Registrations(event) | Self::Company(event, _) => *event,
        }
    }
}

/// Takes one, and says whether there was one to take. The most is set to `most` on the way.
pub fn take(tx: &mut Tx<'_>, pool: &Pool, most: u32) -> Result<bool, StoreError> {
    let name = pool.name();
    let row = (
        pools::name.eq(&name),
        pools::event_id.eq(pool.event().to_string()),
        pools::used.eq(0),
        pools::most.eq(int(most)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(pools::table)
        .values(row)
        .on_conflict(pools::name)
        .do_nothing()
        .execute(c))?;
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

/// Adds what was taken of one to another, whatever its most is, and forgets the one.
pub fn move_used(tx: &mut Tx<'_>, from: &Pool, into: &Pool) -> Result<(), StoreError> {
    let (old, new) = (from.name(), into.name());
    let row: Option<(i32, i32)> = pools::table
        .find(&old)
        .select((pools::used, pools::most))
        .get_result(tx.db())
        .optional()?;
    let Some((used, most)) = row.filter(|_| old != new) else {
        return Ok(());
    };
    let row = (
        pools::name.eq(&new),
        pools::event_id.eq(into.event().to_string()),
        pools::used.eq(0),
        pools::most.eq(most),
    );
    on_each!(tx.db(), |c| diesel::insert_into(pools::table)
        .values(row)
        .on_conflict(pools::name)
        .do_nothing()
        .execute(c))?;
    diesel::update(pools::table.find(&new))
        .set(pools::used.eq(pools::used + used))
        .execute(tx.db())?;
    diesel::delete(pools::table.find(&old)).execute(tx.db())?;
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

/// Counts what is taken of one pool in another, which nothing is taken of.
pub fn rename(tx: &mut Tx<'_>, was: &Pool, pool: &Pool) -> Result<(), StoreError> {
    diesel::delete(pools::table.find(pool.name()).filter(pools::used.eq(0))).execute(tx.db())?;
    diesel::update(pools::table.find(was.name()))
        .set(pools::name.eq(pool.name()))
        .execute(tx.db())?;
    Ok(())
}
