//! An organiser moves a booking to another slot.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;
use crate::pages::moves::{MoveRefusal, SlotGroup, sample_groups, sample_refusal};

/// `…/bookings/{booking}/move`. Field: `reason`; its buttons send `to`.
#[derive(Debug, Clone, Serialize)]
pub struct OrganiserBookingMove {
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
    /// Who will be told.
    pub contact_name: String,
    /// The rules that any move is against now: "When slots can be booked".
    pub against: Vec<String>,
    /// Why the last try did not move it.
    pub refused: Option<MoveRefusal>,
    /// The free slots, whoever decides who has them.
    pub groups: Vec<SlotGroup>,
    /// Where the form is sent.
    pub action: String,
    /// Back to the bookings.
    pub back_href: String,
}

impl Page for OrganiserBookingMove {
    const TEMPLATE: &'static str = "pages/organise/booking_move.html";

    fn samples() -> Vec<Sample<Self>> {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let mut groups = sample_groups();
        groups[0].slots[1].mode = Some("Held back, not for this company".into());
        let asked = Self {
            layout: sample_event_layout("Move a booking")
                .crumb("Bookings", Links::organise_bookings(SAMPLE_SLUG)),
            form: FormState::new(),
            event: sample_header(Section::Bookings),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            slot_text: "Main Hall, 10:30am to 10:42am".into(),
            contact_name: "Tom Okafor".into(),
            against: Vec::new(),
            refused: None,
            groups,
            action: Links::organise_booking_move(SAMPLE_SLUG, &id),
            back_href: Links::organise_bookings(SAMPLE_SLUG),
        };
        let refused = Self {
            form: FormState::new().with("reason", "The lift is out of order"),
            refused: Some(sample_refusal()),
            ..asked.clone()
        };
        let wrong = Self {
            form: FormState::new().error("reason", "Enter the reason"),
            against: vec!["When slots can be booked".into()],
            ..asked.clone()
        };
        let full = Self {
            groups: Vec::new(),
            ..asked.clone()
        };
        vec![
            Sample::new("asked", asked),
            Sample::new("refused", refused),
            Sample::new("wrong", wrong),
            Sample::new("full", full),
        ]
    }
}
