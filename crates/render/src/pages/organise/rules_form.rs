//! By what rules an event gives its slots.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/organise/events/{slug}/rules`.
///
/// Fields: `hold_minutes`, `series_limit`, `cancel_hours`, `offer_hours`, `waiting_order`, `held_back_for` (many),
/// `small_is`, `held_back_until_date` and `_time`, `no_show_months`, `text`.
#[derive(Debug, Clone, Serialize)]
pub struct RulesForm {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Where the form is sent.
    pub action: String,
    /// Who is first on the waiting list.
    pub orders: Vec<Choice>,
    /// For whom slots are held back.
    pub whom: Vec<Choice>,
    /// Sizes of companies.
    pub sizes: Vec<Choice>,
    /// The series that the event is in.
    pub series: Option<String>,
    /// What companies read of the rules as they are saved.
    pub published: Vec<String>,
    /// Questions about times that exist twice; mostly empty.
    pub twice: Vec<TwiceQuestion>,
}

impl Page for RulesForm {
    const TEMPLATE: &'static str = "pages/organise/rules_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let saved = Self {
            layout: sample_event_layout("How slots are given"),
            event: sample_header(Section::Details),
            form: FormState::from_pairs([
                ("hold_minutes", "10"),
                ("cancel_hours", "48"),
                ("offer_hours", "24"),
                ("waiting_order", "asked"),
                ("held_back_for", "local"),
                ("small_is", "small"),
                ("no_show_months", "0"),
            ]),
            action: Links::organise_rules(SAMPLE_SLUG),
            orders: vec![
                Choice::new("asked", "Whoever asked first"),
                Choice::new("new-first", "Companies that never pitched at a day here before"),
            ],
            whom: vec![
                Choice::new("new-here", "Companies that never pitched at a day here before"),
                Choice::new("local", "Companies based in Yorkshire and The Humber"),
                Choice::new("small", "Small companies"),
            ],
            sizes: vec![
                Choice::new("micro", "1 to 9 people"),
                Choice::new("small", "10 to 49 people"),
            ],
            series: None,
            published: vec![
                "Slots are booked first come, first served, until 5pm on Thursday 1 October 2026."
                    .into(),
                "A company may cancel until 2 days before its pitch; after that it asks the organiser."
                    .into(),
            ],
            twice: Vec::new(),
        };
        let refused = Self {
            form: saved
                .form
                .clone()
                .error("hold_minutes", "Minutes must be between 5 and 30"),
            series: Some("Care on the Road".into()),
            ..saved.clone()
        };
        vec![Sample::new("saved", saved), Sample::new("refused", refused)]
    }
}
