//! Copying an event to another date.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/copy`.
///
/// Fields: `form_id` (hidden), `title`, `date`, `venue` (empty for the same), the ticks `description` and `programme`, and the answers to `twice`.
#[derive(Debug, Clone, Serialize)]
pub struct EventCopyForm {
    /// The frame.
    pub layout: Layout,
    /// The head of the event that is copied.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Whether it takes several days, so that the date is that of the first.
    pub several_days: bool,
    /// Where the form is sent.
    pub action: String,
    /// What the programme holds: "2 stages, 8 sessions and 24 slots".
    pub programme_text: String,
    /// The venues that the organising body keeps.
    pub venues: Vec<Choice>,
    /// Questions about local times that happen twice on the new date; mostly empty.
    pub twice: Vec<TwiceQuestion>,
    /// The overview of the event that is copied.
    pub back_href: String,
}

impl Page for EventCopyForm {
    const TEMPLATE: &'static str = "pages/organise/event_copy.html";

    fn samples() -> Vec<Sample<Self>> {
        let blank = Self {
            layout: sample_event_layout("Copy this event"),
            event: sample_header(Section::Overview),
            form: FormState::from_pairs([
                ("form_id", "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11"),
                ("title", "Northern Care Technology Day"),
                ("description", "yes"),
                ("programme", "yes"),
            ]),
            several_days: false,
            action: Links::organise_copy(SAMPLE_SLUG),
            programme_text: "2 stages, 8 sessions and 24 slots".into(),
            venues: vec![Choice::new(
                "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11",
                "The Piece Hall, Halifax",
            )],
            twice: Vec::new(),
            back_href: Links::organise_event(SAMPLE_SLUG),
        };
        let asked = Self {
            form: blank.form.clone().with("date", "2027-10-31").error(
                "at-202710310130_fold",
                "Say which 1:30am is meant by the start of “Set-up”",
            ),
            twice: vec![TwiceQuestion::new(
                "at-202710310130",
                "1:30am on Sunday 31 October 2027",
            )],
            ..blank.clone()
        };
        let several = Self {
            several_days: true,
            ..blank.clone()
        };
        vec![
            Sample::new("blank", blank),
            Sample::new("several-days", several),
            Sample::new("asked", asked),
        ]
    }
}
