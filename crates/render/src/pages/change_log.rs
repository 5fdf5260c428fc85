//! What each release of a programme changed.

use serde::Serialize;

use super::facts::{EventBrief, SLUG, below_event, sample_event};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// `/events/{slug}/changes`: every release, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeLog {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// The releases; empty before the first.
    pub releases: Vec<LoggedRelease>,
    /// The Atom feed of the same.
    pub feed_href: String,
}

/// A release, and what it changed.
#[derive(Debug, Clone, Serialize)]
pub struct LoggedRelease {
    /// "Release 3".
    pub title: String,
    /// When it was made: "10:12am on Tuesday 3 March 2026".
    pub when_text: String,
    /// The same for programs.
    pub made_at: String,
    /// What the organiser said of it; may be empty.
    pub note: String,
    /// What differs from the release before, a sentence each; of the first nothing.
    pub changes: Vec<String>,
    /// The programme as it was.
    pub href: String,
}

impl Page for ChangeLog {
    const TEMPLATE: &'static str = "pages/event/change_log.html";

    fn samples() -> Vec<Sample<Self>> {
        let release = |number: u32, note: &str, changes: &[&str]| LoggedRelease {
            title: format!("Release {number}"),
            when_text: "10:12am on Tuesday 6 October 2026".into(),
            made_at: "2026-10-06T10:12:00+01:00".into(),
            note: note.into(),
            changes: changes.iter().map(ToString::to_string).collect(),
            href: Links::programme_release(SLUG, number),
        };
        let page = Self {
            layout: below_event(Layout::new("What changed in the programme")),
            event: sample_event(),
            releases: vec![
                release(
                    2,
                    "The keynote needed more time.",
                    &[
                        "Moved: What Calderdale learnt, from 9:30am to 10:15am, Main Hall to 9:30am to 10:30am, Main Hall",
                        "New: 2 free slots",
                    ],
                ),
                release(1, "First programme", &[]),
            ],
            feed_href: Links::feed_changes(SLUG),
        };
        let empty = Self {
            releases: Vec::new(),
            ..page.clone()
        };
        vec![Sample::new("two", page), Sample::new("empty", empty)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<ChangeLog>(engine)
}
