//! `/calendar`: the feeds, and the page that explains them.

use super::{found, shared};
use crate::app::{App, blocking};
use crate::cache::Fresh;
use crate::failure::Failure;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_feeds::{Feed, FeedSite, Which, events_feed, programme_feed, series_feed};
use marketday_model::{Event, Instant, Region, Theme};
use marketday_render::pages::calendar::{FeedLine, Subscribe};
use marketday_render::pages::facts::CalendarLinks;
use marketday_render::{Layout, Links};
use marketday_store::events::EventFilter;
use marketday_store::{Rx, StoreError, events, revisions, series};

/// How long a client may use a feed without asking again.
const CACHE_CONTROL: &str = "public, max-age=900";

/// `GET /calendar`: every feed, with three ways to subscribe.
pub(crate) async fn subscribe(
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", |app, layout, _| {
        let line = |name: &str, feed: &str| FeedLine {
            name: name.to_owned(),
            links: CalendarLinks::new(&app.links, feed, &format!("Market days: {name}")),
        };
        let regions = Region::ALL
            .iter()
            .map(|region| line(region.name(), &Links::feed_region(region.as_str())));
        let themes = Theme::ALL
            .iter()
            .map(|theme| line(theme.name(), &Links::feed_theme(theme.as_str())));
        let page = Subscribe {
            layout: Layout {
                title: "Subscribe to the calendar".into(),
                canonical: Some(app.links.absolute(&Links::subscribe())),
                ..layout
            },
            all: line("All market days", &Links::feed_all()),
            regions: regions.collect(),
            themes: themes.collect(),
        };
        Ok(Fresh::page(app.html(&page)?, None))
    })
    .await
}

/// When a feed without any entry last changed, for clients that ask by date.
const NEVER_CHANGED: Instant =
    Instant::from_timestamp(1_767_225_600, 0).expect("1 January 2026 is in range");

/// A feed from the shared bytes: always the same answer, whoever asks and with whatever cookie.
async fn feed<F>(app: &App, request: &HttpRequest, make: F) -> Result<HttpResponse, Failure>
where
    F: FnOnce(&mut Rx<'_>, &FeedSite, Instant) -> Result<Option<Feed>, StoreError> + Send + 'static,
{
    let (app, key, now) = (app.clone(), request.path().to_owned(), app.now());
    let body = blocking(move || {
        let revision = app.read(revisions::public)?;
        if let Some(body) = app.cache.get(&key, revision, now) {
            return Ok(body);
        }
        let site = FeedSite::new(app.settings.public_url.as_str());
        let feed = app.read(|rx| make(rx, &site, now)).and_then(found)?;
        let fresh = Fresh {
            bytes: marketday_calendar::write_feed(&feed.calendar),
            valid_until: feed.valid_until,
            content_type: "text/calendar; charset=utf-8",
            cache_control: CACHE_CONTROL,
            modified: feed
                .calendar
                .entries
                .iter()
                .map(|entry| entry.changed)
                .max()
                .or(Some(NEVER_CHANGED)),
        };
        Ok(app.cache.put(&key, revision, fresh))
    })
    .await?;
    Ok(body.answer(request))
}

/// `GET /calendar/all.ics`
pub(crate) async fn all(
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    feed(&app, &request, |rx, site, now| {
        events_feed(rx, site, Which::All, now).map(Some)
    })
    .await
}

/// `GET /calendar/regions/{name}.ics`
pub(crate) async fn region(
    app: web::Data<App>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let region: Region = name.parse().map_err(|_| Failure::NotFound)?;
    feed(&app, &request, move |rx, site, now| {
        events_feed(rx, site, Which::Region(region), now).map(Some)
    })
    .await
}

/// `GET /calendar/themes/{name}.ics`
pub(crate) async fn theme(
    app: web::Data<App>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let theme: Theme = name.parse().map_err(|_| Failure::NotFound)?;
    feed(&app, &request, move |rx, site, now| {
        events_feed(rx, site, Which::Theme(theme), now).map(Some)
    })
    .await
}

/// `GET /series/{slug}.ics`: nothing while none of its events is public.
pub(crate) async fn series(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    feed(&app, &request, move |rx, site, now| {
        let Some(series) = series::find_by_slug(rx, &slug)? else {
            return Ok(None);
        };
        let filter = EventFilter {
            public: true,
            series: Some(series.id),
            ..EventFilter::default()
        };
        if events::list(rx, &filter)?.is_empty() {
            return Ok(None);
        }
        series_feed(rx, site, &series, now).map(Some)
    })
    .await
}

/// `GET /events/{slug}/calendar.ics`: the programme, an entry a session and a booked pitch.
pub(crate) async fn programme(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    feed(&app, &request, move |rx, site, now| {
        let Some(event) = events::find_by_slug(rx, &slug)?.filter(Event::is_public) else {
            return Ok(None);
        };
        programme_feed(rx, site, &event, now).map(Some)
    })
    .await
}
