//! What several letters say: who is asked for help, what the event is, what was booked, what changed.

use serde::Serialize;

/// Somebody who answers questions about a letter.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    /// The name of a person or an organisation.
    pub name: String,
    /// A plain email address, without a display name.
    pub email: String,
}

/// The foot of a letter: where it came from and who answers.
#[derive(Debug, Clone, Serialize)]
pub struct Foot {
    /// The absolute https address of the home page.
    pub home_link: String,
    /// The organiser for letters about an event, the operator for all others.
    pub contact: Contact,
}

/// The event that a letter is about.
#[derive(Debug, Clone, Serialize)]
pub struct EventFacts {
    /// The title, as plain text on one line.
    pub title: String,
    /// When it is, in the event's local time: "Thursday 15 October 2026, 9:30am to 4:30pm".
    pub when_text: String,
    /// The name of the venue.
    pub venue: String,
    /// The address of the venue, on one line.
    pub address: String,
    /// How to get in, hearing loops, quiet rooms; `None` if the organiser said nothing.
    pub access: Option<String>,
    /// The absolute https address of the event's page.
    pub link: String,
}

/// The booking that a letter is about.
#[derive(Debug, Clone, Serialize)]
pub struct BookingFacts {
    /// The title of the pitch, as plain text on one line.
    pub pitch_title: String,
    /// The company that pitches.
    pub company: String,
    /// Who presents, when another than the contact was named.
    pub presenter: Option<String>,
    /// When the slot is, in the event's local time: "Thursday 15 October 2026, 10:30am to 10:42am".
    pub when_text: String,
    /// The name of the stage.
    pub stage: String,
    /// Minutes for the pitch itself.
    pub pitch_minutes: u32,
    /// Minutes for questions after it.
    pub questions_minutes: u32,
    /// The absolute https address of the booking's page.
    pub link: String,
}

/// One thing that changed.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// What changed: "Time", "Stage", "Venue".
    pub what: String,
    /// What it was; empty if there was nothing.
    pub from: String,
    /// What it is now; empty if it was taken away.
    pub to: String,
}

impl Change {
    /// A change of `what` from one text to another.
    pub fn new(what: impl Into<String>, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            from: from.into(),
            to: to.into(),
        }
    }
}
