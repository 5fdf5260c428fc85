//! Nominations: somebody is named for a seat or a membership, is asked by email, and accepts.

use crate::{
    EmailAddress, Instant, NominationId, OrganisationId, PersonId, Role, SeatScope, TeamRole,
};

/// What somebody is named for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nominated {
    /// A seat in a team.
    Seat(SeatScope, TeamRole),
    /// A membership of an organisation.
    Membership(OrganisationId, Role),
}

impl Nominated {
    /// As what, after "as": "an editor".
    pub const fn as_what(self) -> &'static str {
        match self {
            Self::Seat(_, role) => role.as_what(),
            Self::Membership(_, role) => role.as_what(),
        }
    }

    /// What they could do then, after "could".
    pub const fn may(self) -> &'static str {
        match self {
            Self::Seat(_, role) => role.may(),
            Self::Membership(_, role) => role.may(),
        }
    }
}

/// Somebody named for a seat or a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nomination {
    /// Its id, which is the only secret of its address: accepting needs a sign-in as [`Nomination::email`].
    pub id: NominationId,
    /// The address that is asked.
    pub email: EmailAddress,
    /// For what.
    pub place: Nominated,
    /// Who named them; nobody once that person is erased.
    pub named_by: Option<PersonId>,
    /// When.
    pub made_at: Instant,
    /// Until when it can be accepted.
    pub expires_at: Instant,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Instant>,
}

impl Nomination {
    /// Whether it can be accepted at `at`.
    pub fn is_open(&self, at: Instant) -> bool {
        self.accepted_at.is_none() && self.withdrawn_at.is_none() && at < self.expires_at
    }
}
