//! The page that explains the feeds.

use serde::Serialize;

use super::facts::{CalendarLinks, sample_links};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// All feeds, each with three ways to subscribe.
#[derive(Debug, Clone, Serialize)]
pub struct Subscribe {
    /// The frame.
    pub layout: Layout,
    /// Every event.
    pub all: FeedLine,
    /// A feed for each region.
    pub regions: Vec<FeedLine>,
    /// A feed for each theme.
    pub themes: Vec<FeedLine>,
}

/// One feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLine {
    /// "Wales".
    pub name: String,
    /// The ways to have it.
    pub links: CalendarLinks,
}

impl Page for Subscribe {
    const TEMPLATE: &'static str = "pages/calendar/subscribe.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |name: &str, feed: String| FeedLine {
            name: name.into(),
            links: CalendarLinks::new(&sample_links(), &feed, &format!("Market days: {name}")),
        };
        let page = Self {
            layout: Layout::new("Subscribe to the calendar"),
            all: line("All market days", Links::feed_all()),
            regions: vec![
                line("Wales", Links::feed_region("wales")),
                line(
                    "Yorkshire and The Humber",
                    Links::feed_region("yorkshire-and-the-humber"),
                ),
            ],
            themes: vec![line("Waste and recycling", Links::feed_theme("waste"))],
        };
        vec![Sample::new("all", page)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<Subscribe>(engine)
}
