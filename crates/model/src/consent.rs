//! Letters that nobody needs, and the consent without which they are not sent (PECR, regulation 22; UK GDPR, article 7).
//!
//! Letters about somebody's own bookings, registrations, teams and sign-ins are part of what they asked for and need no
//! consent. Whatever else is sent to many is one of these kinds, each with a consent of its own; but what comes with a
//! part in a team is sent until it is switched off.

use crate::word::words;
use crate::{ConsentId, Instant, PersonId};

words! {
    /// A kind of letter that is sent only to those who said that they want it.
    OptionalLetter {
        /// New market days in a region or about a theme that they follow.
        EventNews = "event-news",
        /// How a day was that they took part in.
        FeedbackRequest = "feedback-request",
        /// What became of the bookings that they look after.
        BookingDigest = "booking-digest",
    }
}

impl OptionalLetter {
    /// Whether it comes with a part in a team, until they switch it off: it is about the work that they took on, and
    /// nobody else gets it.
    pub const fn comes_with_team(self) -> bool {
        matches!(self, Self::BookingDigest)
    }

    /// What somebody agrees to, word for word: what stands beside the box, and is kept with the consent.
    pub const fn wording(self) -> &'static str {
        match self {
            Self::EventNews => {
                "Email me when a market day is announced in a region or about a theme that I chose"
            }
            Self::FeedbackRequest => {
                "Email me after a market day that I took part in, to ask how it was"
            }
            Self::BookingDigest => {
                "Email me in the morning what became of the bookings of events that I look after"
            }
        }
    }

    /// How often that is.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::EventNews => "At once or once a week, as you choose below.",
            Self::FeedbackRequest => "One letter after each day, at most.",
            Self::BookingDigest => {
                "One letter a day, at most. It comes with your part in a team, unless you take the tick away."
            }
        }
    }
}

/// A consent as it was given. A row each time: one that was withdrawn stays, and giving it again makes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who gave it.
    pub person: PersonId,
    /// To which letters.
    pub letter: OptionalLetter,
    /// What they agreed to, word for word.
    pub wording: String,
    /// The page whose form they sent: `/my/letters`.
    pub given_on: String,
    /// When.
    pub given_at: Instant,
    /// When they took it back, if they did.
    pub withdrawn_at: Option<Instant>,
}

impl Consent {
    /// Whether it still holds.
    pub const fn is_in_force(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}
