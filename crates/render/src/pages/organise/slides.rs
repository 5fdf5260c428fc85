//! The slides of an event, for its team.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/slides`. The form's fields: `due_date`, `due_time`.
#[derive(Debug, Clone, Serialize)]
pub struct EventSlides {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Until when companies send them.
    pub until_text: String,
    /// Where the deadline is set; `None` for those who may not.
    pub deadline_action: Option<String>,
    /// What stands in its form.
    pub form: FormState,
    /// Local times that must be asked about.
    pub twice: Vec<TwiceQuestion>,
    /// Everything as a ZIP; `None` while there is nothing.
    pub zip_href: Option<String>,
    /// "12 of 20 companies have sent slides."
    pub count_text: String,
    /// The pitches in running order.
    pub rows: Vec<SlidesRow>,
}

/// A pitch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlidesRow {
    /// "10:30am to 10:42am".
    pub times_text: String,
    /// The stage's name.
    pub stage: String,
    /// The company's name.
    pub company: String,
    /// The pitch's title.
    pub pitch_title: String,
    /// What was sent last.
    pub file: Option<SlidesFile>,
    /// Whether they came in another way.
    pub is_noted: bool,
    /// Whether there is a text summary.
    pub has_summary: bool,
    /// Whether everybody may see them with the pitch.
    pub is_published: bool,
    /// Where an organiser sends them for the company; `None` for those who may not.
    pub send_href: Option<String>,
}

/// What was sent last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlidesFile {
    /// Where it is downloaded.
    pub href: String,
    /// The name of the file.
    pub name: String,
    /// "Version 2, PDF, 2.4 MB".
    pub kind_text: String,
    /// "9am on Monday 2 March 2026".
    pub sent_text: String,
}

impl Page for EventSlides {
    const TEMPLATE: &'static str = "pages/organise/slides.html";

    fn samples() -> Vec<Sample<Self>> {
        let sent = SlidesRow {
            times_text: "10:30am to 10:42am".into(),
            stage: "Main Hall".into(),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            file: Some(SlidesFile {
                href: Links::booking_slides_version(&1, &2),
                name: "Fewer falls.pdf".into(),
                kind_text: "Version 2, PDF, 2.4 MB".into(),
                sent_text: "9am on Monday 5 October 2026".into(),
            }),
            is_noted: false,
            has_summary: true,
            is_published: true,
            send_href: Some(Links::booking_slides(&1)),
        };
        let noted = SlidesRow {
            file: None,
            is_noted: true,
            has_summary: false,
            is_published: false,
            ..sent.clone()
        };
        let none = SlidesRow {
            is_noted: false,
            ..noted.clone()
        };
        let full = Self {
            layout: sample_event_layout("Slides"),
            event: sample_header(Section::Bookings),
            until_text: "Companies can send slides until 5pm on Friday 9 October 2026.".into(),
            deadline_action: Some(Links::organise_slides_deadline(SAMPLE_SLUG)),
            form: FormState::new()
                .with("due_date", "2026-10-09")
                .with("due_time", "17:00"),
            twice: Vec::new(),
            zip_href: Some(Links::organise_slides_file(SAMPLE_SLUG)),
            count_text: "2 of 3 companies have sent slides.".into(),
            rows: vec![sent, noted, none],
        };
        let viewed = Self {
            deadline_action: None,
            zip_href: None,
            until_text: "Companies can send slides until their pitch begins.".into(),
            count_text: "No company has a slot yet.".into(),
            rows: Vec::new(),
            ..full.clone()
        };
        let asked = Self {
            form: FormState::new()
                .with("due_date", "2026-10-25")
                .with("due_time", "01:30")
                .error("due_time_fold", "This time happens twice. Choose which one"),
            twice: vec![TwiceQuestion::new(
                "due_time",
                "1:30am on Sunday 25 October 2026",
            )],
            ..full.clone()
        };
        vec![
            Sample::new("full", full),
            Sample::new("viewed", viewed),
            Sample::new("asked", asked),
        ]
    }
}
