//! Complaints about personal data: making one, and answering it.

use serde::Serialize;

use super::facts::{ID, signed_in, visitor};
use super::organise::{EventHeader, SAMPLE_SLUG, Section, sample_event_layout, sample_header};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/privacy/complaint`. Fields: `about` (`service`, or an event's slug), `name`, `email`, `text`.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintForm {
    /// The frame.
    pub layout: Layout,
    /// Who answers for the service itself.
    pub controller: String,
    /// Their address, for those who would rather write.
    pub contact: String,
    /// What it can be about.
    pub abouts: Vec<Choice>,
    /// Where the form goes.
    pub action: String,
    /// What was typed.
    pub form: FormState,
}

impl Page for ComplaintForm {
    const TEMPLATE: &'static str = "pages/complaints/form.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: visitor("Complain about personal data"),
            controller: "Marketday".into(),
            contact: "days@marketday.example".into(),
            abouts: vec![
                Choice::new("service", "This service as a whole"),
                Choice::new(
                    "northern-care-technology-day",
                    "Northern Care Technology Day, Thursday 15 October 2026 (Trade North)",
                ),
            ],
            action: Links::complaint(),
            form: FormState::new().with("about", "service"),
        };
        let wrong = Self {
            form: FormState::new()
                .with("about", "northern-care-technology-day")
                .with("name", "Aisha Rahman")
                .error("email", "Enter an email address, like name@example.com")
                .error("text", "Enter what happened"),
            ..empty.clone()
        };
        vec![Sample::new("empty", empty), Sample::new("wrong", wrong)]
    }
}

/// A complaint was taken.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintTaken {
    /// The frame.
    pub layout: Layout,
    /// "DP-3F9A2C71B0".
    pub reference: String,
    /// Where it is acknowledged and answered.
    pub email: String,
    /// Who answers.
    pub controller: String,
    /// "Thursday 2 April 2026".
    pub answer_by_text: String,
}

impl Page for ComplaintTaken {
    const TEMPLATE: &'static str = "pages/complaints/taken.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("We have your complaint"),
            reference: "DP-3F9A2C71B0".into(),
            email: "aisha.rahman@calderdale.example".into(),
            controller: "Trade North".into(),
            answer_by_text: "Thursday 2 April 2026".into(),
        };
        vec![Sample::new("taken", page)]
    }
}

/// One complaint, as far as its dates go.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintRow {
    /// "DP-3F9A2C71B0".
    pub reference: String,
    /// Its page.
    pub href: String,
    /// When it came: "10:02am on Tuesday 3 March 2026".
    pub made_text: String,
    /// "Acknowledged on Tuesday 3 March 2026", or until when that must be.
    pub acknowledged_text: String,
    /// "Answer by Thursday 2 April 2026"; for a closed one when it was answered.
    pub due_text: String,
    /// "Open", "Late", "Answered".
    pub tag: Tag,
}

fn sample_row(tag: Tag, due: &str) -> ComplaintRow {
    ComplaintRow {
        reference: "DP-3F9A2C71B0".into(),
        href: Links::organise_complaint(SAMPLE_SLUG, &ID),
        made_text: "10:02am on Tuesday 3 March 2026".into(),
        acknowledged_text: "Acknowledged on Tuesday 3 March 2026".into(),
        due_text: due.into(),
        tag,
    }
}

/// The complaints that somebody has to answer.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintList {
    /// The frame.
    pub layout: Layout,
    /// The head, for those about an event.
    pub event: Option<EventHeader>,
    /// What waits for an outcome, oldest first.
    pub open: Vec<ComplaintRow>,
    /// What was answered, newest first.
    pub closed: Vec<ComplaintRow>,
}

impl Page for ComplaintList {
    const TEMPLATE: &'static str = "pages/complaints/list.html";

    fn samples() -> Vec<Sample<Self>> {
        let due = "Answer by Thursday 2 April 2026";
        let some = Self {
            layout: sample_event_layout("Complaints"),
            event: Some(sample_header(Section::Complaints)),
            open: vec![
                sample_row(Tag::new("Late", Tone::Bad), due),
                sample_row(Tag::new("Open", Tone::Warn), due),
            ],
            closed: vec![sample_row(
                Tag::new("Answered", Tone::Quiet),
                "Answered on Monday 9 March 2026",
            )],
        };
        let none = Self {
            layout: signed_in("Complaints about this service"),
            event: None,
            open: vec![],
            closed: vec![],
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}

/// One complaint, for whoever answers it. Field: `outcome`.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintPage {
    /// The frame.
    pub layout: Layout,
    /// The head, for one about an event.
    pub event: Option<EventHeader>,
    /// Its dates.
    pub row: ComplaintRow,
    /// Who complains.
    pub name: String,
    /// Where they are told; `None` once they were erased.
    pub email: Option<String>,
    /// What they say.
    pub text: String,
    /// What came of it; `None` while it is open.
    pub outcome: Option<String>,
    /// What was typed.
    pub form: FormState,
}

impl Page for ComplaintPage {
    const TEMPLATE: &'static str = "pages/complaints/complaint.html";

    fn samples() -> Vec<Sample<Self>> {
        let open = Self {
            layout: sample_event_layout("Complaint DP-3F9A2C71B0"),
            event: Some(sample_header(Section::Complaints)),
            row: sample_row(
                Tag::new("Open", Tone::Warn),
                "Answer by Thursday 2 April 2026",
            ),
            name: "Aisha Rahman".into(),
            email: Some("aisha.rahman@calderdale.example".into()),
            text: "My name stood on a list at the door.\nI never agreed to that.".into(),
            outcome: None,
            form: FormState::new(),
        };
        let closed = Self {
            layout: signed_in("Complaint DP-3F9A2C71B0"),
            event: None,
            row: sample_row(
                Tag::new("Answered", Tone::Quiet),
                "Answered on Monday 9 March 2026",
            ),
            name: String::new(),
            email: None,
            outcome: Some("You were right. We took it down.".into()),
            ..open.clone()
        };
        let wrong = Self {
            form: FormState::new().error("outcome", "Enter what came of it"),
            ..open.clone()
        };
        vec![
            Sample::new("open", open),
            Sample::new("wrong", wrong),
            Sample::new("closed", closed),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<ComplaintForm>(engine)?,
        render_samples::<ComplaintTaken>(engine)?,
        render_samples::<ComplaintList>(engine)?,
        render_samples::<ComplaintPage>(engine)?,
    ]
    .concat())
}
