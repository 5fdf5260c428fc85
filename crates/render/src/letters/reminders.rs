//! Reminders.

use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{BookingFacts, EventFacts, EventLetter, Foot, Letter, Parts};
use marketday_model::StandardLetter;
use marketday_model::reminder::Reminder;
use serde::Serialize;

/// Somebody who takes part in a day is reminded of it, with everything that they have there.
#[derive(Debug, Clone, Serialize)]
pub struct DayReminder {
    /// Who takes part.
    pub to_name: String,
    /// Which reminder it is.
    #[serde(skip)]
    pub standard: StandardLetter,
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

impl DayReminder {
    /// How soon the day is, when this reminder comes.
    pub const fn soon(reminder: Reminder) -> &'static str {
        match reminder {
            Reminder::Week => "In a week",
            Reminder::Day => "Tomorrow",
            Reminder::Morning => "Today",
        }
    }

    /// The letter of this reminder with invented content.
    pub fn sample_of(reminder: Reminder) -> Self {
        Self {
            standard: reminder.into(),
            soon_text: Self::soon(reminder).to_owned(),
            ..Self::sample()
        }
    }
}

impl Letter for DayReminder {
    const FOLDER: &'static str = "reminder";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            standard: StandardLetter::ReminderDay,
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

impl EventLetter for DayReminder {
    fn standard(&self) -> Option<StandardLetter> {
        Some(self.standard)
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
