//! What a booking in another slot must be told.

use marketday_model::{Days, Event};
use marketday_store::audit::Change;
use marketday_store::releases::ReleasedSlot;

/// What is otherwise about a slot than it was before; nothing where it was nowhere. Whoever notes it sets the version.
pub fn slot_differences(
    event: &Event,
    from: Option<&ReleasedSlot>,
    to: &ReleasedSlot,
) -> Vec<Change> {
    let Some(from) = from else { return Vec::new() };
    let slots = [from, to].map(|slot| slot.slot.times.starts_at);
    let days = slots.into_iter().fold(event.days(), Days::with);
    let time = |slot: &ReleasedSlot| days.times(slot.slot.times.presented());
    let stage = |slot: &ReleasedSlot| slot.stage_name.clone();
    [
        ("Time", time(from), time(to)),
        ("Stage", stage(from), stage(to)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(what, before, after)| Change {
        version: 0,
        what: what.to_owned(),
        before,
        after,
    })
    .collect()
}
