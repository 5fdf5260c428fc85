//! Letters to whoever presents what another has booked, and to that other about them.

use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{BookingFacts, Change, EventFacts, EventLetter, Foot, Letter, Parts};
use marketday_model::StandardLetter;
use serde::Serialize;

fn presented() -> BookingFacts {
    BookingFacts {
        presenter: None,
        ..booking_facts()
    }
}

/// They present what another has booked.
#[derive(Debug, Clone, Serialize)]
pub struct PresenterInvited {
    /// Who presents.
    pub to_name: String,
    /// Who booked it, and named them.
    pub booker: String,
    /// What is presented, and when.
    pub booking: BookingFacts,
    /// At which event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PresenterInvited {
    const FOLDER: &'static str = "presenter-invited";

    fn sample() -> Self {
        Self {
            to_name: "Grace Okafor".into(),
            booker: "Tom Okafor".into(),
            booking: presented(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for PresenterInvited {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::PresenterInvited)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// What they present changed.
#[derive(Debug, Clone, Serialize)]
pub struct PresenterChanged {
    /// Who presents.
    pub to_name: String,
    /// What changed, most important first.
    pub changes: Vec<Change>,
    /// What is presented, and when.
    pub booking: BookingFacts,
    /// At which event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PresenterChanged {
    const FOLDER: &'static str = "presenter-changed";

    fn sample() -> Self {
        Self {
            to_name: "Grace Okafor".into(),
            changes: vec![Change::new("Time", "11am to 11:12am", "10:30am to 10:42am")],
            booking: presented(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for PresenterChanged {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::PresenterChanged)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// Why somebody does not present any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotPresenting {
    /// The contact presents, or named another.
    Another,
    /// The booking is cancelled.
    Booking,
    /// The event is.
    Event,
}

/// They do not present it any more.
#[derive(Debug, Clone, Serialize)]
pub struct PresenterReleased {
    /// Who presented.
    pub to_name: String,
    /// Why.
    pub reason: NotPresenting,
    /// What is presented, and when.
    pub booking: BookingFacts,
    /// At which event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PresenterReleased {
    const FOLDER: &'static str = "presenter-released";

    fn sample() -> Self {
        Self {
            to_name: "Grace Okafor".into(),
            reason: NotPresenting::Another,
            booking: presented(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for PresenterReleased {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::PresenterReleased)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// Whoever was to present declined in their calendar.
#[derive(Debug, Clone, Serialize)]
pub struct PresenterDeclined {
    /// The contact of the booking.
    pub to_name: String,
    /// Who declined.
    pub presenter: String,
    /// What is presented, and when.
    pub booking: BookingFacts,
    /// At which event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PresenterDeclined {
    const FOLDER: &'static str = "presenter-declined";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            presenter: "Grace Okafor".into(),
            booking: presented(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for PresenterDeclined {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::PresenterDeclined)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}
