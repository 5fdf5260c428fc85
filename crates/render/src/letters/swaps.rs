//! Letters about changing slots with another company.

use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{BookingFacts, EventFacts, EventLetter, Foot, Letter, Parts};
use marketday_model::StandardLetter;
use serde::Serialize;

/// A company is asked to change slots with another. Nothing happens before they press a button on the page.
#[derive(Debug, Clone, Serialize)]
pub struct SwapAsked {
    /// The contact of the booking that is asked.
    pub to_name: String,
    /// The company that asks.
    pub company: String,
    /// What it pitches.
    pub pitch_title: String,
    /// When it pitches now, which would be theirs.
    pub their_when_text: String,
    /// On which stage.
    pub their_stage: String,
    /// What it says; may be empty.
    pub message: String,
    /// Their own booking as it is.
    pub booking: BookingFacts,
    /// The event.
    pub event: EventFacts,
    /// Until when they can answer: "5pm on Friday 6 March 2026".
    pub until_text: String,
    /// The absolute https address of the page whose buttons answer.
    pub swap_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for SwapAsked {
    const FOLDER: &'static str = "swap-asked";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            company: "Lantern Street Works".into(),
            pitch_title: "Street lights that say when they fail".into(),
            their_when_text: "Thursday 15 October 2026, 2:15pm to 2:27pm".into(),
            their_stage: "Garden Room".into(),
            message: "Our train only gets in at noon. Would you take the afternoon?".into(),
            booking: booking_facts(),
            event: event_facts(),
            until_text: "5pm on Friday 6 March 2026".into(),
            swap_link: "https://marketday.example/swaps/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11"
                .into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for SwapAsked {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::SwapAsked)
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

/// A company learns that the other does not change slots.
#[derive(Debug, Clone, Serialize)]
pub struct SwapDeclined {
    /// The contact of the booking that asked.
    pub to_name: String,
    /// The company that was asked.
    pub company: String,
    /// Their own booking, which is as it was.
    pub booking: BookingFacts,
    /// The event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for SwapDeclined {
    const FOLDER: &'static str = "swap-declined";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            company: "Lantern Street Works".into(),
            booking: booking_facts(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for SwapDeclined {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::SwapDeclined)
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
