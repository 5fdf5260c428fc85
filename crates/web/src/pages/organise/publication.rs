//! `/organise/events/{slug}/publication`: making a draft public, asked once.

use super::frame::{count, figure};
use super::overview::Plan;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::event::Window;
use marketday_model::{Event, EventState, Instant, StageId};
use marketday_render::pages::organise::{People, Publication, Section, Warning};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{
    ReleaseRefused, Warning as Planned, audience, publish as publish_event,
};
use std::collections::HashSet;

/// `GET`: what becomes public, what is in the way, who is told.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        if organised.event.state == EventState::Draft {
            page(&app, &organised, FormState::new())
        } else {
            Ok(see_other(&Links::organise_event(&organised.event.slug)))
        }
    })
    .await
}

/// `POST`: publishes.
pub(crate) async fn publish(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        match publish_event(&app.store, &app.surroundings, event.id, person) {
            Ok(()) => {
                let path = Links::organise_event(&event.slug);
                Ok(see_other(&format!("{path}?done=published")))
            }
            Err(ReleaseRefused::Store(error)) => Err(error.into()),
            Err(ReleaseRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => {
                let form = posted.form.error("", refused.to_string());
                page(&app, &organised, form)
            }
        }
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (plan, audience) = app.read(|rx| Ok((Plan::read(rx, event)?, audience(rx, event.id)?)))?;
    let page = Publication {
        layout: organised.layout(app, "Publish this event"),
        form,
        event: organised.header(app, Section::Overview),
        action: Links::organise_publication(&event.slug),
        becomes_public: becomes_public(event, &plan),
        blockers: blockers(event, &plan, app.now()),
        warnings: plan
            .warnings(event)
            .into_iter()
            .filter(|(planned, _)| *planned != Planned::NoSessions)
            .map(|(_, warning)| warning)
            .collect(),
        told: People::new(figure(audience.bookings), figure(audience.delegates)),
        back_href: Links::organise_event(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}

/// What publishing would be refused for.
fn blockers(event: &Event, plan: &Plan, now: Instant) -> Vec<Warning> {
    let blocker = |refused: &ReleaseRefused, href| Warning {
        text: refused.to_string(),
        href: Some(href),
    };
    let past = (event.time.start() <= now)
        .then(|| blocker(&ReleaseRefused::Past, Links::organise_details(&event.slug)));
    let empty = plan.sessions.is_empty().then(|| {
        let href = Links::organise_programme(&event.slug);
        blocker(&ReleaseRefused::NoSessions, href)
    });
    past.into_iter().chain(empty).collect()
}

fn becomes_public(event: &Event, plan: &Plan) -> Vec<String> {
    let stages: HashSet<StageId> = plan
        .sessions
        .iter()
        .filter_map(|session| session.stage)
        .collect();
    let sessions = count(plan.sessions.len(), "session");
    let programme = if stages.is_empty() {
        format!("The programme: {sessions}")
    } else {
        format!(
            "The programme: {sessions} on {}",
            count(stages.len(), "stage")
        )
    };
    let mut lines = vec![
        "The event page, with its summary, venue and access information".to_owned(),
        programme,
    ];
    if !plan.slots.is_empty() {
        lines.push(format!(
            "{}, which companies can book {}",
            count(plan.slots.len(), "pitch slot"),
            window_text(event, &event.booking)
        ));
    }
    lines.push(format!(
        "{}, which delegates can register for {}",
        count(event.capacity as usize, "place"),
        window_text(event, &event.registration)
    ));
    lines
}

/// `until 5pm on …`, `from 9am on … until 5pm on …`.
fn window_text(event: &Event, window: &Window) -> String {
    let until = when::moment(window.closes_at, event.zone);
    match window.opens_at {
        None => format!("until {until}"),
        Some(at) => format!("from {} until {until}", when::moment(at, event.zone)),
    }
}
