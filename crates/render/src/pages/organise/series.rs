//! The series that an event is in.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link};
use crate::links::Links;

/// `/organise/events/{slug}/series`.
///
/// Fields: `series` (empty, the id of one, or `new`), `new_name`, `new_description`; and, where the event is in one,
/// `name` and `description` in a form of their own.
#[derive(Debug, Clone, Serialize)]
pub struct EventSeries {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Where the choice is sent.
    pub action: String,
    /// None, each series of the body, and a new one.
    pub choices: Vec<Choice>,
    /// The page of the series that it is in.
    pub current: Option<Link>,
    /// Where name and description of that series are sent.
    pub text_action: String,
}

impl Page for EventSeries {
    const TEMPLATE: &'static str = "pages/organise/series.html";

    fn samples() -> Vec<Sample<Self>> {
        let first = Self {
            layout: sample_event_layout("Series"),
            event: sample_header(Section::Details),
            form: FormState::new().with("series", "new"),
            action: Links::organise_series(SAMPLE_SLUG),
            choices: vec![
                Choice::new("", "No series"),
                Choice::new("new", "A new series"),
            ],
            current: None,
            text_action: Links::organise_series_text(SAMPLE_SLUG),
        };
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let inside = Self {
            form: FormState::from_pairs([
                ("series", id),
                ("name", "Care on the Road"),
                ("description", "Four towns, **one question**."),
            ])
            .error("new_name", "Enter the name of the series"),
            choices: vec![
                Choice::new("", "No series"),
                Choice::new(id, "Care on the Road"),
                Choice::new("new", "A new series"),
            ],
            current: Some(Link::new(
                "Care on the Road",
                Links::series("care-on-the-road"),
            )),
            ..first.clone()
        };
        vec![Sample::new("first", first), Sample::new("inside", inside)]
    }
}
