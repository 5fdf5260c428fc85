//! A company asks to cancel late, and an organiser decides.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `…/bookings/{booking}/late-cancellation`. Fields: `answer`, and `decision`, `accept` or `refuse`.
#[derive(Debug, Clone, Serialize)]
pub struct LateDecision {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// The company's name.
    pub company: String,
    /// The pitch's title.
    pub pitch_title: String,
    /// Where and when it is: "Main Hall, 10:30am to 10:42am".
    pub slot_text: String,
    /// When it asked: "5pm on Friday 6 March 2026".
    pub asked_text: String,
    /// Why the company cannot come.
    pub reason: String,
    /// Where the form is sent.
    pub action: String,
    /// Back to the bookings.
    pub back_href: String,
}

impl Page for LateDecision {
    const TEMPLATE: &'static str = "pages/organise/late_cancellation.html";

    fn samples() -> Vec<Sample<Self>> {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let asked = Self {
            layout: sample_event_layout("A company asks to cancel late")
                .crumb("Bookings", Links::organise_bookings(SAMPLE_SLUG)),
            form: FormState::new(),
            event: sample_header(Section::Bookings),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            slot_text: "Main Hall, 10:30am to 10:42am".into(),
            asked_text: "5pm on Tuesday 13 October 2026".into(),
            reason: "Our presenter is ill.\nNobody else knows the sensor.".into(),
            action: Links::organise_booking_late(SAMPLE_SLUG, &id),
            back_href: Links::organise_bookings(SAMPLE_SLUG),
        };
        let wrong = Self {
            form: FormState::new().error("answer", "Enter what you say to the company"),
            ..asked.clone()
        };
        vec![Sample::new("asked", asked), Sample::new("wrong", wrong)]
    }
}
