//! What somebody's calendar answered to an invitation.

use crate::notice::Subject;
use crate::word::words;
use crate::{Instant, PersonId};

words! {
    /// What a calendar answers.
    CalendarAnswer {
        /// They come.
        Accepted = "accepted",
        /// They may come.
        Tentative = "tentative",
        /// They do not come. Nothing is cancelled by it: they are asked.
        Declined = "declined",
        /// Somebody else comes.
        Delegated = "delegated",
        /// They would come at another time.
        Countered = "countered",
    }
}

/// Another time that was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// From when.
    pub starts_at: Instant,
    /// Until when, where they said.
    pub ends_at: Option<Instant>,
}

/// The last answer of somebody's calendar about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarReply {
    /// The booking or registration.
    pub subject: Subject,
    /// Whose calendar.
    pub person: PersonId,
    /// What it answers.
    pub answer: CalendarAnswer,
    /// The SEQUENCE of the entry that it answers to.
    pub sequence: u32,
    /// When it answered, by its own clock (DTSTAMP).
    pub stamp: Instant,
    /// When the answer came.
    pub received_at: Instant,
    /// The other time, of a counter-proposal.
    pub proposed: Option<Proposed>,
}
