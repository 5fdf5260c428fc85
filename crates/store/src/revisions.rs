//! What cached pages and feeds are keyed by.

use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::revisions;
use diesel::prelude::*;

/// The revision of everything that a stranger can see.
pub fn public(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(revisions::table
        .find("public")
        .select(revisions::revision)
        .first(rx.db())?)
}

/// Counts it on: called last in a transaction that changes anything a stranger can see.
pub fn bump_public(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    diesel::update(revisions::table.find("public"))
        .set(revisions::revision.eq(revisions::revision + 1))
        .execute(tx.db())?;
    Ok(())
}
