//! The page of one event.

use serde::Serialize;

use super::facts::{CalendarLinks, SLUG, sample_links, visitor};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;
use crate::markdown::{SafeHtml, markdown};

/// Everything that a visitor wants to know of an event.
#[derive(Debug, Clone, Serialize)]
pub struct EventPage {
    /// The frame.
    pub layout: Layout,
    /// Its title.
    pub title: String,
    /// What is unusual about it: cancelled, postponed, over, a draft shown to its organisers.
    pub banner: Option<Banner>,
    /// "Thursday 15 October 2026".
    pub date_text: String,
    /// "9:30am to 4:30pm".
    pub time_text: String,
    /// The start for machines: "2026-10-15T09:30:00+01:00".
    pub starts_at: Option<String>,
    /// Where it is.
    pub venue: VenueFacts,
    /// The region, leading to the events there.
    pub region: Link,
    /// The series that it is part of.
    pub series: Option<Link>,
    /// The themes, each leading to its events.
    pub themes: Vec<Link>,
    /// Who organises it.
    pub organiser: String,
    /// Where they are written to; `None` when it is not public.
    pub organiser_email: Option<String>,
    /// What it is about.
    pub summary: SafeHtml,
    /// Places for councils.
    pub registration: Offer,
    /// Slots for companies.
    pub slots: Offer,
    /// Proposing a pitch, where the event calls for it.
    pub proposals: Option<Offer>,
    /// The programme in short; `None` before its first release.
    pub programme: Option<ProgrammeTeaser>,
    /// Its feed; `None` for a draft, which has none.
    pub calendar: Option<CalendarLinks>,
    /// The way to its planning, for its own organisers.
    pub organise_href: Option<String>,
}

/// News that stands above everything else.
#[derive(Debug, Clone, Serialize)]
pub struct Banner {
    /// "This event is cancelled".
    pub title: String,
    /// The reason, and what follows from it.
    pub text: String,
    /// How bad it is.
    pub tone: Tone,
}

/// Something at a venue that some people cannot do without.
#[derive(Debug, Clone, Serialize)]
pub struct FacilityFact {
    /// "Step-free access".
    pub name: String,
    /// "Yes", "No", "Not known".
    pub is: String,
    /// Where, how, from whom.
    pub note: String,
}

/// A venue.
#[derive(Debug, Clone, Serialize)]
pub struct VenueFacts {
    /// Its name.
    pub name: String,
    /// Its address, a line each.
    pub address: Vec<String>,
    /// Step-free access, hearing loop, quiet room, and what is known of each; empty when nothing is.
    pub facilities: Vec<FacilityFact>,
    /// How to find it.
    pub directions: Option<String>,
    /// Parking and public transport.
    pub transport: Option<String>,
    /// How to get in, step-free ways, hearing loops; `None` when nothing is known.
    pub access: Option<String>,
}

/// Something that can be taken at an event, and whether it can be now.
#[derive(Debug, Clone, Serialize)]
pub struct Offer {
    /// "Open", "Full", "Closed".
    pub tag: Tag,
    /// "42 of 120 places are left. Registration closes at 5pm on Friday 9 October 2026."
    pub text: String,
    /// What to do now; `None` when nothing can be done.
    pub button: Option<Link>,
}

/// The programme in short.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammeTeaser {
    /// The whole programme.
    pub href: String,
    /// "Release 3, 4 October 2026".
    pub release_text: String,
    /// Each day on which there is a session.
    pub days: Vec<TeaserDay>,
}

/// A day of the short programme.
#[derive(Debug, Clone, Serialize)]
pub struct TeaserDay {
    /// "Tuesday 2 March"; `None` where it is the event's only day.
    pub heading: Option<String>,
    /// Its sessions, in order.
    pub sessions: Vec<TeaserSession>,
}

/// A session in the short programme.
#[derive(Debug, Clone, Serialize)]
pub struct TeaserSession {
    /// "9:30am".
    pub time_text: String,
    /// Its title.
    pub title: String,
    /// The stage; `None` when it is on all of them.
    pub stage: Option<String>,
}

impl Page for EventPage {
    const TEMPLATE: &'static str = "pages/event/event.html";

    fn samples() -> Vec<Sample<Self>> {
        let open = open();
        let cancelled = Self {
            banner: Some(Banner {
                title: "This event is cancelled".into(),
                text: "The venue has been closed for urgent repairs to its roof. Everyone with a booking or a registration has been told by email.".into(),
                tone: Tone::Bad,
            }),
            registration: closed("Closed", "Nobody can register for a cancelled event."),
            slots: closed("Closed", "Slots of a cancelled event cannot be booked."),
            proposals: None,
            organiser_email: None,
            ..open.clone()
        };
        let draft = Self {
            banner: Some(Banner {
                title: "Only you can see this".into(),
                text: "The event is a draft. Visitors see it once it is published.".into(),
                tone: Tone::Quiet,
            }),
            programme: None,
            calendar: None,
            summary: SafeHtml::default(),
            venue: VenueFacts {
                facilities: Vec::new(),
                directions: None,
                transport: None,
                access: None,
                ..open.venue.clone()
            },
            organise_href: Some(Links::organise_event(SLUG)),
            ..open.clone()
        };
        let several = Self {
            date_text: "15 to 16 October 2026".into(),
            time_text: "from 9:30am on Thursday to 4:30pm on Friday".into(),
            programme: open.programme.clone().map(|programme| ProgrammeTeaser {
                days: ["Thursday 15 October", "Friday 16 October"]
                    .into_iter()
                    .zip(programme.days.iter().cycle())
                    .map(|(heading, day)| TeaserDay {
                        heading: Some(heading.into()),
                        ..day.clone()
                    })
                    .collect(),
                ..programme
            }),
            ..open.clone()
        };
        vec![
            Sample::new("two-days", several),
            Sample::new("open", open),
            Sample::new("cancelled", cancelled),
            Sample::new("draft", draft),
        ]
    }
}

fn closed(tag: &str, text: &str) -> Offer {
    Offer {
        tag: Tag::new(tag, Tone::Quiet),
        text: text.into(),
        button: None,
    }
}

fn open() -> EventPage {
    let title = "Northern Care Technology Day";
    let session = |time: &str, title: &str, stage: Option<&str>| TeaserSession {
        time_text: time.into(),
        title: title.into(),
        stage: stage.map(Into::into),
    };
    EventPage {
        layout: visitor(title).crumb("Events", Links::home(None, None)).describe("Twenty companies, forty councils, one day on care."),
        title: title.into(),
        banner: None,
        date_text: "Thursday 15 October 2026".into(),
        time_text: "9:30am to 4:30pm".into(),
        starts_at: Some("2026-10-15T09:30:00+01:00".into()),
        venue: VenueFacts {
            name: "The Piece Hall".into(),
            address: vec!["Blackledge".into(), "Halifax".into(), "HX1 1RE".into()],
            facilities: vec![
                FacilityFact {
                    name: "Step-free access".into(),
                    is: "Yes".into(),
                    note: "By the lift at Horton Street".into(),
                },
                FacilityFact {
                    name: "Quiet room".into(),
                    is: "Not known".into(),
                    note: String::new(),
                },
            ],
            directions: Some("Opposite the library.".into()),
            transport: Some("Buses stop at the door.".into()),
            access: Some("Step-free from Horton Street. Hearing loops on both stages. A quiet room is open all day.".into()),
        },
        region: Link::new("Yorkshire and The Humber", Links::home(Some("yorkshire-and-the-humber"), None)),
        series: Some(Link::new("Care on the Road", Links::series("care-on-the-road"))),
        themes: vec![
            Link::new("Adult social care", Links::home(None, Some("adult-social-care"))),
            Link::new("Public health", Links::home(None, Some("public-health"))),
        ],
        organiser: "Trade North".into(),
        organiser_email: Some("events@tradenorth.example".into()),
        summary: markdown("One day for the people who **run care** and the small companies who make it better.\n\n## What to bring\n\n- one problem\n- one colleague from finance\n\nLunch is [from the market](https://example.org)."),
        registration: Offer {
            tag: Tag::new("Open", Tone::Good),
            text: "42 of 120 places are left. Registration closes at 5pm on Friday 9 October 2026.".into(),
            button: Some(Link::new("Register", Links::registration(SLUG))),
        },
        proposals: Some(Offer {
            tag: Tag::new("Open", Tone::Good),
            text: "The call closes at 5pm on Friday 11 September 2026.".into(),
            button: Some(Link::new("Propose a pitch", Links::call(SLUG))),
        }),
        slots: Offer {
            tag: Tag::new("9 free", Tone::Good),
            text: "9 of 24 slots are free: 7 minutes to pitch, then 5 for questions.".into(),
            button: Some(Link::new("See the slots", Links::slots(SLUG))),
        },
        programme: Some(ProgrammeTeaser {
            href: Links::programme(SLUG),
            release_text: "Release 3, 4 October 2026".into(),
            days: vec![TeaserDay {
                heading: None,
                sessions: vec![
                    session("9:30am", "Welcome, and what Calderdale learnt", Some("Main Hall")),
                    session("10:30am", "Pitches: living well at home", Some("Main Hall")),
                    session("10:30am", "Pitches: seeing need early", Some("Garden Room")),
                    session("12:30pm", "Lunch", None),
                ],
            }],
        }),
        calendar: Some(CalendarLinks::new(&sample_links(), &Links::feed_event(SLUG), title)),
        organise_href: None,
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<EventPage>(engine)
}
