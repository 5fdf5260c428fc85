//! A template, as it is offered where an event is created.

use serde::Serialize;

use crate::links::Links;

/// A day to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateOffer {
    /// Its name in the form.
    pub key: String,
    /// Its name: "Half day, one stage, 12 pitches".
    pub name: String,
    /// For whom it is.
    pub about: String,
    /// What it holds, with its hours: "9am to 1:45pm, 1 stage, 12 slots".
    pub holds: String,
    /// What is on, in order: "9am to 9:30am: Arrival and coffee".
    pub sessions: Vec<String>,
    /// The form that starts from it.
    pub href: String,
}

impl TemplateOffer {
    pub(super) fn sample() -> Self {
        Self {
            key: "half-day".into(),
            name: "Half day, one stage, 12 pitches".into(),
            about: "A morning for one theme.".into(),
            holds: "9am to 1:45pm, 1 stage, 12 slots".into(),
            sessions: vec![
                "9am to 9:30am: Arrival and coffee".into(),
                "9:30am to 9:45am: Welcome (Main stage)".into(),
            ],
            href: Links::organise_new_from("half-day"),
        }
    }
}
