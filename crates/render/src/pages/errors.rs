//! What somebody reads when something went wrong, and what they can do next.

use serde::Serialize;

use super::facts::visitor;
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Link};
use crate::links::Links;

/// An error as a page.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// The frame.
    pub layout: Layout,
    /// The HTTP status.
    pub status: u16,
    /// What happened, as a heading.
    pub heading: String,
    /// What it means and what to do, a paragraph each.
    pub paragraphs: Vec<String>,
    /// Where to go next.
    pub links: Vec<Link>,
    /// The number to quote when asking for help.
    pub reference: Option<String>,
    /// What was sent in vain, to be sent again with one press.
    pub again: Option<Again>,
}

/// A form that was sent, with everything that was typed.
#[derive(Debug, Clone, Serialize)]
pub struct Again {
    /// Where to.
    pub action: String,
    /// What stands in it.
    pub form: FormState,
}

impl ErrorPage {
    fn new(layout: Layout, status: u16, heading: &str, paragraphs: &[&str]) -> Self {
        Self {
            layout: Layout {
                title: heading.into(),
                ..layout
            },
            status,
            heading: heading.into(),
            paragraphs: paragraphs.iter().copied().map(Into::into).collect(),
            links: vec![Link::new("See all events", Links::home(None, None))],
            reference: None,
            again: None,
        }
    }

    /// The page for an HTTP status; one without a page of its own reads as the general one of its class. The frame's
    /// title is replaced.
    pub fn of(status: u16, layout: Layout) -> Self {
        match status {
            401 => Self::sign_in_first(layout, &Links::my()),
            403 => Self::forbidden(layout),
            404 | 410 => Self {
                status,
                ..Self::not_found(layout)
            },
            405 => Self::new(
                layout,
                405,
                "This address cannot be used like that",
                &[
                    "You may have reloaded the answer to a form. Go back to the page before it and try again.",
                ],
            ),
            413 => Self::new(
                layout,
                413,
                "What you sent is too large",
                &["Shorten the longest text and send it again. Nothing has been saved."],
            ),
            415 => Self::new(
                layout,
                415,
                "This page takes no files",
                &["Go back and send the form as it is. Nothing has been saved."],
            ),
            429 => Self::new(
                layout,
                429,
                "Too many tries",
                &[
                    "You have tried this very often in a short time. Wait a few minutes, then try again.",
                ],
            ),
            503 => Self::new(
                layout,
                503,
                "Marketday is busy",
                &["Nothing has been lost. Wait a minute, then load the page again."],
            ),
            400..=499 => Self {
                status,
                ..Self::bad_request(layout)
            },
            _ => Self {
                status,
                ..Self::internal(layout, None)
            },
        }
    }

    /// 503 for a form: what it asks for was not done, and can be asked for again at once if all of it is known still.
    pub fn busy(layout: Layout, again: Option<Again>) -> Self {
        let advice = if again.is_some() {
            "Wait a few seconds, then press the button. What you typed is kept."
        } else {
            "Wait a few seconds, then go back and press again."
        };
        let page = Self::new(
            layout,
            503,
            "Marketday is busy",
            &[
                "So many want the same at this moment that yours was not done. Nothing was changed.",
                advice,
            ],
        );
        Self { again, ..page }
    }

    /// 400: the request makes no sense, as when a form was tampered with.
    pub fn bad_request(layout: Layout) -> Self {
        Self::new(
            layout,
            400,
            "We could not understand that",
            &[
                "Part of what your browser sent is missing or not readable. Go back, load the page again and send it once more.",
            ],
        )
    }

    /// 401 or a redirect's place: somebody has to sign in, and comes back to `next` afterwards.
    pub fn sign_in_first(layout: Layout, next: &str) -> Self {
        let mut page = Self::new(
            layout,
            401,
            "Sign in first",
            &["This page is for those it belongs to. Sign in and you come straight back."],
        );
        page.links
            .insert(0, Link::new("Sign in", Links::sign_in_then(next)));
        page
    }

    /// 403: it belongs to somebody else.
    pub fn forbidden(layout: Layout) -> Self {
        Self::new(
            layout,
            403,
            "You cannot see or change this",
            &[
                "It belongs to somebody else. If it should be yours, sign out and sign in with the email address that you used for it.",
            ],
        )
    }

    /// 403: the form's token is missing, old, or from elsewhere.
    pub fn stale_form(layout: Layout) -> Self {
        Self::new(
            layout,
            403,
            "This form has been open for too long",
            &[
                "To protect you, a form works only in the browser that opened it, and not for ever. Go back, load the page again and send it once more.",
            ],
        )
    }

    /// 404: there is nothing at this address.
    pub fn not_found(layout: Layout) -> Self {
        let mut page = Self::new(
            layout,
            404,
            "There is nothing at this address",
            &[
                "If you typed it, check that it is right. If you followed a link, it may be old: events keep their addresses, so try to find yours in the list.",
            ],
        );
        page.links
            .push(Link::new("My bookings and registrations", Links::my()));
        page
    }

    /// 500: our fault, with the number under which it was logged.
    pub fn internal(layout: Layout, reference: Option<String>) -> Self {
        let page = Self::new(
            layout,
            500,
            "Something went wrong on our side",
            &["What you sent may not have been saved. Go back and try again in a few minutes."],
        );
        Self { reference, ..page }
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/errors/error.html";

    fn samples() -> Vec<Sample<Self>> {
        let of = |status| Self::of(status, visitor("Marketday"));
        let typed = FormState::new()
            .with("company", "Careloop")
            .with("themes", "waste")
            .with("themes", "housing");
        let kept = Again {
            action: "/slots/0199a1f2-0000-7000-8000-000000000001/booking".into(),
            form: typed,
        };
        vec![
            Sample::new("400", of(400)),
            Sample::new("401", of(401)),
            Sample::new("403", of(403)),
            Sample::new("403-stale-form", Self::stale_form(visitor("Marketday"))),
            Sample::new("404", of(404)),
            Sample::new("405", of(405)),
            Sample::new("413", of(413)),
            Sample::new("415", of(415)),
            Sample::new("422", of(422)),
            Sample::new("429", of(429)),
            Sample::new(
                "500",
                Self::internal(visitor("Marketday"), Some("0199a1f2".into())),
            ),
            Sample::new("503", of(503)),
            Sample::new("503-form", Self::busy(visitor("Marketday"), None)),
            Sample::new(
                "503-form-kept",
                Self::busy(visitor("Marketday"), Some(kept)),
            ),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<ErrorPage>(engine)
}
