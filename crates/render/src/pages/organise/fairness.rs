//! The fairness record of an event: the page, and the file of the same that a council keeps.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// The record as it is printed, and as it stands in `record.json`. Instants are in the event's zone, with the offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessText {
    /// The event's title.
    pub event: String,
    /// When and where it is.
    pub event_text: String,
    /// The zone of all times: "Europe/London".
    pub zone: String,
    /// When the record was made.
    pub made_at: String,
    /// Whether contacts, organisers' names and marks are in it.
    pub names_people: bool,
    /// The published rules, a sentence or two each.
    pub rules: Vec<String>,
    /// How proposals are decided; empty where there is no call for any.
    pub deciding: Vec<String>,
    /// Everybody who asked, the first one first.
    pub requests: Vec<FairnessRequest>,
    /// Every overrule.
    pub overrules: Vec<FairnessOverrule>,
    /// What was done.
    pub steps: Vec<FairnessStep>,
    /// Holds that ended without a booking.
    pub holds_ended: u32,
}

/// Somebody who asked for a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessRequest {
    /// When.
    pub asked_at: String,
    /// "Booking", "Proposal".
    pub way: String,
    /// The company.
    pub company: String,
    /// The pitch's title.
    pub pitch: String,
    /// "Main Hall, 2027-03-02 10:30 +00:00"; empty without a slot.
    pub slot: String,
    /// "Accepted".
    pub outcome: String,
    /// When that was decided; empty while it is not.
    pub decided_at: String,
    /// Why.
    pub why: String,
    /// Who asked; `None` for those who do not see contacts.
    pub contact_name: Option<String>,
    /// Their address; the same.
    pub contact_email: Option<String>,
}

/// Where an organiser gave a slot against a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessOverrule {
    /// When.
    pub made_at: String,
    /// The company.
    pub company: String,
    /// The slot.
    pub slot: String,
    /// The rules that it was against.
    pub rules: String,
    /// Why.
    pub reason: String,
    /// Who; `None` for those who do not see contacts.
    pub by: Option<String>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessStep {
    /// When.
    pub at: String,
    /// "Booking moved to another slot".
    pub what: String,
    /// With whose booking or proposal; empty where it is about the event.
    pub company: String,
    /// What changed, and why.
    pub detail: String,
    /// Who; `None` for those who do not see contacts.
    pub by: Option<String>,
}

/// `/organise/events/{slug}/fairness`.
#[derive(Debug, Clone, Serialize)]
pub struct EventFairness {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// The record.
    pub record: FairnessText,
    /// The same as a ZIP.
    pub zip_href: String,
}

/// `record.html` of the ZIP: a document that needs nothing else.
#[derive(Debug, Clone, Serialize)]
pub struct FairnessFile {
    /// The record.
    pub record: FairnessText,
}

fn sample_record() -> FairnessText {
    let booked = FairnessRequest {
        asked_at: "2026-03-02 09:00:03 +00:00".into(),
        way: "Booking".into(),
        company: "Steadfoot & Daughters Ltd".into(),
        pitch: "Fewer falls at home with a quiet sensor".into(),
        slot: "Main Hall, 2026-10-15 10:30 +01:00".into(),
        outcome: "Accepted".into(),
        decided_at: "2026-03-02 09:00:03 +00:00".into(),
        why: "First to ask for a free slot".into(),
        contact_name: Some("Tom Okafor".into()),
        contact_email: Some("tom@steadfoot.example".into()),
    };
    let declined = FairnessRequest {
        way: "Proposal".into(),
        company: "Lantern Street Works".into(),
        pitch: "Street lights that say when they fail".into(),
        slot: String::new(),
        outcome: "Declined".into(),
        why: "No council asked for it. Mark 2.25 of 5 by 3 assessors".into(),
        ..booked.clone()
    };
    FairnessText {
        event: "Northern Care Technology Day".into(),
        event_text: "Thursday 15 October 2026, 9:30am to 4:30pm, The Piece Hall, Halifax".into(),
        zone: "Europe/London".into(),
        made_at: "2026-10-16 09:00:00 +01:00".into(),
        names_people: true,
        rules: vec!["A company, or a group of companies, has one slot at most.".into()],
        deciding: vec!["Criteria: Need (weighs 3), Evidence (weighs 2).".into()],
        requests: vec![booked, declined],
        overrules: vec![FairnessOverrule {
            made_at: "2026-03-04 16:12:00 +00:00".into(),
            company: "Quiet Kiln".into(),
            slot: "Main Hall, 2026-10-15 11:00 +01:00".into(),
            rules: "Slots of one company".into(),
            reason: "Nobody else offers this for kilns.".into(),
            by: Some("Olive Reed".into()),
        }],
        steps: vec![FairnessStep {
            at: "2026-03-05 11:00:00 +00:00".into(),
            what: "Rules of booking changed".into(),
            company: String::new(),
            detail: "Offer: 24 hours > 12 hours".into(),
            by: Some("Olive Reed".into()),
        }],
        holds_ended: 3,
    }
}

fn sample_without_names() -> FairnessText {
    let mut record = sample_record();
    record.names_people = false;
    record.deciding.clear();
    record.overrules.clear();
    record.holds_ended = 0;
    for request in &mut record.requests {
        (request.contact_name, request.contact_email) = (None, None);
    }
    for step in &mut record.steps {
        step.by = None;
    }
    record
}

impl Page for EventFairness {
    const TEMPLATE: &'static str = "pages/organise/fairness.html";

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            layout: sample_event_layout("Fairness record"),
            event: sample_header(Section::Bookings),
            record: sample_record(),
            zip_href: Links::organise_fairness_file(SAMPLE_SLUG),
        };
        let viewed = Self {
            record: sample_without_names(),
            ..full.clone()
        };
        let empty = Self {
            record: FairnessText {
                requests: Vec::new(),
                steps: Vec::new(),
                ..sample_without_names()
            },
            ..full.clone()
        };
        vec![
            Sample::new("full", full),
            Sample::new("viewed", viewed),
            Sample::new("empty", empty),
        ]
    }
}

impl Page for FairnessFile {
    const TEMPLATE: &'static str = "pages/organise/fairness_file.html";

    fn samples() -> Vec<Sample<Self>> {
        let file = Self {
            record: sample_record(),
        };
        vec![Sample::new("full", file)]
    }
}
