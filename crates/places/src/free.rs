//! Which slots are free, and which of them is nearest to one that is not.

use marketday_model::{BookingRules, Event, Instant, SlotId};
use marketday_store::bookings::Live;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, StoreError, booking_rules, bookings, holds, releases};
use std::collections::HashSet;

/// The free slots of an event at one instant.
#[derive(Debug, Clone, Default)]
pub struct FreeSlots {
    /// Free for every company or for some, and their pitch not yet begun, by start and stage.
    pub slots: Vec<ReleasedSlot>,
    /// Those of them that only some companies may book.
    pub held_back: HashSet<SlotId>,
    /// How many slots there are that companies book or have booked; what the organiser gives is not among them.
    pub all: usize,
}

impl FreeSlots {
    /// Those of a release's slots that companies may book, that nothing keeps others out of, and whose pitch has not
    /// yet begun at `now`.
    pub fn among(
        released: Vec<ReleasedSlot>,
        live: &[Live],
        rules: &BookingRules,
        now: Instant,
    ) -> Self {
        let taken: HashSet<SlotId> = live.iter().map(|live| live.slot).collect();
        let is_open = |slot: &ReleasedSlot| rules.offers(slot.slot.mode, now);
        let all = released
            .iter()
            .filter(|slot| is_open(slot) || taken.contains(&slot.slot.id))
            .count();
        let is_free = |slot: &ReleasedSlot| {
            is_open(slot) && !taken.contains(&slot.slot.id) && now < slot.slot.times.starts_at
        };
        let slots: Vec<ReleasedSlot> = released.into_iter().filter(is_free).collect();
        let held_back = slots
            .iter()
            .filter(|slot| !rules.offers_to_all(slot.slot.mode, now))
            .map(|slot| slot.slot.id)
            .collect();
        Self {
            slots,
            held_back,
            all,
        }
    }

    /// The free slots nearest in time to `near` that every company may book, at most `most`, the nearest first.
    pub fn nearest(&self, near: Instant, most: usize) -> Vec<ReleasedSlot> {
        let for_all = |slot: &&ReleasedSlot| !self.held_back.contains(&slot.slot.id);
        let mut slots: Vec<ReleasedSlot> = self.slots.iter().filter(for_all).cloned().collect();
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

/// The free slots of an event at `now`. Three queries, however many slots there are.
pub fn free_slots(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<FreeSlots, StoreError> {
    let released = releases::list_slots(rx, event.id, event.release)?;
    let live = bookings::list_live(rx, event.id, now)?;
    let rules = booking_rules::find(rx, event.id)?;
    Ok(FreeSlots::among(released, &live, &rules, now))
}
