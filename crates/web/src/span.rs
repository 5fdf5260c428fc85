//! What the log says of a request. Never its path as it was asked, nor its query: they hold links' tokens and what
//! people typed. Never who asked, from where, or with which browser: the audit trail knows that of each change.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// The span around every line about one request: method, route with its placeholders, a number, and the status.
pub(crate) struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let route = request.match_pattern();
        let number = request.extensions().get::<RequestId>().copied();
        tracing::info_span!(
            "request",
            number = number.map(tracing::field::display),
            method = %request.method(),
            route = route.as_deref().unwrap_or("none"),
            status = Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        let _within = span.enter();
        if status.is_client_error() {
            tracing::info!("refused");
        } else {
            tracing::debug!("answered");
        }
    }
}
