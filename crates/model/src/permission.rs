//! Who may do what: pure predicates, asked with what the caller has already loaded.

use crate::{Booking, Event, Membership, PersonId, Registration};

/// A person as far as permissions are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// What ties them to organisations.
    pub memberships: Vec<Membership>,
}

impl Actor {
    fn is_active_in(&self, organisation: crate::OrganisationId) -> bool {
        self.memberships
            .iter()
            .any(|m| m.organisation == organisation && m.is_active())
    }
}

/// Planning, publishing and running an event: the active members of its organising body.
pub fn may_organise(actor: &Actor, event: &Event) -> bool {
    actor.is_active_in(event.organiser)
}

/// Seeing an event: everybody once it is public, its organisers before.
pub fn may_see(actor: Option<&Actor>, event: &Event) -> bool {
    event.is_public() || actor.is_some_and(|actor| may_organise(actor, event))
}

/// Seeing and changing a booking: the person who booked, and the active members of a company whose claim is settled.
pub fn may_change_booking(actor: &Actor, booking: &Booking) -> bool {
    booking.contact == actor.person || actor.is_active_in(booking.company)
}

/// Seeing and withdrawing a registration: the delegate.
pub fn may_withdraw(actor: &Actor, registration: &Registration) -> bool {
    registration.person == actor.person
}
