//! A delegate's own place as their calendar shows it. It is sent to them only, never part of a feed.

use super::standing::Standing;
use super::words::{location, paragraphs};
use crate::site::FeedSite;
use marketday_calendar::Entry;
use marketday_model::{Event, Registration, RegistrationState};

/// The entry of a confirmed or once confirmed registration: the whole day.
///
/// It shows only what raises the registration's SEQUENCE when it changes, so the summary and the themes of the event
/// are left to its page.
pub fn registration_entry(site: &FeedSite, event: &Event, registration: &Registration) -> Entry {
    let given_up = registration.state == RegistrationState::Cancelled;
    let standing = Standing::of(event).unless(given_up);
    let link = site.registration_page(&event.slug);
    let place = format!(
        "Your place as a delegate: {}, {}.",
        registration.name, registration.organisation
    );
    Entry {
        uid: site.registration_uid(registration.id),
        sequence: registration.sequence,
        created: registration.confirmed_at,
        changed: registration.changed_at,
        start: event.time.start(),
        end: event.time.end(),
        zone: event.zone,
        summary: standing.title(&event.title),
        description: paragraphs(&[
            &place,
            &format!("See your registration, or give your place back:\n{link}"),
            &format!("About the event:\n{}", site.event_page(&event.slug)),
        ]),
        location: location(event, None),
        geo: None,
        url: link,
        status: standing.status(),
        categories: Vec::new(),
    }
}
