//! The ticks in which somebody is on stage: a primary key keeps a presenter off two stages at once.

use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::presenter_ticks;
use diesel::prelude::*;
use marketday_model::{BookingId, PersonId};

/// Marks the ticks in which a presenter is on stage, and says whether all of them were free.
pub fn insert(
    tx: &mut Tx<'_>,
    presenter: PersonId,
    booking: BookingId,
    ticks: &[i64],
) -> Result<bool, StoreError> {
    let rows: Vec<_> = ticks
        .iter()
        .map(|tick| {
            (
                presenter_ticks::presenter_id.eq(presenter.to_string()),
                presenter_ticks::tick.eq(*tick),
                presenter_ticks::booking_id.eq(booking.to_string()),
            )
        })
        .collect();
    tx.insert_if_free(|db| {
        on_each!(db, |c| diesel::insert_into(presenter_ticks::table)
            .values(rows)
            .execute(c))
    })
}

/// The ticks in which a presenter is on stage anywhere.
pub fn list(rx: &mut Rx<'_>, presenter: PersonId) -> Result<Vec<i64>, StoreError> {
    Ok(presenter_ticks::table
        .filter(presenter_ticks::presenter_id.eq(presenter.to_string()))
        .select(presenter_ticks::tick)
        .load(rx.db())?)
}

/// Frees the ticks of a booking.
pub fn delete(tx: &mut Tx<'_>, booking: BookingId) -> Result<(), StoreError> {
    diesel::delete(
        presenter_ticks::table.filter(presenter_ticks::booking_id.eq(booking.to_string())),
    )
    .execute(tx.db())?;
    Ok(())
}
