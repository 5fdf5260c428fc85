//! The overview of one event: what is left to do, and how it stands.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}`. A button shows where its address is given.
#[derive(Debug, Clone, Serialize)]
pub struct EventOverview {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// The steps towards publishing; empty once published.
    pub checklist: Vec<ChecklistItem>,
    /// What the plan should not be left at; nothing here blocks.
    pub warnings: Vec<Warning>,
    /// Slots with a live booking.
    pub slots_booked: u32,
    /// All slots.
    pub slots: u32,
    /// Bookings whose company is still to be confirmed.
    pub unconfirmed: u32,
    /// Delegates with a place.
    pub registrations: u32,
    /// The most delegates.
    pub capacity: u32,
    /// The number of the current release; 0 before the first.
    pub release: u32,
    /// Changes to the programme since then.
    pub unreleased: u32,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Why it is postponed.
    pub postpone_reason: Option<String>,
    /// The programme.
    pub programme_href: String,
    /// The bookings, for those who may open them.
    pub bookings_href: Option<String>,
    /// The registrations, for those who may open them.
    pub registrations_href: Option<String>,
    /// Where it is published, or reinstated.
    pub publish_href: Option<String>,
    /// Where the next release is made.
    pub release_href: Option<String>,
    /// Where a stage is moved on the day.
    pub shift_href: Option<String>,
    /// Where it is copied to another date.
    pub copy_href: Option<String>,
    /// Where it is postponed.
    pub postpone_href: Option<String>,
    /// Where it is reinstated.
    pub reinstate_href: Option<String>,
    /// Where it is cancelled.
    pub cancel_href: Option<String>,
}

/// A step towards publishing.
#[derive(Debug, Clone, Serialize)]
pub struct ChecklistItem {
    /// What to do: "Add a stage".
    pub text: String,
    /// Where to do it.
    pub href: String,
    /// Whether it is done.
    pub done: bool,
}

/// Something that may be wrong with the plan.
#[derive(Debug, Clone, Serialize)]
pub struct Warning {
    /// What, as a sentence.
    pub text: String,
    /// Where it can be put right.
    pub href: Option<String>,
}

impl Page for EventOverview {
    const TEMPLATE: &'static str = "pages/organise/event_overview.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let published = Self {
            layout: sample_event_layout("Overview"),
            event: sample_header(Section::Overview),
            checklist: Vec::new(),
            warnings: vec![Warning {
                text:
                    "“Keynote” and “Care at home” overlap on the Main Hall from 10:00am to 10:15am."
                        .into(),
                href: Some(Links::organise_programme(slug)),
            }],
            slots_booked: 18,
            slots: 24,
            unconfirmed: 1,
            registrations: 87,
            capacity: 120,
            release: 2,
            unreleased: 3,
            cancel_reason: None,
            postpone_reason: None,
            programme_href: Links::organise_programme(slug),
            bookings_href: Some(Links::organise_bookings(slug)),
            registrations_href: Some(Links::organise_registrations(slug)),
            publish_href: None,
            release_href: Some(Links::organise_release(slug)),
            shift_href: Some(format!("{}/shift", Links::organise_event(slug))),
            copy_href: Some(Links::organise_copy(slug)),
            postpone_href: Some(Links::organise_postponement(slug)),
            reinstate_href: None,
            cancel_href: Some(Links::organise_cancellation(slug)),
        };
        vec![
            Sample::new("draft", draft(published.clone())),
            Sample::new("cancelled", cancelled(published.clone())),
            Sample::new("postponed", postponed(published.clone())),
            Sample::new("published", published),
        ]
    }
}

fn draft(published: EventOverview) -> EventOverview {
    let slug = SAMPLE_SLUG;
    let item = |text: &str, href: String, done: bool| ChecklistItem {
        text: text.into(),
        href,
        done,
    };
    let mut event = published.event.clone();
    event.state = Tag::new("Draft", Tone::Quiet);
    event.public_href = None;
    EventOverview {
        event,
        checklist: vec![
            item("Enter the details", Links::organise_details(slug), true),
            item("Add a stage", Links::organise_programme(slug), true),
            item(
                "Add a pitch session",
                Links::organise_programme(slug),
                false,
            ),
            item("Make its slots", Links::organise_programme(slug), false),
        ],
        warnings: Vec::new(),
        slots_booked: 0,
        slots: 0,
        unconfirmed: 0,
        registrations: 0,
        release: 0,
        unreleased: 0,
        publish_href: Some(Links::organise_publication(slug)),
        release_href: None,
        shift_href: None,
        postpone_href: None,
        ..published
    }
}

fn postponed(published: EventOverview) -> EventOverview {
    let mut event = published.event.clone();
    event.state = Tag::new("Postponed", Tone::Warn);
    EventOverview {
        event,
        postpone_reason: Some("The venue has been closed for urgent repairs.".into()),
        release_href: None,
        shift_href: None,
        postpone_href: None,
        reinstate_href: Some(Links::organise_reinstatement(SAMPLE_SLUG)),
        ..published
    }
}

fn cancelled(published: EventOverview) -> EventOverview {
    let mut event = published.event.clone();
    event.state = Tag::new("Cancelled", Tone::Bad);
    EventOverview {
        event,
        warnings: Vec::new(),
        cancel_reason: Some("The venue has been closed for urgent repairs.".into()),
        unreleased: 0,
        unconfirmed: 0,
        release_href: None,
        shift_href: None,
        postpone_href: None,
        reinstate_href: Some(Links::organise_reinstatement(SAMPLE_SLUG)),
        cancel_href: None,
        ..published
    }
}
