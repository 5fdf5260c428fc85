//! The list of an organiser's events.

use serde::Serialize;

use super::event_header::sample_layout;
use crate::engine::{Page, Sample};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// `/organise`: the events of whoever is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct OrganiserHome {
    /// The frame.
    pub layout: Layout,
    /// Drafts and events to come, the next one first.
    pub coming: Vec<EventRow>,
    /// Events that are over, the last one first.
    pub past: Vec<EventRow>,
    /// The events at which they are only asked to score proposals.
    pub assessing: Vec<Link>,
    /// Where an event is created; none for somebody who only helps at events of others.
    pub new_href: Option<String>,
    /// The venues that are kept, for whoever looks after them.
    pub venues_href: Option<String>,
    /// The calendars that are imported, for the same.
    pub calendars_href: Option<String>,
    /// Asks for a passkey, of those who have none and do not mind being asked.
    pub passkey_prompt: Option<PasskeyPrompt>,
}

/// Asks an organiser to add a passkey.
#[derive(Debug, Clone, Serialize)]
pub struct PasskeyPrompt {
    /// Where one is added.
    pub href: String,
    /// Where the button that dismisses it goes.
    pub dismissal_action: String,
}

impl PasskeyPrompt {
    /// The one that organisers are shown.
    pub fn shown() -> Self {
        Self {
            href: Links::my_passkeys(),
            dismissal_action: Links::passkey_prompt(),
        }
    }
}

/// One event in the list.
#[derive(Debug, Clone, Serialize)]
pub struct EventRow {
    /// Its title.
    pub title: String,
    /// Its overview page.
    pub href: String,
    /// Where it stands.
    pub state: Tag,
    /// Its day and times.
    pub when_text: String,
    /// Its venue and town.
    pub where_text: String,
    /// Slots with a live booking.
    pub slots_booked: u32,
    /// All slots.
    pub slots: u32,
    /// Delegates with a place.
    pub registrations: u32,
    /// The most delegates.
    pub capacity: u32,
}

impl Page for OrganiserHome {
    const TEMPLATE: &'static str = "pages/organise/home.html";

    fn samples() -> Vec<Sample<Self>> {
        let row = |title: &str, slug: &str, state: Tag, booked: u32| EventRow {
            title: title.into(),
            href: Links::organise_event(slug),
            state,
            when_text: "Thursday 15 October 2026, 9:30am to 4:30pm".into(),
            where_text: "The Piece Hall, Halifax".into(),
            slots_booked: booked,
            slots: 24,
            registrations: booked * 3,
            capacity: 120,
        };
        let full = Self {
            layout: Layout {
                crumbs: Vec::new(),
                ..sample_layout("Your events")
            },
            coming: vec![
                row(
                    "Northern Care Technology Day",
                    "northern-care-technology-day",
                    Tag::new("Published", Tone::Good),
                    24,
                ),
                row(
                    "Less Waste, Better Streets",
                    "less-waste",
                    Tag::new("Draft", Tone::Quiet),
                    0,
                ),
                row(
                    "Homes That Heat Themselves",
                    "homes-that-heat-themselves",
                    Tag::new("Cancelled", Tone::Bad),
                    0,
                ),
            ],
            assessing: vec![Link::new(
                "Harbour Technology Day",
                Links::assessing("harbour-technology-day"),
            )],
            past: vec![row(
                "Planning in the Open",
                "planning-in-the-open",
                Tag::new("Completed", Tone::Quiet),
                17,
            )],
            new_href: Some(Links::organise_new()),
            venues_href: Some(Links::organise_venues()),
            calendars_href: Some(Links::organise_calendars()),
            passkey_prompt: None,
        };
        let empty = Self {
            coming: Vec::new(),
            past: Vec::new(),
            assessing: Vec::new(),
            passkey_prompt: Some(PasskeyPrompt::shown()),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}
