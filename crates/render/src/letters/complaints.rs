//! Letters about complaints about personal data.

use serde::Serialize;

use super::Letter;
use super::facts::Foot;
use super::samples::{operator_foot, organiser_foot};

/// Acknowledges a complaint. Nothing in it was typed by anybody: it goes to an address that nobody has confirmed.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintReceived {
    /// "DP-3F9A2C71B0".
    pub reference: String,
    /// When it came: "10:02am on Tuesday 3 March 2026".
    pub made_text: String,
    /// Who answers it: "Trade North".
    pub controller: String,
    /// Until when they want to have answered: "Thursday 2 April 2026".
    pub answer_by_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ComplaintReceived {
    const FOLDER: &'static str = "complaint-received";

    fn sample() -> Self {
        Self {
            reference: "DP-3F9A2C71B0".into(),
            made_text: "10:02am on Tuesday 3 March 2026".into(),
            controller: "Trade North".into(),
            answer_by_text: "Thursday 2 April 2026".into(),
            foot: Foot {
                letters_link: None,
                ..organiser_foot()
            },
        }
    }
}

/// Tells those who have to answer that a complaint came.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintFiled {
    /// Their name.
    pub to_name: String,
    /// "DP-3F9A2C71B0".
    pub reference: String,
    /// What it is about: "Northern Care Technology Day", "this service".
    pub about: String,
    /// Until when it should be answered: "Thursday 2 April 2026".
    pub answer_by_text: String,
    /// The absolute https address of its page.
    pub link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ComplaintFiled {
    const FOLDER: &'static str = "complaint-filed";

    fn sample() -> Self {
        Self {
            to_name: "Priya Nair".into(),
            reference: "DP-3F9A2C71B0".into(),
            about: "Northern Care Technology Day".into(),
            answer_by_text: "Thursday 2 April 2026".into(),
            link: "https://marketday.example/organise/events/northern-care-technology-day/complaints/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11".into(),
            foot: operator_foot(),
        }
    }
}

/// Tells a complainant what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintAnswered {
    /// Their name.
    pub to_name: String,
    /// "DP-3F9A2C71B0".
    pub reference: String,
    /// When it came: "10:02am on Tuesday 3 March 2026".
    pub made_text: String,
    /// Who answers: "Trade North".
    pub controller: String,
    /// What came of it, as it was typed.
    pub outcome: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ComplaintAnswered {
    const FOLDER: &'static str = "complaint-answered";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            reference: "DP-3F9A2C71B0".into(),
            made_text: "10:02am on Tuesday 3 March 2026".into(),
            controller: "Trade North".into(),
            outcome: "You were right: the list of delegates was pinned up at the door.\nWe took it down and have told our team.".into(),
            foot: Foot {
                letters_link: None,
                ..organiser_foot()
            },
        }
    }
}
