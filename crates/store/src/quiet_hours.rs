//! In which hours somebody gets nothing that can wait.

use crate::columns::{MaybeText, Text};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::quiet_hours;
use chrono_tz::Tz;
use diesel::prelude::*;
use marketday_model::PersonId;
use marketday_model::quiet::{Quiet, QuietHours};

/// What somebody chose; the usual ones if they chose nothing.
pub fn find(rx: &mut Rx<'_>, person: PersonId) -> Result<Quiet, StoreError> {
    let row: Option<(MaybeText<QuietHours>, Text<Tz>)> = quiet_hours::table
        .find(person.to_string())
        .select((quiet_hours::hours, quiet_hours::zone))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map_or_else(Quiet::default, |(hours, zone)| Quiet {
        hours: hours.0,
        zone: zone.0,
    }))
}

/// Sets it.
pub fn set(tx: &mut Tx<'_>, person: PersonId, quiet: Quiet) -> Result<(), StoreError> {
    let row = (
        quiet_hours::hours.eq(quiet.hours.map(|hours| hours.to_string())),
        quiet_hours::zone.eq(quiet.zone.to_string()),
    );
    on_each!(tx.db(), |c| diesel::insert_into(quiet_hours::table)
        .values((
            quiet_hours::person_id.eq(person.to_string()),
            row.0.clone(),
            row.1.clone(),
        ))
        .on_conflict(quiet_hours::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}
