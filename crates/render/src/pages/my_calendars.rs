//! Somebody's personal feeds: the list, and each one.

use serde::Serialize;

use super::facts::{CalendarLinks, ID, sample_links, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// The personal feeds of whoever is signed in, and making one.
#[derive(Debug, Clone, Serialize)]
pub struct MyCalendars {
    /// The frame.
    pub layout: Layout,
    /// Each of them, oldest first.
    pub feeds: Vec<MyFeedLine>,
    /// What a new one may hold.
    pub kinds: Vec<Choice>,
    /// Where a new one is asked for: `name` and `kind`.
    pub action: String,
    /// Its fields.
    pub form: FormState,
}

/// A personal feed in brief.
#[derive(Debug, Clone, Serialize)]
pub struct MyFeedLine {
    /// What its person calls it.
    pub name: String,
    /// "My bookings".
    pub kind_text: String,
    /// "10:02am on Tuesday 3 March 2026".
    pub made_text: String,
    /// When it was last fetched, to within some minutes, and by what; `None` if never.
    pub fetched_text: Option<String>,
    /// Its page.
    pub href: String,
}

/// One personal feed.
#[derive(Debug, Clone, Serialize)]
pub struct MyCalendar {
    /// The frame.
    pub layout: Layout,
    /// The feed.
    pub feed: MyFeedLine,
    /// What it holds.
    pub holds_text: String,
    /// The ways to subscribe, on the one page that follows its making: the address is not kept.
    pub calendar: Option<CalendarLinks>,
    /// Where another address is asked for.
    pub renewal_action: String,
    /// Where it is revoked.
    pub revocation_action: String,
}

impl MyFeedLine {
    fn sample(name: &str, fetched: Option<&str>) -> Self {
        Self {
            name: name.into(),
            kind_text: "My bookings".into(),
            made_text: "10:02am on Tuesday 3 March 2026".into(),
            fetched_text: fetched.map(Into::into),
            href: Links::my_calendar(&ID),
        }
    }
}

impl Page for MyCalendars {
    const TEMPLATE: &'static str = "pages/my/calendars.html";

    fn samples() -> Vec<Sample<Self>> {
        let none = Self {
            layout: signed_in("Your calendars").crumb("My bookings and registrations", Links::my()),
            feeds: vec![],
            kinds: vec![
                Choice::new("bookings", "My bookings")
                    .hint("The slots that you, or companies that you act for, have booked"),
                Choice::new("agenda", "My agenda")
                    .hint("The days that you are registered for, the sessions that you chose, and the pitches that you present"),
            ],
            action: Links::my_calendars(),
            form: FormState::new().with("kind", "bookings"),
        };
        let some = Self {
            feeds: vec![
                MyFeedLine::sample(
                    "My phone",
                    Some("4:20pm on Thursday 5 March 2026 by Apple Calendar"),
                ),
                MyFeedLine::sample("Work", None),
            ],
            ..none.clone()
        };
        let mut form = FormState::new();
        form.push_error("name", "Enter a name");
        let wrong = Self {
            form,
            ..none.clone()
        };
        vec![
            Sample::new("none", none),
            Sample::new("some", some),
            Sample::new("wrong", wrong),
        ]
    }
}

impl Page for MyCalendar {
    const TEMPLATE: &'static str = "pages/my/calendar.html";

    fn samples() -> Vec<Sample<Self>> {
        let kept = Self {
            layout: signed_in("My phone")
                .crumb("My bookings and registrations", Links::my())
                .crumb("Your calendars", Links::my_calendars()),
            feed: MyFeedLine::sample(
                "My phone",
                Some("4:20pm on Thursday 5 March 2026 by Apple Calendar"),
            ),
            holds_text: "The slots that you, or companies that you act for, have booked".into(),
            calendar: None,
            renewal_action: Links::my_calendar_renewal(&ID),
            revocation_action: Links::my_calendar_revocation(&ID),
        };
        let new = Self {
            feed: MyFeedLine::sample("My phone", None),
            calendar: Some(CalendarLinks::new(
                &sample_links(),
                &Links::feed_personal("t0ken"),
                "Marketday: My bookings",
            )),
            ..kept.clone()
        };
        vec![Sample::new("kept", kept), Sample::new("new", new)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let mut rendered = render_samples::<MyCalendars>(engine)?;
    rendered.extend(render_samples::<MyCalendar>(engine)?);
    Ok(rendered)
}
