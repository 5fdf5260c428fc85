//! Whether a thing happens, and how its title says so.

use marketday_calendar::Status;
use marketday_model::{Event, EventState};

/// Whether a thing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Happens,
    Postponed,
    Cancelled,
}

impl Standing {
    /// How an event stands, and with it everything in it that does not stand worse.
    pub(super) fn of(event: &Event) -> Self {
        match event.state {
            EventState::Cancelled => Self::Cancelled,
            EventState::Postponed => Self::Postponed,
            EventState::Draft | EventState::Published | EventState::Completed => Self::Happens,
        }
    }

    /// The same, unless this part of the event was given up by itself.
    pub(super) fn unless(self, given_up: bool) -> Self {
        if given_up { Self::Cancelled } else { self }
    }

    /// The word for clients that know it.
    pub(super) fn status(self) -> Status {
        match self {
            Self::Happens => Status::Confirmed,
            Self::Postponed => Status::Tentative,
            Self::Cancelled => Status::Cancelled,
        }
    }

    /// The title for clients that do not.
    pub(super) fn title(self, title: &str) -> String {
        match self {
            Self::Happens => title.to_owned(),
            Self::Postponed => format!("Postponed: {title}"),
            Self::Cancelled => format!("Cancelled: {title}"),
        }
    }
}
