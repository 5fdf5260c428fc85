//! A message of organisers.

use super::samples::organiser_foot;
use super::{Foot, Letter};
use crate::links::Links;
use crate::markdown::{SafeHtml, letter_markdown};
use crate::when;
use marketday_model::Event;
use marketday_model::message::{MessageReader, Placeholder, filled};
use serde::Serialize;

/// Organisers write to those who take part.
#[derive(Debug, Clone, Serialize)]
pub struct OrganiserMessage {
    /// Its subject.
    pub subject: String,
    /// Its text, plain.
    pub body_text: String,
    /// The same as HTML.
    pub body_html: SafeHtml,
    /// Why this reader gets it.
    pub why: String,
    /// Who sent this.
    pub foot: Foot,
}

impl OrganiserMessage {
    /// The message `(subject, body)` about an event as one reader gets it, with why, and who sends it.
    pub fn of(
        links: &Links,
        event: &Event,
        reader: &MessageReader,
        (subject, body): (&str, &str),
        (why, foot): (String, Foot),
    ) -> Self {
        let value = |placeholder: Placeholder| match placeholder {
            Placeholder::Name => reader.name.clone(),
            Placeholder::Event => event.title.clone(),
            Placeholder::Date => when::range(event.time, event.zone),
            Placeholder::Venue => event.venue.name.clone(),
            Placeholder::Link => links.absolute(&Links::event(&event.slug)),
            Placeholder::Company => reader.company.clone(),
            Placeholder::Pitch => reader.pitch.clone(),
            Placeholder::Slot => reader
                .slot
                .as_ref()
                .map_or_else(String::new, |(time, stage)| {
                    format!("{}, {stage}", when::range(*time, event.zone))
                }),
        };
        let fill = |text: &str| filled(text, value);
        let (body_html, body_text) = letter_markdown(body, fill);
        Self {
            subject: fill(subject),
            body_text,
            body_html,
            why,
            foot,
        }
    }
}

impl Letter for OrganiserMessage {
    const FOLDER: &'static str = "message";

    fn sample() -> Self {
        let body = "Dear Tom Okafor,\n\nplease bring your slides on a stick, **as PDF**. What you need:\n\n- an HDMI cable\n- [the plan of the hall](https://thepiecehall.example/plan)\n\nSee you there: https://marketday.example/events/northern-care-technology-day";
        let (body_html, body_text) = letter_markdown(body, str::to_owned);
        Self {
            subject: "Before you pitch at Northern Care Technology Day".into(),
            body_text,
            body_html,
            why: "You get this because you have a slot at Northern Care Technology Day. Its organisers wrote it.".into(),
            foot: organiser_foot(),
        }
    }
}
