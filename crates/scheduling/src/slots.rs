//! Generating the slots of a pitch session: first shown, then made.

use crate::altered;
use crate::told::Ids;
use marketday_model::notice::Subject;
use marketday_model::slot::{SlotLengths, SlotTimes, generate};
use marketday_model::{
    EventId, EventState, PersonId, SessionId, SessionKind, Slot, SlotId, Surroundings, TimeRange,
};
use marketday_store::{Note, Rx, Store, StoreError, bookings, events, programme};
use std::collections::HashSet;

/// What generating would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlotPlan {
    /// Slots that stay, because they are booked or held, or already at the right times.
    pub kept: Vec<Slot>,
    /// Slots that would be made.
    pub made: Vec<SlotTimes>,
    /// Free slots that would be withdrawn.
    pub withdrawn: Vec<Slot>,
    /// Those of the kept that keep their place only because they are booked or held.
    pub fixed: usize,
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

/// What generating slots of these lengths would do now. Breaks and whatever else happens at the whole venue, or on the
/// same stage, inside the session are left out; booked and held slots never move.
pub fn plan_slots(
    rx: &mut Rx<'_>,
    event: EventId,
    session: SessionId,
    lengths: SlotLengths,
    now: marketday_model::Instant,
) -> Result<SlotPlan, SlotsRefused> {
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
    let taken: Vec<TimeRange> = breaks
        .chain(fixed.iter().map(|slot| slot.times.occupied()))
        .collect();
    let wanted = generate(pitch.time, lengths, &taken);
    if wanted.is_empty() && fixed.is_empty() {
        return Err(SlotsRefused::NoneFits);
    }
    let stays = |slot: &Slot| slot.stage == stage && wanted.contains(&slot.times);
    let (same, withdrawn): (Vec<Slot>, Vec<Slot>) = free.into_iter().partition(stays);
    let made = wanted
        .into_iter()
        .filter(|times| !same.iter().any(|slot| slot.times == *times))
        .collect();
    let count = fixed.len();
    let mut kept: Vec<Slot> = fixed.into_iter().chain(same).collect();
    kept.sort_by_key(|slot| slot.times);
    Ok(SlotPlan {
        kept,
        made,
        withdrawn,
        fixed: count,
    })
}

/// Does what [`plan_slots`] showed, if it still would: the number of slots to be made and withdrawn must be the same.
pub fn apply_slots(
    store: &Store,
    surroundings: &Surroundings,
    (event, session): (EventId, SessionId),
    person: PersonId,
    lengths: SlotLengths,
    shown: (usize, usize),
) -> Result<SlotPlan, SlotsRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let owner = events::find(tx, event)?.ok_or(SlotsRefused::NoSuchSession)?;
        if matches!(owner.state, EventState::Cancelled | EventState::Completed) {
            return Err(SlotsRefused::Over);
        }
        let plan = plan_slots(tx, event, session, lengths, now)?;
        if (plan.made.len(), plan.withdrawn.len()) == (0, 0) {
            return Ok(plan);
        }
        if (plan.made.len(), plan.withdrawn.len()) != shown {
            return Err(SlotsRefused::PlanChanged);
        }
        let pitch =
            programme::find_session(tx, event, session)?.ok_or(SlotsRefused::NoSuchSession)?;
        let stage = pitch.stage.ok_or(SlotsRefused::NoSuchSession)?;
        for slot in &plan.withdrawn {
            programme::withdraw_slot(tx, slot.id, now)?;
        }
        let made: Vec<Slot> = plan
            .made
            .iter()
            .map(|times| Slot {
                id: ids.next(),
                event,
                session,
                stage,
                times: *times,
            })
            .collect();
        programme::insert_slots(tx, &made)?;
        let withdrawn = plan.withdrawn.iter().map(|slot| &slot.times);
        let altered = altered::slots(withdrawn, plan.made.iter(), &owner);
        note.write_altered(
            tx,
            "slots.generate",
            Subject::Event(event),
            format!("{} made", made.len()),
            &altered,
        )?;
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
        programme::withdraw_slot(tx, id, note.at)?;
        let altered = altered::slots([slot.times].iter(), [].iter(), &owner);
        note.write_altered(
            tx,
            "slot.withdraw",
            Subject::Event(event),
            id.to_string(),
            &altered,
        )?;
        Ok(true)
    })
}
