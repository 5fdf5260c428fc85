//! The releases of a programme, for its organisers, and going back to one.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, ReleaseChange, ReleaseChangeKind, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/releases`: newest first.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseList {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// The releases; empty before the first.
    pub releases: Vec<ReleaseRow>,
}

/// A release.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseRow {
    /// "Release 3".
    pub title: String,
    /// When it was made: "10:12am on Tuesday 3 March 2026".
    pub when_text: String,
    /// What was said of it; may be empty.
    pub note: String,
    /// The programme as it was.
    pub href: String,
    /// Where the draft is made like it; for those who may.
    pub reset_href: Option<String>,
}

impl Page for ReleaseList {
    const TEMPLATE: &'static str = "pages/organise/releases.html";

    fn samples() -> Vec<Sample<Self>> {
        let row = |number: u32, note: &str| ReleaseRow {
            title: format!("Release {number}"),
            when_text: "10:12am on Tuesday 6 October 2026".into(),
            note: note.into(),
            href: Links::programme_release(SAMPLE_SLUG, number),
            reset_href: Some(Links::organise_reset(SAMPLE_SLUG, number)),
        };
        let page = Self {
            layout: sample_event_layout("Releases"),
            event: sample_header(Section::Programme),
            releases: vec![
                row(2, "The keynote needed more time."),
                row(1, "First programme"),
            ],
        };
        let empty = Self {
            releases: Vec::new(),
            ..page.clone()
        };
        vec![Sample::new("two", page), Sample::new("empty", empty)]
    }
}

/// `/organise/events/{slug}/releases/{number}/reset`: the question before the draft is made like a release.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseReset {
    /// The frame.
    pub layout: Layout,
    /// What is wrong.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// How the draft would differ from what it is; with none there is no button.
    pub changes: Vec<ReleaseChange>,
    /// Newer sessions, which would be kept without a place.
    pub unscheduled: Vec<String>,
    /// Newer sessions that stay where they are, because companies have booked in them.
    pub kept: Vec<String>,
    /// How many newer slots stay, because they are booked or held.
    pub kept_slots: u32,
    /// Back to the releases.
    pub back_href: String,
}

impl Page for ReleaseReset {
    const TEMPLATE: &'static str = "pages/organise/release_reset.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: sample_event_layout("Go back to release 1"),
            form: FormState::new(),
            event: sample_header(Section::Programme),
            action: Links::organise_reset(SAMPLE_SLUG, 1),
            changes: vec![ReleaseChange {
                kind: ReleaseChangeKind::Moved,
                what: "What Calderdale learnt".into(),
                from: Some("9:30am to 10:30am, Main Hall".into()),
                to: Some("9:30am to 10:15am, Main Hall".into()),
            }],
            unscheduled: vec!["Buying together".into()],
            kept: vec!["Seeing need early".into()],
            kept_slots: 2,
            back_href: Links::organise_releases(SAMPLE_SLUG),
        };
        let same = Self {
            changes: Vec::new(),
            unscheduled: Vec::new(),
            kept: Vec::new(),
            kept_slots: 0,
            ..page.clone()
        };
        vec![Sample::new("different", page), Sample::new("same", same)]
    }
}
