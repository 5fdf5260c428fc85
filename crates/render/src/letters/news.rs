//! News of market days.

use super::samples::{event_facts, operator_foot, stranger_foot};
use super::{EventFacts, Foot, Letter};
use serde::Serialize;

/// Whoever has an address is asked whether they want news. Nothing in it was typed by anybody but the address.
#[derive(Debug, Clone, Serialize)]
pub struct NewsConfirm {
    /// The regions and themes.
    pub topics: Vec<String>,
    /// How often.
    pub pace_text: String,
    /// The absolute https address of the page whose button confirms.
    pub link: String,
    /// Until when: "10am on Tuesday 10 March 2026".
    pub expires_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for NewsConfirm {
    const FOLDER: &'static str = "news-confirm";

    fn sample() -> Self {
        Self {
            topics: topics(),
            pace_text: "Once a week, on Monday at 8am, if there is a new day".into(),
            link: "https://marketday.example/news/confirmation/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11/0123456789abcdef0123456789abcdef".into(),
            expires_text: "10am on Tuesday 10 March 2026".into(),
            foot: stranger_foot(),
        }
    }
}

/// A new day.
#[derive(Debug, Clone, Serialize)]
pub struct NewsDay {
    /// The event.
    pub event: EventFacts,
    /// Who organises it.
    pub organiser: String,
    /// The region that it is in.
    pub region: String,
    /// Its themes: "Waste and recycling, Highways".
    pub themes_text: String,
}

/// Somebody hears of a new day at once.
#[derive(Debug, Clone, Serialize)]
pub struct NewsEvent {
    /// Who follows its region or a theme of it.
    pub to_name: String,
    /// The day.
    pub day: NewsDay,
    /// What they follow: "Wales, Waste and recycling".
    pub topics_text: String,
    /// The absolute https address at which they stop such letters.
    pub stop_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for NewsEvent {
    const FOLDER: &'static str = "news-event";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            day: day(),
            topics_text: topics().join(", "),
            stop_link: STOP.into(),
            foot: operator_foot(),
        }
    }
}

/// Somebody hears on Monday of the new days of the week before.
#[derive(Debug, Clone, Serialize)]
pub struct NewsWeekly {
    /// Who follows their regions or themes.
    pub to_name: String,
    /// The days, in the order in which they take place.
    pub days: Vec<NewsDay>,
    /// What they follow: "Wales, Waste and recycling".
    pub topics_text: String,
    /// The absolute https address at which they stop such letters.
    pub stop_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for NewsWeekly {
    const FOLDER: &'static str = "news-week";

    fn sample() -> Self {
        let mut second = day();
        second.event.title = "Clean Streets Day".into();
        second.event.when_text = "Tuesday 3 November 2026, 10am to 4pm".into();
        second.event.link = "https://marketday.example/events/clean-streets-day".into();
        second.themes_text = "Waste and recycling, Highways".into();
        Self {
            to_name: "Tom Okafor".into(),
            days: vec![day(), second],
            topics_text: topics().join(", "),
            stop_link: STOP.into(),
            foot: operator_foot(),
        }
    }
}

const STOP: &str =
    "https://marketday.example/unsubscribe/0199a1f27c1e7d7a9f532f0c6a1b4e110123456789abcdef0123";

fn topics() -> Vec<String> {
    vec![
        "Yorkshire and The Humber".into(),
        "Waste and recycling".into(),
    ]
}

fn day() -> NewsDay {
    NewsDay {
        event: event_facts(),
        organiser: "Trade North".into(),
        region: "Yorkshire and The Humber".into(),
        themes_text: "Adult social care, Public health".into(),
    }
}
