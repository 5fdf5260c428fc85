//! What cached pages and feeds are keyed by.

use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::revisions;
use diesel::prelude::*;
use std::sync::atomic::{AtomicI32, Ordering};

/// How many rows share the counting: writers on PostgreSQL would queue for a single one until each has committed.
const SHARDS: i32 = 16;

/// The revision of everything that a stranger can see: it grows with each committed change.
pub fn public(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let shards: Vec<i64> = revisions::table.select(revisions::revision).load(rx.db())?;
    Ok(shards.iter().sum())
}

/// Counts it on: called last in a transaction that changes anything a stranger can see.
pub fn bump_public(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    static NEXT: AtomicI32 = AtomicI32::new(0);
    let shard = NEXT.fetch_add(1, Ordering::Relaxed).rem_euclid(SHARDS);
    diesel::update(revisions::table.find(shard))
        .set(revisions::revision.eq(revisions::revision + 1))
        .execute(tx.db())?;
    Ok(())
}
