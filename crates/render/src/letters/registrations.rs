//! Letters to a delegate about their registration.

use marketday_model::StandardLetter;
use serde::Serialize;

use super::facts::{EventFacts, Foot};
use super::samples::{event_facts, organiser_foot};
use super::{EventLetter, Letter, Parts};

/// A delegate has a place.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationConfirmed {
    /// The delegate's name.
    pub to_name: String,
    /// The authority or organisation that they come from.
    pub organisation: String,
    /// Where they are going.
    pub event: EventFacts,
    /// The absolute https address of their registration, where they can withdraw.
    pub registration_link: String,
    /// The absolute https address of the programme.
    pub programme_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for RegistrationConfirmed {
    const FOLDER: &'static str = "registration-confirmed";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            organisation: "Calderdale Metropolitan Borough Council".into(),
            event: event_facts(),
            registration_link:
                "https://marketday.example/events/northern-care-technology-day/registration".into(),
            programme_link:
                "https://marketday.example/events/northern-care-technology-day/programme".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for RegistrationConfirmed {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::RegistrationConfirmed)
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

/// A delegate gave their place back.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationWithdrawn {
    /// The delegate's name.
    pub to_name: String,
    /// Where they are no longer going.
    pub event: EventFacts,
    /// The absolute https address to register at again; `None` when registration is over.
    pub register_again_link: Option<String>,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for RegistrationWithdrawn {
    const FOLDER: &'static str = "registration-withdrawn";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            event: event_facts(),
            register_again_link: Some(
                "https://marketday.example/events/northern-care-technology-day/registration".into(),
            ),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for RegistrationWithdrawn {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::RegistrationWithdrawn)
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
