//! How a day was, as those who took part say.

use crate::text::Prose;
use crate::word::words;
use crate::{Event, Instant};
use chrono::Duration;

words! {
    /// Whether a day helped somebody.
    Helped {
        /// A lot.
        ALot = "a-lot",
        /// Somewhat.
        Some = "some",
        /// A little.
        Little = "little",
        /// Not at all.
        NotAtAll = "not-at-all",
    }
}

impl Helped {
    /// As people choose it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ALot => "A lot",
            Self::Some => "Somewhat",
            Self::Little => "A little",
            Self::NotAtAll => "Not at all",
        }
    }
}

/// What somebody says of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Whether it helped.
    pub helped: Helped,
    /// What would make the next one better; may be empty.
    pub better: Prose<2000>,
    /// Whether the organisers may know who says so.
    pub is_named: bool,
}

impl Feedback {
    /// For how long after a day it is taken.
    pub const TAKEN: Duration = Duration::days(30);

    /// Whether it is taken at `now`: from the end of the event on.
    pub fn is_taken(event: &Event, now: Instant) -> bool {
        let end = event.time.end();
        event.has_taken_place(now) && now < end + Self::TAKEN
    }
}
