//! The programme of an event.

use serde::Serialize;

use super::calendar::FeedLine;
use super::facts::{
    CalendarLinks, EventBrief, ID, SLUG, below_event, sample_event, sample_links, signed_in,
};
use super::grid::{Grid, GridSession, Place};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// The programme: a table of stages and times on a wide screen, a list on a narrow one, from the same markup.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammePage {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// "Cancelled", "Postponed"; `None` when nothing is unusual.
    pub tag: Option<Tag>,
    /// "Release 3, published on 4 October 2026"; for a draft, that it has none.
    pub release_text: String,
    /// What changed since the reader last said that they saw it.
    pub unseen: Option<UnseenChanges>,
    /// Each day on which there is a session.
    pub days: Vec<ProgrammeDay>,
    /// The agenda of whoever looks, for those who have one.
    pub agenda_href: Option<String>,
    /// The current release, where this is an old one.
    pub current_href: Option<String>,
    /// What each release changed; `None` before the first.
    pub changes_href: Option<String>,
    /// Where slots are booked; `None` when none can be.
    pub slots_href: Option<String>,
    /// The feed of the programme; `None` while nobody else may see it.
    pub feed: Option<CalendarLinks>,
    /// A feed for each stage and for each theme of a pitch.
    pub part_feeds: Vec<FeedLine>,
}

/// What changed in the programme since somebody last saw it. The form's field: `release`.
#[derive(Debug, Clone, Serialize)]
pub struct UnseenChanges {
    /// A sentence each.
    pub changes: Vec<String>,
    /// The release that they see now.
    pub release: u32,
    /// Where the form is sent.
    pub action: String,
}

/// A day of the programme.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammeDay {
    /// "Tuesday 2 March"; `None` where it is the event's only day.
    pub heading: Option<String>,
    /// Its sessions in their places.
    pub grid: Grid<ProgrammeSession>,
}

/// A session in the programme.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammeSession {
    /// "9:30am to 10:30am".
    pub time_text: String,
    /// Its title.
    pub title: String,
    /// "Keynote", "Break", "Panel", "Pitches", "Meetings".
    pub kind_text: String,
    /// Its kind as a class: `keynote`, `break`, `panel`, `pitches`, `meetings`.
    pub kind: String,
    /// The name of its stage; `None` when it is on all of them.
    pub stage: Option<String>,
    /// Who speaks or chairs: "Dr Ana Silva, Calderdale Council".
    pub people_text: Option<String>,
    /// A few words more.
    pub note: Option<String>,
    /// The slots of a pitch session, in order.
    pub slots: Vec<ProgrammeSlot>,
    /// Whether it is in the agenda of whoever looks, for those who have one.
    pub chosen: Option<Chosen>,
}

/// Whether a session is in somebody's agenda.
#[derive(Debug, Clone, Serialize)]
pub struct Chosen {
    /// Whether it is.
    pub is_in: bool,
    /// Where it is put in, or taken out (POST).
    pub action: String,
}

/// A slot in the programme.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammeSlot {
    /// "10:30am".
    pub time_text: String,
    /// The pitch; `None` when nobody has booked the slot.
    pub pitch: Option<ProgrammePitch>,
    /// Where a free slot is booked.
    pub href: Option<String>,
}

/// A pitch in the programme.
#[derive(Debug, Clone, Serialize)]
pub struct ProgrammePitch {
    /// The company.
    pub company: String,
    /// The title of the pitch.
    pub title: String,
    /// Its slides, where the company agreed that everybody sees them.
    pub slides: Option<PitchSlides>,
}

/// Slides that everybody sees.
#[derive(Debug, Clone, Serialize)]
pub struct PitchSlides {
    /// Where they are downloaded; `None` where there is only the text.
    pub href: Option<String>,
    /// "PDF, 2.4 MB"; empty without a file.
    pub kind_text: String,
    /// What they say, in words.
    pub summary: Option<String>,
}

impl Page for ProgrammePage {
    const TEMPLATE: &'static str = "pages/event/programme.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: below_event(Layout::new("Programme")),
            event: sample_event(),
            tag: None,
            release_text: "Release 3, published on 4 October 2026".into(),
            unseen: None,
            days: vec![ProgrammeDay {
                heading: None,
                grid: sample_grid(),
            }],
            agenda_href: None,
            current_href: None,
            changes_href: Some(Links::changes(SLUG)),
            slots_href: Some(Links::slots(SLUG)),
            feed: Some(CalendarLinks::new(
                &sample_links(),
                &Links::feed_event(SLUG),
                "Programme",
            )),
            part_feeds: vec![FeedLine::sample(
                "Main Hall",
                &Links::with_query(&Links::feed_event(SLUG), &[("stage", ID.to_owned())]),
            )],
        };
        let unseen = Self {
            layout: below_event(signed_in("Programme")),
            unseen: Some(UnseenChanges {
                changes: vec!["Moved: Late debate, from 11pm to 1am to 10pm to midnight".into()],
                release: 3,
                action: Links::programme_seen(SLUG),
            }),
            ..page.clone()
        };
        let empty = Self {
            tag: Some(Tag::new("Postponed", Tone::Warn)),
            release_text: "No release yet".into(),
            days: vec![],
            slots_href: None,
            changes_href: None,
            feed: None,
            part_feeds: vec![],
            ..page.clone()
        };
        let old = Self {
            release_text: "Release 2, published on 1 October 2026".into(),
            current_href: Some(Links::programme(SLUG)),
            slots_href: None,
            ..page.clone()
        };
        let several = Self {
            days: vec![
                ProgrammeDay {
                    heading: Some("Thursday 15 October".into()),
                    grid: sample_grid(),
                },
                ProgrammeDay {
                    heading: Some("Friday 16 October".into()),
                    grid: sample_night(),
                },
            ],
            ..page.clone()
        };
        let mut grid = sample_grid();
        let sessions = grid.rows.iter_mut().flat_map(|row| &mut row.cells);
        let sessions = sessions.flat_map(|cell| &mut cell.sessions);
        for (number, session) in sessions.enumerate() {
            let is_in = number == 0;
            let what = if is_in { "removal" } else { "" };
            session.chosen = Some(Chosen {
                is_in,
                action: Links::agenda_session(SLUG, &ID, what),
            });
        }
        let own = Self {
            layout: below_event(signed_in("Programme")),
            agenda_href: Some(Links::agenda(SLUG)),
            days: vec![ProgrammeDay {
                heading: None,
                grid,
            }],
            ..page.clone()
        };
        vec![
            Sample::new("two-days", several),
            Sample::new("unseen", unseen),
            Sample::new("two-stages", page),
            Sample::new("empty", empty),
            Sample::new("old", old),
            Sample::new("own", own),
        ]
    }
}

fn sample_session(kind: &str, title: &str, stage: Option<&str>, time: &str) -> ProgrammeSession {
    ProgrammeSession {
        time_text: time.into(),
        title: title.into(),
        kind_text: kind.into(),
        kind: kind.to_lowercase(),
        stage: stage.map(Into::into),
        people_text: None,
        note: None,
        slots: vec![],
        chosen: None,
    }
}

fn sample_slot(time: &str, pitch: Option<(&str, &str)>) -> ProgrammeSlot {
    ProgrammeSlot {
        time_text: time.into(),
        href: pitch.is_none().then(|| Links::slot_booking(&ID)),
        pitch: pitch.map(|(company, title)| ProgrammePitch {
            company: company.into(),
            title: title.into(),
            slides: None,
        }),
    }
}

fn sample_pitches() -> [ProgrammeSession; 2] {
    let steadfoot = (
        "Steadfoot & Daughters Ltd",
        "Fewer falls at home with a quiet sensor",
    );
    let moorside = (
        "Moorside Meals CIC",
        "Hot lunches that notice when someone is unwell",
    );
    let lantern = ("Lantern Data Ltd", "Finding isolation in bin collections");
    let mut first = sample_slot("10:30am", Some(steadfoot));
    if let Some(pitch) = &mut first.pitch {
        pitch.slides = Some(PitchSlides {
            href: Some(Links::pitch_slides(SLUG, &ID)),
            kind_text: "PDF, 2.4 MB".into(),
            summary: Some("Slide 1: a fall every\nfive seconds.".into()),
        });
    }
    let living = ProgrammeSession {
        slots: vec![
            first,
            sample_slot("10:45am", None),
            sample_slot("11am", Some(moorside)),
        ],
        ..sample_session(
            "Pitches",
            "Living well at home",
            Some("Main Hall"),
            "10:30am to 11:30am",
        )
    };
    let early = ProgrammeSession {
        slots: vec![
            sample_slot("10:45am", Some(lantern)),
            sample_slot("11am", None),
        ],
        ..sample_session(
            "Pitches",
            "Seeing need early",
            Some("Garden Room"),
            "10:45am to 11:15am",
        )
    };
    [living, early]
}

fn sample_grid() -> Grid<ProgrammeSession> {
    let keynote = ProgrammeSession {
        people_text: Some("Dr Ana Silva, Calderdale Council".into()),
        note: Some("Two years of falls prevention, with the numbers.".into()),
        ..sample_session(
            "Keynote",
            "What Calderdale learnt",
            Some("Main Hall"),
            "9:30am to 10:15am",
        )
    };
    let [living, early] = sample_pitches();
    let lunch = sample_session("Break", "Lunch", None, "12:30pm to 1:30pm");
    let panel = sample_session(
        "Panel",
        "Buying together",
        Some("Main Hall"),
        "1:30pm to 2:30pm",
    );
    let meetings = sample_session(
        "Meetings",
        "One-to-one meetings",
        Some("Garden Room"),
        "1:30pm to 3pm",
    );
    let at = |place, start, end, session| GridSession {
        place,
        start,
        end,
        session,
    };
    Grid::new(
        vec!["Main Hall".into(), "Garden Room".into()],
        vec![
            at(Place::Stage(0), 570, 615, keynote),
            at(Place::Stage(0), 630, 690, living),
            at(Place::Stage(1), 645, 675, early),
            at(Place::Everywhere, 750, 810, lunch),
            at(Place::Stage(0), 810, 870, panel),
            at(Place::Stage(1), 810, 900, meetings),
        ],
    )
}

fn sample_night() -> Grid<ProgrammeSession> {
    let debate = sample_session("Panel", "Late debate", Some("Main Hall"), "11pm to 1am");
    let placed = GridSession {
        place: Place::Stage(0),
        start: 1380,
        end: 1500,
        session: debate,
    };
    Grid::new(vec!["Main Hall".into()], vec![placed])
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<ProgrammePage>(engine)
}
