//! What a handler answers, made on a thread that may wait for the database and sent from one that may not.

use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};

const HTML: &str = "text/html; charset=utf-8";

/// A page for one visitor, or a redirect; with cookies.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    location: Option<String>,
    content_type: &'static str,
    html: String,
    cookies: Vec<Cookie<'static>>,
    clears: bool,
}

impl Reply {
    /// A page.
    pub(crate) fn page(status: StatusCode, html: String) -> Self {
        Self {
            status,
            location: None,
            content_type: HTML,
            html,
            cookies: Vec::new(),
            clears: false,
        }
    }

    /// JSON for a script of ours.
    #[cfg(feature = "passkeys")]
    pub(crate) fn json(json: String) -> Self {
        Self {
            content_type: "application/json",
            ..Self::page(StatusCode::OK, json)
        }
    }

    /// The answer to a form that did what it should: look there.
    pub(crate) fn see_other(path: &str) -> Self {
        Self {
            status: StatusCode::SEE_OTHER,
            location: Some(path.to_owned()),
            content_type: HTML,
            html: String::new(),
            cookies: Vec::new(),
            clears: false,
        }
    }

    /// The same with a cookie.
    #[must_use]
    pub(crate) fn with_cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// The same, upon which the browser drops every page and everything else that it kept of us.
    #[must_use]
    pub(crate) fn clearing(mut self) -> Self {
        self.clears = true;
        self
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.clears {
            // Without "cookies": the browser's own holds slots and open codes, and does not say who signed in.
            response.insert_header(("Clear-Site-Data", "\"cache\", \"storage\""));
        }
        for cookie in self.cookies {
            response.cookie(cookie);
        }
        match self.location {
            Some(location) => response
                .insert_header((header::LOCATION, location))
                .finish(),
            None => response.content_type(self.content_type).body(self.html),
        }
    }
}
