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

/// Whether a presenter is on no stage in these ticks.
pub fn are_free(rx: &mut Rx<'_>, presenter: PersonId, ticks: &[i64]) -> Result<bool, StoreError> {
    let taken: i64 = presenter_ticks::table
        .filter(presenter_ticks::presenter_id.eq(presenter.to_string()))
        .filter(presenter_ticks::tick.eq_any(ticks))
        .count()
        .get_result(rx.db())?;
    Ok(taken == 0)
}

/// Frees the ticks of a booking.
pub fn delete(tx: &mut Tx<'_>, booking: BookingId) -> Result<(), StoreError> {
    diesel::delete(
        presenter_ticks::table.filter(presenter_ticks::booking_id.eq(booking.to_string())),
    )
    .execute(tx.db())?;
    Ok(())
}
