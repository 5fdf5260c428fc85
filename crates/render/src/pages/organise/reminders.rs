//! Which reminders an event sends, and of which deadlines it nudges.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/reminders`. Fields: `reminders` (many), `deadlines` (many).
#[derive(Debug, Clone, Serialize)]
pub struct RemindersForm {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Where the form is sent.
    pub action: String,
    /// The reminders, each with its date.
    pub choices: Vec<Choice>,
    /// The deadlines that people can be nudged of.
    pub deadlines: Vec<Choice>,
}

impl Page for RemindersForm {
    const TEMPLATE: &'static str = "pages/organise/reminders.html";

    fn samples() -> Vec<Sample<Self>> {
        let usual = Self {
            layout: sample_event_layout("Reminders"),
            event: sample_header(Section::Letters),
            form: FormState::from_pairs([
                ("reminders", "week"),
                ("reminders", "day"),
                ("deadlines", "slides"),
            ]),
            action: Links::organise_reminders(SAMPLE_SLUG),
            choices: vec![
                Choice::new("week", "A week before, at 9am (Thursday 8 October 2026)"),
                Choice::new("day", "The day before, at 9am (Wednesday 14 October 2026)"),
                Choice::new("morning", "On the day, at 7am (Thursday 15 October 2026)"),
            ],
            deadlines: vec![
                Choice::new(
                    "slides",
                    "Slides, three days and one day before they are due",
                ),
                Choice::new("place", "Places to confirm, the day before they pass on"),
            ],
        };
        vec![Sample::new("usual", usual)]
    }
}
