//! The run sheet: what happens on each stage, on screen and on paper.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/run-sheet`.
#[derive(Debug, Clone, Serialize)]
pub struct RunSheet {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Of what it is the run sheet: "Release 2 of the programme".
    pub of_text: String,
    /// To the draft, or back to what is released; none before the first release.
    pub other: Option<Link>,
    /// The same as CSV.
    pub csv_href: String,
    /// The stages in their order, each with what concerns the whole venue.
    pub stages: Vec<RunSheetStage>,
}

/// What happens on one stage.
#[derive(Debug, Clone, Serialize)]
pub struct RunSheetStage {
    /// Its name.
    pub name: String,
    /// Projector, microphones and the like; may be empty.
    pub equipment: String,
    /// Steps, loops and the like; may be empty.
    pub access: String,
    /// What happens there, by time.
    pub rows: Vec<RunSheetRow>,
}

/// A session, or a slot of a pitch session.
#[derive(Debug, Clone, Serialize)]
pub struct RunSheetRow {
    /// "10:30am to 10:42am".
    pub times_text: String,
    /// "Keynote", "Pitch"; "Break, whole venue".
    pub kind: String,
    /// The title of the session or the pitch; may be empty.
    pub title: String,
    /// The company; may be empty.
    pub company: String,
    /// Who presents; may be empty.
    pub presenter: String,
    /// Who booked, where it is somebody else.
    pub contact: Option<String>,
    /// Their telephone number, for those who may see it.
    pub phone: Option<String>,
    /// Who chairs a session; may be empty.
    pub chair: String,
    /// Whether the slides of a pitch have come; none without one.
    pub slides: Option<bool>,
    /// How a slot stands.
    pub status: Option<Tag>,
    /// What an organiser noted; may be empty.
    pub note: String,
    /// What else is to be known.
    pub notes: String,
    /// Whether it is a slot of the session above it.
    pub is_slot: bool,
}

impl Page for RunSheet {
    const TEMPLATE: &'static str = "pages/organise/run_sheet.html";

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            layout: sample_event_layout("Run sheet"),
            event: sample_header(Section::Programme),
            of_text: "Release 2 of the programme".into(),
            other: Some(Link::new(
                "See that of the draft",
                Links::organise_run_sheet_draft(SAMPLE_SLUG),
            )),
            csv_href: Links::organise_run_sheet_file(SAMPLE_SLUG, false),
            stages: vec![RunSheetStage {
                name: "Main Hall".into(),
                equipment: "Projector, two lapel microphones.".into(),
                access: "Step-free, hearing loop.".into(),
                rows: rows(),
            }],
        };
        let empty = Self {
            of_text: "The draft of the programme, of which nothing is released yet".into(),
            other: None,
            stages: Vec::new(),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}

fn rows() -> Vec<RunSheetRow> {
    let session = |times: &str, kind: &str, title: &str| RunSheetRow {
        times_text: times.into(),
        kind: kind.into(),
        title: title.into(),
        company: String::new(),
        presenter: String::new(),
        contact: None,
        phone: None,
        chair: String::new(),
        slides: None,
        note: String::new(),
        status: None,
        notes: String::new(),
        is_slot: false,
    };
    let slot = |times: &str, title: &str, status| RunSheetRow {
        status: Some(status),
        notes: "Questions from 10:37am, stage clear by 10:45am".into(),
        is_slot: true,
        ..session(times, "Pitch", title)
    };
    vec![
        RunSheetRow {
            chair: "Dr Ana Silva".into(),
            ..session("10:30am to 12:30pm", "Pitch session", "Care at home")
        },
        RunSheetRow {
            company: "Steadfoot & Daughters Ltd".into(),
            presenter: "Grace Okafor".into(),
            contact: Some("Tom Okafor".into()),
            slides: Some(true),
            note: "Brings a dog.".into(),
            phone: Some("01422 496 0123".into()),
            ..slot(
                "10:30am to 10:42am",
                "Fewer falls at home with a quiet sensor",
                Tag::new("Confirmed", Tone::Good),
            )
        },
        RunSheetRow {
            company: "Lantern Street Works".into(),
            presenter: "Ana Silva".into(),
            slides: Some(false),
            ..slot(
                "10:45am to 10:57am",
                "Street lights that say when they fail",
                Tag::new("Unconfirmed", Tone::Warn),
            )
        },
        slot("11am to 11:12am", "", Tag::new("Free", Tone::Quiet)),
        session("12:30pm to 1:15pm", "Break, whole venue", "Lunch"),
    ]
}
