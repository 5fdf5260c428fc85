//! Somebody's own agenda of an event.

use serde::Serialize;

use super::facts::{EventBrief, ID, SLUG, below_event, sample_event, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/events/{slug}/agenda`. Field: `letters`.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaPage {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// Whether it is theirs to have: they are registered or have a slot.
    pub has_place: bool,
    /// What they chose and what they pitch, in the order of the day.
    pub lines: Vec<AgendaLine>,
    /// Where sessions are chosen.
    pub programme_href: String,
    /// Where delegates register.
    pub registration_href: String,
    /// Where they make a calendar of their agendas.
    pub calendars_href: String,
    /// Whether they get a letter of each session.
    pub form: FormState,
    /// Where that is chosen.
    pub letters_action: String,
}

/// A session that they chose, or their pitch.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaLine {
    /// Its title.
    pub title: String,
    /// "9:30am to 10:15am", with the day where the event has several.
    pub time_text: String,
    /// "Keynote, Main Hall"
    pub where_text: String,
    /// What else of it is at the same time: titles.
    pub clashes: Vec<String>,
    /// Its page; none for a session.
    pub href: Option<String>,
    /// Where it is taken out; none for a pitch.
    pub remove_action: Option<String>,
}

impl Page for AgendaPage {
    const TEMPLATE: &'static str = "pages/event/agenda.html";

    fn samples() -> Vec<Sample<Self>> {
        let keynote = AgendaLine {
            title: "What Calderdale learnt".into(),
            time_text: "10:15am to 10:45am".into(),
            where_text: "Keynote, Main Hall".into(),
            clashes: vec!["Fewer falls at home with a quiet sensor".into()],
            href: None,
            remove_action: Some(Links::agenda_session(SLUG, &ID, "removal")),
        };
        let pitch = AgendaLine {
            title: "Fewer falls at home with a quiet sensor".into(),
            time_text: "10:30am to 10:42am".into(),
            where_text: "Your pitch, Garden Room".into(),
            clashes: vec!["What Calderdale learnt".into()],
            href: Some(Links::booking(&ID)),
            remove_action: None,
        };
        let some = Self {
            layout: below_event(signed_in("Your agenda")),
            event: sample_event(),
            has_place: true,
            lines: vec![keynote, pitch],
            programme_href: Links::programme(SLUG),
            registration_href: Links::registration(SLUG),
            calendars_href: Links::my_calendars(),
            form: FormState::from_pairs([("letters", "yes")]),
            letters_action: Links::agenda(SLUG),
        };
        let none = Self {
            lines: vec![],
            form: FormState::new(),
            ..some.clone()
        };
        let stranger = Self {
            has_place: false,
            ..none.clone()
        };
        vec![
            Sample::new("some", some),
            Sample::new("none", none),
            Sample::new("stranger", stranger),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<AgendaPage>(engine)
}
