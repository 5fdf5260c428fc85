//! The feed of one event's programme: an entry a session and one a booked pitch.

use crate::entries::{Reader, booking_entry, session_entry};
use crate::feed::{Feed, Next, cancelled_until};
use crate::part::Part;
use crate::site::FeedSite;
use chrono::Duration;
use marketday_calendar::{Calendar, Entry, Status};
use marketday_model::{Booking, BookingId, Event, Instant, PitchId, SlotId, Theme};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::{OnStage, ReleasedSession, ReleasedSlot};
use marketday_store::{Rx, StoreError, bookings, former_entries, former_places, releases};
use std::collections::{HashMap, HashSet};

/// Programmes change until the day itself, so clients are asked to come back sooner than for the list of events.
const REFRESH: Duration = Duration::hours(1);

/// The current release of an event's programme, with the pitches booked in it, or the part of them that was asked for;
/// none where no release has such a stage. Eight queries at most, however many sessions and bookings there are, and one
/// more for each time that the event was reinstated.
///
/// What was once in a part stays in it, where it is now: an entry never vanishes because it moved.
///
/// What was taken out of the programme, or cancelled with a booking or with the event, stays, marked, until the later
/// of a day after its end and two weeks after it went.
pub fn programme_feed(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    event: &Event,
    part: Part,
    now: Instant,
) -> Result<Option<Feed>, StoreError> {
    let Some(within) = Within::find(rx, event, part)? else {
        return Ok(None);
    };
    let mut next = Next::after(now);
    let mut entries = Vec::new();
    let mut add = |entry: Entry, gone_at: Option<Instant>| {
        let gone_at = gone_at.or(event.cancelled_at).unwrap_or(entry.changed);
        if entry.status != Status::Cancelled || next.change(cancelled_until(entry.end, gone_at)) {
            entries.push(entry);
        }
    };
    let holds = |item: &ReleasedSession| within.holds_session(item);
    let sessions = releases::list_sessions(rx, event.id, event.release)?;
    for item in sessions.into_iter().filter(holds) {
        add(session_entry(site, event, &item), item.removed_at);
    }
    for former in former_entries::list(rx, std::slice::from_ref(event))? {
        let sessions = releases::list_sessions(rx, former.id, former.release)?;
        for item in sessions.into_iter().filter(holds) {
            let gone_at = item.removed_at.or(former.cancelled_at);
            add(session_entry(site, &former, &item), gone_at);
        }
    }
    let mut booked = bookings::list(
        rx,
        &BookingFilter {
            event: Some(event.id),
            cancelled: true,
            ..BookingFilter::default()
        },
    )?;
    booked.retain(|booking| within.holds_booking(booking));
    let ids: Vec<SlotId> = booked.iter().map(|booking| booking.slot).collect();
    let slots = slots(rx, event, &ids)?;
    for booking in booked {
        if let Some(slot) = slots.get(&booking.slot) {
            let entry = booking_entry(site, event, &booking, slot, Reader::Public);
            add(entry, booking.cancelled_at);
        }
    }
    let calendar = Calendar {
        name: within.calendar_name(event),
        description: Some(format!("Sessions and booked pitches of {}.", event.title)),
        colour: "teal",
        zone: event.zone,
        refresh: REFRESH,
        entries,
    };
    Ok(Some(next.feed(calendar)))
}

/// A part of a programme, with what was ever in it.
struct Within {
    theme: Option<Theme>,
    stage: Option<OnStage>,
    /// Bookings that were once in a slot of the stage.
    once_there: HashSet<BookingId>,
    /// Pitches that once had the theme.
    once_so: HashSet<PitchId>,
}

impl Within {
    fn find(rx: &mut Rx<'_>, event: &Event, part: Part) -> Result<Option<Self>, StoreError> {
        let stage = match part.stage {
            None => None,
            Some(stage) => match releases::find_on_stage(rx, event.id, stage)? {
                None => return Ok(None),
                found => found,
            },
        };
        let once_there = match &stage {
            None => HashSet::new(),
            Some(stage) => former_places::list_slots(rx, event.id)?
                .into_iter()
                .filter(|(_, slot)| stage.slots.contains(slot))
                .map(|(booking, _)| booking)
                .collect(),
        };
        let once_so = match part.theme {
            None => HashSet::new(),
            Some(theme) => former_places::list_pitches(rx, event.id, theme)?,
        };
        Ok(Some(Self {
            theme: part.theme,
            stage,
            once_there,
            once_so,
        }))
    }

    fn holds_session(&self, item: &ReleasedSession) -> bool {
        let is_there = self.stage.as_ref().is_none_or(|stage| {
            item.session.stage.is_none() || stage.sessions.contains(&item.session.id)
        });
        self.theme.is_none() && is_there
    }

    fn holds_booking(&self, booking: &Booking) -> bool {
        let is_there = self.stage.as_ref().is_none_or(|stage| {
            stage.slots.contains(&booking.slot) || self.once_there.contains(&booking.id)
        });
        let is_so = self.theme.is_none_or(|theme| {
            booking.pitch.themes.contains(&theme) || self.once_so.contains(&booking.pitch.id)
        });
        is_there && is_so
    }

    fn calendar_name(&self, event: &Event) -> String {
        let stage = self.stage.as_ref().map(|stage| stage.name.as_str());
        let parts: Vec<&str> = ["programme"]
            .into_iter()
            .chain(stage)
            .chain(self.theme.map(Theme::name))
            .collect();
        format!("{}: {}", event.title, parts.join(", "))
    }
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
