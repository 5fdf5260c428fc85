//! An item of the programme as a calendar shows it.

use super::standing::Standing;
use super::words::{day, location, paragraphs};
use crate::site::FeedSite;
use marketday_calendar::Entry;
use marketday_model::Event;
use marketday_store::releases::ReleasedSession;

/// The entry of a session in the current release, or of one that was taken out of it.
///
/// It says of which day it is a part and where that is, so each change of the event that raises the event's SEQUENCE
/// raises this one too: the sum of two numbers that never fall never falls.
pub fn session_entry(site: &FeedSite, event: &Event, item: &ReleasedSession) -> Entry {
    let session = &item.session;
    let standing = Standing::of(event).unless(item.removed_at.is_some());
    let link = site.programme_page(&event.slug);
    let changed = if event.sequence > 0 {
        item.changed_at.max(event.changed_at)
    } else {
        item.changed_at
    };
    let chair = session.chaired_by().unwrap_or_default();
    let part_of = format!("Part of {}.", day(event));
    Entry {
        uid: site.session_uid(event, session.id),
        sequence: item.sequence + event.sequence,
        created: event.published_at.unwrap_or(event.created_at),
        changed,
        start: session.time.start(),
        end: session.time.end(),
        zone: event.zone,
        summary: standing.title(&session.title),
        description: paragraphs(&[&session.description, &chair, &part_of, &link]),
        location: location(event, item.stage_name.as_deref()),
        geo: None,
        url: link,
        status: standing.status(),
        categories: vec![session.kind.name().to_owned()],
    }
}
