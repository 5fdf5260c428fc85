//! `/events/{slug}/slots`: every slot of an event, free and taken.

use super::{found, public_event, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_model::event::WindowState;
use marketday_model::{BookingRules, Days, Event, Instant, SlotId};
use marketday_render::pages::slots::{SessionSlots, SlotLine, SlotList, SlotState, StageSlots};
use marketday_render::{Layout, Links};
use marketday_store::bookings::{BookingFilter, Live};
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{booking_rules, bookings, releases, series};
use std::collections::HashMap;

/// The slots of an event.
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

/// Everything that the list is made of.
struct Content {
    event: Event,
    sessions: Vec<ReleasedSession>,
    slots: Vec<ReleasedSlot>,
    live: HashMap<SlotId, Live>,
    companies: HashMap<SlotId, String>,
    rules: BookingRules,
    is_in_series: bool,
    now: Instant,
}

fn page(
    app: &App,
    layout: Layout,
    visitor: Option<&Visitor>,
    slug: &str,
) -> Result<Fresh, Failure> {
    let now = app.now();
    let content = app
        .read(|rx| {
            let Some(event) = public_event(rx, slug, visitor)? else {
                return Ok(None);
            };
            let sessions = releases::list_sessions(rx, event.id, event.release)?;
            let slots = releases::list_slots(rx, event.id, event.release)?;
            let live = bookings::list_live(rx, event.id, now)?
                .into_iter()
                .map(|live| (live.slot, live))
                .collect();
            let filter = BookingFilter {
                event: Some(event.id),
                ..BookingFilter::default()
            };
            let companies = bookings::list(rx, &filter)?
                .into_iter()
                .map(|b| (b.slot, b.company_name))
                .collect();
            let rules = booking_rules::find(rx, event.id)?;
            Ok(Some(Content {
                sessions,
                slots,
                live,
                companies,
                is_in_series: rules.series_limit.is_some()
                    && series::find_of_event(rx, event.id)?.is_some(),
                event,
                rules,
                now,
            }))
        })
        .and_then(found)?;
    let event = &content.event;
    let stages = stages(&content);
    let lines = || {
        stages
            .iter()
            .flat_map(|stage| &stage.sessions)
            .flat_map(|session| &session.slots)
    };
    let count = |state| lines().filter(|line| line.state == state).count();
    let (free, given) = (count(SlotState::Free), count(SlotState::Given));
    let held_back = count(SlotState::HeldBack);
    let page = SlotList {
        layout: Layout {
            title: format!("Pitch slots: {}", event.title),
            canonical: event
                .is_public()
                .then(|| app.links.absolute(&Links::slots(slug))),
            ..layout
                .crumb("Events", Links::home(None, None))
                .crumb(event.title.clone(), Links::event(slug))
        },
        event: view::event_brief(event),
        free_text: free_text(free + held_back, lines().count() - given),
        held_back_text: (held_back > 0).then(|| held_back_text(&content, held_back)),
        given_text: given_text(given),
        waiting_href: (free == 0
            && lines().count() > given
            && event.booking_state(now) == WindowState::Open)
            .then(|| Links::join_waiting(slug)),
        rules: content.rules.published(event, content.is_in_series),
        window_text: Some(view::window_text(
            "Booking",
            &event.booking,
            event.booking_state(now),
            event,
        )),
        stages,
    };
    let hold_ends = content
        .live
        .values()
        .filter_map(|live| live.hold_expires_at)
        .min();
    let valid_until = hold_ends
        .into_iter()
        .chain([view::free_until(event, now)])
        .chain(content.rules.held_back_until.filter(|until| now < *until))
        .min();
    Ok(Fresh::page(app.html(&page)?, valid_until))
}

fn free_text(free: usize, all: usize) -> String {
    match (free, all) {
        (_, 0) => "The slots of this event have not been published yet.".to_owned(),
        (0, all) => format!("All {all} slots are taken."),
        (1, all) => format!("1 of {all} slots is free."),
        (free, all) => format!("{free} of {all} slots are free."),
    }
}

/// For whom some of the free slots are.
fn held_back_text(content: &Content, held_back: usize) -> String {
    let them = if held_back == 1 {
        "1 of them is".to_owned()
    } else {
        format!("{held_back} of them are")
    };
    let whom = content.rules.held_back_text(&content.event);
    format!("{them} kept for companies that {whom}.")
}

/// What else there is, for which nobody can ask here.
fn given_text(given: usize) -> Option<String> {
    match given {
        0 => None,
        1 => Some("The organiser decides who has 1 more.".to_owned()),
        given => Some(format!("The organiser decides who has {given} more.")),
    }
}

fn stages(content: &Content) -> Vec<StageSlots> {
    let mut stages: Vec<(u32, StageSlots)> = Vec::new();
    for slot in &content.slots {
        let index = stages
            .iter()
            .position(|(_, stage)| stage.name == slot.stage_name)
            .unwrap_or_else(|| {
                stages.push((
                    slot.stage_position,
                    StageSlots {
                        name: slot.stage_name.clone(),
                        sessions: Vec::new(),
                    },
                ));
                stages.len() - 1
            });
        let Some(item) = content
            .sessions
            .iter()
            .find(|item| item.session.id == slot.slot.session)
        else {
            continue;
        };
        let time_text = content.event.days().times(item.session.time);
        let sessions = &mut stages[index].1.sessions;
        let known = sessions
            .iter()
            .position(|s| s.title == item.session.title && s.time_text == time_text);
        let at = known.unwrap_or_else(|| {
            sessions.push(SessionSlots {
                title: item.session.title.clone(),
                time_text,
                slots: Vec::new(),
            });
            sessions.len() - 1
        });
        let on_the_day = Days::at(item.session.time.start(), content.event.zone);
        sessions[at].slots.push(line(content, slot, on_the_day));
    }
    stages.sort_by_key(|(position, _)| *position);
    stages.into_iter().map(|(_, stage)| stage).collect()
}

fn line(content: &Content, slot: &ReleasedSlot, on_the_day: Days) -> SlotLine {
    let live = content.live.get(&slot.slot.id);
    let (rules, mode) = (&content.rules, slot.slot.mode);
    let state = match live {
        Some(live) if live.hold_expires_at.is_some() => SlotState::Held,
        Some(_) => SlotState::Taken,
        None if !rules.offers(mode, content.now) => SlotState::Given,
        None if !rules.offers_to_all(mode, content.now) => SlotState::HeldBack,
        None => SlotState::Free,
    };
    let is_open = content.event.booking_state(content.now) == WindowState::Open
        && content.now < slot.slot.times.starts_at;
    SlotLine {
        time_text: on_the_day.times(slot.slot.times.presented()),
        state,
        href: (matches!(state, SlotState::Free | SlotState::HeldBack) && is_open)
            .then(|| Links::slot_booking(&slot.slot.id)),
        company: content.companies.get(&slot.slot.id).cloned(),
    }
}
