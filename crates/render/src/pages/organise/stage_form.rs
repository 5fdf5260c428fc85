//! A stage: changing and removing it.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/stages/{id}`. Fields: `name`, `capacity`, `equipment`, `access`, `opens`, `closes`.
#[derive(Debug, Clone, Serialize)]
pub struct StageForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// Where the stage is removed (POST).
    pub removal_action: String,
}

impl Page for StageForm {
    const TEMPLATE: &'static str = "pages/organise/stage_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let full = Self {
            layout: sample_event_layout("Change “Main Hall”"),
            form: FormState::new()
                .with("name", "Main Hall")
                .with("capacity", "120"),
            event: sample_header(Section::Programme),
            action: Links::organise_stage(SAMPLE_SLUG, &id),
            removal_action: Links::organise_stage_removal(SAMPLE_SLUG, &id),
        };
        let taken = Self {
            form: full
                .form
                .clone()
                .error("name", "There is already a stage with this name"),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("taken", taken)]
    }
}
