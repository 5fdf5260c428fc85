//! The question before an event takes place after all.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, People, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/reinstatement`. Field: `date`.
#[derive(Debug, Clone, Serialize)]
pub struct EventReinstatement {
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
    /// When it was to be.
    pub when_text: String,
    /// The times of the day, which stay.
    pub times_text: String,
    /// Whether it was cancelled, so that bookings and registrations begin anew.
    pub was_cancelled: bool,
    /// Who will be told.
    pub told: People,
    /// Back to the overview.
    pub back_href: String,
}

impl Page for EventReinstatement {
    const TEMPLATE: &'static str = "pages/organise/reinstatement.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let postponed = Self {
            layout: sample_event_layout("Set a new date"),
            form: FormState::new().with("date", "2026-11-18"),
            event: sample_header(Section::Overview),
            several_days: false,
            action: Links::organise_reinstatement(slug),
            when_text: "Wednesday 14 October 2026, 9:30am to 4:30pm".into(),
            times_text: "9:30am to 4:30pm".into(),
            was_cancelled: false,
            told: People::new(18, 87),
            back_href: Links::organise_event(slug),
        };
        let cancelled = Self {
            layout: sample_event_layout("Reinstate this event"),
            was_cancelled: true,
            form: FormState::new()
                .with("date", "2026-01-18")
                .error("date", "The new date must be in the future"),
            ..postponed.clone()
        };
        vec![
            Sample::new("postponed", postponed),
            Sample::new("cancelled", cancelled),
        ]
    }
}
