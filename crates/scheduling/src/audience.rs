//! Who will be told when something about an event changes.

use marketday_model::{EventId, PersonId};
use marketday_store::bookings::BookingFilter;
use marketday_store::{Rx, StoreError, bookings, registrations};
use std::collections::HashSet;

/// How many people an event's change concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Audience {
    /// Live bookings, whose contacts are told.
    pub bookings: usize,
    /// Delegates with a place.
    pub delegates: usize,
    /// Different people in all.
    pub people: usize,
}

/// The contacts of live bookings and the delegates with a place.
pub fn audience(rx: &mut Rx<'_>, event: EventId) -> Result<Audience, StoreError> {
    let booked = bookings::list(
        rx,
        &BookingFilter {
            event: Some(event),
            ..BookingFilter::default()
        },
    )?;
    let delegates = registrations::list_confirmed(rx, event)?;
    let people: HashSet<PersonId> = booked
        .iter()
        .map(|b| b.contact)
        .chain(delegates.iter().map(|r| r.person))
        .collect();
    Ok(Audience {
        bookings: booked.len(),
        delegates: delegates.len(),
        people: people.len(),
    })
}
