//! Calls for proposals, and the criteria by which those are scored.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{calls, criteria};
use diesel::prelude::*;
use marketday_model::call::Weight;
use marketday_model::event::Window;
use marketday_model::{Call, Criterion, CriterionId, EventId, Instant};

type Row = (
    Text<EventId>,
    String,
    MaybeAt,
    At,
    Count,
    Count,
    Count,
    Count,
    MaybeAt,
    At,
);

/// The call of an event, if it has one.
pub fn find(rx: &mut Rx<'_>, event: EventId) -> Result<Option<Call>, StoreError> {
    let row: Option<Row> = calls::table
        .find(event.to_string())
        .select(calls::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(|row| Call {
        event: row.0.0,
        looked_for: row.1,
        window: Window {
            opens_at: row.2.0,
            closes_at: row.3.0,
        },
        minimum_scores: row.4.0,
        days_to_confirm: row.5.0,
        company_limit: row.6.0,
        version: row.7.0,
        published_at: row.8.0,
    }))
}

/// Stores a call over the one with the version before it, or as the first, and says whether nobody else was faster.
pub fn save(tx: &mut Tx<'_>, call: &Call, now: Instant) -> Result<bool, StoreError> {
    let values = (
        calls::looked_for.eq(&call.looked_for),
        calls::opens_at.eq(call.window.opens_at.map(at)),
        calls::closes_at.eq(at(call.window.closes_at)),
        calls::minimum_scores.eq(int(call.minimum_scores)),
        calls::days_to_confirm.eq(int(call.days_to_confirm)),
        calls::company_limit.eq(int(call.company_limit)),
        calls::version.eq(int(call.version)),
        calls::published_at.eq(call.published_at.map(at)),
        calls::changed_at.eq(at(now)),
    );
    let event = call.event.to_string();
    if call.version == 1 {
        return tx.insert_if_free(|db| {
            on_each!(db, |c| diesel::insert_into(calls::table)
                .values((calls::event_id.eq(event), values))
                .execute(c))
        });
    }
    let before = calls::table
        .filter(calls::event_id.eq(event))
        .filter(calls::version.eq(int(call.version) - 1));
    Ok(diesel::update(before).set(values).execute(tx.db())? == 1)
}

/// The criteria of an event in their order.
pub fn list_criteria(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Criterion>, StoreError> {
    let rows: Vec<(Text<CriterionId>, String, String, Count)> = criteria::table
        .filter(criteria::event_id.eq(event.to_string()))
        .order((criteria::position, criteria::id))
        .select((
            criteria::id,
            criteria::name,
            criteria::guidance,
            criteria::weight,
        ))
        .load(rx.db())?;
    rows.into_iter()
        .map(|(id, name, guidance, weight)| {
            let unreadable = || StoreError::Unreadable {
                table: "criteria",
                value: weight.0.to_string(),
            };
            Ok(Criterion {
                id: id.0,
                name,
                guidance,
                weight: Weight::new(weight.0).ok_or_else(unreadable)?,
            })
        })
        .collect()
}

/// Makes these the criteria of an event, in this order: those that are not among them go, with their scores.
pub fn replace_criteria(
    tx: &mut Tx<'_>,
    event: EventId,
    all: &[Criterion],
) -> Result<(), StoreError> {
    let ids: Vec<String> = all.iter().map(|one| one.id.to_string()).collect();
    let gone = criteria::table
        .filter(criteria::event_id.eq(event.to_string()))
        .filter(criteria::id.ne_all(ids));
    diesel::delete(gone).execute(tx.db())?;
    for (position, one) in (0..).zip(all) {
        let row = (
            criteria::position.eq(position),
            criteria::name.eq(&one.name),
            criteria::guidance.eq(&one.guidance),
            criteria::weight.eq(int(one.weight.get())),
        );
        let known = criteria::table
            .filter(criteria::id.eq(one.id.to_string()))
            .filter(criteria::event_id.eq(event.to_string()));
        if diesel::update(known).set(row).execute(tx.db())? == 0 {
            diesel::insert_into(criteria::table)
                .values((
                    criteria::id.eq(one.id.to_string()),
                    criteria::event_id.eq(event.to_string()),
                    row,
                ))
                .execute(tx.db())?;
        }
    }
    Ok(())
}
