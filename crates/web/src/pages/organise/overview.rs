//! `/organise/events/{slug}`: what is left to do, and how it stands.

use super::{header, layout, shift_path};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::{Claim, Event, EventState, Session, SessionKind, Slot, Stage};
use marketday_render::Links;
use marketday_render::pages::organise::{ChecklistItem, EventOverview, Section, Warning};
use marketday_scheduling::{preview_release, warnings};
use marketday_store::bookings::BookingFilter;
use marketday_store::pools::Pool;
use marketday_store::{Rx, StoreError, bookings, pools, programme};

/// The draft of an event's programme.
pub(super) struct Plan {
    pub(super) stages: Vec<Stage>,
    pub(super) sessions: Vec<Session>,
    pub(super) slots: Vec<Slot>,
}

impl Plan {
    pub(super) fn load(rx: &mut Rx<'_>, event: &Event) -> Result<Self, StoreError> {
        Ok(Self {
            stages: programme::list_stages(rx, event.id)?,
            sessions: programme::list_sessions(rx, event.id)?,
            slots: programme::list_slots(rx, event.id)?,
        })
    }

    pub(super) fn warnings(&self, event: &Event) -> Vec<Warning> {
        let href = Links::organise_programme(&event.slug);
        warnings(event, &self.stages, &self.sessions, &self.slots)
            .into_iter()
            .map(|warning| Warning {
                text: warning.to_string(),
                href: Some(href.clone()),
            })
            .collect()
    }
}

/// The overview.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let now = app.now();
        let (plan, booked, registered, unreleased) = app.read(|rx| {
            let plan = Plan::load(rx, event)?;
            let booked = bookings::list(
                rx,
                &BookingFilter {
                    event: Some(event.id),
                    ..BookingFilter::default()
                },
            )?;
            let registered = pools::used(rx, &Pool::Registrations(event.id))?;
            let unreleased = if event.is_public() {
                preview_release(rx, event, now)?.items.len()
            } else {
                0
            };
            Ok((plan, booked, registered, unreleased))
        })?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let is_published = event.state == EventState::Published;
        let when = |is: bool, path: String| is.then_some(path);
        let mut layout = layout(&app, &organised, &event.title);
        layout.flash = flash;
        let page = EventOverview {
            layout,
            event: header(event, Section::Overview),
            checklist: if event.is_public() {
                Vec::new()
            } else {
                checklist(event, &plan)
            },
            warnings: plan.warnings(event),
            slots_booked: count(booked.len()),
            slots: count(plan.slots.len()),
            unconfirmed: count(
                booked
                    .iter()
                    .filter(|booking| booking.claim == Claim::Unconfirmed)
                    .count(),
            ),
            registrations: registered,
            capacity: event.capacity,
            release: event.release,
            unreleased: count(unreleased),
            cancel_reason: event.cancel_reason.clone(),
            programme_href: Links::organise_programme(&event.slug),
            bookings_href: Links::organise_bookings(&event.slug),
            registrations_href: Links::organise_registrations(&event.slug),
            publish_href: when(
                event.state == EventState::Draft,
                Links::organise_publication(&event.slug),
            ),
            release_href: when(
                is_published && unreleased > 0,
                Links::organise_release(&event.slug),
            ),
            shift_href: when(is_published, shift_path(event)),
            cancel_href: when(
                event.state.to(EventState::Cancelled).is_ok(),
                Links::organise_cancellation(&event.slug),
            ),
        };
        Ok(organised.visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn checklist(event: &Event, plan: &Plan) -> Vec<ChecklistItem> {
    let programme = Links::organise_programme(&event.slug);
    let item = |text: &str, done| ChecklistItem {
        text: text.to_owned(),
        href: programme.clone(),
        done,
    };
    let pitches = plan
        .sessions
        .iter()
        .filter(|session| session.kind == SessionKind::Pitch);
    vec![
        ChecklistItem {
            text: "Say what, where and when".to_owned(),
            href: Links::organise_details(&event.slug),
            done: true,
        },
        item("Add a stage", !plan.stages.is_empty()),
        item("Add the sessions", !plan.sessions.is_empty()),
        item("Add a pitch session", pitches.count() > 0),
        item("Make its slots", !plan.slots.is_empty()),
    ]
}
