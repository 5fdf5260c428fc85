//! Nominations: people named for a seat or a membership, who have yet to accept.

use crate::columns::{At, MaybeAt, MaybeText, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::nominations;
use diesel::prelude::*;
use marketday_model::{
    EmailAddress, EventId, Instant, Nominated, Nomination, NominationId, OrganisationId, PersonId,
    SeatScope,
};

type Row = (
    Text<NominationId>,
    Text<EmailAddress>,
    String,
    MaybeText<EventId>,
    MaybeText<OrganisationId>,
    String,
    MaybeText<PersonId>,
    At,
    At,
    MaybeAt,
    MaybeAt,
);

fn nomination(row: Row) -> Result<Nomination, StoreError> {
    let (id, email, kind, event, organisation, role, named_by, made, expires, accepted, withdrawn) =
        row;
    let place = place(&kind, event.0, organisation.0, &role);
    Ok(Nomination {
        id: id.0,
        email: email.0,
        place: place.ok_or(StoreError::Stale("a nomination"))?,
        named_by: named_by.0,
        made_at: made.0,
        expires_at: expires.0,
        accepted_at: accepted.0,
        withdrawn_at: withdrawn.0,
    })
}

fn place(
    kind: &str,
    event: Option<EventId>,
    organisation: Option<OrganisationId>,
    role: &str,
) -> Option<Nominated> {
    Some(match kind {
        "event-seat" => Nominated::Seat(SeatScope::Event(event?), role.parse().ok()?),
        "body-seat" => Nominated::Seat(SeatScope::Body(organisation?), role.parse().ok()?),
        _ => Nominated::Membership(organisation?, role.parse().ok()?),
    })
}

/// A place as its columns: kind, event, organisation, role.
fn columns(place: Nominated) -> (&'static str, Option<String>, Option<String>, &'static str) {
    match place {
        Nominated::Seat(SeatScope::Event(id), role) => {
            ("event-seat", Some(id.to_string()), None, role.as_str())
        }
        Nominated::Seat(SeatScope::Body(id), role) => {
            ("body-seat", None, Some(id.to_string()), role.as_str())
        }
        Nominated::Membership(id, role) => {
            ("membership", None, Some(id.to_string()), role.as_str())
        }
    }
}

/// Stores a nomination.
pub fn insert(tx: &mut Tx<'_>, new: &Nomination) -> Result<(), StoreError> {
    let (kind, event, organisation, role) = columns(new.place);
    diesel::insert_into(nominations::table)
        .values((
            nominations::id.eq(new.id.to_string()),
            nominations::email.eq(new.email.as_str()),
            nominations::kind.eq(kind),
            nominations::event_id.eq(event),
            nominations::organisation_id.eq(organisation),
            nominations::role.eq(role),
            nominations::named_by.eq(new.named_by.map(|id| id.to_string())),
            nominations::made_at.eq(at(new.made_at)),
            nominations::expires_at.eq(at(new.expires_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The nomination with this id.
pub fn find(rx: &mut Rx<'_>, id: NominationId) -> Result<Option<Nomination>, StoreError> {
    let row: Option<Row> = nominations::table
        .find(id.to_string())
        .select(nominations::all_columns)
        .get_result(rx.db())
        .optional()?;
    row.map(nomination).transpose()
}

/// The nominations for an event's team, those for all events of its body among them, that can still be accepted.
pub fn list_of_team(
    rx: &mut Rx<'_>,
    event: EventId,
    body: OrganisationId,
    now: Instant,
) -> Result<Vec<Nomination>, StoreError> {
    let there = nominations::event_id
        .eq(event.to_string())
        .or(nominations::organisation_id
            .eq(body.to_string())
            .and(nominations::kind.eq("body-seat")));
    let rows: Vec<Row> = nominations::table
        .filter(there)
        .filter(nominations::accepted_at.is_null())
        .filter(nominations::withdrawn_at.is_null())
        .filter(nominations::expires_at.gt(at(now)))
        .order(nominations::id)
        .select(nominations::all_columns)
        .load(rx.db())?;
    rows.into_iter().map(nomination).collect()
}

/// The nominations for a membership of an organisation that can still be accepted.
pub fn list_of_organisation(
    rx: &mut Rx<'_>,
    organisation: OrganisationId,
    now: Instant,
) -> Result<Vec<Nomination>, StoreError> {
    let rows: Vec<Row> = nominations::table
        .filter(nominations::organisation_id.eq(organisation.to_string()))
        .filter(nominations::kind.eq("membership"))
        .filter(nominations::accepted_at.is_null())
        .filter(nominations::withdrawn_at.is_null())
        .filter(nominations::expires_at.gt(at(now)))
        .order(nominations::id)
        .select(nominations::all_columns)
        .load(rx.db())?;
    rows.into_iter().map(nomination).collect()
}

/// Lets what one person names, and who is named by one address, pass one after the other until the transaction ends:
/// what is then counted and withdrawn stays true.
pub fn lock_counts(tx: &mut Tx<'_>, by: PersonId, email: &EmailAddress) -> Result<(), StoreError> {
    crate::codes::lock_keys(tx, [(3, by.to_string().as_str()), (1, email.as_str())])
}

/// How many people somebody has named since an instant.
pub fn count_named_since(rx: &mut Rx<'_>, by: PersonId, since: Instant) -> Result<i64, StoreError> {
    let named = nominations::table
        .filter(nominations::named_by.eq(by.to_string()))
        .filter(nominations::made_at.gt(at(since)));
    Ok(named.count().get_result(rx.db())?)
}

/// Withdraws what is still open for this address and place, whatever its role: a newer nomination takes its place.
pub fn withdraw_same(tx: &mut Tx<'_>, new: &Nomination, now: Instant) -> Result<(), StoreError> {
    let (kind, event, organisation, _) = columns(new.place);
    let mut same = diesel::update(nominations::table)
        .filter(nominations::email.eq(new.email.as_str()))
        .filter(nominations::kind.eq(kind))
        .filter(nominations::accepted_at.is_null())
        .filter(nominations::withdrawn_at.is_null())
        .into_boxed();
    if let Some(event) = event {
        same = same.filter(nominations::event_id.eq(event));
    }
    if let Some(organisation) = organisation {
        same = same.filter(nominations::organisation_id.eq(organisation));
    }
    same.set(nominations::withdrawn_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}

/// Notes that it was accepted: once, before it ran out, and only if it was not withdrawn. Whether it was.
pub fn accept(tx: &mut Tx<'_>, id: NominationId, now: Instant) -> Result<bool, StoreError> {
    let open = nominations::table
        .filter(nominations::id.eq(id.to_string()))
        .filter(nominations::accepted_at.is_null())
        .filter(nominations::withdrawn_at.is_null())
        .filter(nominations::expires_at.gt(at(now)));
    let changed = diesel::update(open)
        .set(nominations::accepted_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Withdraws it, unless it was accepted; whether it was open.
pub fn withdraw(tx: &mut Tx<'_>, id: NominationId, now: Instant) -> Result<bool, StoreError> {
    let open = nominations::table
        .filter(nominations::id.eq(id.to_string()))
        .filter(nominations::accepted_at.is_null())
        .filter(nominations::withdrawn_at.is_null());
    let changed = diesel::update(open)
        .set(nominations::withdrawn_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(changed == 1)
}
