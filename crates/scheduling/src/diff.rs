//! What a release would change: the draft held against what was released last.

use marketday_model::{
    Booking, Days, Event, EventId, Instant, Session, SessionId, Slot, SlotId, Stage, StageId,
    TimeRange,
};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{Rx, StoreError, bookings, programme, releases};
use std::collections::{BTreeMap, HashMap};

/// How a slot is called that nobody has booked.
pub const FREE_SLOT: &str = "Free slot";

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
    /// Its text or chair changed; of a slot, who may book it.
    Changed,
    /// It was taken out.
    Removed(String),
}

/// A version of the programme: a release, or the draft as a release would show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programme {
    /// Its sessions by start, those that were taken out among them.
    pub sessions: Vec<ReleasedSession>,
    /// Its slots, by start and stage.
    pub slots: Vec<ReleasedSlot>,
}

pub(crate) fn draft(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<Programme, StoreError> {
    let stages = programme::list_stages(rx, event.id)?;
    let sessions = programme::list_sessions(rx, event.id)?;
    let slots = programme::list_slots(rx, event.id)?;
    Ok(drafted((&stages, sessions, slots), now))
}

/// A draft that was read already, as a release would show it.
fn drafted(
    (stages, sessions, slots): (&[Stage], Vec<Session>, Vec<Slot>),
    now: Instant,
) -> Programme {
    let stages: HashMap<StageId, (String, u32)> = stages
        .iter()
        .map(|stage| (stage.id, (stage.name.clone(), stage.position)))
        .collect();
    let sessions = sessions
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
    let slots = slots
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
    Programme { sessions, slots }
}

/// What a release made now would change.
pub fn preview_release(
    rx: &mut Rx<'_>,
    event: &Event,
    now: Instant,
) -> Result<ReleaseDiff, StoreError> {
    let (draft, booked) = (draft(rx, event, now)?, booked(rx, event.id)?);
    let released = released(rx, event)?;
    Ok(preview(event, &released, &draft, &booked))
}

/// The same of a draft, and of the live bookings, that were read already.
pub fn preview_release_of(
    rx: &mut Rx<'_>,
    event: &Event,
    draft: (&[Stage], &[Session], &[Slot]),
    booked: &[Booking],
    now: Instant,
) -> Result<ReleaseDiff, StoreError> {
    let released = released(rx, event)?;
    Ok(preview_between(event, &released, draft, booked, now))
}

/// What is released, as it was read.
pub fn released(rx: &mut Rx<'_>, event: &Event) -> Result<Programme, StoreError> {
    Ok(Programme {
        sessions: releases::list_sessions(rx, event.id, event.release)?,
        slots: releases::list_slots(rx, event.id, event.release)?,
    })
}

/// What a release made now would change, where everything was read already.
pub fn preview_between(
    event: &Event,
    released: &Programme,
    (stages, sessions, slots): (&[Stage], &[Session], &[Slot]),
    booked: &[Booking],
    now: Instant,
) -> ReleaseDiff {
    let draft = drafted((stages, sessions.to_vec(), slots.to_vec()), now);
    let company = |booking: &Booking| (booking.slot, booking.company_name.clone());
    let booked = booked.iter().map(company).collect();
    preview(event, released, &draft, &booked)
}

fn preview(
    event: &Event,
    old: &Programme,
    draft: &Programme,
    booked: &BTreeMap<SlotId, String>,
) -> ReleaseDiff {
    let told = slot_changes(&old.slots, &draft.slots)
        .iter()
        .filter(|change| change.moves() && booked.contains_key(&change.slot))
        .count();
    let items = differences(event.days(), old, draft, booked);
    ReleaseDiff { items, told }
}

/// The company of each slot that is booked now.
pub(crate) fn booked(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<BTreeMap<SlotId, String>, StoreError> {
    let live = BookingFilter {
        event: Some(event),
        ..BookingFilter::default()
    };
    let booked = bookings::list(rx, &live)?.into_iter();
    Ok(booked
        .map(|booking| (booking.slot, booking.company_name))
        .collect())
}

/// How one version of a programme differs from an earlier one: its sessions by their times, those taken out last, and
/// then its slots in the same way. What is the same in both is left out. Booked slots go by the company's name. The day
/// is said where it could be another one: the event has several, or one version lies on another date.
pub fn differences(
    days: Days,
    old: &Programme,
    new: &Programme,
    booked: &BTreeMap<SlotId, String>,
) -> Vec<DiffItem> {
    let times = [old, new].into_iter().flat_map(|programme| {
        let sessions = programme.sessions.iter();
        let sessions = sessions.filter(|item| item.removed_at.is_none());
        let slots = programme.slots.iter();
        let sessions = sessions.map(|item| item.session.time.start());
        sessions.chain(slots.map(|item| item.slot.times.starts_at))
    });
    let days = times.fold(days, Days::with);
    let mut items = session_items(days, &old.sessions, &new.sessions);
    let slots = slot_changes(&old.slots, &new.slots);
    items.extend(slots.iter().map(|change| slot_item(days, change, booked)));
    items
}

fn place(days: Days, time: TimeRange, stage: Option<&str>) -> String {
    format!("{}, {}", days.times(time), stage.unwrap_or("whole venue"))
}

fn session_items(days: Days, old: &[ReleasedSession], new: &[ReleasedSession]) -> Vec<DiffItem> {
    let at = |item: &ReleasedSession| place(days, item.session.time, item.stage_name.as_deref());
    let item = |session: &Session, what| DiffItem {
        title: session.title.clone(),
        what,
        is_slot: false,
    };
    let is_in = |item: &&ReleasedSession| item.removed_at.is_none();
    let by_id = |items: &'_ [ReleasedSession]| -> HashMap<SessionId, usize> {
        let kept = items.iter().enumerate().filter(|(_, item)| is_in(item));
        kept.map(|(n, item)| (item.session.id, n)).collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    let mut items = Vec::new();
    for now in new.iter().filter(is_in) {
        match before.get(&now.session.id).map(|n| &old[*n]) {
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
    for was in old.iter().filter(is_in) {
        if !after.contains_key(&was.session.id) {
            items.push(item(&was.session, Difference::Removed(at(was))));
        }
    }
    items
}

/// Whether two states of a session read the same, wherever and whenever they are.
pub fn same_text(a: &Session, b: &Session) -> bool {
    (a.kind, &a.title, &a.description, &a.chair) == (b.kind, &b.title, &b.description, &b.chair)
}

/// A slot that a release adds, moves or takes away.
pub(crate) struct SlotChange<'a> {
    pub(crate) slot: SlotId,
    pub(crate) from: Option<&'a ReleasedSlot>,
    pub(crate) to: Option<&'a ReleasedSlot>,
}

impl SlotChange<'_> {
    /// Whether its booking, if it has one, is concerned: who may book a slot does not concern who has it.
    pub(crate) fn moves(&self) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) => is_elsewhere(from, to),
            _ => true,
        }
    }
}

fn is_elsewhere(from: &ReleasedSlot, to: &ReleasedSlot) -> bool {
    from.slot.times != to.slot.times
        || from.stage_name != to.stage_name
        || from.slot.stage != to.slot.stage
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
        is_elsewhere(from, to) || from.slot.mode != to.slot.mode
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

fn slot_item(days: Days, change: &SlotChange<'_>, booked: &BTreeMap<SlotId, String>) -> DiffItem {
    let at = |slot: &ReleasedSlot| place(days, slot.slot.times.presented(), Some(&slot.stage_name));
    let title = booked
        .get(&change.slot)
        .map_or_else(|| FREE_SLOT.to_owned(), Clone::clone);
    let what = match (change.from, change.to) {
        (Some(from), Some(to)) if change.moves() => Difference::Moved {
            from: at(from),
            to: at(to),
        },
        (None, Some(to)) => Difference::New(at(to)),
        (Some(from), None) => Difference::Removed(at(from)),
        (Some(_), Some(_)) | (None, None) => Difference::Changed,
    };
    DiffItem {
        title,
        what,
        is_slot: true,
    }
}
