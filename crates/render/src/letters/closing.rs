//! Letters after a day.

use super::samples::{event_facts, operator_foot, organiser_foot};
use super::{EventFacts, EventLetter, Foot, Letter, Parts};
use marketday_model::StandardLetter;
use serde::Serialize;

/// Asks somebody who took part how a day was.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackRequest {
    /// Who took part.
    pub to_name: String,
    /// In what.
    pub event: EventFacts,
    /// The absolute https address of the form, which is theirs alone.
    pub feedback_link: String,
    /// Until when it is taken: "Friday 6 March 2026".
    pub until_text: String,
    /// The absolute https address that stops these letters.
    pub stop_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for FeedbackRequest {
    const FOLDER: &'static str = "feedback-request";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            event: event_facts(),
            feedback_link:
                "https://marketday.example/feedback/0199a1f27c1e7d7a9f532f0c6a1b4e110199a1f27c1e7d7a9f532f0c6a1b4e1f0123456789abcdef0123"
                    .into(),
            until_text: "Saturday 14 November 2026".into(),
            stop_link:
                "https://marketday.example/unsubscribe/0199a1f27c1e7d7a9f532f0c6a1b4e110123456789abcdef0123"
                    .into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for FeedbackRequest {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::FeedbackRequest)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: None,
            slot: None,
        }
    }
}

/// The records of a day are complete.
#[derive(Debug, Clone, Serialize)]
pub struct ReportReady {
    /// Who looks after it.
    pub to_name: String,
    /// The event.
    pub event: EventFacts,
    /// The absolute https address of its fairness record.
    pub fairness_link: String,
    /// Where it is noted who did not appear.
    pub bookings_link: String,
    /// What those say who took part.
    pub feedback_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ReportReady {
    const FOLDER: &'static str = "report-ready";

    fn sample() -> Self {
        let link = |page: &str| {
            format!("https://marketday.example/organise/events/northern-care-technology-day/{page}")
        };
        Self {
            to_name: "Priya Nair".into(),
            event: event_facts(),
            fairness_link: link("fairness"),
            bookings_link: link("bookings"),
            feedback_link: link("feedback"),
            foot: operator_foot(),
        }
    }
}

/// What those say who took part in a day.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackReady {
    /// Who looks after it.
    pub to_name: String,
    /// The event.
    pub event: EventFacts,
    /// How many say that it helped how much.
    pub counts: Vec<FeedbackCount>,
    /// Where all of it is read.
    pub feedback_link: String,
    /// Who sent this.
    pub foot: Foot,
}

/// How many say that a day helped so much.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackCount {
    /// "A lot".
    pub helped: String,
    /// How many.
    pub count: usize,
}

impl Letter for FeedbackReady {
    const FOLDER: &'static str = "feedback-ready";

    fn sample() -> Self {
        let count = |helped: &str, count| FeedbackCount {
            helped: helped.into(),
            count,
        };
        Self {
            to_name: "Priya Nair".into(),
            event: event_facts(),
            counts: vec![
                count("A lot", 12),
                count("Somewhat", 7),
                count("A little", 1),
                count("Not at all", 0),
            ],
            feedback_link:
                "https://marketday.example/organise/events/northern-care-technology-day/feedback"
                    .into(),
            foot: operator_foot(),
        }
    }
}
