//! Registrations: delegates' places.

use crate::event::InvalidTransition;
use crate::word::words;
use crate::{EventId, Instant, OrganisationId, PersonId, RegistrationId, Theme};

words! {
    /// Where a registration stands. (Waiting and offered come with the waiting list.)
    RegistrationState {
        /// A place is theirs.
        Confirmed = "confirmed",
        /// Given up.
        Cancelled = "cancelled",
    }
}

impl RegistrationState {
    /// The next state, if a registration may go there from here.
    pub fn to(self, next: Self) -> Result<Self, InvalidTransition> {
        match (self, next) {
            (Self::Confirmed, Self::Cancelled) => Ok(next),
            _ => Err(InvalidTransition {
                from: self.as_str(),
                to: next.as_str(),
            }),
        }
    }
}

/// A delegate's place at an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// At which event.
    pub event: EventId,
    /// Whose.
    pub person: PersonId,
    /// Where it stands.
    pub state: RegistrationState,
    /// The name they want on their badge.
    pub name: String,
    /// The authority or organisation they come from, as they wrote it.
    pub organisation: String,
    /// The authority that this is, where it is a known one.
    pub authority: Option<OrganisationId>,
    /// What they do there.
    pub role: String,
    /// What they want to hear about, in the order of [`Theme::ALL`].
    pub themes: Vec<Theme>,
    /// Whether other delegates may see that they come.
    pub listed: bool,
    /// SEQUENCE of its calendar entry (RFC 5545, section 3.8.7.4).
    pub sequence: u32,
    /// When it was confirmed.
    pub confirmed_at: Instant,
    /// When anything in its calendar entry last changed.
    pub changed_at: Instant,
    /// When it was given up.
    pub cancelled_at: Option<Instant>,
}

/// What a delegate needs in order to take part: kept apart from the registration, seen by that event's organisers
/// only, deleted 30 days after the day (UK GDPR, articles 5(1)(c), 5(1)(e) and 9).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Access needs.
    pub access: String,
    /// Dietary needs.
    pub dietary: String,
}

impl Needs {
    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.access.is_empty() && self.dietary.is_empty()
    }
}
