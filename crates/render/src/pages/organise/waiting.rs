//! Who waits for a slot, and giving one.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};

/// `/organise/events/{slug}/waiting`: the waiting list, in the order in which slots are offered.
#[derive(Debug, Clone, Serialize)]
pub struct EventWaiting {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Those on the list.
    pub live: Vec<WaitingRow>,
    /// Those who were on it.
    pub past: Vec<WaitingRow>,
}

/// One company on the list.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingRow {
    /// Its place: "1"; none while something is offered to it, or once it is off the list.
    pub position: Option<String>,
    /// The company.
    pub company: String,
    /// What it would pitch.
    pub pitch_title: String,
    /// Who asked.
    pub contact_name: String,
    /// Their address.
    pub contact_email: String,
    /// What it waits for.
    pub wish_text: String,
    /// Since when.
    pub since_text: String,
    /// Where it stands.
    pub state: Tag,
    /// The slot that is or was offered, and until when.
    pub offer_text: Option<String>,
}

impl Page for EventWaiting {
    const TEMPLATE: &'static str = "pages/organise/waiting.html";

    fn samples() -> Vec<Sample<Self>> {
        let row = WaitingRow {
            position: Some("1".into()),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            contact_name: "Tom Okafor".into(),
            contact_email: "tom@steadfoot.example".into(),
            wish_text: "Any slot".into(),
            since_text: "10:12am on Tuesday 3 March 2026".into(),
            state: Tag::new("Waiting", Tone::Warn),
            offer_text: None,
        };
        let offered = WaitingRow {
            position: None,
            company: "Kerbwise".into(),
            state: Tag::new("Offered", Tone::Good),
            offer_text: Some(
                "10:30am to 10:42am, Main Hall, until 5pm on Thursday 1 October 2026".into(),
            ),
            ..row.clone()
        };
        let lapsed = WaitingRow {
            state: Tag::new("Lapsed", Tone::Quiet),
            ..offered.clone()
        };
        let list = Self {
            layout: sample_event_layout("Waiting list"),
            event: sample_header(Section::Bookings),
            live: vec![offered, row],
            past: vec![lapsed],
        };
        let none = Self {
            live: Vec::new(),
            past: Vec::new(),
            ..list.clone()
        };
        vec![Sample::new("list", list), Sample::new("none", none)]
    }
}

/// `/organise/events/{slug}/gift`: an organiser gives a slot to a company. Fields: `slot`, `company`, `company_number`,
/// `contact_name`, `contact_email`, those of a pitch, `reason`.
#[derive(Debug, Clone, Serialize)]
pub struct SlotGift {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Where it is sent.
    pub action: String,
    /// The slots that nobody has.
    pub slots: Vec<Choice>,
    /// The themes.
    pub themes: Vec<Choice>,
    /// Back without it.
    pub back_href: String,
}

impl Page for SlotGift {
    const TEMPLATE: &'static str = "pages/organise/slot_gift.html";

    fn samples() -> Vec<Sample<Self>> {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let empty = Self {
            layout: sample_event_layout("Give a slot to a company"),
            event: sample_header(Section::Bookings),
            form: FormState::new(),
            action: crate::links::Links::organise_gift(SAMPLE_SLUG),
            slots: vec![Choice::new(id, "10:30am to 10:42am, Main Hall: held back")],
            themes: vec![Choice::new("housing", "Housing")],
            back_href: crate::links::Links::organise_bookings(SAMPLE_SLUG),
        };
        let against = Self {
            form: FormState::new().with("slot", id).error(
                "reason",
                "This is against a rule of the event: First come, first served. Say why, to give the slot all the same",
            ),
            ..empty.clone()
        };
        let none = Self {
            slots: Vec::new(),
            ..empty.clone()
        };
        vec![
            Sample::new("empty", empty),
            Sample::new("against", against),
            Sample::new("none", none),
        ]
    }
}
