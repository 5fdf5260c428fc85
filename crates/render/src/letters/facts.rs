//! What several letters say: who is asked for help, what the event is, what was booked, what changed.

use crate::links::Links;
use crate::when;
use marketday_model::{Event, EventState};
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
    /// The absolute https address at which the reader chooses their letters without signing in; none in a letter to an
    /// address of which it is not known whose it is.
    pub letters_link: Option<String>,
}

impl Foot {
    /// The foot of letters about an event, whoever reads them: its organiser answers.
    pub fn of_organiser(links: &Links, event: &Event) -> Self {
        Self {
            letters_link: None,
            home_link: links.absolute(&Links::home(None, None)),
            contact: Contact {
                name: event.organiser_name.clone(),
                email: event.contact_email.clone(),
            },
        }
    }
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

impl EventFacts {
    /// What letters say of an event, in its own time.
    pub fn of(links: &Links, event: &Event) -> Self {
        let access = one_line(&event.venue.access);
        Self {
            title: event.title.clone(),
            when_text: day_text(event),
            venue: event.venue.name.clone(),
            address: one_line(&event.venue.address),
            access: (!access.is_empty()).then_some(access),
            link: links.absolute(&Links::event(&event.slug)),
        }
    }
}

/// When an event is; while no date is known, when it was to be.
fn day_text(event: &Event) -> String {
    let range = when::range(event.time, event.zone);
    if event.state == EventState::Postponed {
        format!("no date yet (it was to be on {range})")
    } else {
        range
    }
}

/// Lines with a comma between them, as an address is read out.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(", ")
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
