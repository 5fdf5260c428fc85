//! Reminders.

use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{BookingFacts, EventFacts, Foot, Letter};
use serde::Serialize;

/// Somebody who takes part in a day is reminded of it, with everything that they have there.
#[derive(Debug, Clone, Serialize)]
pub struct DayReminder {
    /// Who takes part.
    pub to_name: String,
    /// "In a week", "Tomorrow", "Today".
    pub soon_text: String,
    /// The event.
    pub event: EventFacts,
    /// What they pitch, in the order of the day.
    pub pitches: Vec<BookingFacts>,
    /// Until when slides are taken, if they still are.
    pub slides_due_text: Option<String>,
    /// The absolute https address of the page of their registration, if they are registered.
    pub registration_link: Option<String>,
    /// The absolute https address of the programme.
    pub programme_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for DayReminder {
    const FOLDER: &'static str = "reminder";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            soon_text: "Tomorrow".into(),
            event: event_facts(),
            pitches: vec![booking_facts()],
            slides_due_text: Some("5pm on Wednesday 14 October 2026".into()),
            registration_link: Some(
                "https://marketday.example/events/northern-care-technology-day/registration".into(),
            ),
            programme_link:
                "https://marketday.example/events/northern-care-technology-day/programme".into(),
            foot: organiser_foot(),
        }
    }
}
