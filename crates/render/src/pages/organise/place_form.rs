//! Another place for a session: another time and stage, or those of another session.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, SavedFact, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/sessions/{id}/place`.
///
/// Fields of the first form: `seen` (hidden), `stage` (empty means the whole venue), `day` (only of an event of several
/// days), `start_time`, `end_time`, each with its
/// `…_fold`. Of the second: `seen`, and `with`: the id of the other session, a dot, and what tells its state from another.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where it is and when, as saved: "10:30am to 12noon, Main Hall".
    pub now_text: String,
    /// Where the first form is sent.
    pub action: String,
    /// Where the second form is sent.
    pub swap_action: String,
    /// What is saved now where it differs from what was typed; only after somebody else has saved it meanwhile.
    pub meanwhile: Vec<SavedFact>,
    /// The stages, without the whole venue, which the page adds.
    pub stages: Vec<Choice>,
    /// The other sessions.
    pub others: Vec<Choice>,
    /// The day of the event: "Thursday 15 October 2026".
    pub date_text: String,
    /// The days, where the event has several; the field `day` then.
    pub days: Vec<Choice>,
    /// That its end is on another day: "It ends after midnight, on Friday 16 October at 1am."
    pub past_midnight: Option<String>,
    /// Questions about times that exist twice; mostly empty.
    pub twice: Vec<TwiceQuestion>,
    /// Whether the event is published, so that a change waits for the next release.
    pub waits_for_release: bool,
}

impl Page for PlaceForm {
    const TEMPLATE: &'static str = "pages/organise/place_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let full = Self {
            layout: sample_event_layout("Move “Care at home”"),
            form: FormState::new()
                .with("seen", "5f")
                .with("stage", "1")
                .with("start_time", "10:30")
                .with("end_time", "12:30"),
            event: sample_header(Section::Programme),
            now_text: "10:30am to 12:30pm, Main Hall".into(),
            action: Links::organise_session_place(slug, &id),
            swap_action: Links::organise_session_swap(slug, &id),
            meanwhile: Vec::new(),
            stages: vec![
                Choice::new("1", "Main Hall"),
                Choice::new("2", "Garden Room"),
            ],
            others: vec![Choice::new(
                "7.6e",
                "Safer homes (1:15pm to 3pm, Garden Room)",
            )],
            date_text: "Thursday 15 October 2026".into(),
            days: Vec::new(),
            past_midnight: None,
            twice: Vec::new(),
            waits_for_release: true,
        };
        let stale = Self {
            form: full.form.clone().error(
                "",
                "Somebody else has changed this session since you opened it. Nothing of yours is saved yet",
            ),
            meanwhile: vec![SavedFact {
                name: "Start".into(),
                value: "10:45".into(),
            }],
            ..full.clone()
        };
        let alone = Self {
            others: Vec::new(),
            waits_for_release: false,
            ..full.clone()
        };
        let two_days = Self {
            form: full.form.clone().with("day", "2026-10-15"),
            days: vec![
                Choice::new("2026-10-15", "Thursday 15 October"),
                Choice::new("2026-10-16", "Friday 16 October"),
            ],
            past_midnight: Some("It ends after midnight, on Friday 16 October at 1am.".into()),
            ..full.clone()
        };
        vec![
            Sample::new("full", full),
            Sample::new("two-days", two_days),
            Sample::new("stale", stale),
            Sample::new("alone", alone),
        ]
    }
}
