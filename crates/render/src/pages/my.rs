//! What somebody has booked and registered for.

use serde::Serialize;

use super::facts::{ID, SLUG, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// Somebody's own bookings and registrations.
#[derive(Debug, Clone, Serialize)]
pub struct My {
    /// The frame.
    pub layout: Layout,
    /// Their name.
    pub name: String,
    /// Their email address.
    pub email: String,
    /// The members of each organisation that they belong to, and the profile of each company.
    pub organisations: Vec<Link>,
    /// Bookings still to come, next first.
    pub bookings: Vec<MyLine>,
    /// What they proposed and what they draft, latest first.
    pub proposals: Vec<MyLine>,
    /// Registrations still to come, next first.
    pub registrations: Vec<MyLine>,
    /// What is over, cancelled or withdrawn, latest first.
    pub past: Vec<MyLine>,
    /// Their passkeys, where the installation takes them.
    pub passkeys_href: Option<String>,
    /// Their accounts at providers, where there are providers.
    pub providers_href: Option<String>,
    /// Which letters they want that they do not need.
    pub letters_href: String,
    /// Complaints about the service, for whoever runs it.
    pub complaints_href: Option<String>,
    /// The audit trail, for whoever runs the installation.
    pub audit_href: Option<String>,
}

/// One booking or registration.
#[derive(Debug, Clone, Serialize)]
pub struct MyLine {
    /// The pitch's title, or the event's for a registration.
    pub title: String,
    /// Its page.
    pub href: String,
    /// "Thursday 15 October 2026, 10:30am to 10:42am".
    pub when_text: String,
    /// "Northern Care Technology Day, Main Hall", or the venue.
    pub where_text: String,
    /// "Confirmed".
    pub tag: Tag,
    /// Their agenda of the event; none where they have none.
    pub agenda_href: Option<String>,
}

impl Page for My {
    const TEMPLATE: &'static str = "pages/my/my.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |title: &str, href: String, tag: Tag| MyLine {
            title: title.into(),
            href,
            when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
            where_text: "Northern Care Technology Day, Main Hall".into(),
            tag,
            agenda_href: None,
        };
        let good = || Tag::new("Confirmed", Tone::Good);
        let empty = Self {
            layout: signed_in("My bookings and registrations"),
            name: "Tom Okafor".into(),
            email: "tom@steadfoot.example".into(),
            organisations: vec![],
            bookings: vec![],
            proposals: vec![],
            registrations: vec![],
            past: vec![],
            passkeys_href: Some(Links::my_passkeys()),
            providers_href: None,
            letters_href: Links::my_letters(),
            complaints_href: None,
            audit_href: None,
        };
        let full = Self {
            providers_href: Some(Links::my_providers()),
            complaints_href: Some(Links::administer_complaints()),
            audit_href: Some(Links::administer_audit()),
            organisations: vec![
                Link::new("Members of Steadfoot & Daughters Ltd", Links::members(&ID)),
                Link::new("Profile of Steadfoot & Daughters Ltd", Links::profile(&ID)),
            ],
            bookings: vec![line(
                "Fewer falls at home with a quiet sensor",
                Links::booking(&ID),
                good(),
            )],
            proposals: vec![line(
                "A lamp that calls",
                Links::proposal(&ID),
                Tag::new("Submitted", Tone::Quiet),
            )],
            registrations: vec![MyLine {
                agenda_href: Some(Links::agenda(SLUG)),
                ..line(
                    "Northern Care Technology Day",
                    Links::registration(SLUG),
                    good(),
                )
            }],
            past: vec![line(
                "A kinder parking fine",
                Links::booking(&ID),
                Tag::new("Cancelled", Tone::Bad),
            )],
            ..empty.clone()
        };
        vec![Sample::new("some", full), Sample::new("none", empty)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<My>(engine)
}
