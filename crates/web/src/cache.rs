//! Shared bytes: public pages and feeds, kept under the revision that the database holds and served with a strong
//! `ETag`, also compressed.
//!
//! They go only to requests without a cookie of ours and hold no form. A body is used while its revision is the
//! current one and no instant has come at which time alone changes it.

use actix_web::http::{Method, StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use marketday_model::Instant;
use marketday_model::code::digest;
use std::io::Write;
use std::sync::Arc;

/// The most octets that are kept.
const WEIGHT: u64 = 64 * 1024 * 1024;

/// Bodies by address.
#[derive(Clone)]
pub(crate) struct Cache(moka::sync::Cache<String, Arc<Body>>);

/// A body with everything that is known of it.
#[derive(Debug)]
pub(crate) struct Body {
    revision: i64,
    valid_until: Option<Instant>,
    content_type: &'static str,
    cache_control: &'static str,
    modified: Option<Instant>,
    etag: String,
    plain: Bytes,
    gzip: Bytes,
}

/// What a handler made, to be kept.
#[derive(Debug)]
pub(crate) struct Fresh {
    /// The octets.
    pub(crate) bytes: Vec<u8>,
    /// The next instant at which time alone changes them.
    pub(crate) valid_until: Option<Instant>,
    /// Their `Content-Type`.
    pub(crate) content_type: &'static str,
    /// Their `Cache-Control`.
    pub(crate) cache_control: &'static str,
    /// When what they say last changed, for clients that ask by date.
    pub(crate) modified: Option<Instant>,
}

impl Fresh {
    /// A public page: a browser asks again each time, and mostly hears "not modified".
    pub(crate) fn page(html: String, valid_until: Option<Instant>) -> Self {
        Self {
            bytes: html.into_bytes(),
            valid_until,
            content_type: "text/html; charset=utf-8",
            cache_control: "public, no-cache",
            modified: None,
        }
    }
}

impl Cache {
    pub(crate) fn new() -> Self {
        let weigh = |key: &String, body: &Arc<Body>| {
            u32::try_from(key.len() + body.plain.len() + body.gzip.len()).unwrap_or(u32::MAX)
        };
        Self(
            moka::sync::Cache::builder()
                .max_capacity(WEIGHT)
                .weigher(weigh)
                .build(),
        )
    }

    /// The body of an address, if it still holds.
    pub(crate) fn get(&self, key: &str, revision: i64, now: Instant) -> Option<Arc<Body>> {
        self.0.get(key).filter(|body| {
            body.revision == revision && body.valid_until.is_none_or(|until| now < until)
        })
    }

    /// Keeps a body that was made of what the database held at `revision`.
    pub(crate) fn put(&self, key: &str, revision: i64, fresh: Fresh) -> Arc<Body> {
        let body = Arc::new(Body {
            revision,
            ..Body::of(fresh)
        });
        self.0.insert(key.to_owned(), Arc::clone(&body));
        body
    }
}

/// What stands for octets in their `ETag`.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    // The digest is of text everywhere else; pages and feeds are text too.
    digest(&String::from_utf8_lossy(bytes))[..32].to_owned()
}

fn compressed(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map(Bytes::from).unwrap_or_default()
}

impl Body {
    /// A body that is made for one request.
    pub(crate) fn of(fresh: Fresh) -> Self {
        Self {
            revision: 0,
            valid_until: fresh.valid_until,
            content_type: fresh.content_type,
            cache_control: fresh.cache_control,
            modified: fresh.modified,
            etag: digest_of(&fresh.bytes),
            gzip: compressed(&fresh.bytes),
            plain: fresh.bytes.into(),
        }
    }

    /// The answer to a request: whole, compressed if that was asked for, or "not modified" (RFC 9110, section 13).
    pub(crate) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let is_gzip = accepts_gzip(request) && !self.gzip.is_empty();
        let etag = if is_gzip {
            format!("\"{}-gz\"", self.etag)
        } else {
            format!("\"{}\"", self.etag)
        };
        let status = if self.is_known(request) {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        };
        let mut response = HttpResponse::build(status);
        response
            .insert_header((header::ETAG, etag))
            .insert_header((header::CACHE_CONTROL, self.cache_control))
            .insert_header((header::VARY, "Accept-Encoding, Cookie"));
        if let Some(modified) = self.modified {
            response.insert_header((
                header::LAST_MODIFIED,
                httpdate::fmt_http_date(modified.into()),
            ));
        }
        if status == StatusCode::NOT_MODIFIED {
            return response.finish();
        }
        response.content_type(self.content_type);
        let bytes = if is_gzip { &self.gzip } else { &self.plain };
        if is_gzip {
            response.insert_header((header::CONTENT_ENCODING, "gzip"));
        }
        if request.method() == Method::HEAD {
            response.no_chunking(bytes.len() as u64);
        }
        response.body(bytes.clone())
    }

    fn is_known(&self, request: &HttpRequest) -> bool {
        let value = |name| {
            request
                .headers()
                .get(name)
                .and_then(|v: &header::HeaderValue| v.to_str().ok())
        };
        if let Some(tags) = value(header::IF_NONE_MATCH) {
            return tags.split(',').any(|tag| {
                let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
                tag == "*" || tag.strip_suffix("-gz").unwrap_or(tag) == self.etag
            });
        }
        let since =
            value(header::IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok());
        match (since, self.modified) {
            (Some(since), Some(modified)) => {
                modified.timestamp() <= Instant::from(since).timestamp()
            }
            _ => false,
        }
    }
}

/// Whether gzip was asked for by name with a weight above nothing (RFC 9110, section 12.5.3).
fn accepts_gzip(request: &HttpRequest) -> bool {
    let Some(accepted) = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
    else {
        return false;
    };
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let is_refused =
            parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        is_gzip && !is_refused
    })
}
