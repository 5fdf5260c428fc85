//! The home page: which events there are.

use serde::Serialize;

use super::facts::{sample_themes, signed_in, visitor};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// Events, upcoming and past, with a filter by region and theme.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// The frame.
    pub layout: Layout,
    /// The filter as it was chosen: `region` and `theme`.
    pub form: FormState,
    /// Every region.
    pub regions: Vec<Choice>,
    /// Every theme.
    pub themes: Vec<Choice>,
    /// What the filter says, in words: "in Wales about waste and recycling"; `None` without one.
    pub filter_text: Option<String>,
    /// Where what the filter says is subscribed to.
    pub subscribe_href: String,
    /// Where news of what the filter says is asked for.
    pub news_href: String,
    /// Events still to come, next first.
    pub upcoming: Vec<EventCard>,
    /// Events that are over, latest first.
    pub past: Vec<EventCard>,
}

/// An event in the list.
#[derive(Debug, Clone, Serialize)]
pub struct EventCard {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The day of the month, for the calendar leaf: "15".
    pub day: String,
    /// The month, for the calendar leaf: "Oct".
    pub month: String,
    /// "Thursday 15 October 2026, 9:30am to 4:30pm".
    pub when_text: String,
    /// "The Piece Hall, Halifax".
    pub venue_text: String,
    /// The name of its region.
    pub region: String,
    /// The names of its themes.
    pub themes: Vec<String>,
    /// "Cancelled", "Postponed", "Full"; `None` when nothing is unusual.
    pub tag: Option<Tag>,
    /// "42 places left for councils".
    pub places_text: Option<String>,
    /// "9 pitch slots free".
    pub slots_text: Option<String>,
}

impl Page for Home {
    const TEMPLATE: &'static str = "pages/home/home.html";

    fn samples() -> Vec<Sample<Self>> {
        let home = |layout: Layout, upcoming, past| Self {
            layout: Layout {
                canonical: Some("https://marketday.example/".into()),
                ..layout.describe("Market information days for councils and small companies.")
            },
            form: FormState::new(),
            regions: vec![
                Choice::new("wales", "Wales"),
                Choice::new("yorkshire-and-the-humber", "Yorkshire and The Humber"),
            ],
            themes: sample_themes(),
            filter_text: None,
            subscribe_href: Links::subscribe(),
            news_href: Links::news(None, None),
            upcoming,
            past,
        };
        vec![
            Sample::new("full", home(visitor("Marketday"), upcoming(), vec![past()])),
            Sample::new("empty", home(signed_in("Marketday"), vec![], vec![])),
            Sample::new(
                "filtered",
                Self {
                    form: FormState::new()
                        .with("region", "wales")
                        .with("theme", "waste"),
                    filter_text: Some("in Wales about waste and recycling".into()),
                    subscribe_href: "/calendar?region=wales&theme=waste".into(),
                    news_href: Links::news(Some("wales"), Some("waste")),
                    ..home(visitor("Marketday"), vec![], vec![past()])
                },
            ),
        ]
    }
}

pub(super) fn upcoming() -> Vec<EventCard> {
    let care = EventCard {
        title: "Northern Care Technology Day".into(),
        href: Links::event("northern-care-technology-day"),
        day: "15".into(),
        month: "Oct".into(),
        when_text: "Thursday 15 October 2026, 9:30am to 4:30pm".into(),
        venue_text: "The Piece Hall, Halifax".into(),
        region: "Yorkshire and The Humber".into(),
        themes: vec![
            "Adult social care".into(),
            "Public health".into(),
            "Digital and data".into(),
        ],
        tag: None,
        places_text: Some("42 places left for councils".into()),
        slots_text: Some("9 pitch slots free".into()),
    };
    let waste = EventCard {
        title: "Nothing Wasted: Circular Councils Wales".into(),
        href: Links::event("nothing-wasted"),
        day: "3".into(),
        month: "Nov".into(),
        when_text: "Tuesday 3 November 2026, 10am to 4pm".into(),
        venue_text: "Y Plas, Machynlleth".into(),
        region: "Wales".into(),
        themes: vec!["Waste and recycling".into(), "Net zero".into()],
        tag: Some(Tag::new("Slots full", Tone::Warn)),
        places_text: Some("12 places left for councils".into()),
        slots_text: Some("No pitch slots free".into()),
    };
    let cancelled = EventCard {
        title: "South West Highways Showcase".into(),
        href: Links::event("south-west-highways-showcase"),
        day: "19".into(),
        month: "Nov".into(),
        when_text: "Thursday 19 November 2026, 10am to 3pm".into(),
        venue_text: "Corn Exchange, Exeter".into(),
        region: "South West".into(),
        themes: vec!["Highways".into()],
        tag: Some(Tag::new("Cancelled", Tone::Bad)),
        places_text: None,
        slots_text: None,
    };
    vec![care, waste, cancelled]
}

fn past() -> EventCard {
    EventCard {
        title: "Digital Planning in the North East".into(),
        href: Links::event("digital-planning-north-east"),
        day: "12".into(),
        month: "Jun".into(),
        when_text: "Friday 12 June 2026, 9:30am to 3:30pm".into(),
        venue_text: "Glasshouse, Gateshead".into(),
        region: "North East".into(),
        themes: vec!["Planning".into()],
        tag: None,
        places_text: None,
        slots_text: None,
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<Home>(engine)
}
