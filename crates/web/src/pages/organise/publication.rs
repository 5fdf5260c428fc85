//! Publishing: asked once.

use super::overview::Plan;
use super::{header, layout, told};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_model::Event;
use marketday_render::pages::organise::{Publication, Section, Warning};
use marketday_render::{FormState, Links};
use marketday_scheduling::{ReleaseRefused, audience};

/// `GET /organise/events/{slug}/publication`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || page(&app, &organised, FormState::new())).await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (plan, audience) = app.read(|rx| Ok((Plan::load(rx, event)?, audience(rx, event.id)?)))?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = Publication {
        layout: layout(app, organised, "Publish this event"),
        form,
        event: header(event, Section::Overview),
        action: Links::organise_publication(&event.slug),
        becomes_public: vec![
            "The event page, with its venue and summary".to_owned(),
            format!(
                "The programme, as release 1: {} sessions",
                plan.sessions.len()
            ),
            format!("{} pitch slots, which companies can book", plan.slots.len()),
            format!("{} places for delegates", event.capacity),
        ],
        blockers: blockers(event, &plan, app),
        warnings: plan.warnings(event),
        told: told(audience),
        back_href: Links::organise_event(&event.slug),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn blockers(event: &Event, plan: &Plan, app: &App) -> Vec<Warning> {
    let mut blockers = Vec::new();
    if plan.sessions.is_empty() {
        blockers.push(Warning {
            text: "Add at least one session to the programme".to_owned(),
            href: Some(Links::organise_programme(&event.slug)),
        });
    }
    if event.time.start() <= app.now() {
        blockers.push(Warning {
            text: "Change the date: the day is in the past".to_owned(),
            href: Some(Links::organise_details(&event.slug)),
        });
    }
    blockers
}

/// `POST /organise/events/{slug}/publication`
pub(crate) async fn publish(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        match marketday_scheduling::publish(&app.store, &app.surroundings, event.id, person) {
            Ok(()) => Ok(see_other(&format!(
                "{}?done=published",
                Links::organise_event(&event.slug)
            ))),
            Err(ReleaseRefused::Store(error)) => Err(error.into()),
            Err(ReleaseRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => page(
                &app,
                &organised,
                FormState::new().error("", refused.to_string()),
            ),
        }
    })
    .await
}
