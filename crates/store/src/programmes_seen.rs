//! Which release of a programme somebody last saw, as they said by a button.

use crate::columns::{At, Count, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, memberships, programmes_seen, registrations, seats};
use diesel::prelude::*;
use marketday_model::{
    BookingState, Event, EventId, Instant, MembershipState, OrganisationId, PersonId,
    RegistrationState,
};

/// The release of an event that somebody said they saw.
pub fn find(rx: &mut Rx<'_>, person: PersonId, event: EventId) -> Result<Option<u32>, StoreError> {
    let row: Option<Count> = programmes_seen::table
        .find((person.to_string(), event.to_string()))
        .select(programmes_seen::release_number)
        .first(rx.db())
        .optional()?;
    Ok(row.map(|number| number.0))
}

/// Keeps that somebody saw a release, unless they saw a later one.
pub fn save(
    tx: &mut Tx<'_>,
    (person, event): (PersonId, EventId),
    number: u32,
    now: Instant,
) -> Result<(), StoreError> {
    let values = (
        programmes_seen::release_number.eq(int(number)),
        programmes_seen::seen_at.eq(at(now)),
    );
    let row = (
        programmes_seen::person_id.eq(person.to_string()),
        programmes_seen::event_id.eq(event.to_string()),
        values,
    );
    on_each!(tx.db(), |c| diesel::insert_into(programmes_seen::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    let earlier = programmes_seen::table
        .find((person.to_string(), event.to_string()))
        .filter(programmes_seen::release_number.lt(int(number)));
    diesel::update(earlier).set(values).execute(tx.db())?;
    Ok(())
}

/// Since when somebody has something to do with an event: a slot (as its contact, its presenter, or as one of these
/// companies), a place, or a part in its team. Four queries.
pub fn find_since(
    rx: &mut Rx<'_>,
    person: PersonId,
    event: &Event,
    companies: &[OrganisationId],
) -> Result<Option<Instant>, StoreError> {
    let (who, id) = (person.to_string(), event.id.to_string());
    let companies: Vec<String> = companies.iter().map(ToString::to_string).collect();
    let booked: Vec<At> = bookings::table
        .filter(bookings::event_id.eq(&id))
        .filter(bookings::state.eq(BookingState::Confirmed.as_str()))
        .filter(
            bookings::contact_id
                .eq(&who)
                .or(bookings::presenter_id.eq(&who))
                .or(bookings::company_id.eq_any(companies)),
        )
        .select(bookings::confirmed_at.assume_not_null())
        .load(rx.db())?;
    let registered: Vec<At> = registrations::table
        .filter(registrations::event_id.eq(&id))
        .filter(registrations::person_id.eq(&who))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .select(registrations::confirmed_at)
        .load(rx.db())?;
    let body = event.organiser.to_string();
    let seated: Vec<At> = seats::table
        .filter(seats::person_id.eq(&who))
        .filter(seats::event_id.eq(&id).or(seats::body_id.eq(&body)))
        .select(seats::since)
        .load(rx.db())?;
    let member: Vec<At> = memberships::table
        .filter(memberships::person_id.eq(&who))
        .filter(memberships::organisation_id.eq(&body))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .select(memberships::since)
        .load(rx.db())?;
    let all = booked
        .into_iter()
        .chain(registered)
        .chain(seated)
        .chain(member);
    Ok(all.map(|at| at.0).min())
}
