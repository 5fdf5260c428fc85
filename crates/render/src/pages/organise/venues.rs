//! The venues that an organising body keeps, and the copy that an event has of one.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header, sample_layout};
use super::{EventHeader, People, Section};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link};
use crate::links::Links;

/// `/organise/venues`: the list.
#[derive(Debug, Clone, Serialize)]
pub struct KeptVenues {
    /// The frame.
    pub layout: Layout,
    /// The venues, by name.
    pub venues: Vec<KeptVenueRow>,
    /// Where another is kept.
    pub new_href: String,
}

/// A kept venue in the list.
#[derive(Debug, Clone, Serialize)]
pub struct KeptVenueRow {
    /// Its name.
    pub name: String,
    /// Its town.
    pub town: String,
    /// What it has: "2 stages, step-free access: yes".
    pub text: String,
    /// Its page.
    pub href: String,
}

/// `/organise/venues/new` and `/organise/venues/{venue}`.
///
/// Fields: those of a place; `<day>_opens` and `<day>_closes`; `<stage>_name`, `_capacity`, `_equipment`, `_access`.
#[derive(Debug, Clone, Serialize)]
pub struct KeptVenueForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// Where it is sent.
    pub action: String,
    /// Whether something is there.
    pub provisions: Vec<Choice>,
    /// The days of the week.
    pub days: Vec<Choice>,
    /// The stages that there is room for.
    pub stages: Vec<Choice>,
    /// The list.
    pub back_href: String,
}

/// `/organise/events/{slug}/venue`: whether an event's copy is as the kept venue is.
#[derive(Debug, Clone, Serialize)]
pub struct EventVenue {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// The name of the event's venue.
    pub venue: String,
    /// The kept venue that it is a copy of.
    pub kept: Option<Link>,
    /// What is not as it is there.
    pub differences: Vec<String>,
    /// Whom a change is emailed to; `None` while the event is a draft.
    pub told: Option<People>,
    /// Where it is taken over.
    pub action: String,
    /// Where the event's venue is kept, for whoever may.
    pub keep_action: Option<String>,
    /// The event's details.
    pub back_href: String,
}

const ID: &str = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";

impl Page for KeptVenues {
    const TEMPLATE: &'static str = "pages/organise/venues.html";

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            layout: sample_layout("Venues"),
            venues: vec![KeptVenueRow {
                name: "The Piece Hall".into(),
                town: "Halifax".into(),
                text: "2 stages, step-free access: yes".into(),
                href: Links::organise_venue(&ID),
            }],
            new_href: Links::organise_new_venue(),
        };
        let empty = Self {
            venues: Vec::new(),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}

impl Page for KeptVenueForm {
    const TEMPLATE: &'static str = "pages/organise/venue_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let new = Self {
            layout: sample_layout("Keep a venue"),
            form: FormState::new()
                .with("form_id", ID)
                .with("step_free", "yes")
                .error("venue_name", "Enter the venue"),
            action: Links::organise_new_venue(),
            provisions: vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
            days: vec![Choice::new("monday", "Monday")],
            stages: vec![Choice::new("stage1", "Stage 1")],
            back_href: Links::organise_venues(),
        };
        vec![Sample::new("refused", new)]
    }
}

impl Page for EventVenue {
    const TEMPLATE: &'static str = "pages/organise/event_venue.html";

    fn samples() -> Vec<Sample<Self>> {
        let differs = Self {
            layout: sample_event_layout("Venue"),
            event: sample_header(Section::Details),
            venue: "The Piece Hall".into(),
            kept: Some(Link::new("The Piece Hall", Links::organise_venue(&ID))),
            differences: vec!["Hearing loop".into(), "Stage “Main Hall”".into()],
            told: Some(People::new(12, 41)),
            action: Links::organise_event_venue(SAMPLE_SLUG),
            keep_action: None,
            back_href: Links::organise_details(SAMPLE_SLUG),
        };
        let same = Self {
            differences: Vec::new(),
            ..differs.clone()
        };
        let own = Self {
            kept: None,
            keep_action: Some(Links::organise_venue_keeping(SAMPLE_SLUG)),
            ..same.clone()
        };
        vec![
            Sample::new("differs", differs),
            Sample::new("same", same),
            Sample::new("own", own),
        ]
    }
}
