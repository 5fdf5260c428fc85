//! Letters to somebody about a session in their own agenda.

use marketday_model::StandardLetter;
use serde::Serialize;

use super::facts::{Change, EventFacts, Foot};
use super::samples::{event_facts, organiser_foot};
use super::{EventLetter, Letter, Parts};

/// The session that a letter is about.
#[derive(Debug, Clone, Serialize)]
pub struct SessionFacts {
    /// Its title, as plain text on one line.
    pub title: String,
    /// When it is, in the event's local time: "Thursday 15 October 2026, 10:30am to 11:15am".
    pub when_text: String,
    /// The name of its stage; none where it is all over the venue.
    pub stage: Option<String>,
}

fn session_facts() -> SessionFacts {
    SessionFacts {
        title: "What Calderdale learnt".into(),
        when_text: "Thursday 15 October 2026, 9:30am to 10:15am".into(),
        stage: Some("Main Hall".into()),
    }
}

const AGENDA_LINK: &str = "https://marketday.example/events/northern-care-technology-day/agenda";

/// A session is in their agenda.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaAdded {
    /// Whose agenda.
    pub to_name: String,
    /// The session.
    pub session: SessionFacts,
    /// Its event.
    pub event: EventFacts,
    /// The absolute https address of their agenda.
    pub agenda_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for AgendaAdded {
    const FOLDER: &'static str = "agenda-added";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            session: session_facts(),
            event: event_facts(),
            agenda_link: AGENDA_LINK.into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for AgendaAdded {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::AgendaAdded)
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

/// A session in their agenda is at another time or place.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaChanged {
    /// Whose agenda.
    pub to_name: String,
    /// The session as it is now.
    pub session: SessionFacts,
    /// Its event.
    pub event: EventFacts,
    /// What changed, most important first.
    pub changes: Vec<Change>,
    /// The absolute https address of their agenda.
    pub agenda_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for AgendaChanged {
    const FOLDER: &'static str = "agenda-changed";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            session: session_facts(),
            event: event_facts(),
            changes: vec![Change::new("Time", "11am to 11:45am", "9:30am to 10:15am")],
            agenda_link: AGENDA_LINK.into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for AgendaChanged {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::AgendaChanged)
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

/// Why a session leaves a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutOfAgenda {
    /// It was taken out of the agenda.
    Agenda,
    /// It was taken out of the programme.
    Programme,
    /// The event is called off.
    Event,
    /// They want no letters of their agenda any more.
    Letters,
}

/// A session leaves their calendar.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaRemoved {
    /// Whose agenda.
    pub to_name: String,
    /// The session.
    pub session: SessionFacts,
    /// Its event.
    pub event: EventFacts,
    /// Why.
    pub reason: OutOfAgenda,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for AgendaRemoved {
    const FOLDER: &'static str = "agenda-removed";

    fn sample() -> Self {
        Self {
            to_name: "Aisha Rahman".into(),
            session: session_facts(),
            event: event_facts(),
            reason: OutOfAgenda::Programme,
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for AgendaRemoved {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::AgendaRemoved)
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
