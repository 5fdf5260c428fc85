//! Which slots are free, and which of them is nearest to one that is not.

use marketday_model::{Event, Instant, SlotId, SlotMode};
use marketday_store::bookings::Live;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, StoreError, bookings, holds, releases};
use std::collections::HashSet;

/// The free slots of an event at one instant.
#[derive(Debug, Clone, Default)]
pub struct FreeSlots {
    /// Free, and their pitch not yet begun, by start and stage.
    pub slots: Vec<ReleasedSlot>,
    /// How many slots there are that companies book or have booked; what the organiser gives is not among them.
    pub all: usize,
}

impl FreeSlots {
    /// Those of a release's slots that companies may book, that nothing keeps others out of, and whose pitch has not
    /// yet begun at `now`.
    pub fn among(released: Vec<ReleasedSlot>, live: &[Live], now: Instant) -> Self {
        let taken: HashSet<SlotId> = live.iter().map(|live| live.slot).collect();
        let is_open = |slot: &ReleasedSlot| slot.slot.mode == SlotMode::Open;
        let all = released
            .iter()
            .filter(|slot| is_open(slot) || taken.contains(&slot.slot.id))
            .count();
        let is_free = |slot: &ReleasedSlot| {
            is_open(slot) && !taken.contains(&slot.slot.id) && now < slot.slot.times.starts_at
        };
        let slots = released.into_iter().filter(is_free).collect();
        Self { slots, all }
    }

    /// The free slots nearest in time to `near`, at most `most`, the nearest first.
    pub fn nearest(&self, near: Instant, most: usize) -> Vec<ReleasedSlot> {
        let mut slots = self.slots.clone();
        slots.sort_by_key(|slot| {
            (
                (slot.slot.times.starts_at - near).abs(),
                slot.stage_position,
            )
        });
        slots.truncate(most);
        slots
    }

    /// Whether a slot is among them.
    pub fn contains(&self, id: SlotId) -> bool {
        self.slots.iter().any(|slot| slot.slot.id == id)
    }
}

/// The slots of the current release that nothing keeps others out of and whose pitch has not begun at `now`, whoever
/// decides who has them. A hold of `browser` keeps out others only.
pub fn untaken_slots(
    rx: &mut Rx<'_>,
    event: &Event,
    browser: &str,
    now: Instant,
) -> Result<Vec<ReleasedSlot>, StoreError> {
    let own = holds::find(rx, event.id, browser)?.map(|hold| hold.booking);
    let live = bookings::list_live(rx, event.id, now)?;
    let others = live.iter().filter(|live| Some(live.booking) != own);
    let taken: HashSet<SlotId> = others.map(|live| live.slot).collect();
    let mut slots = releases::list_slots(rx, event.id, event.release)?;
    slots.retain(|slot| !taken.contains(&slot.slot.id) && now < slot.slot.times.starts_at);
    Ok(slots)
}

/// The free slots of an event at `now`. Two queries, however many slots there are.
pub fn free_slots(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<FreeSlots, StoreError> {
    let released = releases::list_slots(rx, event.id, event.release)?;
    let live = bookings::list_live(rx, event.id, now)?;
    Ok(FreeSlots::among(released, &live, now))
}
