//! A session of the programme: the form that adds it and the one that changes it.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/sessions/new` and `/organise/events/{slug}/sessions/{id}`.
///
/// Fields: `form_id` and `seen` (hidden), `title`, `kind`, `stage` (empty means the whole venue), `day` (only
/// of an event of several days), `start_time`, `end_time`, each with its `…_fold`, `chair` and `description`.
#[derive(Debug, Clone, Serialize)]
pub struct SessionForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// What is saved now where it differs from what was typed; only after somebody else has saved it meanwhile.
    pub meanwhile: Vec<SavedFact>,
    /// The kinds of session.
    pub kinds: Vec<Choice>,
    /// The stages, without the whole venue, which the page adds.
    pub stages: Vec<Choice>,
    /// The day of the event: "Thursday 15 October 2026".
    pub date_text: String,
    /// The days, where the event has several; the field `day` then.
    pub days: Vec<Choice>,
    /// That its end is on another day: "It ends after midnight, on Friday 16 October at 1am."
    pub past_midnight: Option<String>,
    /// Questions about times that exist twice; mostly empty.
    pub twice: Vec<TwiceQuestion>,
    /// The page that makes the slots of a pitch session that exists.
    pub slots_href: Option<String>,
    /// The note on a session that exists, for those who run the day.
    pub note_href: Option<String>,
    /// How it can be removed; `None` for a new one.
    pub removal: Option<SessionRemoval>,
    /// Whether the event is published, so that a change waits for the next release.
    pub waits_for_release: bool,
}

/// A field as it is saved.
#[derive(Debug, Clone, Serialize)]
pub struct SavedFact {
    /// Its name on the page.
    pub name: String,
    /// What it holds.
    pub value: String,
}

impl SavedFact {
    /// A fact.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// What goes with a session when it is removed.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRemoval {
    /// Where it is removed (POST).
    pub action: String,
    /// Its open slots, which go with it.
    pub open_slots: u32,
    /// Its live bookings; while there is one, it cannot be removed.
    pub bookings: u32,
}

impl Page for SessionForm {
    const TEMPLATE: &'static str = "pages/organise/session_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let new = Self {
            layout: sample_event_layout("Add a session"),
            form: FormState::new().with("form_id", id),
            event: sample_header(Section::Programme),
            action: Links::organise_new_session(slug),
            meanwhile: Vec::new(),
            kinds: vec![
                Choice::new("pitch", "Pitch session").hint("Companies pitch in slots"),
                Choice::new("keynote", "Keynote").hint("A talk to everybody"),
                Choice::new("panel", "Panel").hint("Several people in discussion"),
                Choice::new("break", "Break").hint("Coffee, lunch, a change of rooms"),
                Choice::new("meetings", "Meetings").hint("One-to-one meetings"),
            ],
            stages: vec![
                Choice::new("s1", "Main Hall"),
                Choice::new("s2", "Garden Room"),
            ],
            date_text: "Thursday 15 October 2026".into(),
            days: Vec::new(),
            past_midnight: None,
            twice: Vec::new(),
            slots_href: None,
            note_href: None,
            removal: None,
            waits_for_release: false,
        };
        let removal = |bookings| SessionRemoval {
            action: format!("{}/removal", Links::organise_session(slug, &id)),
            open_slots: 5,
            bookings,
        };
        let edit = Self {
            layout: sample_event_layout("Change “Care at home”"),
            form: FormState::from_pairs([
                ("title", "Care at home"),
                ("kind", "pitch"),
                ("stage", "s1"),
                ("start_time", "10:30"),
                ("end_time", "12:30"),
                ("chair", "Dr Ana Silva"),
            ]),
            action: Links::organise_session(slug, &id),
            slots_href: Some(Links::organise_slots(slug, &id)),
            note_href: Some(Links::organise_session_note(slug, &id)),
            removal: Some(removal(0)),
            waits_for_release: true,
            ..new.clone()
        };
        let refused = Self {
            form: edit
                .form
                .clone()
                .error("end_time", "The end must be after the start")
                .error("start_time_fold", "Choose which 1:30am you mean"),
            twice: vec![TwiceQuestion::new(
                "start_time",
                "1:30am on Sunday 31 October 2027",
            )],
            removal: Some(removal(3)),
            ..edit.clone()
        };
        let stale = Self {
            form: edit.form.clone().error(
                "",
                "Somebody else has changed this session since you opened it",
            ),
            meanwhile: vec![SavedFact {
                name: "Start".into(),
                value: "10:45".into(),
            }],
            ..edit.clone()
        };
        let night = Self {
            form: FormState::from_pairs([
                ("title", "Late debate"),
                ("kind", "panel"),
                ("day", "2026-10-15"),
                ("start_time", "23:00"),
                ("end_time", "01:00"),
            ]),
            days: vec![
                Choice::new("2026-10-15", "Thursday 15 October"),
                Choice::new("2026-10-16", "Friday 16 October"),
            ],
            past_midnight: Some("It ends after midnight, on Friday 16 October at 1am.".into()),
            ..edit.clone()
        };
        vec![
            Sample::new("night", night),
            Sample::new("stale", stale),
            Sample::new("new", new),
            Sample::new("edit", edit),
            Sample::new("refused", refused),
        ]
    }
}
