//! Moving the rest of a stage on the day: shown first, then done and released at once.

use super::event_form::twice;
use super::overview::Plan;
use super::{header, layout, shift_path};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::web;
use chrono::Duration;
use marketday_model::{Event, EventState, Instant, SlotId, StageId};
use marketday_render::pages::organise::{People, Section, Shift, ShiftMove, ShiftPreview};
use marketday_render::{Choice, FormState, Links, when};
use marketday_scheduling::ReleaseRefused;
use marketday_store::bookings::BookingFilter;
use marketday_store::{Rx, StoreError, bookings};
use std::collections::HashMap;

/// What to move: a stage, from when on, by how much.
type Movement = (StageId, Instant, Duration);

/// `GET /organise/events/{slug}/shift`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || page(&app, &organised, Fields::of(FormState::new()), None)).await
}

fn page(
    app: &App,
    organised: &Organised,
    fields: Fields,
    movement: Option<Movement>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    if event.state != EventState::Published {
        return Err(Failure::NotFound);
    }
    let status = if fields.is_good() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let (plan, companies) = app.read(|rx| Ok((Plan::load(rx, event)?, companies(rx, event)?)))?;
    let page = Shift {
        layout: layout(app, organised, "Move the rest of a stage")
            .crumb("Programme", Links::organise_programme(&event.slug)),
        twice: twice(&fields, event.zone),
        form: fields.form.without("step"),
        event: header(event, Section::Programme),
        action: shift_path(event),
        stages: plan
            .stages
            .iter()
            .map(|stage| Choice::new(stage.id.to_string(), stage.name.clone()))
            .collect(),
        preview: movement.map(|movement| preview(event, &plan, &companies, movement)),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn companies(rx: &mut Rx<'_>, event: &Event) -> Result<HashMap<SlotId, String>, StoreError> {
    let filter = BookingFilter {
        event: Some(event.id),
        ..BookingFilter::default()
    };
    Ok(bookings::list(rx, &filter)?
        .into_iter()
        .map(|booking| (booking.slot, booking.company_name))
        .collect())
}

fn preview(
    event: &Event,
    plan: &Plan,
    companies: &HashMap<SlotId, String>,
    (stage, from, by): Movement,
) -> ShiftPreview {
    let times = |start: Instant, end: Instant| when::times(start, end, event.zone);
    let mut moves: Vec<(Instant, ShiftMove)> = Vec::new();
    for session in plan
        .sessions
        .iter()
        .filter(|s| s.stage == Some(stage) && s.time.end() > from)
    {
        let start = if session.time.start() >= from {
            session.time.start() + by
        } else {
            session.time.start()
        };
        moves.push((
            session.time.start(),
            ShiftMove {
                what: session.title.clone(),
                from: times(session.time.start(), session.time.end()),
                to: times(start, session.time.end() + by),
            },
        ));
    }
    let slots = plan
        .slots
        .iter()
        .filter(|slot| slot.stage == stage && slot.times.starts_at >= from);
    let mut told = 0;
    for slot in slots {
        let company = companies.get(&slot.id);
        told += u32::from(company.is_some());
        moves.push((
            slot.times.starts_at,
            ShiftMove {
                what: company.cloned().unwrap_or_else(|| "Free slot".to_owned()),
                from: times(slot.times.starts_at, slot.times.ends_at),
                to: times(slot.times.starts_at + by, slot.times.ends_at + by),
            },
        ));
    }
    moves.sort_by_key(|(at, _)| *at);
    let last = plan
        .sessions
        .iter()
        .filter(|s| s.stage == Some(stage))
        .map(|s| s.time.end() + by)
        .max();
    let mut warnings = Vec::new();
    if last.is_some_and(|last| last > event.time.end()) {
        warnings.push(format!(
            "The stage would then run past {}.",
            when::time(event.time.end(), event.zone)
        ));
    }
    ShiftPreview {
        moves: moves.into_iter().map(|(_, item)| item).collect(),
        warnings,
        told: People::new(told, 0),
    }
}

/// `POST /organise/events/{slug}/shift`
pub(crate) async fn make(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let Some(movement) = read(&mut fields, event) else {
            return page(&app, &organised, fields, None);
        };
        if fields.text("step") != "shift" {
            return page(&app, &organised, fields, Some(movement));
        }
        match marketday_scheduling::shift(&app.store, &app.surroundings, event.id, person, movement)
        {
            Ok(_) => Ok(see_other(&format!(
                "{}?done=shifted",
                Links::organise_programme(&event.slug)
            ))),
            Err(ReleaseRefused::Store(error)) => Err(error.into()),
            Err(ReleaseRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(ReleaseRefused::NothingNew) => {
                fields.form.push_error(
                    "from_time",
                    "Nothing on this stage starts at that time or later",
                );
                page(&app, &organised, fields, None)
            }
            Err(refused) => {
                fields.form.push_error("stage", refused.to_string());
                page(&app, &organised, fields, None)
            }
        }
    })
    .await
}

fn read(fields: &mut Fields, event: &Event) -> Option<Movement> {
    let stage: Option<StageId> = fields.word("stage", "Choose a stage");
    let time = fields.time("from_time", "From");
    let minutes: Option<i64> = fields
        .text("minutes")
        .trim()
        .parse()
        .ok()
        .filter(|m| *m != 0 && (-180..=180).contains(m));
    if minutes.is_none() {
        fields.form.push_error(
            "minutes",
            "Minutes must be a whole number from -180 to 180, and not 0",
        );
    }
    let date = event.time.start().with_timezone(&event.zone).date_naive();
    let from = fields.instant("from_time", date, time?, event.zone);
    let movement = (stage?, from?, Duration::minutes(minutes?));
    fields.is_good().then_some(movement)
}
