//! Moving a booking to another slot.

use serde::Serialize;

use super::facts::{ID, SlotFacts, below_event, sample_slot, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// A free slot that a booking could move to.
#[derive(Debug, Clone, Serialize)]
pub struct SlotPick {
    /// Its id, which the button sends.
    pub id: String,
    /// "10:45am to 10:57am".
    pub time_text: String,
    /// The name of its stage.
    pub stage: String,
    /// What is special about it: "Curated", or "Held back, not for this company"; for organisers.
    pub mode: Option<String>,
}

/// The free slots of one stage on one day.
#[derive(Debug, Clone, Serialize)]
pub struct SlotGroup {
    /// "Main Hall"; "Tuesday 2 March, Main Hall" where there are several days.
    pub heading: String,
    /// The slots, in order.
    pub slots: Vec<SlotPick>,
}

/// Why a move did not happen, and what is free near the slot that was wanted.
#[derive(Debug, Clone, Serialize)]
pub struct MoveRefusal {
    /// "Somebody else has just taken this slot".
    pub heading: String,
    /// What happened; the booking stays where it was.
    pub text: String,
    /// Free slots nearest in time.
    pub nearest: Vec<SlotPick>,
}

/// The free slots of the sample event.
pub(super) fn sample_groups() -> Vec<SlotGroup> {
    let pick = |time: &str, stage: &str| SlotPick {
        id: ID.into(),
        time_text: time.into(),
        stage: stage.into(),
        mode: None,
    };
    vec![
        SlotGroup {
            heading: "Main Hall".into(),
            slots: vec![
                pick("10:45am to 10:57am", "Main Hall"),
                pick("11:15am to 11:27am", "Main Hall"),
            ],
        },
        SlotGroup {
            heading: "Garden Room".into(),
            slots: vec![pick("10:45am to 10:57am", "Garden Room")],
        },
    ]
}

/// What the sample says that happened.
pub(super) fn sample_refusal() -> MoveRefusal {
    MoveRefusal {
        heading: "Somebody else has just taken this slot".into(),
        text: "Your booking is where it was. These are the free slots nearest to the one that you wanted."
            .into(),
        nearest: sample_groups().remove(0).slots,
    }
}

/// `/bookings/{id}/move`: the free slots that a booking could have instead. Its buttons send `to`.
#[derive(Debug, Clone, Serialize)]
pub struct BookingMove {
    /// The frame.
    pub layout: Layout,
    /// What is wrong with what was sent.
    pub form: FormState,
    /// The slot that it has.
    pub slot: SlotFacts,
    /// The title of the pitch.
    pub pitch_title: String,
    /// Why the last try did not move it.
    pub refused: Option<MoveRefusal>,
    /// The free slots.
    pub groups: Vec<SlotGroup>,
    /// Why there are none to choose: "Booking closed at …"; none while booking is open.
    pub closed_text: Option<String>,
    /// Where the buttons go.
    pub action: String,
    /// The booking.
    pub back_href: String,
}

impl Page for BookingMove {
    const TEMPLATE: &'static str = "pages/bookings/move.html";

    fn samples() -> Vec<Sample<Self>> {
        let free = Self {
            layout: below_event(signed_in("Move your booking"))
                .crumb("Your booking", Links::booking(&ID)),
            form: FormState::new(),
            slot: sample_slot(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            refused: None,
            groups: sample_groups(),
            closed_text: None,
            action: Links::booking_move(&ID),
            back_href: Links::booking(&ID),
        };
        let refused = Self {
            refused: Some(sample_refusal()),
            ..free.clone()
        };
        let wrong = Self {
            form: FormState::new().error("to", "Choose a free slot"),
            ..free.clone()
        };
        let full = Self {
            groups: Vec::new(),
            ..free.clone()
        };
        let closed = Self {
            groups: Vec::new(),
            closed_text: Some("Booking closed at 5pm on Thursday 1 October 2026.".into()),
            ..free.clone()
        };
        vec![
            Sample::new("free", free),
            Sample::new("refused", refused),
            Sample::new("wrong", wrong),
            Sample::new("full", full),
            Sample::new("closed", closed),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<BookingMove>(engine)
}
