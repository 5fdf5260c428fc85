//! Letters about what a calendar answered to an invitation.

use super::samples::{event_facts, operator_foot, organiser_foot};
use super::{EventFacts, EventLetter, Foot, Letter, Parts};
use marketday_model::StandardLetter;
use serde::Serialize;

/// The booking or registration that a calendar answered about.
#[derive(Debug, Clone, Serialize)]
pub struct EntryFacts {
    /// What it is, within a sentence: `booking` or `registration`.
    pub noun: String,
    /// What its title is: `Pitch` or `Event`.
    pub label: String,
    /// The title of the pitch or of the event.
    pub title: String,
    /// When it is, in the event's time.
    pub when_text: String,
    /// The absolute https address of the page on which the reader acts.
    pub link: String,
}

/// Whoever declined in their calendar is asked whether to cancel.
#[derive(Debug, Clone, Serialize)]
pub struct EntryDeclined {
    /// Whose it is.
    pub to_name: String,
    /// What they have.
    pub entry: EntryFacts,
    /// The event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for EntryDeclined {
    const FOLDER: &'static str = "entry-declined";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            entry: EntryFacts {
                link: "https://marketday.example/bookings/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11"
                    .into(),
                ..booking("")
            },
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for EntryDeclined {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::EntryDeclined)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: None,
            slot: None,
        }
    }
}

fn booking(link: &str) -> EntryFacts {
    EntryFacts {
        noun: "booking".into(),
        label: "Pitch".into(),
        title: "Falls foreseen: sensors that need no camera".into(),
        when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
        link: link.into(),
    }
}

/// An organiser learns that somebody's calendar proposes another time.
#[derive(Debug, Clone, Serialize)]
pub struct TimeProposed {
    /// The organiser.
    pub to_name: String,
    /// Who proposes it.
    pub who: String,
    /// Their address.
    pub email: String,
    /// What they have.
    pub entry: EntryFacts,
    /// The other time, in the event's; `None` where the calendar gave none that can be read.
    pub proposed_text: Option<String>,
    /// The event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for TimeProposed {
    const FOLDER: &'static str = "time-proposed";

    fn sample() -> Self {
        Self {
            to_name: "Priya Nair".into(),
            who: "Tom Okafor".into(),
            email: "tom@steadfoot.example".into(),
            entry: booking(
                "https://marketday.example/organise/events/northern-care-technology-day/bookings",
            ),
            proposed_text: Some("Thursday 18 March 2027, 2pm to 2:10pm".into()),
            event: event_facts(),
            foot: operator_foot(),
        }
    }
}

/// An organiser learns that somebody's calendar says that another person comes.
#[derive(Debug, Clone, Serialize)]
pub struct EntryDelegated {
    /// The organiser.
    pub to_name: String,
    /// Who passed it on.
    pub who: String,
    /// Their address.
    pub email: String,
    /// What they have.
    pub entry: EntryFacts,
    /// The event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for EntryDelegated {
    const FOLDER: &'static str = "entry-delegated";

    fn sample() -> Self {
        Self {
            to_name: "Priya Nair".into(),
            who: "Tom Okafor".into(),
            email: "tom@steadfoot.example".into(),
            entry: booking(
                "https://marketday.example/organise/events/northern-care-technology-day/bookings",
            ),
            event: event_facts(),
            foot: operator_foot(),
        }
    }
}
