//! People, and what ties them to organisations.

use crate::word::words;
use crate::{EmailAddress, Instant, MembershipId, OrganisationId, PersonId};

/// Somebody with an email address that they have shown to be theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their address: one person an address.
    pub email: EmailAddress,
    /// Their name as they gave it.
    pub name: String,
    /// A telephone number, seen by the organisers of their events only.
    pub phone: Option<String>,
}

words! {
    /// What a person may do for an organisation.
    Role {
        /// Everything, and decides who else may.
        Owner = "owner",
        /// Acts for the organisation.
        Member = "member",
        /// Acts for the organisation on a member's behalf.
        Assistant = "assistant",
    }
}

impl Role {
    /// As what somebody joins: "a member".
    pub const fn as_what(self) -> &'static str {
        match self {
            Self::Owner => "an owner",
            Self::Member => "a member",
            Self::Assistant => "an assistant",
        }
    }

    /// What they could do: "You could …".
    pub const fn may(self) -> &'static str {
        match self {
            Self::Owner => "act for it, change what it says of itself, and decide who else may",
            Self::Member => "act for it and change what it says of itself",
            Self::Assistant => "act for it",
        }
    }
}

words! {
    /// Whether a tie to an organisation stands.
    MembershipState {
        /// Said by the person, not yet confirmed by the organisation or an organiser.
        Claimed = "claimed",
        /// In force.
        Active = "active",
    }
}

/// A person's tie to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// Who.
    pub person: PersonId,
    /// Of what.
    pub organisation: OrganisationId,
    /// As what.
    pub role: Role,
    /// Whether it is in force.
    pub state: MembershipState,
    /// Since when.
    pub since: Instant,
}

impl Membership {
    /// Whether it is in force.
    pub fn is_active(&self) -> bool {
        self.state == MembershipState::Active
    }
}
