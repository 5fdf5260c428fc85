//! Moving the rest of a stage on the day, when things run late.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, People, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// Moves everything on a stage from a time on by some minutes, and releases it at once.
///
/// Fields: `stage`, `day` (only of an event of several days), `from_time` (with its `…_fold`), `minutes`, and `step`, which is `preview` or `shift`; `form_id`
/// comes with `shift`.
#[derive(Debug, Clone, Serialize)]
pub struct Shift {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// The stages.
    pub stages: Vec<Choice>,
    /// The days, where the event has several; the field `day` then.
    pub days: Vec<Choice>,
    /// Questions about times that exist twice; mostly empty.
    pub twice: Vec<TwiceQuestion>,
    /// What would move; `None` before it was asked for.
    pub preview: Option<ShiftPreview>,
}

/// What a shift would do.
#[derive(Debug, Clone, Serialize)]
pub struct ShiftPreview {
    /// What moves, by time.
    pub moves: Vec<ShiftMove>,
    /// What may be wrong afterwards, a sentence each.
    pub warnings: Vec<String>,
    /// Who will be told.
    pub told: People,
}

/// One session or slot that moves.
#[derive(Debug, Clone, Serialize)]
pub struct ShiftMove {
    /// What: "Care at home", or the company in a slot.
    pub what: String,
    /// Its times now.
    pub from: String,
    /// Its times afterwards.
    pub to: String,
}

impl Page for Shift {
    const TEMPLATE: &'static str = "pages/organise/shift.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let start = Self {
            layout: sample_event_layout("Move the rest of a stage"),
            form: FormState::new(),
            event: sample_header(Section::Programme),
            action: format!("{}/shift", Links::organise_event(slug)),
            stages: vec![
                Choice::new("s1", "Main Hall"),
                Choice::new("s2", "Garden Room"),
            ],
            days: Vec::new(),
            twice: Vec::new(),
            preview: None,
        };
        let preview = Self {
            form: FormState::from_pairs([
                ("stage", "s1"),
                ("from_time", "11:00"),
                ("minutes", "10"),
                ("form_id", "0199a1f2"),
            ]),
            preview: Some(ShiftPreview {
                moves: vec![ShiftMove {
                    what: "Steadfoot & Daughters Ltd".into(),
                    from: "11:00am to 11:12am".into(),
                    to: "11:10am to 11:22am".into(),
                }],
                warnings: vec!["The last pitch then ends after lunch begins.".into()],
                told: People::new(4, 41),
            }),
            ..start.clone()
        };
        let refused = Self {
            form: FormState::new()
                .error("stage", "Choose a stage")
                .error("from_time_fold", "Choose which 1:30am you mean")
                .error("minutes", "Enter a whole number of minutes"),
            twice: vec![TwiceQuestion::new(
                "from_time",
                "1:30am on Sunday 31 October 2027",
            )],
            ..start.clone()
        };
        let several = Self {
            form: FormState::new().with("day", "2026-10-16"),
            days: vec![
                Choice::new("2026-10-15", "Thursday 15 October"),
                Choice::new("2026-10-16", "Friday 16 October"),
            ],
            ..start.clone()
        };
        vec![
            Sample::new("several-days", several),
            Sample::new("start", start),
            Sample::new("preview", preview),
            Sample::new("refused", refused),
        ]
    }
}
