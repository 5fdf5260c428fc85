//! A session in somebody's own agenda as their calendar shows it.

use super::session::session_entry;
use super::standing::Standing;
use crate::site::FeedSite;
use marketday_calendar::Entry;
use marketday_model::{AgendaItem, Event};
use marketday_store::releases::ReleasedSession;

/// The entry of a session that is, or was, in somebody's agenda: the same in their feed and in letters.
///
/// It reads as the session does in the programme's feed, under a UID of its own: each change of its time, its place or
/// its event raises the item's own SEQUENCE.
pub fn agenda_entry(
    site: &FeedSite,
    event: &Event,
    item: &AgendaItem,
    session: &ReleasedSession,
) -> Entry {
    let entry = session_entry(site, event, session);
    let gone = item.removed_at.is_some() || session.removed_at.is_some();
    let standing = Standing::of(event).unless(gone);
    Entry {
        uid: site.agenda_uid(item.id),
        sequence: item.sequence,
        created: item.added_at,
        changed: entry.changed.max(item.changed_at),
        summary: standing.title(&session.session.title),
        status: standing.status(),
        ..entry
    }
}
