//! The team that runs an event: people with a seat in it, each in a role.

use crate::word::words;
use crate::{Event, EventId, Instant, OrganisationId, PersonId, SeatId};

words! {
    /// What somebody with a seat may do. Each role's rights are in [`crate::permission`].
    TeamRole {
        /// Everything, and decides who else may.
        Owner = "owner",
        /// Everything but the team and calling the day off.
        Editor = "editor",
        /// The programme, its slots and its bookings.
        Programme = "programme",
        /// Who comes, and checking them in.
        FrontDesk = "front-desk",
        /// Looks on.
        Viewer = "viewer",
        /// Scores proposals, and sees nothing else.
        Assessor = "assessor",
    }
}

/// Where a seat holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatScope {
    /// At one event.
    Event(EventId),
    /// At every event of an organising body.
    Body(OrganisationId),
}

impl SeatScope {
    /// Whether it reaches this event.
    pub fn holds_at(self, event: &Event) -> bool {
        match self {
            Self::Event(id) => id == event.id,
            Self::Body(id) => id == event.organiser,
        }
    }
}

/// A person's place in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// Who.
    pub person: PersonId,
    /// Where.
    pub scope: SeatScope,
    /// As what.
    pub role: TeamRole,
    /// Since when.
    pub since: Instant,
}

impl TeamRole {
    /// As what somebody joins: "an editor".
    pub const fn as_what(self) -> &'static str {
        match self {
            Self::Owner => "an owner",
            Self::Editor => "an editor",
            Self::Programme => "a maker of the programme",
            Self::FrontDesk => "front-desk staff",
            Self::Viewer => "a viewer",
            Self::Assessor => "an assessor",
        }
    }

    /// What they could do: "You could …".
    pub const fn may(self) -> &'static str {
        match self {
            Self::Owner => {
                "change everything about the event, cancel it, and decide who else is in the team"
            }
            Self::Editor => "change the event and its programme, and see who books and registers",
            Self::Programme => "change and release the programme, and look after its bookings",
            Self::FrontDesk => "see who is registered and check them in on the day",
            Self::Viewer => "see the event and its programme while they are planned",
            Self::Assessor => "read and score what companies propose, and see nothing else",
        }
    }
}
