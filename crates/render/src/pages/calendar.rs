//! The page that explains the feeds.

use serde::Serialize;

use super::facts::{CalendarLinks, ID, sample_links, sample_themes};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// All feeds, each with three ways to subscribe.
#[derive(Debug, Clone, Serialize)]
pub struct Subscribe {
    /// The frame.
    pub layout: Layout,
    /// What was chosen: `region`, `near`, `theme`, `organiser` and `series`.
    pub form: FormState,
    /// Every region.
    pub region_choices: Vec<Choice>,
    /// Every theme.
    pub theme_choices: Vec<Choice>,
    /// Every organiser of a public event.
    pub organiser_choices: Vec<Choice>,
    /// Every series with a public event.
    pub series_choices: Vec<Choice>,
    /// The feed of what was chosen; `None` where nothing was.
    pub chosen: Option<FeedLine>,
    /// Every event.
    pub all: FeedLine,
    /// A feed for each region.
    pub regions: Vec<FeedLine>,
    /// A feed for what is within reach of each region.
    pub near: Vec<FeedLine>,
    /// A feed for each theme.
    pub themes: Vec<FeedLine>,
    /// A feed for each organiser.
    pub organisers: Vec<FeedLine>,
    /// A feed for each series.
    pub series: Vec<FeedLine>,
}

/// One feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLine {
    /// "Wales".
    pub name: String,
    /// "Days in Wales, North West, West Midlands and South West."; `None` where the name says it all.
    pub reach_text: Option<String>,
    /// The ways to have it.
    pub links: CalendarLinks,
}

impl FeedLine {
    /// An invented one.
    pub(super) fn sample(name: &str, feed: &str) -> Self {
        Self {
            name: name.into(),
            reach_text: None,
            links: CalendarLinks::new(&sample_links(), feed, &format!("Market days: {name}")),
        }
    }
}

impl Page for Subscribe {
    const TEMPLATE: &'static str = "pages/calendar/subscribe.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |name: &str, feed: String| FeedLine::sample(name, &feed);
        let near = FeedLine {
            reach_text: Some("Days in London, East of England and South East.".into()),
            ..line("Within reach of London", Links::feed_near("london"))
        };
        let page = Self {
            layout: Layout::new("Subscribe to the calendar"),
            form: FormState::new(),
            region_choices: vec![Choice::new("wales", "Wales")],
            theme_choices: sample_themes(),
            organiser_choices: vec![],
            series_choices: vec![],
            chosen: None,
            near: vec![near],
            organisers: vec![],
            series: vec![],
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
        let pairs = [("near", "wales".to_owned()), ("theme", "waste".to_owned())];
        let chosen = Self {
            form: FormState::new()
                .with("near", "wales")
                .with("theme", "waste"),
            organiser_choices: vec![Choice::new(ID, "North Exchange")],
            series_choices: vec![Choice::new("care-on-the-road", "Care on the Road")],
            chosen: Some(line(
                "Your choice",
                Links::with_query(&Links::feed_all(), &pairs),
            )),
            organisers: vec![line("North Exchange", Links::feed_organiser(&ID))],
            series: vec![line(
                "Care on the Road",
                Links::feed_series("care-on-the-road"),
            )],
            ..page.clone()
        };
        vec![Sample::new("all", page), Sample::new("chosen", chosen)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<Subscribe>(engine)
}
