//! Nudges: a deadline comes near, and what it is for is not done yet.

use super::proposals::proposal_facts;
use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{BookingFacts, EventFacts, EventLetter, Foot, Letter, Parts, ProposalFacts};
use marketday_model::StandardLetter;
use serde::Serialize;

/// No slides of somebody's pitch have come.
#[derive(Debug, Clone, Serialize)]
pub struct SlidesDue {
    /// Who pitches.
    pub to_name: String,
    /// The event.
    pub event: EventFacts,
    /// Until when slides are taken: "5pm on Friday 6 March 2026".
    pub until_text: String,
    /// The pitches of which none have come, in the order of the day.
    pub pitches: Vec<PitchWithoutSlides>,
    /// Who sent this.
    pub foot: Foot,
}

/// A pitch of which no slides have come.
#[derive(Debug, Clone, Serialize)]
pub struct PitchWithoutSlides {
    /// The pitch and its slot.
    pub booking: BookingFacts,
    /// The absolute https address of the page that takes them, if its reader may send them.
    pub slides_link: Option<String>,
    /// Who sends them otherwise.
    pub sender: String,
}

impl Letter for SlidesDue {
    const FOLDER: &'static str = "slides-due";

    fn sample() -> Self {
        let booking = booking_facts();
        Self {
            to_name: "Tom Okafor".into(),
            event: event_facts(),
            until_text: "5pm on Wednesday 14 October 2026".into(),
            pitches: vec![PitchWithoutSlides {
                slides_link: Some(format!("{}/slides", booking.link)),
                booking,
                sender: "Tom Okafor".into(),
            }],
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for SlidesDue {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::SlidesDue)
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

/// A call closes, and somebody has a draft that they have not sent.
#[derive(Debug, Clone, Serialize)]
pub struct CallCloses {
    /// Who writes the draft.
    pub to_name: String,
    /// The event.
    pub event: EventFacts,
    /// When the call closes.
    pub until_text: String,
    /// The absolute https address of the form with the draft.
    pub draft_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for CallCloses {
    const FOLDER: &'static str = "call-closes";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            event: event_facts(),
            until_text: "5pm on Friday 11 September 2026".into(),
            draft_link:
                "https://marketday.example/events/northern-care-technology-day/proposals/new".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for CallCloses {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::CallCloses)
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

/// A place passes on tomorrow, unless its company confirms it.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceToConfirm {
    /// The contact's name.
    pub to_name: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// When the slot is.
    pub when_text: String,
    /// On which stage.
    pub stage: String,
    /// Until when it can be confirmed.
    pub confirm_by_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PlaceToConfirm {
    const FOLDER: &'static str = "place-to-confirm";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
            stage: "Main Hall".into(),
            confirm_by_text: "5pm on Friday 18 September 2026".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for PlaceToConfirm {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::PlaceToConfirm)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.proposal.company, &mut self.proposal.title)),
            slot: Some((&mut self.when_text, &mut self.stage)),
        }
    }
}
