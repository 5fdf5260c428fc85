//! The question before the next version of the programme is released.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, People, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/release`. Field: `note`.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseReview {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// The number of the release to be made.
    pub number: u32,
    /// When the current release was made: "10:12am on Tuesday 3 March 2026".
    pub last_text: String,
    /// Every difference from the current release; with none there is no button.
    pub changes: Vec<ReleaseChange>,
    /// Who will be told.
    pub told: People,
    /// Back to the programme.
    pub back_href: String,
}

/// One difference from the current release.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseChange {
    /// How it differs.
    pub kind: ReleaseChangeKind,
    /// What differs: "Care at home" or "Slot in Care at home".
    pub what: String,
    /// As it was: "10:30am to 12:30pm, Main Hall"; `None` for what is new.
    pub from: Option<String>,
    /// As it will be; `None` for what is removed.
    pub to: Option<String>,
}

/// How something differs from the current release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseChangeKind {
    /// It was not there.
    New,
    /// Its time or its stage is another.
    Moved,
    /// Its title, kind or description is another.
    Changed,
    /// It is there no more.
    Removed,
}

impl Page for ReleaseReview {
    const TEMPLATE: &'static str = "pages/organise/release.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let change = |kind, what: &str, from: Option<&str>, to: Option<&str>| ReleaseChange {
            kind,
            what: what.into(),
            from: from.map(Into::into),
            to: to.map(Into::into),
        };
        let changed = Self {
            layout: sample_event_layout("Release the programme")
                .crumb("Programme", Links::organise_programme(slug)),
            form: FormState::new().with("note", "Coffee is longer, as many of you asked."),
            event: sample_header(Section::Programme),
            action: Links::organise_release(slug),
            number: 3,
            last_text: "10:12am on Tuesday 3 March 2026".into(),
            changes: vec![
                change(
                    ReleaseChangeKind::New,
                    "Safer homes",
                    None,
                    Some("1:15pm to 3:00pm, Main Hall"),
                ),
                change(
                    ReleaseChangeKind::Moved,
                    "Care at home",
                    Some("10:15am to 12:15pm, Main Hall"),
                    Some("10:30am to 12:30pm, Main Hall"),
                ),
                change(
                    ReleaseChangeKind::Changed,
                    "What councils need next",
                    Some("Panel"),
                    Some("Keynote"),
                ),
                change(
                    ReleaseChangeKind::Removed,
                    "Closing words",
                    Some("4:15pm to 4:30pm, whole venue"),
                    None,
                ),
            ],
            told: People::new(8, 41),
            back_href: Links::organise_programme(slug),
        };
        let nothing = Self {
            changes: Vec::new(),
            told: People::default(),
            form: FormState::new(),
            ..changed.clone()
        };
        vec![
            Sample::new("changed", changed),
            Sample::new("nothing", nothing),
        ]
    }
}
