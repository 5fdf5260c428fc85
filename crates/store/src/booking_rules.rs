//! By what rules events give their slots.

use crate::columns::{Count, MaybeAt, Text, at, int, joined, split};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::booking_rules;
use diesel::prelude::*;
use marketday_model::profile::SizeBand;
use marketday_model::{BookingRules, EventId, WaitingOrder};

#[derive(Queryable)]
struct Row {
    hold_minutes: Count,
    series_limit: Option<i32>,
    cancel_hours: Count,
    offer_hours: Count,
    waiting_order: Text<WaitingOrder>,
    held_back_for: String,
    small_is: Text<SizeBand>,
    held_back_until: MaybeAt,
    no_show_months: Count,
    text: String,
}

/// The rules of an event; those of a new one where nobody has set any.
pub fn find(rx: &mut Rx<'_>, event: EventId) -> Result<BookingRules, StoreError> {
    let row: Option<Row> = booking_rules::table
        .find(event.to_string())
        .select((
            booking_rules::hold_minutes,
            booking_rules::series_limit,
            booking_rules::cancel_hours,
            booking_rules::offer_hours,
            booking_rules::waiting_order,
            booking_rules::held_back_for,
            booking_rules::small_is,
            booking_rules::held_back_until,
            booking_rules::no_show_months,
            booking_rules::rule_text,
        ))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map_or_else(BookingRules::default, |row| BookingRules {
        hold_minutes: row.hold_minutes.0,
        series_limit: row.series_limit.and_then(|limit| limit.try_into().ok()),
        cancel_hours: row.cancel_hours.0,
        offer_hours: row.offer_hours.0,
        waiting_order: row.waiting_order.0,
        held_back_for: split(&row.held_back_for),
        small_is: row.small_is.0,
        held_back_until: row.held_back_until.0,
        no_show_months: row.no_show_months.0,
        text: row.text,
    }))
}

/// Sets the rules of an event.
pub fn set(tx: &mut Tx<'_>, event: EventId, rules: &BookingRules) -> Result<(), StoreError> {
    let values = || {
        (
            booking_rules::hold_minutes.eq(int(rules.hold_minutes)),
            booking_rules::series_limit.eq(rules.series_limit.map(int)),
            booking_rules::cancel_hours.eq(int(rules.cancel_hours)),
            booking_rules::offer_hours.eq(int(rules.offer_hours)),
            booking_rules::waiting_order.eq(rules.waiting_order.as_str()),
            booking_rules::held_back_for.eq(joined(&rules.held_back_for)),
            booking_rules::small_is.eq(rules.small_is.as_str()),
            booking_rules::held_back_until.eq(rules.held_back_until.map(at)),
            booking_rules::no_show_months.eq(int(rules.no_show_months)),
            booking_rules::rule_text.eq(&rules.text),
        )
    };
    on_each!(tx.db(), |c| diesel::insert_into(booking_rules::table)
        .values((booking_rules::event_id.eq(event.to_string()), values()))
        .on_conflict(booking_rules::event_id)
        .do_update()
        .set(values())
        .execute(c))?;
    Ok(())
}
