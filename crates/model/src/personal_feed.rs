//! Personal feeds: calendars behind secret addresses, one for each place in which somebody reads them.

use crate::word::words;
use crate::{Instant, PersonId, PersonalFeedId};

words! {
    /// What of somebody's own a personal feed holds.
    PersonalFeedKind {
        /// The slots that they, or companies that they act for, have booked.
        Bookings = "bookings",
        /// The days that they are registered for, the sessions that they chose, and the pitches that they present.
        Agenda = "agenda",
        /// The events that they help to run, drafts among them.
        Organised = "organised",
    }
}

impl PersonalFeedKind {
    /// What it is called in a list of calendars.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bookings => "My bookings",
            Self::Agenda => "My agenda",
            Self::Organised => "My events",
        }
    }

    /// What it holds.
    pub const fn holds(self) -> &'static str {
        match self {
            Self::Bookings => "The slots that you, or companies that you act for, have booked",
            Self::Agenda => {
                "The days that you are registered for, the sessions that you chose, and the pitches that you present"
            }
            Self::Organised => {
                "The events that you help to run, drafts among them, with what is open at each"
            }
        }
    }
}

/// A calendar behind a secret address. Only the digest of the address' token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalFeed {
    /// Its id.
    pub id: PersonalFeedId,
    /// Whose.
    pub person: PersonId,
    /// What it holds.
    pub kind: PersonalFeedKind,
    /// What they call it, such as the place where they read it.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// Since when its address is the one that it has.
    pub renewed_at: Instant,
    /// When it was last fetched, to within some minutes; none if never.
    pub fetched_at: Option<Instant>,
    /// By what kind of program, in a few words; empty if it was never fetched.
    pub client: String,
    /// The digest of the octets that were last fetched; empty if it was never fetched.
    pub octets: String,
    /// Since when it has had those octets.
    pub changed_at: Instant,
}
