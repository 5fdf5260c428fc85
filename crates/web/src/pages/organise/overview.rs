//! `/organise/events/{slug}`: what is left to do, and how the event stands.

use super::frame::{figure, is_live, layout};
use super::outlook::Outlook;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::permission::{
    Actor, may_cancel_event, may_change_programme, may_copy_event, may_edit_event,
    may_manage_bookings, may_see_registrations,
};
use marketday_model::{
    Booking, Claim, Event, EventState, Instant, Session, SessionKind, Slot, Stage,
};
use marketday_render::Links;
use marketday_render::pages::organise::{ChecklistItem, EventOverview, Section};
use marketday_scheduling::{Warning as Planned, preview_release_of};
use marketday_store::bookings::BookingFilter;
use marketday_store::{Rx, StoreError, bookings, programme};

/// What an event consists of.
pub(super) struct Plan {
    pub(super) stages: Vec<Stage>,
    pub(super) sessions: Vec<Session>,
    pub(super) slots: Vec<Slot>,
}

impl Plan {
    pub(super) fn read(rx: &mut Rx<'_>, event: &Event) -> Result<Self, StoreError> {
        Ok(Self::read_whole(rx, event)?.0)
    }

    /// The same, and the sessions that the draft keeps without a place.
    pub(super) fn read_whole(
        rx: &mut Rx<'_>,
        event: &Event,
    ) -> Result<(Self, Vec<Session>), StoreError> {
        let (sessions, unscheduled) = programme::list_draft(rx, event.id)?;
        let plan = Self {
            stages: programme::list_stages(rx, event.id)?,
            sessions,
            slots: programme::list_slots(rx, event.id)?,
        };
        Ok((plan, unscheduled))
    }

    /// The steps towards publishing.
    fn checklist(&self, event: &Event) -> Vec<ChecklistItem> {
        let mut pitches = self
            .sessions
            .iter()
            .filter(|session| session.kind == SessionKind::Pitch)
            .peekable();
        let has_pitches = pitches.peek().is_some();
        let has_slots = has_pitches
            && pitches.all(|session| self.slots.iter().any(|slot| slot.session == session.id));
        let programme = || Links::organise_programme(&event.slug);
        [
            (
                "Enter the details",
                Links::organise_details(&event.slug),
                // A copy may have come without its description.
                !event.summary.is_empty(),
            ),
            ("Add a stage", programme(), !self.stages.is_empty()),
            ("Add a pitch session", programme(), has_pitches),
            ("Make its slots", programme(), has_slots),
        ]
        .map(|(text, href, done)| ChecklistItem {
            text: text.to_owned(),
            href,
            done,
        })
        .into()
    }
}

/// An event with everything that its overview counts.
struct Content {
    plan: Plan,
    booked: Vec<Booking>,
    outlook: Outlook,
    unreleased: usize,
}

impl Content {
    fn read(
        rx: &mut Rx<'_>,
        event: &Event,
        actor: &Actor,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let live = BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        };
        let (plan, booked) = (Plan::read(rx, event)?, bookings::list(rx, &live)?);
        let unreleased = if is_live(event) {
            let draft = (&*plan.stages, &*plan.sessions, &*plan.slots);
            let diff = preview_release_of(rx, event, draft, &booked, now)?;
            diff.items.len()
        } else {
            0
        };
        Ok(Self {
            plan,
            booked,
            outlook: Outlook::read(rx, event, actor)?,
            unreleased,
        })
    }
}

/// The page.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let now = app.now();
        let (event, actor) = (&organised.event, &organised.signed_in.actor);
        let content = app.read(|rx| Content::read(rx, event, actor, now))?;
        organised.page(&app, &page(&app, &organised, &content, now, flash))
    })
    .await
}

/// What the checklist says already.
pub(super) fn is_step(planned: &Planned) -> bool {
    matches!(
        planned,
        Planned::NoStages | Planned::NoSessions | Planned::NoSlots { .. }
    )
}

fn page(
    app: &App,
    organised: &Organised,
    content: &Content,
    now: Instant,
    flash: Option<String>,
) -> EventOverview {
    let event = &organised.event;
    let slug = event.slug.as_str();
    let (is_draft, is_live) = (event.state == EventState::Draft, is_live(event));
    let is_ahead = !event.is_over(now);
    let may = |asks: fn(&Actor, &Event) -> bool| asks(&organised.signed_in.actor, event);
    let is_preparing = is_draft && may(may_edit_event);
    let mut layout = layout(app, &organised.visitor, "Overview");
    layout.flash = flash;
    let warnings = (content.outlook).warnings(organised, &content.plan, &content.booked);
    EventOverview {
        layout,
        event: organised.header(app, Section::Overview),
        checklist: if is_preparing {
            content.plan.checklist(event)
        } else {
            Vec::new()
        },
        warnings: warnings
            .into_iter()
            .filter(|(planned, _)| is_ahead && !(is_preparing && is_step(planned)))
            .map(|(_, warning)| warning)
            .collect(),
        slots_booked: figure(content.booked.len()),
        slots: figure(content.plan.slots.len()),
        unconfirmed: figure(
            content
                .booked
                .iter()
                .filter(|booking| booking.claim == Claim::Unconfirmed)
                .count(),
        ),
        registrations: content.outlook.registered,
        capacity: event.capacity,
        release: event.release,
        unreleased: figure(content.unreleased),
        cancel_reason: event.cancel_reason.clone(),
        postpone_reason: event
            .postpone_reason
            .clone()
            .filter(|_| event.state == EventState::Postponed),
        programme_href: Links::organise_programme(slug),
        bookings_href: may(may_manage_bookings).then(|| Links::organise_bookings(slug)),
        registrations_href: may(may_see_registrations).then(|| Links::organise_registrations(slug)),
        publish_href: (is_draft && may(may_edit_event)).then(|| Links::organise_publication(slug)),
        release_href: (is_live && content.unreleased > 0 && may(may_change_programme))
            .then(|| Links::organise_release(slug)),
        shift_href: (is_live && is_ahead && may(may_change_programme))
            .then(|| Links::organise_shift(slug)),
        copy_href: may(may_copy_event).then(|| Links::organise_copy(slug)),
        postpone_href: (is_ahead && is_live && may(may_cancel_event))
            .then(|| Links::organise_postponement(slug)),
        reinstate_href: (event.is_public()
            && matches!(event.state, EventState::Postponed | EventState::Cancelled)
            && may(may_cancel_event))
        .then(|| Links::organise_reinstatement(slug)),
        cancel_href: ((is_ahead || event.state == EventState::Postponed)
            && event.state.to(EventState::Cancelled).is_ok()
            && may(may_cancel_event))
        .then(|| Links::organise_cancellation(slug)),
    }
}
