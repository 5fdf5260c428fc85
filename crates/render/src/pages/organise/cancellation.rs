//! The question before a whole event is cancelled.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, People, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/cancellation`. Field: `reason`.
#[derive(Debug, Clone, Serialize)]
pub struct EventCancellation {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// Who will be told.
    pub told: People,
    /// Whether it was ever public, so that its page stays, marked as cancelled.
    pub was_public: bool,
    /// Back to the overview.
    pub back_href: String,
}

impl Page for EventCancellation {
    const TEMPLATE: &'static str = "pages/organise/cancellation.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let public = Self {
            layout: sample_event_layout("Cancel this event"),
            form: FormState::new()
                .with("reason", "")
                .error("reason", "Enter the reason"),
            event: sample_header(Section::Overview),
            action: Links::organise_cancellation(slug),
            told: People::new(18, 87),
            was_public: true,
            back_href: Links::organise_event(slug),
        };
        let draft = Self {
            form: FormState::new(),
            told: People::default(),
            was_public: false,
            ..public.clone()
        };
        vec![Sample::new("public", public), Sample::new("draft", draft)]
    }
}
