//! The question before an event is published.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, People, Section, Warning};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/publication`. The form holds nothing but its button.
#[derive(Debug, Clone, Serialize)]
pub struct Publication {
    /// The frame.
    pub layout: Layout,
    /// Errors of the form as a whole.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// Where the form is sent.
    pub action: String,
    /// What becomes public, a line each: "The event page and its summary".
    pub becomes_public: Vec<String>,
    /// What must be done first; with one of these there is no button.
    pub blockers: Vec<Warning>,
    /// What may be wrong, but does not block.
    pub warnings: Vec<Warning>,
    /// Who will be told.
    pub told: People,
    /// Back to the overview.
    pub back_href: String,
}

impl Page for Publication {
    const TEMPLATE: &'static str = "pages/organise/publication.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let mut event = sample_header(Section::Overview);
        event.state = Tag::new("Draft", Tone::Quiet);
        event.public_href = None;
        let ready = Self {
            layout: sample_event_layout("Publish this event"),
            form: FormState::new(),
            event,
            action: Links::organise_publication(slug),
            becomes_public: vec![
                "The event page, with its summary, venue and access information".into(),
                "The programme: 6 sessions on 2 stages".into(),
                "24 pitch slots, which companies can book until 5pm on Thursday 8 October 2026".into(),
                "120 places, which delegates can register for until 5pm on Wednesday 14 October 2026".into(),
            ],
            blockers: Vec::new(),
            warnings: Vec::new(),
            told: People::default(),
            back_href: Links::organise_event(slug),
        };
        let blocked = Self {
            blockers: vec![Warning {
                text: "Add a stage".into(),
                href: Some(Links::organise_programme(slug)),
            }],
            warnings: vec![Warning {
                text: "There are no slots yet, so no company can book.".into(),
                href: None,
            }],
            ..ready.clone()
        };
        vec![Sample::new("ready", ready), Sample::new("blocked", blocked)]
    }
}
