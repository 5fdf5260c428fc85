//! The slides of a booking: what was sent, and the form that sends more.

use serde::Serialize;

use super::facts::{ID, SlotFacts, below_event, sample_slot, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// A version of the slides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlidesVersion {
    /// "Version 2".
    pub name: String,
    /// The name of the file.
    pub file_name: String,
    /// "PDF, 2.4 MB".
    pub kind_text: String,
    /// "9am on Monday 2 March 2026".
    pub sent_text: String,
    /// Where it is downloaded.
    pub href: String,
    /// Where it is removed (POST); `None` when it cannot be any more.
    pub remove_action: Option<String>,
}

/// What the page of a booking says of its slides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookingSlides {
    /// Until when they are taken, or why no more.
    pub until_text: String,
    /// What was sent, the newest first.
    pub versions: Vec<SlidesVersion>,
    /// Whether there is a text summary.
    pub has_summary: bool,
    /// Whether everybody may see them with the pitch.
    pub is_published: bool,
    /// Where they are sent.
    pub href: String,
}

/// `/bookings/{id}/slides`. Fields: `file`, `summary`, `publish` (`yes`).
#[derive(Debug, Clone, Serialize)]
pub struct SlidesPage {
    /// The frame.
    pub layout: Layout,
    /// The slot.
    pub slot: SlotFacts,
    /// The company.
    pub company: String,
    /// The title of the pitch.
    pub pitch_title: String,
    /// Until when they are taken, or why no more.
    pub until_text: String,
    /// What was sent, the newest first.
    pub versions: Vec<SlidesVersion>,
    /// The form; `None` when nothing is taken any more.
    pub send: Option<SlidesForm>,
    /// What stands in it.
    pub form: FormState,
    /// Back to the booking, or to the event's slides.
    pub back_href: String,
    /// "Back to your booking".
    pub back_text: String,
}

/// The form that sends slides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlidesForm {
    /// Where it goes.
    pub action: String,
    /// "30 MB".
    pub largest_text: String,
    /// Whether what is sent takes the place of another version.
    pub has_version: bool,
}

fn sample_version(number: u32) -> SlidesVersion {
    SlidesVersion {
        name: format!("Version {number}"),
        file_name: "Fewer falls.pdf".into(),
        kind_text: "PDF, 2.4 MB".into(),
        sent_text: "9am on Monday 2 March 2026".into(),
        href: Links::booking_slides_version(&ID, &number),
        remove_action: Some(Links::booking_slides_removal(&ID, &number)),
    }
}

pub(super) fn sample_slides() -> BookingSlides {
    BookingSlides {
        until_text: "Slides are taken until 5pm on Friday 9 October 2026.".into(),
        versions: vec![sample_version(2), sample_version(1)],
        has_summary: true,
        is_published: true,
        href: Links::booking_slides(&ID),
    }
}

impl Page for SlidesPage {
    const TEMPLATE: &'static str = "pages/bookings/slides.html";

    fn samples() -> Vec<Sample<Self>> {
        let sent = Self {
            layout: below_event(signed_in("Slides")).crumb("Your booking", Links::booking(&ID)),
            slot: sample_slot(),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            until_text: sample_slides().until_text,
            versions: sample_slides().versions,
            send: Some(SlidesForm {
                action: Links::booking_slides(&ID),
                largest_text: "30 MB".into(),
                has_version: true,
            }),
            form: FormState::new()
                .with("summary", "Slide 1: a fall every\nfive seconds.")
                .with("publish", "yes"),
            back_href: Links::booking(&ID),
            back_text: "Back to your booking".into(),
        };
        let wrong = Self {
            versions: vec![],
            send: sent.send.clone().map(|form| SlidesForm {
                has_version: false,
                ..form
            }),
            form: FormState::new()
                .with("summary", "Slide 1")
                .error("file", "The presentation holds macros. Save it as .pptx or .odp without macros, or export it as PDF"),
            ..sent.clone()
        };
        let late = Self {
            until_text: "Slides were taken until 5pm on Friday 9 October 2026. Ask the organisers if yours have to change.".into(),
            versions: sent
                .versions
                .iter()
                .map(|version| SlidesVersion {
                    remove_action: None,
                    ..version.clone()
                })
                .collect(),
            send: None,
            ..sent.clone()
        };
        vec![
            Sample::new("sent", sent),
            Sample::new("wrong", wrong),
            Sample::new("late", late),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<SlidesPage>(engine)
}
