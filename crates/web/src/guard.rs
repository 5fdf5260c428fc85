//! What stands before every handler: headers that keep browsers safe, a limit against floods, and no forms from
//! elsewhere.

use crate::app::App;
use crate::extract::visitor::network;
use crate::failure::Failure;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError, web};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// Only what we serve ourselves, nothing inline, no frames.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Letters of the demonstration hold a `<style>` of their own and are shown in isolation.
pub(crate) const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups; \
     base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Adds the safe headers to whatever is answered, unless the handler chose its own.
pub(crate) async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_https = request
        .app_data::<web::Data<App>>()
        .is_some_and(|app| app.is_https());
    let mut response = next.call(request).await?;
    for (name, value) in HEADERS {
        if !response.headers().contains_key(&name) {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
    }
    if is_https {
        let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    Ok(response)
}

/// How many changes one network may ask of this process. Generous: it guards the process, not the scarce things.
pub(crate) struct Floods(DefaultKeyedRateLimiter<String>);

impl Floods {
    pub(crate) fn new() -> Self {
        const BURST: NonZeroU32 = NonZeroU32::new(2000).expect("not zero");
        const A_SECOND: NonZeroU32 = NonZeroU32::new(100).expect("not zero");
        Self(RateLimiter::keyed(
            Quota::per_second(A_SECOND).allow_burst(BURST),
        ))
    }
}

/// Refuses floods of changes, and changes that another site's page asks for (Fetch Metadata; the token in the form is
/// the second lock).
pub(crate) async fn changes(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let refused = match request.app_data::<web::Data<App>>() {
        // No address of ours holds a NUL, and PostgreSQL takes none in a text.
        _ if request.path().contains("%00") => Some(Failure::NotFound),
        Some(app) if !is_safe(request.method()) => refusal(app, &request),
        _ => None,
    };
    match refused {
        Some(failure) => Ok(request
            .into_response(failure.error_response())
            .map_into_right_body()),
        None => Ok(next.call(request).await?.map_into_left_body()),
    }
}

/// RFC 9110, section 9.2.1.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn refusal(app: &App, request: &ServiceRequest) -> Option<Failure> {
    if app
        .floods
        .0
        .check_key(&network(app, request.request()))
        .is_err()
    {
        return Some(Failure::TooMany);
    }
    let site = request
        .headers()
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    let is_ours =
        matches!(site, None | Some("same-origin" | "none")) && is_own_origin(app, request);
    (!is_ours).then_some(Failure::StaleForm)
}

/// Whether the Origin header, where a browser sends one, is ours: the public address, or the host that was asked.
fn is_own_origin(app: &App, request: &ServiceRequest) -> bool {
    let Some(origin) = request.headers().get(header::ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    origin == app.settings.public_url.origin().ascii_serialization()
        || origin
            .split_once("://")
            .is_some_and(|(_, theirs)| theirs == host)
}
