//! Handing a booking over to a colleague.

use serde::Serialize;

use super::facts::{ID, SlotFacts, below_event, sample_slot, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/bookings/{id}/contact`: who is to be told of a booking from now on. Field: `to`.
#[derive(Debug, Clone, Serialize)]
pub struct BookingContact {
    /// The frame.
    pub layout: Layout,
    /// What was chosen, and what is wrong with it.
    pub form: FormState,
    /// The slot.
    pub slot: SlotFacts,
    /// The title of the pitch.
    pub pitch_title: String,
    /// The company.
    pub company: String,
    /// "Tom Okafor, tom@steadfoot.example".
    pub contact_text: String,
    /// Whether the contact is also to present, so that the colleague will.
    pub presents: bool,
    /// The others who belong to the company.
    pub colleagues: Vec<Choice>,
    /// Where somebody else is asked to join; `None` for those who do not decide that.
    pub members_href: Option<String>,
    /// Where the form goes.
    pub action: String,
    /// The booking.
    pub back_href: String,
}

impl Page for BookingContact {
    const TEMPLATE: &'static str = "pages/bookings/contact.html";

    fn samples() -> Vec<Sample<Self>> {
        let some = Self {
            layout: below_event(signed_in("Hand over to a colleague"))
                .crumb("Your booking", Links::booking(&ID)),
            form: FormState::new(),
            slot: sample_slot(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            company: "Steadfoot & Daughters Ltd".into(),
            contact_text: "Tom Okafor, tom@steadfoot.example".into(),
            presents: true,
            colleagues: vec![
                Choice::new("1", "Grace Okafor, grace@steadfoot.example"),
                Choice::new("2", "Ben Marsh, ben@steadfoot.example"),
            ],
            members_href: Some(Links::members(&ID)),
            action: Links::booking_contact(&ID),
            back_href: Links::booking(&ID),
        };
        let wrong = Self {
            form: FormState::new().error("to", "Choose a colleague"),
            presents: false,
            ..some.clone()
        };
        let alone = Self {
            colleagues: Vec::new(),
            members_href: None,
            ..some.clone()
        };
        vec![
            Sample::new("some", some),
            Sample::new("wrong", wrong),
            Sample::new("alone", alone),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<BookingContact>(engine)
}
