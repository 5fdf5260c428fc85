//! Facts that several pages show: an event in brief, a slot, the calendar links; and the invented ones of the samples.

use serde::Serialize;

use crate::form::Choice;
use crate::layout::Layout;
use crate::links::Links;

/// An event in brief, on pages that are about something inside it.
#[derive(Debug, Clone, Serialize)]
pub struct EventBrief {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// "Thursday 15 October 2026, 9:30am to 4:30pm", in its local time.
    pub when_text: String,
    /// "The Piece Hall, Halifax".
    pub venue_text: String,
}

/// A slot as people read of it.
#[derive(Debug, Clone, Serialize)]
pub struct SlotFacts {
    /// The event.
    pub event: EventBrief,
    /// The slots of that event.
    pub slots_href: String,
    /// "Thursday 15 October 2026", in the event's local time.
    pub date_text: String,
    /// "10:30am to 10:42am".
    pub time_text: String,
    /// The name of the stage.
    pub stage: String,
    /// The title of the pitch session.
    pub session: String,
    /// "7 minutes to pitch, then 5 for questions".
    pub length_text: String,
}

/// The ways to have a feed in one's own calendar.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarLinks {
    /// For the visitor's own calendar program: `webcal://…`.
    pub webcal_href: String,
    /// At Google Calendar.
    pub google_href: String,
    /// At Outlook on the web.
    pub outlook_href: String,
    /// The feed's own absolute address, to copy or to download.
    pub ics_href: String,
}

impl CalendarLinks {
    /// The links to a feed, given as the path that [`Links`] made, under a name that people will read.
    pub fn new(links: &Links, feed: &str, name: &str) -> Self {
        Self {
            webcal_href: links.webcal(feed),
            google_href: links.google(feed),
            outlook_href: links.outlook(feed, name),
            ics_href: links.absolute(feed),
        }
    }
}

pub(super) const SLUG: &str = "northern-care-technology-day";
pub(super) const ID: &str = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";

pub(super) fn visitor(title: &str) -> Layout {
    Layout {
        csrf: Some("c5rf-t0ken".into()),
        demo: true,
        ..Layout::new(title)
    }
}

pub(super) fn signed_in(title: &str) -> Layout {
    Layout {
        signed_in: Some("Tom Okafor".into()),
        ..visitor(title)
    }
}

/// The frame of a page below the sample event.
pub(super) fn below_event(layout: Layout) -> Layout {
    layout
        .crumb("Events", Links::home(None, None))
        .crumb("Northern Care Technology Day", Links::event(SLUG))
}

pub(super) fn sample_event() -> EventBrief {
    EventBrief {
        title: "Northern Care Technology Day".into(),
        href: Links::event(SLUG),
        when_text: "Thursday 15 October 2026, 9:30am to 4:30pm".into(),
        venue_text: "The Piece Hall, Halifax".into(),
    }
}

pub(super) fn sample_slot() -> SlotFacts {
    SlotFacts {
        event: sample_event(),
        slots_href: Links::slots(SLUG),
        date_text: "Thursday 15 October 2026".into(),
        time_text: "10:30am to 10:42am".into(),
        stage: "Main Hall".into(),
        session: "Pitches: living well at home".into(),
        length_text: "7 minutes to pitch, then 5 for questions".into(),
    }
}

pub(super) fn sample_links() -> Links {
    // A literal that is an address.
    Links::new(
        &"https://marketday.example"
            .parse()
            .expect("a literal address"),
    )
}

pub(super) fn sample_themes() -> Vec<Choice> {
    [
        ("adult-social-care", "Adult social care"),
        ("childrens-services", "Children’s services"),
        ("housing", "Housing"),
        ("public-health", "Public health"),
        ("digital-and-data", "Digital and data"),
        ("waste", "Waste and recycling"),
    ]
    .map(|(value, text)| Choice::new(value, text))
    .to_vec()
}
