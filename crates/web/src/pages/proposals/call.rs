//! `/events/{slug}/proposals`: what is looked for, until when, and how it is decided.

use crate::app::App;
use crate::cache::Fresh;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::{found, public_event, shared};
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_model::event::WindowState;
use marketday_model::ranking::RULE;
use marketday_model::{Call, Criterion, Event, Instant};
use marketday_render::pages::proposals::{CallPage, CriterionFact};
use marketday_render::{Layout, Links, markdown};
use marketday_store::{Rx, StoreError, calls};

/// The call.
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

/// The event of an address and its call, if that is public.
pub(super) fn called(
    rx: &mut Rx<'_>,
    slug: &str,
    visitor: Option<&Visitor>,
) -> Result<Option<(Event, Call)>, StoreError> {
    let Some(event) = public_event(rx, slug, visitor)? else {
        return Ok(None);
    };
    let call = calls::find(rx, event.id)?.filter(|call| call.published_at.is_some());
    Ok(call.map(|call| (event, call)))
}

fn page(
    app: &App,
    layout: Layout,
    visitor: Option<&Visitor>,
    slug: &str,
) -> Result<Fresh, Failure> {
    let now = app.now();
    let (event, call, criteria) = app
        .read(|rx| {
            let Some((event, call)) = called(rx, slug, visitor)? else {
                return Ok(None);
            };
            let criteria = calls::list_criteria(rx, event.id)?;
            Ok(Some((event, call, criteria)))
        })
        .and_then(found)?;
    let state = call.state(&event, now);
    let page = CallPage {
        layout: Layout {
            title: format!("Propose a pitch: {}", event.title),
            canonical: event
                .is_public()
                .then(|| app.links.absolute(&Links::call(slug))),
            ..layout
                .crumb("Events", Links::home(None, None))
                .crumb(event.title.clone(), Links::event(slug))
        },
        event: view::event_brief(&event),
        looked_for: markdown(&call.looked_for),
        window_text: window_text(&event, &call, now),
        how: how(&call),
        criteria: criteria.iter().map(fact).collect(),
        propose_href: (state == WindowState::Open).then(|| Links::new_proposal(slug)),
    };
    let next = [call.window.opens_at, Some(call.window.closes_at)]
        .into_iter()
        .flatten()
        .filter(|at| now < *at)
        .min();
    Ok(Fresh::page(app.html(&page)?, next))
}

/// "Proposals close at 5pm on Friday 11 September 2026."
pub(crate) fn window_text(event: &Event, call: &Call, now: Instant) -> String {
    let text = view::window_text("Proposing", &call.window, call.state(event, now), event);
    text.replacen("Proposing", "The call", 1)
}

fn fact(criterion: &Criterion) -> CriterionFact {
    CriterionFact {
        name: criterion.name.clone(),
        guidance: criterion.guidance.clone(),
        weight: criterion.weight.get(),
    }
}

/// How it is decided, a sentence each.
fn how(call: &Call) -> Vec<String> {
    let plural = |number: u32, noun: &str| {
        let s = if number == 1 { "" } else { "s" };
        format!("{number} {noun}{s}")
    };
    vec![
        format!(
            "A company may have {} at a time, and can change or take it back until the call closes.",
            plural(call.company_limit, "proposal")
        ),
        format!(
            "At least {} each proposal.",
            if call.minimum_scores == 1 {
                "1 assessor scores".to_owned()
            } else {
                format!("{} assessors score", call.minimum_scores)
            }
        ),
        RULE.to_owned(),
        "The organisers decide; the mark is what they go by, and where they decide otherwise, they keep why.".to_owned(),
        format!(
            "Whoever is accepted and given a slot has {} to confirm it; then it passes on to the next by rank.",
            plural(call.days_to_confirm, "day")
        ),
    ]
}
