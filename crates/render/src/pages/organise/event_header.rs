//! What stands on top of every page about one event: its title, its state, and the tabs.

use serde::Serialize;

use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// Which tab a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The overview, and what is reached from it: publishing, cancelling.
    Overview,
    /// The event's own facts.
    Details,
    /// Stages, sessions, slots, releases.
    Programme,
    /// Who pitches.
    Bookings,
    /// What companies propose.
    Proposals,
    /// Who comes.
    Registrations,
    /// What people are told.
    Letters,
    /// Who runs it.
    Team,
    /// Complaints about personal data.
    Complaints,
    /// Who did what.
    History,
}

impl Section {
    /// Every tab, in order.
    pub const ALL: [Self; 10] = [
        Self::Overview,
        Self::Details,
        Self::Programme,
        Self::Bookings,
        Self::Proposals,
        Self::Registrations,
        Self::Letters,
        Self::Team,
        Self::Complaints,
        Self::History,
    ];

    fn tab(self, slug: &str) -> (&'static str, String) {
        match self {
            Self::Overview => ("Overview", Links::organise_event(slug)),
            Self::Details => ("Details", Links::organise_details(slug)),
            Self::Programme => ("Programme", Links::organise_programme(slug)),
            Self::Bookings => ("Bookings", Links::organise_bookings(slug)),
            Self::Proposals => ("Proposals", Links::organise_proposals(slug)),
            Self::Registrations => ("Registrations", Links::organise_registrations(slug)),
            Self::Letters => ("Letters", Links::organise_letters(slug)),
            Self::Team => ("Team", Links::organise_team(slug)),
            Self::Complaints => ("Complaints", Links::organise_complaints(slug)),
            Self::History => ("History", Links::organise_history(slug)),
        }
    }
}

/// The head of a page about one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventHeader {
    /// The event's title.
    pub title: String,
    /// Its day and times, in its local time.
    pub when_text: String,
    /// Where it stands: "Draft", "Published".
    pub state: Tag,
    /// The path of its public page; `None` for what was never published.
    pub public_href: Option<String>,
    tabs: Vec<Tab>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Tab {
    text: &'static str,
    href: String,
    current: bool,
}

impl EventHeader {
    /// The head of a page of the event `slug`, with a tab for each section that this reader may open, and that of
    /// `section` marked as the current one.
    pub fn new(
        slug: &str,
        title: impl Into<String>,
        when_text: impl Into<String>,
        state: Tag,
        (section, open): (Section, &[Section]),
    ) -> Self {
        let tabs = open.iter().map(|of| {
            let (text, href) = of.tab(slug);
            Tab {
                text,
                href,
                current: *of == section,
            }
        });
        Self {
            title: title.into(),
            when_text: when_text.into(),
            state,
            public_href: None,
            tabs: tabs.collect(),
        }
    }

    /// The same head with a link to the event's public page.
    #[must_use]
    pub fn public(mut self, href: impl Into<String>) -> Self {
        self.public_href = Some(href.into());
        self
    }
}

/// The event of all samples.
pub(in crate::pages) const SAMPLE_SLUG: &str = "northern-care-technology-day";

pub(in crate::pages) fn sample_header(section: Section) -> EventHeader {
    EventHeader::new(
        SAMPLE_SLUG,
        "Northern Care Technology Day",
        "Thursday 15 October 2026, 9:30am to 4:30pm",
        Tag::new("Published", Tone::Good),
        (section, &Section::ALL),
    )
    .public(Links::event(SAMPLE_SLUG))
}

/// The frame of a sample page, as a signed-in organiser sees it.
pub(super) fn sample_layout(title: &str) -> Layout {
    Layout {
        signed_in: Some("Priya Nair".into()),
        is_organiser: true,
        csrf: Some("sample-token".into()),
        ..Layout::new(title)
    }
    .crumb("Your events", Links::organise())
}

/// The same below the sample event.
pub(in crate::pages) fn sample_event_layout(title: &str) -> Layout {
    sample_layout(title).crumb(
        "Northern Care Technology Day",
        Links::organise_event(SAMPLE_SLUG),
    )
}
