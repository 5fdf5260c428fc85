//! What a release would change: the draft held against what was released last.

use marketday_model::time::clock_range;
use marketday_model::{Booking, Event, Instant, Session, SlotId, StageId};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{Rx, StoreError, bookings, programme, releases};
use std::collections::HashMap;

/// What a release would change, compared with the last one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReleaseDiff {
    /// One entry a session, and one a slot whose place changed, by time.
    pub items: Vec<DiffItem>,
    /// Contacts of bookings that are told.
    pub told: usize,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffItem {
    /// The session's title, or the company of a booked slot.
    pub title: String,
    /// What happens to it.
    pub what: Difference,
    /// Whether it is a slot rather than a session.
    pub is_slot: bool,
}

/// What happens to an item of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is new, at this time and place.
    New(String),
    /// It moved from one time and place to another.
    Moved {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// Its text changed.
    Changed,
    /// It was taken out.
    Removed(String),
}
/// The draft as a release would show it.
pub(crate) struct Draft {
    pub(crate) sessions: Vec<ReleasedSession>,
    pub(crate) slots: Vec<ReleasedSlot>,
}

pub(crate) fn draft(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<Draft, StoreError> {
    let stages: HashMap<StageId, (String, u32)> = programme::list_stages(rx, event.id)?
        .into_iter()
        .map(|s| (s.id, (s.name, s.position)))
        .collect();
    let sessions = programme::list_sessions(rx, event.id)?
        .into_iter()
        .map(|session| ReleasedSession {
            stage_name: session
                .stage
                .and_then(|id| stages.get(&id))
                .map(|(name, _)| name.clone()),
            session,
            sequence: 0,
            changed_at: now,
            removed_at: None,
        })
        .collect();
    let slots = programme::list_slots(rx, event.id)?
        .into_iter()
        .map(|slot| {
            let (stage_name, stage_position) = stages.get(&slot.stage).cloned().unwrap_or_default();
            ReleasedSlot {
                slot,
                stage_name,
                stage_position,
            }
        })
        .collect();
    Ok(Draft { sessions, slots })
}

/// What a release made now would change.
pub fn preview_release(
    rx: &mut Rx<'_>,
    event: &Event,
    now: Instant,
) -> Result<ReleaseDiff, StoreError> {
    let draft = draft(rx, event, now)?;
    let old_sessions = releases::list_sessions(rx, event.id, event.release)?;
    let old_slots = releases::list_slots(rx, event.id, event.release)?;
    let booked = bookings::list(
        rx,
        &BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        },
    )?;
    let mut items = session_items(event, &old_sessions, &draft.sessions);
    let slots = slot_changes(&old_slots, &draft.slots);
    let moved = slots
        .iter()
        .filter(|change| booked.iter().any(|b| b.slot == change.slot))
        .count();
    items.extend(slots.iter().map(|change| slot_item(event, change, &booked)));
    Ok(ReleaseDiff { items, told: moved })
}

fn place(event: &Event, time: marketday_model::TimeRange, stage: Option<&str>) -> String {
    format!(
        "{}, {}",
        clock_range(time, event.zone),
        stage.unwrap_or("whole venue")
    )
}

fn session_items(event: &Event, old: &[ReleasedSession], new: &[ReleasedSession]) -> Vec<DiffItem> {
    let at = |item: &ReleasedSession| place(event, item.session.time, item.stage_name.as_deref());
    let item = |session: &Session, what| DiffItem {
        title: session.title.clone(),
        what,
        is_slot: false,
    };
    let mut items = Vec::new();
    for now in new {
        let before = old
            .iter()
            .find(|was| was.session.id == now.session.id && was.removed_at.is_none());
        match before {
            None => items.push(item(&now.session, Difference::New(at(now)))),
            Some(was) if at(was) != at(now) || was.session.time != now.session.time => {
                items.push(item(
                    &now.session,
                    Difference::Moved {
                        from: at(was),
                        to: at(now),
                    },
                ));
            }
            Some(was) if !same_text(&was.session, &now.session) => {
                items.push(item(&now.session, Difference::Changed));
            }
            Some(_) => {}
        }
    }
    for was in old.iter().filter(|was| was.removed_at.is_none()) {
        if !new.iter().any(|now| now.session.id == was.session.id) {
            items.push(item(&was.session, Difference::Removed(at(was))));
        }
    }
    items
}

pub(crate) fn same_text(a: &Session, b: &Session) -> bool {
    (a.kind, &a.title, &a.description) == (b.kind, &b.title, &b.description)
}

/// A slot that a release adds, moves or takes away.
pub(crate) struct SlotChange<'a> {
    pub(crate) slot: SlotId,
    pub(crate) from: Option<&'a ReleasedSlot>,
    pub(crate) to: Option<&'a ReleasedSlot>,
}

pub(crate) fn slot_changes<'a>(
    old: &'a [ReleasedSlot],
    new: &'a [ReleasedSlot],
) -> Vec<SlotChange<'a>> {
    let before: HashMap<SlotId, &ReleasedSlot> =
        old.iter().map(|slot| (slot.slot.id, slot)).collect();
    let after: HashMap<SlotId, &ReleasedSlot> =
        new.iter().map(|slot| (slot.slot.id, slot)).collect();
    let differs = |from: &ReleasedSlot, to: &ReleasedSlot| {
        from.slot.times != to.slot.times
            || from.stage_name != to.stage_name
            || from.slot.stage != to.slot.stage
    };
    let changed = new.iter().filter_map(|to| match before.get(&to.slot.id) {
        Some(from) if !differs(from, to) => None,
        from => Some(SlotChange {
            slot: to.slot.id,
            from: from.copied(),
            to: Some(to),
        }),
    });
    let gone = old
        .iter()
        .filter(|from| !after.contains_key(&from.slot.id))
        .map(|from| SlotChange {
            slot: from.slot.id,
            from: Some(from),
            to: None,
        });
    changed.chain(gone).collect()
}

fn slot_item(event: &Event, change: &SlotChange<'_>, booked: &[Booking]) -> DiffItem {
    let at =
        |slot: &ReleasedSlot| place(event, slot.slot.times.presented(), Some(&slot.stage_name));
    let title = booked
        .iter()
        .find(|booking| booking.slot == change.slot)
        .map_or_else(
            || "Free slot".to_owned(),
            |booking| booking.company_name.clone(),
        );
    let what = match (change.from, change.to) {
        (Some(from), Some(to)) => Difference::Moved {
            from: at(from),
            to: at(to),
        },
        (None, Some(to)) => Difference::New(at(to)),
        (Some(from), None) => Difference::Removed(at(from)),
        (None, None) => Difference::Changed,
    };
    DiffItem {
        title,
        what,
        is_slot: true,
    }
}
