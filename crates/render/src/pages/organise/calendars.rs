//! The calendars of others that an organising body imports.

use serde::Serialize;

use super::event_header::sample_layout;
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/calendars`: the list.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedCalendars {
    /// The frame.
    pub layout: Layout,
    /// The calendars, by name.
    pub calendars: Vec<ImportedCalendarRow>,
    /// Where another is imported from an address.
    pub address_href: String,
    /// Where another is imported from a file.
    pub file_href: String,
}

/// An imported calendar in the list.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedCalendarRow {
    /// Its name.
    pub name: String,
    /// What was read: "12 entries, from sector.example".
    pub text: String,
    /// What is wrong with it: "2 problems" or that it could not be fetched.
    pub trouble: Option<String>,
    /// Its page.
    pub href: String,
}

/// `/organise/calendars/new` and `/organise/calendars/file`.
///
/// Fields: `form_id`, `body` where there are several, `calendar_name`, and `address` or `file`.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedCalendarForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// Where it is sent.
    pub action: String,
    /// Whether it takes a file.
    pub is_file: bool,
    /// The bodies that can import it, if several.
    pub bodies: Vec<Choice>,
    /// The other way.
    pub other_href: String,
    /// The list.
    pub back_href: String,
}

/// `/organise/calendars/{calendar}`: what was read of one.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedCalendarPage {
    /// The frame.
    pub layout: Layout,
    /// The server, or none for a file.
    pub host: Option<String>,
    /// When it was asked for last, or the file sent in.
    pub fetched_text: Option<String>,
    /// What came of it.
    pub answer: String,
    /// Whether that is a failure.
    pub is_failing: bool,
    /// When it is asked for next.
    pub next_text: Option<String>,
    /// How many entries were read.
    pub entries_text: String,
    /// The next of them.
    pub entries: Vec<ImportedEntryRow>,
    /// What could not be read: "Line 12: …".
    pub problems: Vec<String>,
    /// Where it is fetched at once.
    pub fetch_action: Option<String>,
    /// Where it is removed.
    pub remove_action: String,
    /// The list.
    pub back_href: String,
}

/// Something in an imported calendar.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedEntryRow {
    /// What it is called.
    pub title: String,
    /// When it is.
    pub when_text: String,
    /// Where it is; may be empty.
    pub location: String,
}

const ID: &str = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";

impl Page for ImportedCalendars {
    const TEMPLATE: &'static str = "pages/organise/calendars.html";

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            layout: sample_layout("Imported calendars"),
            calendars: vec![
                ImportedCalendarRow {
                    name: "Council meetings".into(),
                    text: "3 entries, from a file".into(),
                    trouble: None,
                    href: Links::organise_calendar(&ID),
                },
                ImportedCalendarRow {
                    name: "Sector calendar".into(),
                    text: "12 entries, from sector.example".into(),
                    trouble: Some("2 problems".into()),
                    href: Links::organise_calendar(&ID),
                },
            ],
            address_href: Links::organise_new_calendar(),
            file_href: Links::organise_calendar_file(),
        };
        let empty = Self {
            calendars: Vec::new(),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}

impl Page for ImportedCalendarForm {
    const TEMPLATE: &'static str = "pages/organise/calendar_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let address = Self {
            layout: sample_layout("Import a calendar from an address"),
            form: FormState::new()
                .with("form_id", ID)
                .with("calendar_name", "Sector calendar")
                .with("address", "http://sector.example/calendar.ics")
                .error(
                    "address",
                    "The address must begin with https:// or webcal://",
                ),
            action: Links::organise_new_calendar(),
            is_file: false,
            bodies: vec![Choice::new("a", "North"), Choice::new("b", "South")],
            other_href: Links::organise_calendar_file(),
            back_href: Links::organise_calendars(),
        };
        let file = Self {
            layout: sample_layout("Import a calendar from a file"),
            form: FormState::new()
                .with("form_id", ID)
                .error("file", "Choose a file"),
            action: Links::organise_calendar_file(),
            is_file: true,
            bodies: Vec::new(),
            other_href: Links::organise_new_calendar(),
            ..address.clone()
        };
        vec![Sample::new("address", address), Sample::new("file", file)]
    }
}

impl Page for ImportedCalendarPage {
    const TEMPLATE: &'static str = "pages/organise/calendar.html";

    fn samples() -> Vec<Sample<Self>> {
        let read = Self {
            layout: sample_layout("Sector calendar"),
            host: Some("sector.example".into()),
            fetched_text: Some("10:12am on Tuesday 3 March 2026".into()),
            answer: "It was read".into(),
            is_failing: false,
            next_text: Some("4:12pm on Tuesday 3 March 2026".into()),
            entries_text: "12 entries".into(),
            entries: vec![ImportedEntryRow {
                title: "Housing conference".into(),
                when_text: "Thursday 15 October 2026".into(),
                location: "Leeds".into(),
            }],
            problems: vec!["Line 7: “Summit” has no start, so it was left out".into()],
            fetch_action: Some(Links::organise_calendar_fetching(&ID)),
            remove_action: Links::organise_calendar_removal(&ID),
            back_href: Links::organise_calendars(),
        };
        let failing = Self {
            answer: "The server answered with the error 404".into(),
            is_failing: true,
            entries_text: "No entries".into(),
            entries: Vec::new(),
            problems: Vec::new(),
            ..read.clone()
        };
        let waiting = Self {
            fetched_text: None,
            answer: String::new(),
            is_failing: false,
            ..failing.clone()
        };
        let file = Self {
            host: None,
            answer: String::new(),
            next_text: None,
            fetch_action: None,
            ..read.clone()
        };
        vec![
            Sample::new("read", read),
            Sample::new("failing", failing),
            Sample::new("waiting", waiting),
            Sample::new("file", file),
        ]
    }
}
