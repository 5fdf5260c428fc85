//! The facts of an event: the form that creates it and the one that changes them.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header, sample_layout};
use super::{EventHeader, People, Section, TemplateOffer, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link};
use crate::links::Links;

/// `/organise/events/new` and `/organise/events/{slug}/details`.
///
/// Fields: `form_id`, `template` and `kept_venue` (hidden), `title`, `region`, `themes` (many), `summary`; `venue_name`, `venue_town`,
/// `venue_address`, `venue_access`; `date`, `start_time`, `end_date` (empty means the same day),
/// `end_time`; `capacity`, `company_limit`; and
/// `booking_opens`, `booking_closes`, `registration_opens`, `registration_closes`, each with `_date` and `_time`
/// behind it. Every `…_time` can have a `…_time_fold`.
#[derive(Debug, Clone, Serialize)]
pub struct EventForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head of an event that exists; `None` for a new one.
    pub event: Option<EventHeader>,
    /// Where the form is sent.
    pub action: String,
    /// The regions.
    pub regions: Vec<Choice>,
    /// The themes.
    pub themes: Vec<Choice>,
    /// Templates that a new event can start from; empty where it exists, or starts from one.
    pub templates: Vec<TemplateOffer>,
    /// The template that it starts from.
    pub template: Option<TemplateOffer>,
    /// The form that starts from nothing.
    pub blank_href: String,
    /// Where an event that exists is put in a series, with the name of the one that it is in, if any.
    pub series: Option<Link>,
    /// Whether something is at the venue.
    pub provisions: Vec<Choice>,
    /// Kept venues that a new event can start from; empty where it exists, or none is kept.
    pub kept_venues: Vec<Choice>,
    /// Where an event that exists meets the venue that is kept, and how it stands.
    pub venue: Option<Link>,
    /// Whether the kept venue says something else.
    pub venue_differs: bool,
    /// Questions about times that exist twice; mostly empty.
    pub twice: Vec<TwiceQuestion>,
    /// Whom a change of title, date or venue is emailed to; `None` while the event is a draft.
    pub told: Option<People>,
}

impl Page for EventForm {
    const TEMPLATE: &'static str = "pages/organise/event_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let new = Self {
            layout: sample_layout("Create an event"),
            form: FormState::new()
                .with("form_id", "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11")
                .with("capacity", "120")
                .with("company_limit", "1"),
            event: None,
            action: Links::organise_new(),
            regions: vec![
                Choice::new("north-east", "North East"),
                Choice::new("yorkshire-and-the-humber", "Yorkshire and The Humber"),
                Choice::new("wales", "Wales"),
            ],
            themes: vec![
                Choice::new("adult-social-care", "Adult social care"),
                Choice::new("housing", "Housing"),
                Choice::new("planning", "Planning"),
                Choice::new("waste", "Waste and recycling"),
            ],
            templates: vec![TemplateOffer::sample()],
            template: None,
            blank_href: Links::organise_new(),
            series: None,
            provisions: vec![
                Choice::new("yes", "Yes"),
                Choice::new("no", "No"),
                Choice::new("unknown", "Not known yet"),
            ],
            kept_venues: vec![Choice::new(
                "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11",
                "The Piece Hall, Halifax",
            )],
            venue: None,
            venue_differs: false,
            twice: Vec::new(),
            told: None,
        };
        let details = Self {
            layout: sample_event_layout("Details"),
            form: filled(),
            event: Some(sample_header(Section::Details)),
            action: Links::organise_details(SAMPLE_SLUG),
            kept_venues: Vec::new(),
            venue: Some(Link::new(
                "The kept venue says something else of: Hearing loop",
                Links::organise_event_venue(SAMPLE_SLUG),
            )),
            venue_differs: true,
            series: Some(Link::new(
                "Part of “Care on the Road”",
                Links::organise_series(SAMPLE_SLUG),
            )),
            templates: Vec::new(),
            told: Some(People::new(12, 41)),
            ..new.clone()
        };
        let refused = Self {
            form: refused_form(),
            twice: vec![TwiceQuestion::new(
                "start_time",
                "1:30am on Sunday 31 October 2027",
            )],
            ..new.clone()
        };
        let templated = Self {
            form: new
                .form
                .clone()
                .with("template", "half-day")
                .with("start_time", "09:00")
                .with("end_time", "13:45"),
            templates: Vec::new(),
            template: Some(TemplateOffer::sample()),
            ..new.clone()
        };
        let several = Self {
            form: filled().with("end_date", "2026-10-16"),
            ..details.clone()
        };
        vec![
            Sample::new("several-days", several),
            Sample::new("new", new),
            Sample::new("templated", templated),
            Sample::new("details", details),
            Sample::new("refused", refused),
        ]
    }
}

fn filled() -> FormState {
    FormState::from_pairs([
        ("title", "Northern Care Technology Day"),
        ("region", "yorkshire-and-the-humber"),
        ("themes", "adult-social-care"),
        ("themes", "housing"),
        (
            "summary",
            "Twenty-four companies, **one day**.\n\n- Care at home\n- Safer homes",
        ),
        ("venue_name", "The Piece Hall"),
        ("venue_town", "Halifax"),
        ("venue_address", "Blackledge\nHalifax\nHX1 1RE"),
        ("venue_access", "Step-free from Horton Street."),
        ("date", "2026-10-15"),
        ("start_time", "09:30"),
        ("end_time", "16:30"),
        ("capacity", "120"),
        ("company_limit", "1"),
        ("booking_closes_date", "2026-10-08"),
        ("booking_closes_time", "17:00"),
        ("registration_closes_date", "2026-10-14"),
        ("registration_closes_time", "17:00"),
    ])
}

fn refused_form() -> FormState {
    FormState::from_pairs([
        ("title", ""),
        ("date", "2027-10-31"),
        ("start_time", "01:30"),
        ("end_time", "01:00"),
        ("region", "atlantis"),
    ])
    .error("title", "Enter a title")
    .error("region", "Choose a region from the list")
    .error("start_time_fold", "Choose which 1:30am you mean")
    .error("end_time", "The end must be after the start")
}
