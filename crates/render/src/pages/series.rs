//! The page of a series.

use serde::Serialize;

use super::facts::{CalendarLinks, sample_links};
use super::home::{EventCard, upcoming};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;
use crate::markdown::{SafeHtml, markdown};

/// `/series/{slug}`: events that belong together, in their order.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesPage {
    /// The frame.
    pub layout: Layout,
    /// Its name.
    pub name: String,
    /// Who organises it.
    pub organiser: String,
    /// What it is about.
    pub description: SafeHtml,
    /// Events to come, the next one first.
    pub upcoming: Vec<EventCard>,
    /// Events that are over, the last one first.
    pub past: Vec<EventCard>,
    /// Its feed.
    pub calendar: CalendarLinks,
}

impl Page for SeriesPage {
    const TEMPLATE: &'static str = "pages/event/series.html";

    fn samples() -> Vec<Sample<Self>> {
        let mut cards = upcoming();
        let past = cards.split_off(1);
        let page = Self {
            layout: Layout::new("Care on the Road"),
            name: "Care on the Road".into(),
            organiser: "North Exchange".into(),
            description: markdown("Four towns, **one question**."),
            upcoming: cards,
            past,
            calendar: CalendarLinks::new(
                &sample_links(),
                &Links::feed_series("care-on-the-road"),
                "Care on the Road",
            ),
        };
        vec![Sample::new("full", page)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<SeriesPage>(engine)
}
