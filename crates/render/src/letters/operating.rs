//! Letters for whoever runs the service.

use serde::Serialize;

use super::Letter;
use super::facts::{EventFacts, Foot};
use super::samples::{event_facts, operator_foot, stranger_foot};

/// Shows that letters leave and arrive.
#[derive(Debug, Clone, Serialize)]
pub struct TestLetter {
    /// When it was sent: "10:02am on Tuesday 3 March 2026".
    pub sent_text: String,
    /// How it was sent, without secrets: `smtp://mail.example:587`.
    pub transport_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for TestLetter {
    const FOLDER: &'static str = "test";

    fn sample() -> Self {
        Self {
            sent_text: "10:02am on Tuesday 3 March 2026".into(),
            transport_text: "smtps://mail.example".into(),
            foot: stranger_foot(),
        }
    }
}

/// An organiser learns that letters about their event were given up.
#[derive(Debug, Clone, Serialize)]
pub struct LettersFailed {
    /// The organiser.
    pub to_name: String,
    /// The event.
    pub event: EventFacts,
    /// How many were given up.
    pub count: usize,
    /// The first of them.
    pub failed: Vec<FailedLetter>,
    /// The absolute https address of the page with all of them.
    pub letters_link: String,
    /// Who sent this.
    pub foot: Foot,
}

/// One letter that was given up.
#[derive(Debug, Clone, Serialize)]
pub struct FailedLetter {
    /// What it tells: "Booking confirmed".
    pub what: String,
    /// To whom it was to go.
    pub whom: String,
    /// What the mail server last said.
    pub answer: String,
}

impl Letter for LettersFailed {
    const FOLDER: &'static str = "letters-failed";

    fn sample() -> Self {
        let failed = |what: &str, whom: &str, answer: &str| FailedLetter {
            what: what.into(),
            whom: whom.into(),
            answer: answer.into(),
        };
        Self {
            to_name: "Priya Nair".into(),
            event: event_facts(),
            count: 12,
            failed: vec![
                failed(
                    "Event changed",
                    "Tom Okafor",
                    "550 5.1.1 <t***@steadfoot.example>: no such mailbox",
                ),
                failed(
                    "Registered",
                    "Rhys Beck",
                    "552 5.2.2 the mailbox is full",
                ),
            ],
            letters_link:
                "https://marketday.example/organise/events/northern-care-technology-day/letters?show=failed"
                    .into(),
            foot: operator_foot(),
        }
    }
}
