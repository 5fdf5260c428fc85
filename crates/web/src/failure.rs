//! What can go wrong with a request as a whole, and the page that says so. (A bad field is not a failure: the form
//! comes back with a message.) The unexpected is logged here, once, under the number that the page shows.

use crate::app::App;
use crate::extract::posted::Kept;
use crate::extract::visitor::Visitor;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use marketday_render::pages::errors::{Again, ErrorPage};
use marketday_render::{Layout, Links};
use marketday_store::StoreError;
use std::fmt;

/// Why a request got no answer of its own.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// There is nothing here, or nothing that this visitor may know of.
    NotFound,
    /// Somebody has to sign in first.
    SignInFirst,
    /// The form was written for another browser, or is too old.
    StaleForm,
    /// The request makes no sense.
    BadRequest,
    /// The body is larger than any form of ours.
    TooLarge,
    /// The body is no form: a file, for example, where none is taken.
    NotAForm,
    /// Too often.
    TooMany,
    /// The database is busy: nothing was done.
    Busy,
    /// Our fault, under this number.
    Internal(String),
}

impl Failure {
    /// Logs an unexpected error under a new reference number.
    pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let reference = marketday_model::Randomness::system().token()[..10].to_owned();
        let sources: Vec<String> = std::iter::successors(Some(error), |e| e.source())
            .map(ToString::to_string)
            .collect();
        tracing::error!(%reference, error = sources.join(": "), "a request failed");
        Self::Internal(reference)
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::StaleForm => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.status().canonical_reason().unwrap_or("failed"))
    }
}

impl std::error::Error for Failure {}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(reason) => {
                tracing::warn!(reason, "the database is busy");
                Self::Busy
            }
            error => Self::internal(&error),
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        if matches!(self, Self::TooMany | Self::Busy) {
            response.insert_header((header::RETRY_AFTER, "10"));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// Where somebody who has to sign in first was: at the page that they asked for, or at the one whose form they sent, by
/// a Referer of our own.
fn way_back(request: &HttpRequest) -> String {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        let path = request.uri().path_and_query();
        return path.map_or_else(String::new, ToString::to_string);
    }
    let referer = request.headers().get(header::REFERER);
    let referer = referer.and_then(|value| value.to_str().ok()?.parse::<url::Url>().ok());
    let app = request.app_data::<web::Data<App>>();
    referer
        .filter(|url| app.is_some_and(|app| app.settings.public_url.origin() == url.origin()))
        .map_or_else(Links::my, |url| {
            url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
        })
}

/// The form of a request, to be sent again; none where it was not read whole, or had a file.
fn again(request: &HttpRequest) -> Option<Again> {
    let kept = request.extensions().get::<Kept>().cloned()?;
    let action = request.uri().path_and_query()?.to_string();
    Some(Again {
        action,
        form: kept.0,
    })
}

/// Gives every failed response that has no body of its own a page that helps.
pub(crate) async fn pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => return Err(error),
    };
    let status = response.status();
    let is_page = response.headers().contains_key(header::CONTENT_TYPE);
    if !(status.is_client_error() || status.is_server_error()) || is_page {
        return Ok(response);
    }
    let failure = response.response().extensions().get::<Failure>().cloned();
    let request = response.request().clone();
    let Some(app) = request.app_data::<web::Data<App>>() else {
        return Ok(response);
    };
    let layout = request.extensions().get::<Visitor>().map_or_else(
        || Layout {
            demo: app.settings.demo.is_some(),
            ..Layout::default()
        },
        |v| v.layout(app, ""),
    );
    let page = match failure {
        Some(Failure::SignInFirst) => ErrorPage::sign_in_first(layout, &way_back(&request)),
        Some(Failure::StaleForm) => ErrorPage::stale_form(layout),
        Some(Failure::Busy) if request.method() == Method::POST => {
            ErrorPage::busy(layout, again(&request))
        }
        Some(Failure::Internal(reference)) => ErrorPage::internal(layout, Some(reference)),
        _ => ErrorPage::of(status.as_u16(), layout),
    };
    let Ok(html) = app.engine.page(&page) else {
        return Ok(response);
    };
    Ok(response.map_body(|head, _| {
        head.headers_mut().insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("text/html; charset=utf-8"),
        );
        head.headers_mut().insert(
            header::CACHE_CONTROL,
            header::HeaderValue::from_static("no-store"),
        );
        actix_web::body::BoxBody::new(html)
    }))
}
