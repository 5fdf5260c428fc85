//! An event as the calendar of somebody shows it who helps to run it: also while it is a draft.

use super::standing::Standing;
use super::words::{location, paragraphs};
use crate::organised::Open;
use crate::site::FeedSite;
use chrono::Duration;
use marketday_calendar::{Entry, Status};
use marketday_model::days::dates;
use marketday_model::event::Window;
use marketday_model::time::clock_time;
use marketday_model::{Event, EventState, Instant, TimeRange};

/// The entry of an event for its team.
///
/// A draft's changes raise no SEQUENCE that others are told of, so this one counts the seconds from the event's making
/// to its last change: it never falls, and every change raises it.
pub(crate) fn organised_entry(site: &FeedSite, event: &Event, open: &Open) -> Entry {
    let standing = Standing::of(event);
    let link = site.organise_page(&event.slug);
    let age = (event.changed_at - event.created_at).num_seconds();
    let entry = Entry {
        uid: site.organised_uid(event),
        sequence: u32::try_from(age).unwrap_or(0),
        created: event.created_at,
        changed: event.changed_at,
        start: event.time.start(),
        end: event.time.end(),
        zone: event.zone,
        summary: standing.title(&event.title),
        description: format!("Plan it:\n{link}"),
        location: location(event, None),
        geo: None,
        url: link,
        status: standing.status(),
        categories: Vec::new(),
    };
    if event.state == EventState::Cancelled {
        return entry;
    }
    let is_draft = event.state == EventState::Draft;
    let state = if is_draft {
        "A draft: only its team sees it."
    } else {
        ""
    };
    let latest = open.changed.map(|at| at.max(event.changed_at));
    Entry {
        changed: latest.unwrap_or(event.changed_at),
        summary: if is_draft {
            format!("Draft: {}", event.title)
        } else {
            entry.summary
        },
        description: paragraphs(&[
            state,
            &slots_text(event, open),
            &places_text(event, open),
            &entry.description,
        ]),
        status: if is_draft {
            Status::Tentative
        } else {
            entry.status
        },
        ..entry
    }
}

fn slots_text(event: &Event, open: &Open) -> String {
    if open.slots == 0 {
        return "No slots have been released.".to_owned();
    }
    let free = open.slots.saturating_sub(open.booked);
    let window = window_text("Booking", &event.booking, event);
    format!("{free} of {} slots are free. {window}", open.slots)
}

fn places_text(event: &Event, open: &Open) -> String {
    let left = event.capacity.saturating_sub(open.registered);
    let window = window_text("Registration", &event.registration, event);
    format!("{left} of {} places are left. {window}", event.capacity)
}

/// When it opens and closes, whether it has by now or not: what changes with the hour would have to be told anew.
fn window_text(what: &str, window: &Window, event: &Event) -> String {
    let on = |at: Instant| {
        let day = TimeRange::new(at, at + Duration::minutes(1));
        let day = day.map(|moment| dates(moment, event.zone));
        let day = day.unwrap_or_default();
        format!("on {day} at {}", clock_time(at, event.zone))
    };
    let closes = on(window.closes_at);
    match window.opens_at {
        Some(opens_at) => format!("{what} opens {} and closes {closes}.", on(opens_at)),
        None => format!("{what} closes {closes}."),
    }
}
