//! The plan of the programme: stages, and the sessions on each.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{
    EditButton, EventHeader, GridCell, GridColumn, GridDay, GridItem, GridLabel, GridRow, GridSlot,
    Section, Warning,
};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/programme`: what was last saved, released or not.
///
/// The form adds a stage. Fields: `form_id` (hidden), `name`, `capacity`, `equipment`, `access`, `opens`, `closes`.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammePlan {
    /// The frame.
    pub layout: Layout,
    /// What was typed for a new stage.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// The stages, in their order.
    pub stages: Vec<StageRow>,
    /// Where a stage is added.
    pub stages_action: String,
    /// Whether whoever looks may change it.
    pub may_change: bool,
    /// The days as tables; none where lists are asked for, or where there is no stage yet.
    pub days: Vec<GridDay>,
    /// Whether a session is asked for its day.
    pub asks_day: bool,
    /// The programme as tables.
    pub grid_href: String,
    /// The programme as lists.
    pub list_href: String,
    /// Whether lists are asked for.
    pub is_list: bool,
    /// What may go wrong.
    pub warnings: Vec<Warning>,
    /// What whoever looks did last.
    pub undo: Option<EditButton>,
    /// What they undid last.
    pub redo: Option<EditButton>,
    /// As lists: first the sessions of the whole venue, then a group for each stage. No empty groups.
    pub groups: Vec<SessionGroup>,
    /// Sessions without a place in the programme.
    pub unscheduled: Vec<GridItem>,
    /// What was made public; `None` before the first release.
    pub releases_href: Option<String>,
    /// Where a session is added.
    pub new_session_href: String,
    /// What differs from the current release, a sentence each; empty before the first release.
    pub unreleased: Vec<String>,
    /// Where the next release is made; `None` before publishing and when nothing differs.
    pub release_href: Option<String>,
    /// Where a stage is moved on the day; `None` before publishing.
    pub shift_href: Option<String>,
    /// The run sheet.
    pub run_sheet_href: String,
    /// All slides in running order.
    pub slides_href: String,
    /// How the slots were given.
    pub fairness_href: String,
}

/// A stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageRow {
    /// Its name.
    pub name: String,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// Steps, loops and the like; may be empty.
    pub access: String,
    /// Projector, microphones and the like.
    pub equipment: String,
    /// "09:00 to 17:00", where it can be used then only.
    pub opening: Option<String>,
    /// How many sessions are on it.
    pub sessions: u32,
    /// Where it is changed.
    pub edit_href: String,
}

/// The sessions in one place, by time.
#[derive(Debug, Clone, Serialize)]
pub struct SessionGroup {
    /// The stage's name, or "Whole venue".
    pub stage: String,
    /// Its sessions.
    pub sessions: Vec<SessionRow>,
}

/// One session.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    /// "10:30am to 12noon".
    pub times_text: String,
    /// Its title.
    pub title: String,
    /// "Pitch session".
    pub kind: String,
    /// Where it is changed.
    pub edit_href: String,
    /// Where it is given another place.
    pub place_href: String,
    /// The slots of a pitch session.
    pub slots: Option<SlotCount>,
    /// "New", "Moved": how it differs from the current release.
    pub unreleased: Option<Tag>,
}

/// How many slots a pitch session has, and where more are made.
#[derive(Debug, Clone, Serialize)]
pub struct SlotCount {
    /// With a live booking.
    pub booked: u32,
    /// All.
    pub total: u32,
    /// The page that makes them.
    pub href: String,
}

impl Page for ProgrammePlan {
    const TEMPLATE: &'static str = "pages/organise/programme.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let full = Self {
            layout: sample_event_layout("Programme"),
            form: FormState::new(),
            event: sample_header(Section::Programme),
            stages: vec![
                stage("Main Hall", Some(120), 3),
                stage("Garden Room", None, 0),
            ],
            stages_action: Links::organise_stages(slug),
            may_change: true,
            days: vec![day()],
            asks_day: false,
            grid_href: Links::organise_programme(slug),
            list_href: Links::organise_programme_list(slug),
            is_list: false,
            warnings: vec![Warning {
                text: "“Care at home” and “Safer homes” overlap on the same stage".into(),
                href: None,
            }],
            undo: Some(EditButton {
                action: Links::organise_programme_undo(slug),
                edit: "0199a1f2".into(),
                what: "move “Care at home”".into(),
            }),
            redo: Some(EditButton {
                action: Links::organise_programme_redo(slug),
                edit: "0199a1f3".into(),
                what: "add “Safer homes”".into(),
            }),
            groups: groups(),
            unscheduled: vec![item("Buying together", "panel", "1pm to 1:30pm")],
            releases_href: Some(Links::organise_releases(slug)),
            new_session_href: Links::organise_new_session(slug),
            unreleased: vec!["New: Safer homes, 1:15pm to 3:00pm, Main Hall".into()],
            release_href: Some(Links::organise_release(slug)),
            shift_href: Some(format!("{}/shift", Links::organise_event(slug))),
            run_sheet_href: Links::organise_run_sheet(slug),
            slides_href: Links::organise_slides(slug),
            fairness_href: Links::organise_fairness(slug),
        };
        let empty = Self {
            stages: Vec::new(),
            days: Vec::new(),
            warnings: Vec::new(),
            undo: None,
            redo: None,
            groups: Vec::new(),
            unscheduled: Vec::new(),
            releases_href: None,
            unreleased: Vec::new(),
            release_href: None,
            shift_href: None,
            form: FormState::new()
                .with("name", "")
                .error("name", "Enter the name of the stage"),
            ..full.clone()
        };
        let looking = Self {
            may_change: false,
            undo: None,
            redo: None,
            release_href: None,
            shift_href: None,
            ..full.clone()
        };
        let list = Self {
            days: Vec::new(),
            is_list: true,
            ..full.clone()
        };
        vec![
            Sample::new("full", full),
            Sample::new("list", list),
            Sample::new("empty", empty),
            Sample::new("looking", looking),
        ]
    }
}

fn stage(name: &str, capacity: Option<u32>, sessions: u32) -> StageRow {
    StageRow {
        name: name.into(),
        capacity,
        equipment: "Projector".into(),
        opening: capacity.map(|_| "08:30 to 17:30".into()),
        access: capacity.map_or_else(String::new, |_| "Step-free, hearing loop.".into()),
        sessions,
        edit_href: Links::organise_stage(SAMPLE_SLUG, &"0199a1f2"),
    }
}

fn session(times: &str, title: &str, kind: &str, slots: Option<u32>) -> SessionRow {
    let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
    SessionRow {
        times_text: times.into(),
        title: title.into(),
        kind: kind.into(),
        edit_href: Links::organise_session(SAMPLE_SLUG, &id),
        place_href: Links::organise_session_place(SAMPLE_SLUG, &id),
        slots: slots.map(|total| SlotCount {
            booked: total.saturating_sub(3),
            total,
            href: Links::organise_slots(SAMPLE_SLUG, &id),
        }),
        unreleased: None,
    }
}

fn groups() -> Vec<SessionGroup> {
    vec![
        SessionGroup {
            stage: "Whole venue".into(),
            sessions: vec![session("12:30pm to 1:15pm", "Lunch", "Break", None)],
        },
        SessionGroup {
            stage: "Main Hall".into(),
            sessions: vec![
                session(
                    "9:45am to 10:15am",
                    "What councils need next",
                    "Keynote",
                    None,
                ),
                session(
                    "10:30am to 12:30pm",
                    "Care at home",
                    "Pitch session",
                    Some(8),
                ),
                SessionRow {
                    unreleased: Some(Tag::new("New", Tone::Warn)),
                    ..session("1:15pm to 3:00pm", "Safer homes", "Pitch session", Some(0))
                },
            ],
        },
    ]
}

fn item(title: &str, look: &str, times: &str) -> GridItem {
    let (slug, id) = (SAMPLE_SLUG, format!("0199a1f2-{look}"));
    GridItem {
        id: id.clone(),
        title: title.into(),
        kind: "Pitch session".into(),
        look: look.into(),
        times_text: times.into(),
        minutes: 15,
        stage: "1".into(),
        seen: "5f".into(),
        edit_href: Links::organise_session(slug, &id),
        place_href: Links::organise_session_place(slug, &id),
        swap_action: Links::organise_session_swap(slug, &id),
        slots_href: None,
        slots: Vec::new(),
        clashes: false,
        unreleased: None,
    }
}

/// A quarter of an hour with a pitch session beside a break.
fn day() -> GridDay {
    let slot = |time: &str, who: &str, is_free| GridSlot {
        time_text: time.into(),
        who: who.into(),
        is_free,
    };
    let pitches = GridItem {
        slots_href: Some(Links::organise_slots(SAMPLE_SLUG, &1)),
        slots: vec![
            slot("10:30am", "Careloop", false),
            slot("10:40am", "Free", true),
        ],
        clashes: true,
        unreleased: Some(Tag::new("Moved", Tone::Warn)),
        ..item("Care at home", "pitch", "10:30am to 10:45am")
    };
    let cell = |span, item| GridCell {
        span,
        is_last_lane: true,
        item,
    };
    let row = |at: &str, label: Option<GridLabel>, cells| GridRow {
        at: at.into(),
        date: "2026-10-15".into(),
        fold: None,
        label,
        cells,
    };
    let column = |name: &str, stage: &str| GridColumn {
        name: name.into(),
        stage: stage.into(),
        lanes: 1,
        add_href: Links::organise_new_session_at(SAMPLE_SLUG, stage, "2026-10-15"),
    };
    GridDay {
        heading: None,
        columns: vec![column("Main Hall", "1"), column("Whole venue", "")],
        rows: vec![
            row(
                "10:30",
                Some(GridLabel {
                    text: "10:30am".into(),
                    span: 3,
                }),
                vec![
                    cell(3, Some(pitches)),
                    cell(2, Some(item("Coffee", "break", "10:30am to 10:40am"))),
                ],
            ),
            row("10:35", None, Vec::new()),
            row("10:40", None, vec![cell(1, None)]),
        ],
        end: "10:45".into(),
        end_date: "2026-10-15".into(),
    }
}
