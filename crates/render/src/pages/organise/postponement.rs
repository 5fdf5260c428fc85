//! The question before an event is postponed.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, People, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/postponement`. Fields: `reason`, `date`.
#[derive(Debug, Clone, Serialize)]
pub struct EventPostponement {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Whether it takes several days, so that the date is that of the first.
    pub several_days: bool,
    /// Where the form is sent.
    pub action: String,
    /// When it is now.
    pub when_text: String,
    /// Who will be told.
    pub told: People,
    /// Back to the overview.
    pub back_href: String,
}

impl Page for EventPostponement {
    const TEMPLATE: &'static str = "pages/organise/postponement.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        vec![Sample::new(
            "refused",
            Self {
                layout: sample_event_layout("Postpone this event"),
                form: FormState::new()
                    .with("reason", "")
                    .error("reason", "Enter the reason"),
                event: sample_header(Section::Overview),
                several_days: false,
                action: Links::organise_postponement(slug),
                when_text: "Wednesday 14 October 2026, 9:30am to 4:30pm".into(),
                told: People::new(18, 87),
                back_href: Links::organise_event(slug),
            },
        )]
    }
}
