//! The feeds.

use super::found;
use crate::app::{App, blocking};
use crate::cache::Fresh;
use crate::failure::Failure;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_feeds::{Chosen, Feed, FeedSite, Part, events_feed, programme_feed};
use marketday_model::{Event, Instant};
use marketday_render::Links;
use marketday_store::{Rx, StoreError, events, revisions};
use url::form_urlencoded;

/// How long a client may use a feed without asking again.
const CACHE_CONTROL: &str = "public, max-age=900";

/// When a feed without any entry last changed, for clients that ask by date.
const NEVER_CHANGED: Instant =
    Instant::from_timestamp(1_767_225_600, 0).expect("1 January 2026 is in range");

/// A feed from the shared bytes: always the same answer, whoever asks and with whatever cookie. `pairs` is what of the
/// query decides it, in one order, so that each choice is kept once.
async fn feed<F>(
    app: &App,
    request: &HttpRequest,
    (path, pairs): (&str, Vec<(&'static str, String)>),
    make: F,
) -> Result<HttpResponse, Failure>
where
    F: FnOnce(&mut Rx<'_>, &FeedSite, Instant) -> Result<Option<Feed>, StoreError> + Send + 'static,
{
    let (app, key, now) = (app.clone(), Links::with_query(path, &pairs), app.now());
    let body = blocking(move || {
        let revision = app.read(revisions::public)?;
        if let Some(body) = app.cache.get(&key, revision, now) {
            return Ok(body);
        }
        let site = FeedSite::new(app.settings.public_url.as_str());
        let feed = app.read(|rx| make(rx, &site, now)).and_then(found)?;
        Ok(app.cache.put(&key, revision, fresh(&feed)))
    })
    .await?;
    Ok(body.answer(request))
}

/// The octets of a feed.
pub(super) fn fresh(feed: &Feed) -> Fresh {
    let changes = feed.calendar.entries.iter().map(|entry| entry.changed);
    Fresh {
        bytes: marketday_calendar::write_feed(&feed.calendar),
        valid_until: feed.valid_until,
        content_type: "text/calendar; charset=utf-8",
        cache_control: CACHE_CONTROL,
        modified: changes.chain(feed.passed).max().or(Some(NEVER_CHANGED)),
    }
}

/// The filters that a query names.
fn named(request: &HttpRequest) -> Vec<(String, String)> {
    form_urlencoded::parse(request.query_string().as_bytes())
        .into_owned()
        .collect()
}

fn borrowed(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    let pairs = pairs.iter();
    pairs.map(|(name, value)| (name.as_str(), value.as_str()))
}

/// Filters that cannot be: in words, since whoever reads the answer typed the address.
fn refused(why: &str) -> HttpResponse {
    HttpResponse::BadRequest()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(format!("{why}\n"))
}

/// The feed of the events that were chosen. However it was chosen, it is kept once.
async fn events_chosen(
    app: &App,
    request: &HttpRequest,
    chosen: Chosen,
) -> Result<HttpResponse, Failure> {
    let key = (Links::feed_all(), chosen.pairs());
    feed(app, request, (&key.0, key.1), move |rx, site, now| {
        events_feed(rx, site, &chosen, now)
    })
    .await
}

/// `GET /calendar/all.ics`, with filters: `?near=wales&theme=waste`
pub(crate) async fn all(
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let chosen = match Chosen::read(borrowed(&named(&request))) {
        Ok(chosen) => chosen,
        Err(bad) => return Ok(refused(&bad.to_string())),
    };
    match events_chosen(&app, &request, chosen).await {
        Err(Failure::NotFound) => Ok(refused("No public event has such an organiser or series.")),
        answer => answer,
    }
}

/// `GET /calendar/regions/{name}.ics`
pub(crate) async fn region(
    app: web::Data<App>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let chosen = Chosen {
        region: Some(name.parse().map_err(|_| Failure::NotFound)?),
        ..Chosen::default()
    };
    events_chosen(&app, &request, chosen).await
}

/// `GET /calendar/near/{name}.ics`: in a region, or in one that borders on it.
pub(crate) async fn near(
    app: web::Data<App>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let chosen = Chosen {
        near: Some(name.parse().map_err(|_| Failure::NotFound)?),
        ..Chosen::default()
    };
    events_chosen(&app, &request, chosen).await
}

/// `GET /calendar/themes/{name}.ics`
pub(crate) async fn theme(
    app: web::Data<App>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let chosen = Chosen {
        theme: Some(name.parse().map_err(|_| Failure::NotFound)?),
        ..Chosen::default()
    };
    events_chosen(&app, &request, chosen).await
}

/// `GET /calendar/organisers/{id}.ics`: nothing while none of its events is public.
pub(crate) async fn organiser(
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let chosen = Chosen {
        organiser: Some(id.parse().map_err(|_| Failure::NotFound)?),
        ..Chosen::default()
    };
    events_chosen(&app, &request, chosen).await
}

/// `GET /series/{slug}.ics`: nothing while none of its events is public.
pub(crate) async fn series(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let chosen = Chosen {
        series: Some(slug.into_inner()),
        ..Chosen::default()
    };
    events_chosen(&app, &request, chosen).await
}

/// `GET /events/{slug}/calendar.ics`: the programme, an entry a session and a booked pitch; of one stage or theme with
/// `?stage=…` or `?theme=…`.
pub(crate) async fn programme(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let part = match Part::read(borrowed(&named(&request))) {
        Ok(part) => part,
        Err(bad) => return Ok(refused(&bad.to_string())),
    };
    let key = (request.path(), part.pairs());
    let answer = feed(&app, &request, key, move |rx, site, now| {
        let Some(event) = events::find_by_slug(rx, &slug)?.filter(Event::is_public) else {
            return Ok(None);
        };
        programme_feed(rx, site, &event, part, now)
    });
    match answer.await {
        Err(Failure::NotFound) if part.stage.is_some() => Ok(refused(
            "No public programme of that name has such a stage.",
        )),
        answer => answer,
    }
}
