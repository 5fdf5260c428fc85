//! `/series/{slug}`: events that belong together.

use super::home::{card, counts};
use super::{found, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_model::{Event, permission};
use marketday_render::pages::facts::CalendarLinks;
use marketday_render::pages::series::SeriesPage;
use marketday_render::{Layout, Links, markdown};
use marketday_store::events::EventFilter;
use marketday_store::{events, series};

/// The page. A series of which nobody may see an event yet is not there yet.
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
    let actor = visitor
        .and_then(|visitor| visitor.signed_in.as_ref())
        .map(|signed_in| &signed_in.actor);
    let (series, events, counts) = app
        .read(|rx| {
            let Some(series) = series::find_by_slug(rx, slug)? else {
                return Ok(None);
            };
            let filter = EventFilter {
                series: Some(series.id),
                ..EventFilter::default()
            };
            let mut events = events::list(rx, &filter)?;
            events.retain(|event| permission::may_see(actor, event));
            let counts = counts(rx, &events)?;
            Ok((!events.is_empty()).then_some((series, events, counts)))
        })
        .and_then(found)?;
    let (mut past, mut upcoming): (Vec<&Event>, Vec<&Event>) =
        events.iter().partition(|event| event.is_over(now));
    past.reverse();
    // Those that wait for another date come last.
    upcoming.sort_by_key(|event| event.time.end() <= now);
    let cards = |events: Vec<&Event>| {
        let cards = events.into_iter().map(|event| card(event, &counts, now));
        cards.collect()
    };
    let feed = Links::feed_series(slug);
    let page = SeriesPage {
        layout: Layout {
            title: series.name.clone(),
            canonical: Some(app.links.absolute(&Links::series(slug))),
            ..layout
                .crumb("Events", Links::home(None, None))
                .describe(format!(
                    "{}: market information days by {}.",
                    series.name, series.body_name
                ))
        },
        organiser: series.body_name.clone(),
        description: markdown(&series.description),
        upcoming: cards(upcoming),
        past: cards(past),
        calendar: CalendarLinks::new(&app.links, &feed, &series.name),
        name: series.name,
    };
    let valid_until = events
        .iter()
        .filter_map(|event| view::next_change(event, now))
        .min();
    Ok(Fresh::page(app.html(&page)?, valid_until))
}
