//! A market information day as a calendar shows it.

use super::plain_text::{plain_text, shortened};
use super::standing::Standing;
use super::words::{location, names, paragraphs};
use crate::site::FeedSite;
use marketday_calendar::Entry;
use marketday_model::Event;

/// Characters of the summary that a calendar entry carries; the rest is behind its link.
const SUMMARY_CHARACTERS: usize = 1000;

/// The entry of an event.
pub fn event_entry(site: &FeedSite, event: &Event) -> Entry {
    let standing = Standing::of(event);
    let link = site.event_page(&event.slug);
    let reason = match (standing, &event.cancel_reason) {
        (Standing::Cancelled, Some(reason)) if !reason.trim().is_empty() => {
            format!("The reason given: {}", reason.trim())
        }
        _ => String::new(),
    };
    let summary = shortened(&plain_text(&event.summary), SUMMARY_CHARACTERS);
    let organiser = format!("Organised by {}.", event.organiser_name);
    Entry {
        uid: site.event_uid(event),
        sequence: event.sequence,
        created: event.published_at.unwrap_or(event.created_at),
        changed: event.changed_at,
        start: event.time.start(),
        end: event.time.end(),
        zone: event.zone,
        summary: standing.title(&event.title),
        description: paragraphs(&[&reason, &summary, &organiser, &link]),
        location: location(event, None),
        geo: None,
        url: link,
        status: standing.status(),
        categories: names(&event.themes),
    }
}
