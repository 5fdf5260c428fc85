//! Which files lie in the store of files: noted before they are written, forgotten once they are deleted.

use crate::columns::{Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{slides, stored_files};
use diesel::prelude::*;
use marketday_model::{Instant, SlidesId};

/// Notes that a file is about to be written.
pub fn note(tx: &mut Tx<'_>, id: SlidesId, now: Instant) -> Result<(), StoreError> {
    diesel::insert_into(stored_files::table)
        .values((
            stored_files::id.eq(id.to_string()),
            stored_files::noted_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Files that nothing needs any more: removed ones, and those noted before `before` of which nothing says whose they are.
pub fn list_stray(
    rx: &mut Rx<'_>,
    before: Instant,
    most: u32,
) -> Result<Vec<SlidesId>, StoreError> {
    let ids: Vec<Text<SlidesId>> = stored_files::table
        .left_join(slides::table.on(slides::id.eq(stored_files::id)))
        .filter(
            slides::removed_at.is_not_null().or(slides::id
                .is_null()
                .and(stored_files::noted_at.lt(at(before)))),
        )
        .order(stored_files::id)
        .limit(most.into())
        .select(stored_files::id)
        .load(rx.db())?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Forgets a file: it is gone.
pub fn forget(tx: &mut Tx<'_>, id: SlidesId) -> Result<(), StoreError> {
    diesel::delete(stored_files::table.find(id.to_string())).execute(tx.db())?;
    Ok(())
}
