//! Who comes to an event, for its organisers.

use serde::Serialize;

use super::event_header::{sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::Layout;

/// `/organise/events/{slug}/registrations`. Access and dietary needs are for this event's organisers only.
#[derive(Debug, Clone, Serialize)]
pub struct EventRegistrations {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Whether this reader sees access and dietary needs.
    pub sees_needs: bool,
    /// Delegates with a place.
    pub registered: u32,
    /// The most delegates.
    pub capacity: u32,
    /// How many authorities and organisations they come from.
    pub organisations: u32,
    /// How many told of access needs.
    pub with_access_needs: u32,
    /// How many told of dietary needs.
    pub with_dietary_needs: u32,
    /// The delegates, by name.
    pub registrations: Vec<RegistrationRow>,
}

/// One delegate.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationRow {
    /// Their name.
    pub name: String,
    /// Their email address.
    pub email: String,
    /// Their authority or organisation.
    pub organisation: String,
    /// What they do there; may be empty.
    pub role: String,
    /// The themes that interest them.
    pub themes: Vec<String>,
    /// What they need to take part.
    pub access_needs: Option<String>,
    /// What they eat.
    pub dietary_needs: Option<String>,
    /// What their calendar answered last, about the entry as it is.
    pub calendar_text: Option<String>,
    /// When they registered: "Tuesday 3 March 2026".
    pub registered_text: String,
}

impl Page for EventRegistrations {
    const TEMPLATE: &'static str = "pages/organise/registrations.html";

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            layout: sample_event_layout("Registrations"),
            event: sample_header(Section::Registrations),
            sees_needs: true,
            registered: 2,
            capacity: 120,
            organisations: 2,
            with_access_needs: 1,
            with_dietary_needs: 1,
            registrations: vec![
                RegistrationRow {
                    name: "Aisha Rahman".into(),
                    email: "aisha.rahman@calderdale.example".into(),
                    organisation: "Calderdale Metropolitan Borough Council".into(),
                    role: "Head of commissioning, adults".into(),
                    themes: vec!["Adult social care".into(), "Housing".into()],
                    access_needs: Some("A seat near the hearing loop".into()),
                    dietary_needs: Some("Halal".into()),
                    calendar_text: Some("Accepted in their calendar".into()),
                    registered_text: "Tuesday 3 March 2026".into(),
                },
                RegistrationRow {
                    name: "Ben Holt".into(),
                    email: "ben.holt@kirklees.example".into(),
                    organisation: "Kirklees Council".into(),
                    role: String::new(),
                    themes: Vec::new(),
                    access_needs: None,
                    dietary_needs: None,
                    calendar_text: None,
                    registered_text: "Wednesday 4 March 2026".into(),
                },
            ],
        };
        let empty = Self {
            sees_needs: false,
            registered: 0,
            organisations: 0,
            with_access_needs: 0,
            with_dietary_needs: 0,
            registrations: Vec::new(),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}
