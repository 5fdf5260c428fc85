//! Who did what with an event, for those who may read it.

use serde::Serialize;

use super::event_header::{sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::{Layout, Link};
use crate::pages::history::{HistoryChange, HistoryRow};

/// `/organise/events/{slug}/history`, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct EventHistory {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What is shown, if not everything: "Only what Priya Nair did", with the way back to everything.
    pub only: Option<Link>,
    /// The lines.
    pub rows: Vec<HistoryRow>,
    /// The page of what is older.
    pub older_href: Option<String>,
    /// Everything as CSV.
    pub csv_href: String,
    /// Everything as JSON Lines.
    pub json_href: String,
}

impl Page for EventHistory {
    const TEMPLATE: &'static str = "pages/organise/history.html";

    fn samples() -> Vec<Sample<Self>> {
        let path = "/organise/events/northern-care-technology-day/history";
        let row = |what: &str, who: Option<Link>, altered| HistoryRow {
            when_text: "Monday 2 March 2026 at 9:30am".into(),
            what: what.into(),
            subject: Link::new("The event", format!("{path}?of=event:1")),
            who,
            who_text: "The service",
            network: Some("192.0.2.0/24".into()),
            detail: String::new(),
            altered,
        };
        let title = HistoryChange {
            what: "Title".into(),
            before: "Care Day".into(),
            after: "Northern Care <Technology> Day".into(),
        };
        let priya = Link::new("Priya Nair", format!("{path}?by=1"));
        let full = Self {
            layout: sample_event_layout("History"),
            event: sample_header(Section::History),
            only: Some(Link::new(
                "Only what Priya Nair did is shown. Show everything",
                path,
            )),
            rows: vec![
                row("Details changed", Some(priya), vec![title]),
                HistoryRow {
                    network: None,
                    detail: "Speaker ill".into(),
                    ..row("Claim ran out", None, vec![])
                },
            ],
            older_href: Some(format!("{path}?before=1")),
            csv_href: format!("{path}.csv"),
            json_href: format!("{path}.jsonl"),
        };
        let empty = Self {
            only: None,
            rows: vec![],
            older_href: None,
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}
