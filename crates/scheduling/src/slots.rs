//! Generating the slots of a pitch session: first shown, then made.

use crate::altered;
use crate::edit::Before;
use crate::told::Ids;
use marketday_model::code::digest;
use marketday_model::notice::Subject;
use marketday_model::slot::SlotTimes;
use marketday_model::{
    EditKind, EventId, EventState, PersonId, SessionId, SessionKind, Slot, SlotId, SlotMode,
    SlotPattern, Surroundings, TimeRange,
};
use marketday_store::{Note, Rx, Store, StoreError, bookings, events, programme};
use std::collections::HashSet;

/// What generating would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlotPlan {
    /// Slots that stay, because they are booked or held, or already at the right times.
    pub kept: Vec<Slot>,
    /// Slots that would be made.
    pub made: Vec<PlannedSlot>,
    /// Free slots that would be withdrawn.
    pub withdrawn: Vec<Slot>,
    /// Those of the kept that get another mode, with that mode; they are free.
    pub changed: Vec<Slot>,
    /// Those of the kept that keep their place only because they are booked or held.
    pub fixed: usize,
}

/// A slot that would be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedSlot {
    /// When.
    pub times: SlotTimes,
    /// Who decides who has it.
    pub mode: SlotMode,
}

impl SlotPlan {
    /// Whether there is nothing to do.
    pub fn is_done(&self) -> bool {
        self.made.is_empty() && self.withdrawn.is_empty() && self.changed.is_empty()
    }

    /// What tells this plan from any other, so that only the one that was shown is carried out.
    pub fn digest(&self) -> String {
        let line = |what: &str, id: String, times: &SlotTimes, mode: SlotMode| {
            let SlotTimes {
                starts_at,
                questions_at,
                ends_at,
                clear_at,
            } = times;
            format!("{what} {id} {starts_at} {questions_at} {ends_at} {clear_at} {mode}\n")
        };
        let slots = |what: &'static str, slots: &[Slot]| -> String {
            let lines = slots.iter();
            lines
                .map(|slot| line(what, slot.id.to_string(), &slot.times, slot.mode))
                .collect()
        };
        let made = self.made.iter();
        let made: String = made
            .map(|slot| line("made", String::new(), &slot.times, slot.mode))
            .collect();
        let parts = [
            slots("kept", &self.kept),
            made,
            slots("withdrawn", &self.withdrawn),
            slots("changed", &self.changed),
        ];
        digest(&parts.concat())[..32].to_owned()
    }
}

/// Why slots are not generated.
#[derive(Debug, thiserror::Error)]
pub enum SlotsRefused {
    /// There is no such session, or it is no pitch session.
    #[error("This pitch session is not in the programme any more")]
    NoSuchSession,
    /// The event was called off or is over.
    #[error("The programme of an event that was cancelled or is over cannot be changed")]
    Over,
    /// Not one slot fits.
    #[error(
        "No slot of this length fits into the session. Make the slot shorter or the session longer"
    )]
    NoneFits,
    /// What is there now differs from what was shown.
    #[error("The session or its bookings changed while you looked. Look at the new preview")]
    PlanChanged,
    /// The database failed.
    #[error("generating slots failed")]
    Store(#[from] StoreError),
}

/// What generating slots by this pattern would do now. Breaks and whatever else happens at the whole venue, or on the
/// same stage, inside the session are left out; booked and held slots never move.
pub fn plan_slots(
    rx: &mut Rx<'_>,
    event: EventId,
    session: SessionId,
    pattern: impl Into<SlotPattern>,
    now: marketday_model::Instant,
) -> Result<SlotPlan, SlotsRefused> {
    let pattern = pattern.into();
    let sessions = programme::list_sessions(rx, event)?;
    let pitch = sessions
        .iter()
        .find(|s| s.id == session && s.kind == SessionKind::Pitch)
        .ok_or(SlotsRefused::NoSuchSession)?;
    let stage = pitch.stage.ok_or(SlotsRefused::NoSuchSession)?;
    let live: HashSet<SlotId> = bookings::list_live(rx, event, now)?
        .iter()
        .map(|live| live.slot)
        .collect();
    let slots: Vec<Slot> = programme::list_slots(rx, event)?
        .into_iter()
        .filter(|s| s.session == session)
        .collect();
    let (fixed, free): (Vec<Slot>, Vec<Slot>) =
        slots.into_iter().partition(|slot| live.contains(&slot.id));
    let breaks = sessions
        .iter()
        .filter(|other| {
            other.id != session && (other.stage.is_none() || other.stage == Some(stage))
        })
        .map(|other| other.time);
    let breaks: Vec<TimeRange> = breaks.collect();
    let taken: Vec<TimeRange> = fixed.iter().map(|slot| slot.times.occupied()).collect();
    let wanted = pattern.slots(pitch.time, &breaks, &taken);
    if wanted.is_empty() && fixed.is_empty() {
        return Err(SlotsRefused::NoneFits);
    }
    let stays = |slot: &Slot| slot.stage == stage && wanted.contains(&slot.times);
    let (same, withdrawn): (Vec<Slot>, Vec<Slot>) = free.into_iter().partition(stays);
    let count = fixed.len();
    let is_made = |times: &&SlotTimes| !same.iter().any(|slot| slot.times == **times);
    let times: Vec<SlotTimes> = wanted.iter().filter(is_made).copied().collect();
    let stay = fixed.iter().map(|slot| (slot.times, Some(slot), true));
    let mut all: Vec<_> = stay
        .chain(same.iter().map(|slot| (slot.times, Some(slot), false)))
        .chain(times.into_iter().map(|times| (times, None, false)))
        .collect();
    all.sort_by_key(|(times, ..)| *times);
    let now: Vec<_> = all
        .iter()
        .map(|(_, slot, is_fixed)| (slot.map(|slot| slot.mode), *is_fixed))
        .collect();
    let mut plan = SlotPlan {
        withdrawn,
        fixed: count,
        ..SlotPlan::default()
    };
    for ((times, slot, _), mode) in all.into_iter().zip(pattern.shares.modes(&now)) {
        let Some(slot) = slot else {
            plan.made.push(PlannedSlot { times, mode });
            continue;
        };
        plan.kept.push(slot.clone());
        if slot.mode != mode {
            plan.changed.push(Slot {
                mode,
                ..slot.clone()
            });
        }
    }
    Ok(plan)
}

/// Does what [`plan_slots`] showed, if it still would: `shown` is the digest of that plan.
pub fn apply_slots(
    store: &Store,
    surroundings: &Surroundings,
    (event, session): (EventId, SessionId),
    person: PersonId,
    pattern: impl Into<SlotPattern>,
    shown: String,
) -> Result<SlotPlan, SlotsRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    let pattern = pattern.into();
    store.write(move |tx| {
        events::lock(tx, event)?;
        let owner = events::find(tx, event)?.ok_or(SlotsRefused::NoSuchSession)?;
        if matches!(owner.state, EventState::Cancelled | EventState::Completed) {
            return Err(SlotsRefused::Over);
        }
        let plan = plan_slots(tx, event, session, pattern, now)?;
        if plan.is_done() {
            return Ok(plan);
        }
        if plan.digest() != shown {
            return Err(SlotsRefused::PlanChanged);
        }
        let pitch =
            programme::find_session(tx, event, session)?.ok_or(SlotsRefused::NoSuchSession)?;
        let stage = pitch.stage.ok_or(SlotsRefused::NoSuchSession)?;
        let before = Before::read(tx, event)?;
        for slot in &plan.withdrawn {
            programme::withdraw_slot(tx, slot.id, now)?;
        }
        let made: Vec<Slot> = plan
            .made
            .iter()
            .map(|slot| Slot {
                id: ids.next(),
                event,
                session,
                stage,
                times: slot.times,
                mode: slot.mode,
            })
            .collect();
        programme::insert_slots(tx, &made)?;
        for slot in &plan.changed {
            programme::update_slot(tx, slot)?;
        }
        let withdrawn = plan.withdrawn.iter().map(|slot| &slot.times);
        let made = made.iter().map(|slot| &slot.times);
        let mut altered = altered::slots(withdrawn, made.clone(), &owner);
        altered.extend(altered::modes(&plan.kept, &plan.changed, &owner));
        note.write_altered(
            tx,
            "slots.generate",
            Subject::Event(event),
            format!("{} made", made.len()),
            &altered,
        )?;
        before.keep(tx, note, EditKind::MakeSlots)?;
        Ok(plan)
    })
}

/// Takes an open slot out of the draft, and says whether it did: one that is held or booked stays.
pub fn withdraw_slot(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    id: SlotId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let slots = programme::list_slots(tx, event)?;
        let Some(slot) = slots.iter().find(|slot| slot.id == id) else {
            return Ok(false);
        };
        if bookings::find_live(tx, id, note.at)?.is_some() {
            return Ok(false);
        }
        let Some(owner) = events::find(tx, event)? else {
            return Ok(false);
        };
        let before = Before::read(tx, event)?;
        programme::withdraw_slot(tx, id, note.at)?;
        let altered = altered::slots([slot.times].iter(), [].iter(), &owner);
        note.write_altered(
            tx,
            "slot.withdraw",
            Subject::Event(event),
            id.to_string(),
            &altered,
        )?;
        before.keep(tx, note, EditKind::WithdrawSlot)?;
        Ok(true)
    })
}

/// Lets somebody else decide who has a slot of the draft, and says in which session the slot is, if it is there. Companies see it with the next release; who has the slot keeps it.
pub fn set_slot_mode(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    (id, mode): (SlotId, SlotMode),
) -> Result<Option<SessionId>, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let slots = programme::list_slots(tx, event)?;
        let Some(slot) = slots.into_iter().find(|slot| slot.id == id) else {
            return Ok(None);
        };
        let Some(owner) = events::find(tx, event)? else {
            return Ok(None);
        };
        let session = slot.session;
        let after = Slot {
            mode,
            ..slot.clone()
        };
        if after == slot {
            return Ok(Some(session));
        }
        let before = Before::read(tx, event)?;
        programme::update_slot(tx, &after)?;
        let altered = altered::modes(&[slot], &[after], &owner);
        note.write_altered(
            tx,
            "slot.mode",
            Subject::Event(event),
            id.to_string(),
            &altered,
        )?;
        before.keep(tx, note, EditKind::SetMode)?;
        Ok(Some(session))
    })
}
