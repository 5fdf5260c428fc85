//! What the generator of slots would do, as its page shows it.

use marketday_model::{Booking, Days, Event, Session, Slot, SlotId, SlotMode};
use marketday_render::pages::organise::{ExistingSlot, NewSlot, SlotPreview};
use marketday_render::{Links, Tag, Tone};
use marketday_scheduling::SlotPlan;
use marketday_store::bookings::Live;
use std::collections::HashMap;

use super::frame::{count, is_live};
/// What would be made, and what it leaves out.
pub(super) fn preview(
    event: &Event,
    pitch: &Session,
    sessions: &[Session],
    plan: &SlotPlan,
) -> SlotPreview {
    let on_the_day = Days::at(pitch.time.start(), event.zone);
    let time = |at| on_the_day.time(at);
    let in_the_way = sessions.iter().filter(|other| {
        other.id != pitch.id
            && (other.stage.is_none() || other.stage == pitch.stage)
            && other.time.overlaps(pitch.time)
    });
    let breaks =
        in_the_way.map(|other| format!("{}, {}", other.title, event.days().times(other.time)));
    let withdrawn = withdrawn_text(event, &plan.withdrawn);
    SlotPreview {
        slots: plan
            .made
            .iter()
            .map(|slot| NewSlot {
                starts: time(slot.times.starts_at),
                questions: time(slot.times.questions_at),
                ends: time(slot.times.ends_at),
                clear: time(slot.times.clear_at),
                mode: slot.mode.name().to_owned(),
            })
            .collect(),
        left_out: breaks.chain(withdrawn).collect(),
        changed: plan
            .changed
            .iter()
            .map(|slot| mode_text(event, slot))
            .collect(),
        is_done: plan.is_done(),
        waits_for_release: is_live(event),
    }
}

/// `2 free slots, which are withdrawn: 10:30am, 10:45am`.
fn withdrawn_text(event: &Event, slots: &[Slot]) -> Option<String> {
    let starts: Vec<String> = slots
        .iter()
        .map(|slot| event.days().time(slot.times.starts_at))
        .collect();
    let verb = if starts.len() == 1 { "is" } else { "are" };
    let slots = count(starts.len(), "free slot");
    (!starts.is_empty()).then(|| format!("{slots}, which {verb} withdrawn: {}", starts.join(", ")))
}

/// `10:30am to 10:42am: Held back`.
fn mode_text(event: &Event, slot: &Slot) -> String {
    format!("{}: {}", times_text(event, slot), slot.mode.name())
}

/// The slots that a session has now.
pub(super) fn existing<'a>(
    event: &Event,
    slots: impl Iterator<Item = &'a Slot>,
    live: &[Live],
    booked: &[Booking],
) -> Vec<ExistingSlot> {
    let live: HashMap<SlotId, bool> = live
        .iter()
        .map(|live| (live.slot, live.hold_expires_at.is_some()))
        .collect();
    let row = |slot: &Slot| {
        let state = match live.get(&slot.id) {
            None if slot.mode == SlotMode::Open => Tag::new("Open", Tone::Good),
            None => Tag::new(slot.mode.name(), Tone::Quiet),
            Some(true) => Tag::new("Held", Tone::Warn),
            Some(false) => Tag::new("Booked", Tone::Quiet),
        };
        let company = booked.iter().find(|booking| booking.slot == slot.id);
        ExistingSlot {
            times_text: times_text(event, slot),
            state,
            company: company.map(|booking| booking.company_name.clone()),
            mode: slot.mode.as_str(),
            mode_action: Links::organise_slot_mode(&event.slug, &slot.id),
            withdrawal_action: (!live.contains_key(&slot.id))
                .then(|| Links::organise_slot_withdrawal(&event.slug, &slot.id)),
        }
    };
    let mut slots: Vec<&Slot> = slots.collect();
    slots.sort_by_key(|slot| slot.times);
    slots.into_iter().map(row).collect()
}

/// `10:30am to 10:42am`: what the presenter sees of a slot.
fn times_text(event: &Event, slot: &Slot) -> String {
    event.days().times(slot.times.presented())
}
