//! Going back: the draft as an old release had it.

use crate::day::DateRefused;
use crate::diff::{DiffItem, Programme, booked, differences, draft};
use crate::edit::Before;
use marketday_model::notice::Subject;
use marketday_model::time::days_later;
use marketday_model::{
    EditKind, Event, EventId, EventState, Instant, PersonId, SessionId, SlotId, Surroundings,
    TimeRange,
};
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{Note, Rx, Store, StoreError, bookings, events, programme, releases};
use std::collections::{HashMap, HashSet};

/// What going back to a release would do with the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResetPlan {
    /// How the draft would differ from what it is.
    pub items: Vec<DiffItem>,
    /// The titles of newer sessions, which would be kept without a place in the programme.
    pub unscheduled: Vec<String>,
    /// The titles of newer sessions that stay where they are, since companies have booked in them.
    pub kept: Vec<String>,
    /// How many slots the release did not have stay, because they are booked or held.
    pub kept_slots: usize,
}

/// Why the draft stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ResetRefused {
    /// There is no such event, or no such release of it.
    #[error("There is no such release")]
    NoSuchRelease,
    /// The event was called off or is over.
    #[error("The programme of an event that was cancelled or is over cannot be changed")]
    Over,
    /// The day is shorter than it was.
    #[error(
        "That release has sessions before the start or after the end of the day. Change the hours of the day first"
    )]
    OutsideDay,
    /// A local time of it does not exist on the day's date, or exists twice.
    #[error(transparent)]
    Date(#[from] DateRefused),
    /// The database failed.
    #[error("going back to the release failed")]
    Store(#[from] StoreError),
}

/// The draft as it would be, with what is done to get there.
struct Target {
    programme: Programme,
    unscheduled: Vec<(SessionId, String)>,
    withdrawn: Vec<SlotId>,
    kept: Vec<String>,
    kept_slots: usize,
}

/// What going back to the release with this number would do now. Eight queries, however much there is.
pub fn plan_reset(
    rx: &mut Rx<'_>,
    event: &Event,
    number: u32,
    now: Instant,
) -> Result<ResetPlan, ResetRefused> {
    let current = draft(rx, event, now)?;
    let target = target(rx, event, number, &current, now)?;
    Ok(plan(rx, event, &current, target)?)
}

fn plan(
    rx: &mut Rx<'_>,
    event: &Event,
    current: &Programme,
    target: Target,
) -> Result<ResetPlan, StoreError> {
    let booked = booked(rx, event.id)?;
    Ok(ResetPlan {
        items: differences(event.days(), current, &target.programme, &booked),
        unscheduled: target
            .unscheduled
            .into_iter()
            .map(|(_, title)| title)
            .collect(),
        kept: target.kept,
        kept_slots: target.kept_slots,
    })
}

fn target(
    rx: &mut Rx<'_>,
    event: &Event,
    number: u32,
    current: &Programme,
    now: Instant,
) -> Result<Target, ResetRefused> {
    let mut sessions = releases::list_sessions(rx, event.id, number)?;
    sessions.retain(|item| item.removed_at.is_none());
    if number == 0 || sessions.is_empty() {
        return Err(ResetRefused::NoSuchRelease);
    }
    let mut slots = releases::list_slots(rx, event.id, number)?;
    let release = releases::find(rx, event.id, number)?;
    let was = release.and_then(|release| release.event_starts_at);
    bring_to_the_day(event, was, &mut sessions, &mut slots)?;
    let live: HashSet<SlotId> = bookings::list_live(rx, event.id, now)?
        .iter()
        .map(|live| live.slot)
        .collect();
    let had: HashSet<SessionId> = sessions.iter().map(|item| item.session.id).collect();
    let had_slots: HashSet<SlotId> = slots.iter().map(|item| item.slot.id).collect();
    let mut with_live: HashMap<SessionId, usize> = HashMap::new();
    for item in current
        .slots
        .iter()
        .filter(|item| live.contains(&item.slot.id))
    {
        *with_live.entry(item.slot.session).or_default() += 1;
    }
    let newer = current
        .sessions
        .iter()
        .filter(|item| !had.contains(&item.session.id));
    let (kept, unscheduled): (Vec<_>, Vec<_>) =
        newer.partition(|item| with_live.contains_key(&item.session.id));
    let newer_slots = current
        .slots
        .iter()
        .filter(|item| !had_slots.contains(&item.slot.id));
    let (kept_slots, withdrawn): (Vec<_>, Vec<_>) =
        newer_slots.partition(|item| live.contains(&item.slot.id));
    let title = |item: &&ReleasedSession| item.session.title.clone();
    let target = Target {
        unscheduled: unscheduled
            .iter()
            .map(|item| (item.session.id, title(item)))
            .collect(),
        withdrawn: withdrawn.iter().map(|item| item.slot.id).collect(),
        kept: kept.iter().map(title).collect(),
        kept_slots: kept_slots.len(),
        programme: Programme {
            sessions: sessions
                .into_iter()
                .chain(kept.into_iter().cloned())
                .collect(),
            slots: slots
                .into_iter()
                .chain(kept_slots.into_iter().cloned())
                .collect(),
        },
    };
    Ok(target)
}

/// Puts what was released for another date, that of `was`, on the date of the day, at the same local times. Where that
/// is not known, it was that of the first session.
fn bring_to_the_day(
    event: &Event,
    was: Option<Instant>,
    sessions: &mut [ReleasedSession],
    slots: &mut [ReleasedSlot],
) -> Result<(), ResetRefused> {
    let first = sessions.iter().map(|item| item.session.time.start()).min();
    let days = was.or(first).map_or(0, |was| {
        let days = event.days();
        (days.first() - days.day_of(was)).num_days()
    });
    let moved =
        |at: Instant| days_later(at, days, event.zone, None).map_err(|_| DateRefused::ClockChange);
    for item in sessions {
        let time = item.session.time;
        if days != 0 {
            let time = TimeRange::new(moved(time.start())?, moved(time.end())?);
            item.session.time = time.map_err(|_| DateRefused::ClockChange)?;
        }
        if !event.time.holds(item.session.time) {
            return Err(ResetRefused::OutsideDay);
        }
    }
    for item in slots.iter_mut().filter(|_| days != 0) {
        let by = moved(item.slot.times.starts_at)? - item.slot.times.starts_at;
        item.slot.times = item.slot.times.shifted(by);
    }
    Ok(())
}

/// Makes the draft what a release had: its sessions and slots at their places. Newer sessions stay, without a place;
/// what companies have booked or hold stays where it is. Others see it with the next release.
pub fn reset_draft(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    number: u32,
) -> Result<ResetPlan, ResetRefused> {
    let note = Note::new(surroundings, person);
    let now = note.at;
    store.write(move |tx| {
        events::lock(tx, id)?;
        let event = events::find(tx, id)?.ok_or(ResetRefused::NoSuchRelease)?;
        if matches!(event.state, EventState::Cancelled | EventState::Completed) {
            return Err(ResetRefused::Over);
        }
        let (before, current) = (Before::read(tx, id)?, draft(tx, &event, now)?);
        let target = target(tx, &event, number, &current, now)?;
        for item in &target.programme.sessions {
            programme::restore_session(tx, &item.session)?;
        }
        for item in &target.programme.slots {
            programme::restore_slot(tx, &item.slot)?;
        }
        for slot in &target.withdrawn {
            programme::withdraw_slot(tx, *slot, now)?;
        }
        for (session, _) in &target.unscheduled {
            programme::unschedule_session(tx, *session, now)?;
        }
        let plan = plan(tx, &event, &current, target)?;
        let detail = format!("release {number}");
        note.write(tx, "programme.reset", Subject::Event(id), detail)?;
        before.keep(tx, note, EditKind::Reset)?;
        Ok(plan)
    })
}
