//! The note on a session or a booking, for those who run the day.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `…/sessions/{id}/note` and `…/bookings/{id}/note`. Field: `note`.
#[derive(Debug, Clone, Serialize)]
pub struct RunNote {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// What the note is on: “Lunch”, or a company.
    pub on: String,
    /// Whether that is a booking, so that whoever made it can ask for the note.
    pub is_booking: bool,
    /// Where the form is sent.
    pub action: String,
    /// Back without it.
    pub back_href: String,
}

impl Page for RunNote {
    const TEMPLATE: &'static str = "pages/organise/run_note.html";

    fn samples() -> Vec<Sample<Self>> {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let booking = Self {
            layout: sample_event_layout("Note for the run sheet"),
            form: FormState::new().with("note", "Brings a dog. Needs a bowl of water."),
            event: sample_header(Section::Bookings),
            on: "Steadfoot & Daughters Ltd".into(),
            is_booking: true,
            action: Links::organise_booking_note(SAMPLE_SLUG, &id),
            back_href: Links::organise_bookings(SAMPLE_SLUG),
        };
        let session = Self {
            form: FormState::new().error("note", "The note must have at most 1000 characters"),
            event: sample_header(Section::Programme),
            on: "Lunch".into(),
            is_booking: false,
            action: Links::organise_session_note(SAMPLE_SLUG, &id),
            back_href: Links::organise_programme(SAMPLE_SLUG),
            ..booking.clone()
        };
        vec![
            Sample::new("booking", booking),
            Sample::new("session", session),
        ]
    }
}
