//! What those say of a day who took part.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/feedback`.
#[derive(Debug, Clone, Serialize)]
pub struct EventFeedback {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// How many answered.
    pub total: u32,
    /// How many say that it helped how much.
    pub counts: Vec<HelpedCount>,
    /// What would make the next one better.
    pub texts: Vec<FeedbackText>,
}

/// How many say that a day helped so much.
#[derive(Debug, Clone, Serialize)]
pub struct HelpedCount {
    /// "A lot".
    pub helped: String,
    /// How many.
    pub count: u32,
}

/// What somebody wrote.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackText {
    /// What.
    pub text: String,
    /// Who, if they said that it may be known.
    pub name: Option<String>,
}

impl Page for EventFeedback {
    const TEMPLATE: &'static str = "pages/organise/feedback.html";

    fn samples() -> Vec<Sample<Self>> {
        let count = |helped: &str, count| HelpedCount {
            helped: helped.into(),
            count,
        };
        let some = Self {
            layout: sample_event_layout("Feedback")
                .crumb("Bookings", Links::organise_bookings(SAMPLE_SLUG)),
            event: sample_header(Section::Bookings),
            total: 3,
            counts: vec![
                count("A lot", 2),
                count("Somewhat", 1),
                count("A little", 0),
                count("Not at all", 0),
            ],
            texts: vec![
                FeedbackText {
                    text: "A longer lunch.\nFewer pitches in a row.".into(),
                    name: None,
                },
                FeedbackText {
                    text: "More councils from the coast.".into(),
                    name: Some("Tom Okafor".into()),
                },
            ],
        };
        let none = Self {
            total: 0,
            counts: Vec::new(),
            texts: Vec::new(),
            ..some.clone()
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}
