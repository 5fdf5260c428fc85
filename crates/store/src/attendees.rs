//! The attendee list of an event: delegates who let others see that they come.

use crate::columns::{At, MaybeAt, Text};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{bookings, registrations};
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use marketday_model::{
    BookingId, BookingState, Claim, EventId, Instant, OrganisationId, PersonId, RegistrationId,
    RegistrationState,
};

/// What others see of a delegate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Their name.
    pub name: String,
    /// Their authority or organisation.
    pub organisation: String,
}

/// The delegates with a place who let others see that they come, by name.
pub fn list(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Attendee>, StoreError> {
    let rows: Vec<(String, String)> = registrations::table
        .filter(registrations::event_id.eq(event.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .filter(registrations::listed.eq(true))
        .order((registrations::name, registrations::id))
        .select((registrations::name, registrations::organisation))
        .load(rx.db())?;
    let attendee = |(name, organisation)| Attendee { name, organisation };
    Ok(rows.into_iter().map(attendee).collect())
}

/// Whether somebody takes part in an event: has a place, or a slot as its contact, as its presenter, or as one of
/// these companies. A claim that nobody confirmed yet is none.
pub fn takes_part(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
    companies: &[OrganisationId],
) -> Result<bool, StoreError> {
    let (event, person) = (event.to_string(), person.to_string());
    let companies: Vec<String> = companies.iter().map(ToString::to_string).collect();
    let place = registrations::table
        .filter(registrations::event_id.eq(&event))
        .filter(registrations::person_id.eq(&person))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()));
    let theirs = bookings::contact_id
        .eq(&person)
        .or(bookings::presenter_id.eq(&person))
        .or(bookings::company_id.eq_any(companies));
    let slot = bookings::table
        .filter(bookings::event_id.eq(&event))
        .filter(bookings::state.eq(BookingState::Confirmed.as_str()))
        .filter(bookings::claim.eq(Claim::Settled.as_str()))
        .filter(theirs)
        .select(bookings::id);
    if select(exists(place)).get_result(rx.db())? {
        return Ok(true);
    }
    let slots: Vec<Text<BookingId>> = slot.limit(1).load(rx.db())?;
    Ok(!slots.is_empty())
}

/// Since when somebody takes part in an event, in the same sense. Two queries.
pub fn find_since(
    rx: &mut Rx<'_>,
    event: EventId,
    person: PersonId,
    companies: &[OrganisationId],
) -> Result<Option<Instant>, StoreError> {
    let (event, person) = (event.to_string(), person.to_string());
    let companies: Vec<String> = companies.iter().map(ToString::to_string).collect();
    let place: Option<At> = registrations::table
        .filter(registrations::event_id.eq(&event))
        .filter(registrations::person_id.eq(&person))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .select(registrations::confirmed_at)
        .order(registrations::confirmed_at)
        .first(rx.db())
        .optional()?;
    let theirs = bookings::contact_id
        .eq(&person)
        .or(bookings::presenter_id.eq(&person))
        .or(bookings::company_id.eq_any(companies));
    let slot: Option<MaybeAt> = bookings::table
        .filter(bookings::event_id.eq(&event))
        .filter(bookings::state.eq(BookingState::Confirmed.as_str()))
        .filter(bookings::claim.eq(Claim::Settled.as_str()))
        .filter(theirs)
        .select(bookings::confirmed_at)
        .order(bookings::confirmed_at)
        .first(rx.db())
        .optional()?;
    let first = [place.map(|at| at.0), slot.and_then(|at| at.0)];
    Ok(first.into_iter().flatten().min())
}

/// Puts a delegate with a place on the list or takes them off; says whether that changed anything.
pub fn set_listed(tx: &mut Tx<'_>, id: RegistrationId, listed: bool) -> Result<bool, StoreError> {
    let otherwise = registrations::table
        .filter(registrations::id.eq(id.to_string()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()))
        .filter(registrations::listed.ne(listed));
    let changed = diesel::update(otherwise)
        .set(registrations::listed.eq(listed))
        .execute(tx.db())?;
    Ok(changed == 1)
}
