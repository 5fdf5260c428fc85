//! Letters to everyone concerned when an event itself changes or is cancelled.

use marketday_model::StandardLetter;
use serde::Serialize;

use super::facts::{BookingFacts, Change, EventFacts, Foot};
use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{EventLetter, Letter, Parts};

/// As what somebody is told of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// They hold a booking.
    Company,
    /// They hold a registration.
    Delegate,
}

/// The date, the venue or the title of an event changed.
#[derive(Debug, Clone, Serialize)]
pub struct EventChanged {
    /// The recipient's name.
    pub to_name: String,
    /// As what they are told.
    pub audience: Audience,
    /// The event as it is now.
    pub event: EventFacts,
    /// What changed, most important first.
    pub changes: Vec<Change>,
    /// Why the date is another one, in the organiser's words.
    pub reason: Option<String>,
    /// The absolute https address of their own booking or registration, where they can cancel.
    pub your_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for EventChanged {
    const FOLDER: &'static str = "event-changed";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            audience: Audience::Delegate,
            event: event_facts(),
            changes: vec![
                Change::new(
                    "Date",
                    "Wednesday 14 October 2026, 9:30am to 4:30pm",
                    "Thursday 15 October 2026, 9:30am to 4:30pm",
                ),
                Change::new("Venue", "Leeds Civic Hall", "The Piece Hall"),
            ],
            reason: Some("The hall is needed for an election.".into()),
            your_link: "https://marketday.example/events/northern-care-technology-day/registration"
                .into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for EventChanged {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::EventChanged)
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

/// An event does not take place.
#[derive(Debug, Clone, Serialize)]
pub struct EventCancelled {
    /// The recipient's name.
    pub to_name: String,
    /// As what they are told.
    pub audience: Audience,
    /// The event as it was planned.
    pub event: EventFacts,
    /// The reason, in the organiser's words.
    pub reason: Option<String>,
    /// The absolute https address of the list of other events.
    pub other_events_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for EventCancelled {
    const FOLDER: &'static str = "event-cancelled";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            audience: Audience::Delegate,
            event: event_facts(),
            reason: Some("The venue has been closed for urgent repairs to its roof.".into()),
            other_events_link: "https://marketday.example/".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for EventCancelled {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::EventCancelled)
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

/// An event has no date for now.
#[derive(Debug, Clone, Serialize)]
pub struct EventPostponed {
    /// The recipient's name.
    pub to_name: String,
    /// As what they are told.
    pub audience: Audience,
    /// The event as it was planned.
    pub event: EventFacts,
    /// The reason, in the organiser's words.
    pub reason: Option<String>,
    /// The absolute https address of their own booking or registration, where they can cancel.
    pub your_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for EventPostponed {
    const FOLDER: &'static str = "event-postponed";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            audience: Audience::Delegate,
            event: event_facts(),
            reason: Some("The venue has been closed for urgent repairs to its roof.".into()),
            your_link: "https://marketday.example/events/northern-care-technology-day/registration"
                .into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for EventPostponed {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::EventPostponed)
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

/// An event that was cancelled takes place after all.
#[derive(Debug, Clone, Serialize)]
pub struct EventReinstated {
    /// The recipient's name.
    pub to_name: String,
    /// As what they are told.
    pub audience: Audience,
    /// The event as it is now.
    pub event: EventFacts,
    /// The slot that is theirs again, for a company.
    pub booking: Option<BookingFacts>,
    /// Whether the letter only takes the entry out that their calendar has; another one brings the new.
    pub takes_out: bool,
    /// The absolute https address of their own booking or registration, where they can cancel.
    pub your_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for EventReinstated {
    const FOLDER: &'static str = "event-reinstated";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            audience: Audience::Company,
            event: event_facts(),
            booking: Some(booking_facts()),
            takes_out: false,
            your_link: "https://marketday.example/bookings/0198".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for EventReinstated {
    fn standard(&self) -> Option<StandardLetter> {
        // What only takes an entry out says so in our words.
        (!self.takes_out).then_some(StandardLetter::EventReinstated)
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
