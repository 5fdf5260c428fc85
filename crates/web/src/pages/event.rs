//! `/events/{slug}`: everything that a visitor wants to know of an event.

use super::{found, public_event, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::proposals::window_text as call_window;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use marketday_model::days::{dates, dates_from, hours};
use marketday_model::event::WindowState;
use marketday_model::{
    Call, Event, EventState, Facilities, Facility, Instant, Provision, permission,
};
use marketday_places::{FreeSlots, free_slots};
use marketday_render::pages::event::{
    Banner, EventPage, FacilityFact, Offer, ProgrammeTeaser, TeaserDay, TeaserSession, VenueFacts,
};
use marketday_render::pages::facts::CalendarLinks;
use marketday_render::{Layout, Link, Links, Tag, Tone, markdown, when};
use marketday_store::pools::Pool;
use marketday_store::releases::ReleasedSession;
use marketday_store::{calls, pools, releases, series};
use std::collections::BTreeMap;

/// The page of an event.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", move |app, layout, visitor| {
        page(app, layout, visitor, &slug)
    })
    .await
}

fn page(
    app: &App,
    layout: Layout,
    visitor: Option<&Visitor>,
    slug: &str,
) -> Result<Fresh, Failure> {
    let now = app.now();
    let (event, call, free, taken, sessions, release, series) = app
        .read(|rx| {
            let Some(event) = public_event(rx, slug, visitor)? else {
                return Ok(None);
            };
            let free = free_slots(rx, &event, now)?;
            let taken = pools::used(rx, &Pool::Registrations(event.id))?;
            let sessions = releases::list_sessions(rx, event.id, event.release)?;
            let release = releases::find(rx, event.id, event.release)?;
            let series = series::find_of_event(rx, event.id)?;
            let call = calls::find(rx, event.id)?;
            Ok(Some((event, call, free, taken, sessions, release, series)))
        })
        .and_then(found)?;
    let programme = release.map(|release| ProgrammeTeaser {
        href: Links::programme(slug),
        release_text: format!(
            "Release {}, {}",
            release.number,
            when::date(release.made_at, event.zone)
        ),
        days: teaser(&event, &sessions),
    });
    let actor = visitor
        .and_then(|visitor| visitor.signed_in.as_ref())
        .map(|signed_in| &signed_in.actor);
    let page = EventPage {
        layout: Layout {
            title: event.title.clone(),
            canonical: event
                .is_public()
                .then(|| app.links.absolute(&Links::event(slug))),
            ..layout
                .crumb("Events", Links::home(None, None))
                .describe(description(&event))
        },
        title: event.title.clone(),
        banner: banner(&event, now),
        date_text: if event.state == EventState::Postponed {
            "No date yet".to_owned()
        } else {
            dates(event.time, event.zone)
        },
        time_text: hours(event.time, event.zone),
        starts_at: (event.state != EventState::Postponed)
            .then(|| when::machine(event.time.start(), event.zone)),
        venue: VenueFacts {
            name: event.venue.name.clone(),
            address: event.venue.address.lines().map(ToOwned::to_owned).collect(),
            facilities: facilities(&event.venue.facilities),
            directions: said(&event.venue.facilities.directions),
            transport: said(&event.venue.facilities.transport),
            access: (!event.venue.access.is_empty()).then(|| event.venue.access.clone()),
        },
        region: Link::new(
            event.region.name(),
            Links::home(Some(event.region.as_str()), None),
        ),
        series: series.map(|series| Link::new(series.name, Links::series(&series.slug))),
        themes: view::theme_links(&event.themes),
        organiser: event.organiser_name.clone(),
        organiser_email: Some(event.contact_email.clone()),
        summary: markdown(&event.summary),
        registration: registration(&event, taken, now),
        slots: slots(&event, &free, now),
        proposals: call.and_then(|call| proposals(&event, &call, now)),
        programme,
        calendar: event
            .is_public()
            .then(|| CalendarLinks::new(&app.links, &Links::feed_event(slug), &event.title)),
        organise_href: actor
            .is_some_and(|actor| permission::may_view_plan(actor, &event))
            .then(|| Links::organise_event(slug)),
    };
    Ok(Fresh::page(
        app.html(&page)?,
        Some(view::free_until(&event, now)),
    ))
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What is known of the venue; nothing where nobody has said anything yet.
fn facilities(facilities: &Facilities) -> Vec<FacilityFact> {
    if *facilities == Facilities::default() {
        return Vec::new();
    }
    let fact = |(name, facility): (&str, &Facility)| FacilityFact {
        name: name.to_owned(),
        is: match facility.is {
            Provision::Yes => "Yes",
            Provision::No => "No",
            Provision::Unknown => "Not known",
        }
        .to_owned(),
        note: facility.note.clone(),
    };
    facilities.named().into_iter().map(fact).collect()
}

fn description(event: &Event) -> String {
    format!(
        "{} at {}.",
        dates(event.time, event.zone),
        view::venue_text(event)
    )
}

fn banner(event: &Event, now: Instant) -> Option<Banner> {
    let was_to_be = |at: &Instant| {
        let reason = event.postpone_reason.as_deref().unwrap_or_default();
        format!(
            "It was to be on {}. {reason}",
            dates_from(*at, event.time, event.zone)
        )
    };
    let (title, text, tone) = match event.state {
        EventState::Cancelled => (
            "This event is cancelled",
            format!(
                "{} Everyone with a booking or a registration has been told by email.",
                event.cancel_reason.as_deref().unwrap_or_default()
            ),
            Tone::Bad,
        ),
        EventState::Postponed => (
            "This event is postponed",
            format!(
                "{} A new date will be published here.",
                was_to_be(&event.time.start())
            ),
            Tone::Warn,
        ),
        EventState::Draft => (
            "Only you can see this",
            "The event is a draft. Visitors see it once it is published.".to_owned(),
            Tone::Quiet,
        ),
        EventState::Completed => (
            "This event is over",
            "Thank you to everyone who came.".to_owned(),
            Tone::Quiet,
        ),
        EventState::Published if event.is_over(now) => (
            "This event is over",
            "Thank you to everyone who came.".to_owned(),
            Tone::Quiet,
        ),
        EventState::Published => {
            let on = format!("It takes place on {}.", dates(event.time, event.zone));
            match (event.reinstated_at, event.postponed_from) {
                (Some(_), _) => (
                    "This event takes place after all",
                    format!("It had been cancelled. {on}"),
                    Tone::Warn,
                ),
                (None, Some(from)) if from != event.time.start() => (
                    "This event has a new date",
                    format!("{} {on}", was_to_be(&from)),
                    Tone::Warn,
                ),
                _ => return None,
            }
        }
    };
    Some(Banner {
        title: title.to_owned(),
        text: text.trim().to_owned(),
        tone,
    })
}

fn registration(event: &Event, taken: u32, now: Instant) -> Offer {
    let state = event.registration_state(now);
    let left = event.capacity.saturating_sub(taken);
    let window = view::window_text("Registration", &event.registration, state, event);
    match state {
        WindowState::Open if left > 0 => Offer {
            tag: Tag::new("Open", Tone::Good),
            text: format!("{left} of {} places are left. {window}", event.capacity),
            button: Some(Link::new("Register", Links::registration(&event.slug))),
        },
        WindowState::Open => Offer {
            tag: Tag::new("Full", Tone::Warn),
            text: format!(
                "All {} places are taken. A place that is given back can be taken here.",
                event.capacity
            ),
            button: None,
        },
        WindowState::NotYet { .. } => Offer {
            tag: Tag::new("Not open yet", Tone::Quiet),
            text: window,
            button: None,
        },
        WindowState::Closed => Offer {
            tag: Tag::new("Closed", Tone::Quiet),
            text: window,
            button: None,
        },
    }
}

fn slots(event: &Event, free: &FreeSlots, now: Instant) -> Offer {
    let state = event.booking_state(now);
    let window = view::window_text("Booking", &event.booking, state, event);
    let see = |text: &str| Some(Link::new(text, Links::slots(&event.slug)));
    match (state, free.slots.len()) {
        (_, _) if free.all == 0 => Offer {
            tag: Tag::new("None yet", Tone::Quiet),
            text: "The slots of this event have not been published yet.".to_owned(),
            button: None,
        },
        (WindowState::Open, 0) => Offer {
            tag: Tag::new("Full", Tone::Warn),
            text: format!(
                "All {} slots are taken. Companies can join the waiting list.",
                free.all
            ),
            button: see("See the slots"),
        },
        (WindowState::Open, left) => Offer {
            tag: Tag::new(format!("{left} free"), Tone::Good),
            text: format!("{left} of {} slots are free. {window}", free.all),
            button: see("See the slots"),
        },
        (WindowState::NotYet { .. }, _) => Offer {
            tag: Tag::new("Not open yet", Tone::Quiet),
            text: window,
            button: see("See the slots"),
        },
        (WindowState::Closed, _) => Offer {
            tag: Tag::new("Closed", Tone::Quiet),
            text: window,
            button: None,
        },
    }
}

/// Proposing a pitch, once the call is public.
fn proposals(event: &Event, call: &Call, now: Instant) -> Option<Offer> {
    call.published_at?;
    let tag = match call.state(event, now) {
        WindowState::Open => Tag::new("Open", Tone::Good),
        WindowState::NotYet { .. } => Tag::new("Not open yet", Tone::Quiet),
        WindowState::Closed => Tag::new("Closed", Tone::Quiet),
    };
    Some(Offer {
        tag,
        text: call_window(event, call, now),
        button: Some(Link::new(
            "See what is looked for",
            Links::call(&event.slug),
        )),
    })
}

/// The sessions, by the day on which they start.
fn teaser(event: &Event, sessions: &[ReleasedSession]) -> Vec<TeaserDay> {
    let all = event.days();
    let mut days: BTreeMap<NaiveDate, Vec<TeaserSession>> = BTreeMap::new();
    for item in sessions.iter().filter(|item| item.removed_at.is_none()) {
        let start = item.session.time.start();
        let sessions = days.entry(all.day_of(start)).or_default();
        sessions.push(TeaserSession {
            time_text: when::time(start, event.zone),
            title: item.session.title.clone(),
            stage: item.stage_name.clone(),
        });
    }
    let day = |(day, sessions)| TeaserDay {
        heading: all.heading(day),
        sessions,
    };
    days.into_iter().map(day).collect()
}
