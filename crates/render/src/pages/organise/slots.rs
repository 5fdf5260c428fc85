//! The generator of slots: lengths, a preview, and the button that makes what the preview shows.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/sessions/{id}/slots`.
///
/// Fields: `pitch_minutes`, `questions_minutes`, `changeover_minutes`, `grid_minutes`; `break_after`, `break_minutes`,
/// `reserve_minutes`, `lightning`, `lightning_minutes`, `lightning_questions`, `lightning_part`, `curated_share` and
/// `held_back_share`, all of which can be empty; and `step`, which is `preview` or `make`. With `make` come `form_id`, and `expected`: how many slots the preview promised, so that a plan changed
/// meanwhile is shown again instead of made.
#[derive(Debug, Clone, Serialize)]
pub struct SlotGenerator {
    /// The frame.
    pub layout: Layout,
    /// What was typed, or the usual lengths.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// The session's title.
    pub session_title: String,
    /// Where and when it is: "Main Hall, 10:30am to 12:30pm".
    pub session_text: String,
    /// Where the form is sent.
    pub action: String,
    /// The slots that exist and stay as they are.
    pub existing: Vec<ExistingSlot>,
    /// Where lightning pitches can be.
    pub lightning: Vec<Choice>,
    /// Who can decide who has a slot.
    pub modes: Vec<Choice>,
    /// What would be made; `None` before it was asked for.
    pub preview: Option<SlotPreview>,
}

/// A slot that exists.
#[derive(Debug, Clone, Serialize)]
pub struct ExistingSlot {
    /// "10:30am to 10:42am".
    pub times_text: String,
    /// "Open", "Curated", "Held back", "Held", "Booked".
    pub state: Tag,
    /// Who decides who has it: the value of a choice.
    pub mode: &'static str,
    /// Where another decides (POST). Field: `mode`.
    pub mode_action: String,
    /// The company that booked it.
    pub company: Option<String>,
    /// Where an open one is withdrawn (POST).
    pub withdrawal_action: Option<String>,
}

/// What the generator would make.
#[derive(Debug, Clone, Serialize)]
pub struct SlotPreview {
    /// The new slots, by time.
    pub slots: Vec<NewSlot>,
    /// What they leave out, a sentence each: "Coffee, 11:15am to 11:30am".
    pub left_out: Vec<String>,
    /// Slots that stay, and get another mode: "10:30am to 10:42am: Held back".
    pub changed: Vec<String>,
    /// Whether there is nothing to do.
    pub is_done: bool,
    /// Whether the event is published, so that nobody can book them before the next release.
    pub waits_for_release: bool,
}

/// A slot that would be made; its parts as local times.
#[derive(Debug, Clone, Serialize)]
pub struct NewSlot {
    /// The pitch begins.
    pub starts: String,
    /// Questions begin.
    pub questions: String,
    /// The presenter is free.
    pub ends: String,
    /// The stage is ready for the next.
    pub clear: String,
    /// "Open", "Curated", "Held back".
    pub mode: String,
}

impl Page for SlotGenerator {
    const TEMPLATE: &'static str = "pages/organise/slots.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let start = Self {
            layout: sample_event_layout("Make slots")
                .crumb("Programme", Links::organise_programme(slug)),
            form: FormState::from_pairs([
                ("pitch_minutes", "7"),
                ("questions_minutes", "5"),
                ("changeover_minutes", "3"),
                ("grid_minutes", "5"),
                ("form_id", id),
            ]),
            event: sample_header(Section::Programme),
            session_title: "Care at home".into(),
            session_text: "Main Hall, 10:30am to 12:30pm".into(),
            action: Links::organise_slots(slug, &id),
            existing: Vec::new(),
            lightning: vec![
                Choice::new("last", "In the last part of the session"),
                Choice::new("every-third", "Every third slot"),
            ],
            modes: vec![
                Choice::new("open", "Open"),
                Choice::new("curated", "Curated"),
                Choice::new("held-back", "Held back"),
            ],
            preview: None,
        };
        let preview = Self {
            existing: existing(),
            preview: Some(SlotPreview {
                slots: vec![
                    new_slot(["10:45am", "10:52am", "10:57am", "11:00am"]),
                    new_slot(["11:00am", "11:07am", "11:12am", "11:15am"]),
                    new_slot(["11:30am", "11:37am", "11:42am", "11:45am"]),
                ],
                left_out: vec!["Coffee, 11:15am to 11:30am".into()],
                changed: vec!["12pm to 12:12pm: Curated".into()],
                is_done: false,
                waits_for_release: true,
            }),
            ..start.clone()
        };
        let no_room = Self {
            existing: existing(),
            preview: Some(SlotPreview {
                slots: Vec::new(),
                left_out: Vec::new(),
                changed: Vec::new(),
                is_done: true,
                waits_for_release: false,
            }),
            ..start.clone()
        };
        let refused = Self {
            form: FormState::from_pairs([("pitch_minutes", "0"), ("grid_minutes", "5")]).error(
                "pitch_minutes",
                "Length of the pitch must be between 1 and 120 minutes",
            ),
            ..start.clone()
        };
        vec![
            Sample::new("start", start),
            Sample::new("preview", preview),
            Sample::new("no-room", no_room),
            Sample::new("refused", refused),
        ]
    }
}

fn existing() -> Vec<ExistingSlot> {
    vec![
        ExistingSlot {
            times_text: "10:30am to 10:42am".into(),
            state: Tag::new("Booked", Tone::Quiet),
            mode: "open",
            mode_action: Links::organise_slot_mode(SAMPLE_SLUG, &1),
            company: Some("Steadfoot & Daughters Ltd".into()),
            withdrawal_action: None,
        },
        ExistingSlot {
            times_text: "12:00pm to 12:12pm".into(),
            state: Tag::new("Open", Tone::Good),
            mode: "open",
            mode_action: Links::organise_slot_mode(SAMPLE_SLUG, &2),
            company: None,
            withdrawal_action: Some(
                "/organise/events/northern-care-technology-day/slots/1/withdrawal".into(),
            ),
        },
    ]
}

fn new_slot([starts, questions, ends, clear]: [&str; 4]) -> NewSlot {
    NewSlot {
        starts: starts.into(),
        questions: questions.into(),
        ends: ends.into(),
        clear: clear.into(),
        mode: "Open".into(),
    }
}
