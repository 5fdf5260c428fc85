//! The feed of one event's programme: an entry a session and one a booked pitch.

use crate::entries::{Reader, booking_entry, session_entry};
use crate::feed::{Feed, Next, cancelled_until};
use crate::site::FeedSite;
use chrono::Duration;
use marketday_calendar::{Calendar, Entry, Status};
use marketday_model::{Event, Instant, SlotId};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, StoreError, bookings, former_entries, releases};
use std::collections::HashMap;

/// Programmes change until the day itself, so clients are asked to come back sooner than for the list of events.
const REFRESH: Duration = Duration::hours(1);

/// The current release of an event's programme, with the pitches booked in it. Four queries at most, however many
/// sessions and bookings there are, and one more for each time that the event was reinstated.
///
/// What was taken out of the programme, or cancelled with a booking or with the event, stays, marked, until the later
/// of a day after its end and two weeks after it went.
pub fn programme_feed(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    event: &Event,
    now: Instant,
) -> Result<Feed, StoreError> {
    let mut next = Next::after(now);
    let mut entries = Vec::new();
    let mut add = |entry: Entry, gone_at: Option<Instant>| {
        let gone_at = gone_at.or(event.cancelled_at).unwrap_or(entry.changed);
        if entry.status != Status::Cancelled || next.change(cancelled_until(entry.end, gone_at)) {
            entries.push(entry);
        }
    };
    for item in releases::list_sessions(rx, event.id, event.release)? {
        add(session_entry(site, event, &item), item.removed_at);
    }
    for former in former_entries::list(rx, std::slice::from_ref(event))? {
        for item in releases::list_sessions(rx, former.id, former.release)? {
            let gone_at = item.removed_at.or(former.cancelled_at);
            add(session_entry(site, &former, &item), gone_at);
        }
    }
    let booked = bookings::list(
        rx,
        &BookingFilter {
            event: Some(event.id),
            cancelled: true,
            ..BookingFilter::default()
        },
    )?;
    let ids: Vec<SlotId> = booked.iter().map(|booking| booking.slot).collect();
    let slots = slots(rx, event, &ids)?;
    for booking in booked {
        if let Some(slot) = slots.get(&booking.slot) {
            let entry = booking_entry(site, event, &booking, slot, Reader::Public);
            add(entry, booking.cancelled_at);
        }
    }
    let calendar = Calendar {
        name: format!("{}: programme", event.title),
        description: Some(format!("Sessions and booked pitches of {}.", event.title)),
        colour: "teal",
        zone: event.zone,
        refresh: REFRESH,
        entries,
    };
    Ok(Feed {
        calendar,
        valid_until: next.earliest(),
    })
}

/// The slots of the current release, and those of `ids` that an earlier one held last.
fn slots(
    rx: &mut Rx<'_>,
    event: &Event,
    ids: &[SlotId],
) -> Result<HashMap<SlotId, ReleasedSlot>, StoreError> {
    let mut slots: HashMap<SlotId, ReleasedSlot> =
        releases::list_slots(rx, event.id, event.release)?
            .into_iter()
            .map(|slot| (slot.slot.id, slot))
            .collect();
    let gone: Vec<SlotId> = ids
        .iter()
        .copied()
        .filter(|id| !slots.contains_key(id))
        .collect();
    if !gone.is_empty() {
        let earlier = releases::find_slots_ever(rx, &gone)?;
        slots.extend(earlier.into_iter().map(|slot| (slot.slot.id, slot)));
    }
    Ok(slots)
}
