//! Where organisers gave a slot that the rules would have refused.

use crate::columns::{At, MaybeText, Text, at, joined, split};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::overrules;
use diesel::prelude::*;
use marketday_model::booking::{Overrule, Refusing};
use marketday_model::{BookingId, EventId, PersonId};

type Row = (
    Text<uuid::Uuid>,
    Text<BookingId>,
    String,
    String,
    MaybeText<PersonId>,
    At,
);

/// Stores one.
pub fn insert(tx: &mut Tx<'_>, event: EventId, new: &Overrule) -> Result<(), StoreError> {
    diesel::insert_into(overrules::table)
        .values((
            overrules::id.eq(new.id.to_string()),
            overrules::event_id.eq(event.to_string()),
            overrules::booking_id.eq(new.booking.to_string()),
            overrules::rules.eq(joined(&new.rules)),
            overrules::reason.eq(&new.reason),
            overrules::made_by.eq(new.made_by.map(|person| person.to_string())),
            overrules::made_at.eq(at(new.made_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Those of an event, oldest first.
pub fn list(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Overrule>, StoreError> {
    let rows: Vec<Row> = overrules::table
        .filter(overrules::event_id.eq(event.to_string()))
        .order((overrules::made_at, overrules::id))
        .select((
            overrules::id,
            overrules::booking_id,
            overrules::rules,
            overrules::reason,
            overrules::made_by,
            overrules::made_at,
        ))
        .load(rx.db())?;
    let of = |(id, booking, rules, reason, made_by, made_at): Row| Overrule {
        id: id.0,
        booking: booking.0,
        rules: split::<Refusing>(&rules),
        reason,
        made_by: made_by.0,
        made_at: made_at.0,
    };
    Ok(rows.into_iter().map(of).collect())
}
