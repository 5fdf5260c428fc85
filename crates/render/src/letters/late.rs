//! Letters about cancelling late, and about not appearing.

use super::samples::{booking_facts, event_facts, operator_foot, organiser_foot};
use super::{BookingFacts, EventFacts, EventLetter, Foot, Letter, Parts};
use marketday_model::StandardLetter;
use serde::Serialize;

/// An organiser learns that a company asks to cancel, and decides on a page.
#[derive(Debug, Clone, Serialize)]
pub struct LateCancellationAsked {
    /// The organiser.
    pub to_name: String,
    /// The booking.
    pub booking: BookingFacts,
    /// The event.
    pub event: EventFacts,
    /// Why the company cannot come.
    pub reason: String,
    /// The absolute https address of the page whose buttons decide.
    pub decision_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for LateCancellationAsked {
    const FOLDER: &'static str = "late-cancellation-asked";

    fn sample() -> Self {
        Self {
            to_name: "Priya Nair".into(),
            booking: booking_facts(),
            event: event_facts(),
            reason: "Our presenter is ill, and nobody else knows the sensor.".into(),
            decision_link: "https://marketday.example/organise/events/northern-care-technology-day/bookings/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11/late-cancellation".into(),
            foot: operator_foot(),
        }
    }
}

/// A company learns that its booking stands.
#[derive(Debug, Clone, Serialize)]
pub struct LateCancellationRefused {
    /// The contact.
    pub to_name: String,
    /// The booking, which stands.
    pub booking: BookingFacts,
    /// The event.
    pub event: EventFacts,
    /// What the organiser says.
    pub answer: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for LateCancellationRefused {
    const FOLDER: &'static str = "late-cancellation-refused";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            booking: booking_facts(),
            event: event_facts(),
            answer: "The programme is printed. Could a colleague present it by video?".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for LateCancellationRefused {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::LateCancellationRefused)
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

/// A company learns that the organiser has noted that it did not appear.
#[derive(Debug, Clone, Serialize)]
pub struct NoShowNoted {
    /// The contact.
    pub to_name: String,
    /// The booking.
    pub booking: BookingFacts,
    /// The event.
    pub event: EventFacts,
    /// Until when the company cannot book at days of this organiser; `None` where nothing follows.
    pub until_text: Option<String>,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for NoShowNoted {
    const FOLDER: &'static str = "no-show-noted";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            booking: booking_facts(),
            event: event_facts(),
            until_text: Some("Thursday 15 April 2027".into()),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for NoShowNoted {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::NoShowNoted)
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

/// A company learns that this is not noted any more.
#[derive(Debug, Clone, Serialize)]
pub struct NoShowTakenBack {
    /// The contact.
    pub to_name: String,
    /// The booking.
    pub booking: BookingFacts,
    /// The event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for NoShowTakenBack {
    const FOLDER: &'static str = "no-show-taken-back";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            booking: booking_facts(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for NoShowTakenBack {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::NoShowTakenBack)
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
