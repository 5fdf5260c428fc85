//! `/calendar/own/{token}.ics`: a personal feed, for whoever knows its address.

use super::found;
use crate::app::{App, blocking};
use crate::cache::{Body, Fresh, digest_of};
use crate::failure::Failure;
use crate::pages::calendar::fresh;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use marketday_accounts::{find_feed, note_fetch};
use marketday_feeds::{FeedSite, personal_feed};
use marketday_model::PersonalFeedId;
use marketday_model::device::calendar_client;
use std::num::NonZeroU32;

/// Only whoever asked keeps it, and for a quarter of an hour.
const CACHE_CONTROL: &str = "private, max-age=900";

/// How often one address is answered by this process: counted by address, since Google and Microsoft fetch the
/// calendars of many people from few networks.
pub(crate) struct Fetches(DefaultKeyedRateLimiter<PersonalFeedId>);

impl Fetches {
    pub(crate) fn new() -> Self {
        const BURST: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
        const A_MINUTE: NonZeroU32 = NonZeroU32::new(1).expect("not zero");
        Self(RateLimiter::keyed(
            Quota::per_minute(A_MINUTE).allow_burst(BURST),
        ))
    }

    /// After how many seconds somebody may ask again who asked too often.
    fn wait(&self, id: PersonalFeedId) -> Option<u64> {
        let now = DefaultClock::default().now();
        let refused = self.0.check_key(&id).err()?;
        Some(refused.wait_time_from(now).as_secs() + 1)
    }
}

/// What was found, or for how many seconds it is not answered.
enum Answer {
    Feed(Box<Body>),
    Later(u64),
}

/// The feed. An address that never was, and one that was renewed or revoked, are not there alike.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    token: web::Path<String>,
) -> HttpResponse {
    let mut response = match answer(&app, &request, token.into_inner()).await {
        Ok(Answer::Feed(body)) => body.answer(&request),
        Ok(Answer::Later(seconds)) => {
            let mut refused = Failure::TooMany.error_response();
            refused
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            refused
        }
        Err(failure) => failure.error_response(),
    };
    for (name, value) in [
        (HeaderName::from_static("x-robots-tag"), "noindex"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn answer(
    app: &web::Data<App>,
    request: &HttpRequest,
    token: String,
) -> Result<Answer, Failure> {
    let user_agent = request.headers().get(header::USER_AGENT);
    let user_agent = user_agent.and_then(|value| value.to_str().ok());
    let client = calendar_client(user_agent.unwrap_or_default());
    let (app, now) = (app.clone(), app.now());
    blocking(move || {
        let feed = found(find_feed(&app.store, &token)?)?;
        if let Some(seconds) = app.fetches.wait(feed.id) {
            return Ok(Answer::Later(seconds));
        }
        let site = FeedSite::new(app.settings.public_url.as_str());
        let made = app.read(|rx| personal_feed(rx, &site, &feed, now))?;
        let fresh = fresh(&made);
        let seen = (client, digest_of(&fresh.bytes));
        let modified = note_fetch(&app.store, &app.surroundings, feed, seen)?;
        let body = Body::of(Fresh {
            cache_control: CACHE_CONTROL,
            modified: Some(modified),
            ..fresh
        });
        Ok(Answer::Feed(Box::new(body)))
    })
    .await
}
