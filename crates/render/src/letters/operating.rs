//! Letters for whoever runs the service.

use serde::Serialize;

use super::Letter;
use super::facts::Foot;
use super::samples::operator_foot;

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
            foot: operator_foot(),
        }
    }
}
