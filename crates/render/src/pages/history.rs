//! The audit trail: its lines, and the pages of an organisation's and of the whole.

use serde::Serialize;

use super::facts::{ID, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Link};
use crate::links::Links;

/// One thing that was done.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryRow {
    /// "Monday 2 March 2026 at 9:30am".
    pub when_text: String,
    /// "Details changed".
    pub what: String,
    /// Whose history it is part of, and where only that is shown.
    pub subject: Link,
    /// Who, and where only what they did is shown.
    pub who: Option<Link>,
    /// Who, where nobody is named: "The service".
    pub who_text: &'static str,
    /// The network that they acted from.
    pub network: Option<String>,
    /// What else was noted.
    pub detail: String,
    /// What was before and is after.
    pub altered: Vec<HistoryChange>,
}

/// One thing that was otherwise before.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryChange {
    /// "Title".
    pub what: String,
    /// How it was; may be empty.
    pub before: String,
    /// How it was afterwards; may be empty.
    pub after: String,
}

/// `/organisations/{id}/history` and `/administer/audit`, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct History {
    /// The frame.
    pub layout: Layout,
    /// What was looked for.
    pub form: FormState,
    /// What the page holds.
    pub lead: String,
    /// Where the search goes; none where there is none.
    pub action: Option<String>,
    /// The way back to everything, where only a part is shown.
    pub only: Option<Link>,
    /// The lines.
    pub rows: Vec<HistoryRow>,
    /// The page of what is older.
    pub older_href: Option<String>,
    /// What is shown, as files.
    pub files: Vec<Link>,
}

impl Page for History {
    const TEMPLATE: &'static str = "pages/history/history.html";

    fn samples() -> Vec<Sample<Self>> {
        let path = Links::organisation_history(&ID);
        let row = HistoryRow {
            when_text: "Monday 2 March 2026 at 9:30am".into(),
            what: "Booking cancelled".into(),
            subject: Link::new("A booking", format!("{path}?of=booking:1")),
            who: Some(Link::new("Amina Yusuf", format!("{path}?by=1"))),
            who_text: "The service",
            network: Some("192.0.2.0/24".into()),
            detail: String::new(),
            altered: vec![],
        };
        let of_company = Self {
            layout: signed_in("History of Careloop")
                .crumb("My bookings and registrations", Links::my()),
            form: FormState::new(),
            lead: "Who did what with Careloop and its bookings, newest first.".into(),
            action: None,
            only: None,
            rows: vec![
                HistoryRow {
                    who: None,
                    who_text: "The organisers of the event",
                    network: None,
                    detail: "The stage <is> closed".into(),
                    ..row.clone()
                },
                row.clone(),
            ],
            older_href: Some(format!("{path}?before=1")),
            files: vec![],
        };
        let path = Links::administer_audit();
        let whole = Self {
            layout: signed_in("Audit trail"),
            action: Some(path.clone()),
            only: Some(Link::new("Only a part is shown. Show everything", &path)),
            rows: vec![row],
            form: FormState::new().with("since", "2026-03-01"),
            files: vec![
                Link::new("CSV for a spreadsheet", Links::administer_audit_file("csv")),
                Link::new(
                    "JSON Lines for programs",
                    Links::administer_audit_file("jsonl"),
                ),
            ],
            ..of_company.clone()
        };
        let wrong = Self {
            form: FormState::new()
                .with("of", "event")
                .error("of", "Write it as event:ID"),
            rows: vec![],
            older_href: None,
            ..whole.clone()
        };
        vec![
            Sample::new("company", of_company),
            Sample::new("whole", whole),
            Sample::new("wrong", wrong),
        ]
    }
}

pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<History>(engine)
}
