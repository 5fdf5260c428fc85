//! Who comes to an event, as far as they let others see it.

use serde::Serialize;

use super::facts::{EventBrief, SLUG, below_event, sample_event, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// `/events/{slug}/attendees`
#[derive(Debug, Clone, Serialize)]
pub struct Attendees {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// Those who are listed, by name.
    pub attendees: Vec<AttendeeLine>,
    /// Where somebody decides about themselves: their registration, if they have one.
    pub own_href: Option<String>,
}

/// One delegate: what others see of them, and no more.
#[derive(Debug, Clone, Serialize)]
pub struct AttendeeLine {
    /// Their name.
    pub name: String,
    /// Their authority or organisation.
    pub organisation: String,
}

impl Page for Attendees {
    const TEMPLATE: &'static str = "pages/event/attendees.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |name: &str, organisation: &str| AttendeeLine {
            name: name.into(),
            organisation: organisation.into(),
        };
        let some = Self {
            layout: below_event(signed_in("Who else is coming")),
            event: sample_event(),
            attendees: vec![
                line("Aisha Rahman", "Calderdale Metropolitan Borough Council"),
                line("Ben Holt", "Kirklees Council"),
            ],
            own_href: Some(Links::registration(SLUG)),
        };
        let none = Self {
            attendees: vec![],
            own_href: None,
            ..some.clone()
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<Attendees>(engine)
}
