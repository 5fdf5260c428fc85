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
    /// Whether one of them is a proposal.
    pub has_proposals: bool,
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
    /// "Booking", "Proposal", "Waiting list".
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
    /// What was waited for and offered, where it is a place on the waiting list.
    pub waiting: Option<FairnessWaiting>,
    /// How it was judged, where it is a proposal.
    pub proposal: Option<FairnessProposal>,
    /// Who asked; `None` for those who do not see contacts.
    pub contact_name: Option<String>,
    /// Their address; the same.
    pub contact_email: Option<String>,
}

/// What somebody on the waiting list wanted and was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessWaiting {
    /// "Any slot"; "Main Hall, 2027-03-02 10:30 +00:00".
    pub wish: String,
    /// The slot that was offered; empty where none was.
    pub offered_slot: String,
    /// When it was offered; the same.
    pub offered_at: String,
    /// Until when it could be taken; the same.
    pub offer_until: String,
}

/// How a proposal was judged. What assessors gave is empty for those who do not see contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessProposal {
    /// "Waiting to be confirmed".
    pub state: String,
    /// "1"; empty without a mark.
    pub rank: String,
    /// "4.25"; empty while too few assessors scored it.
    pub mark: String,
    /// How many assessors count.
    pub scored_by: u32,
    /// The mean by each criterion.
    pub means: Vec<FairnessMark>,
    /// What each assessor gave it.
    pub assessors: Vec<FairnessAssessor>,
    /// Whether it is on the short list.
    pub shortlisted: bool,
    /// Who decided; `None` for those who do not see contacts, and where they were erased.
    pub decided_by: Option<String>,
    /// Until when the company had to confirm its place; empty without one.
    pub confirm_by: String,
    /// When it confirmed or gave up its place, or the place passed on; empty while it did not.
    pub answered_at: String,
}

/// A mark or score by one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessMark {
    /// The criterion.
    pub criterion: String,
    /// "4.50" as a mean, "5" as a score; empty where there is none.
    pub mark: String,
}

/// What one assessor gave a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FairnessAssessor {
    /// Their name.
    pub name: String,
    /// Whether they were left out for a conflict of interest.
    pub has_conflict: bool,
    /// What they gave by each criterion.
    pub scores: Vec<FairnessMark>,
    /// Their mark; empty where it does not count.
    pub mark: String,
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
    /// With whose booking, proposal or place on the waiting list; empty where it is about the event.
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
        waiting: None,
        proposal: None,
        contact_name: Some("Tom Okafor".into()),
        contact_email: Some("tom@steadfoot.example".into()),
    };
    let declined = FairnessRequest {
        way: "Proposal".into(),
        company: "Lantern Street Works".into(),
        pitch: "Street lights that say when they fail".into(),
        slot: String::new(),
        outcome: "Declined".into(),
        why: "No council asked for it. Rank 2: mark 2.25 of 5 by 3 assessors".into(),
        proposal: Some(sample_judged()),
        ..booked.clone()
    };
    let waited = FairnessRequest {
        asked_at: "2026-03-03 12:30:00 +00:00".into(),
        way: "Waiting list".into(),
        company: "Quiet Kiln".into(),
        slot: String::new(),
        outcome: "Place passed on".into(),
        why: "Its company did not answer the offer in time".into(),
        waiting: Some(FairnessWaiting {
            wish: "Any slot".into(),
            offered_slot: booked.slot.clone(),
            offered_at: "2026-03-04 09:00:00 +00:00".into(),
            offer_until: "2026-03-05 09:00:00 +00:00".into(),
        }),
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
        requests: vec![booked, declined, waited],
        has_proposals: true,
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

fn sample_judged() -> FairnessProposal {
    let mark = |criterion: &str, mark: &str| FairnessMark {
        criterion: criterion.into(),
        mark: mark.into(),
    };
    let scored = FairnessAssessor {
        name: "Ann Bell".into(),
        has_conflict: false,
        scores: vec![mark("Need", "2"), mark("Evidence", "3")],
        mark: "2.40".into(),
    };
    let left_out = FairnessAssessor {
        name: "Somebody who is not here any more".into(),
        has_conflict: true,
        scores: vec![mark("Need", ""), mark("Evidence", "")],
        mark: String::new(),
    };
    FairnessProposal {
        state: "Declined".into(),
        rank: "2".into(),
        mark: "2.25".into(),
        scored_by: 3,
        means: vec![mark("Need", "2.00"), mark("Evidence", "2.66")],
        assessors: vec![scored, left_out],
        shortlisted: true,
        decided_by: Some("Olive Reed".into()),
        confirm_by: String::new(),
        answered_at: String::new(),
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
        if let Some(proposal) = &mut request.proposal {
            (proposal.rank, proposal.mark, proposal.scored_by) = (String::new(), String::new(), 0);
            (proposal.means, proposal.assessors) = (Vec::new(), Vec::new());
            proposal.decided_by = None;
        }
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
                has_proposals: false,
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
