//! Sessions of the draft: adding, changing, removing.

use crate::altered;
use crate::edit::Before;
use marketday_model::notice::Subject;
use marketday_model::{
    EditKind, Event, EventId, EventState, Instant, Line, PersonId, Prose, Session, SessionId,
    SessionKind, StageId, Surroundings, TimeRange,
};
use marketday_store::{Note, Store, StoreError, Tx, bookings, events, programme};

/// What an organiser says of a session.
#[derive(Debug, Clone)]
pub struct SessionText {
    /// Its title.
    pub title: Line<120>,
    /// What it is about.
    pub description: Prose<2000>,
    /// Who chairs it.
    pub chair: Option<Line<120>>,
    /// What it is.
    pub kind: SessionKind,
    /// Where; none means the whole venue.
    pub stage: Option<StageId>,
    /// When.
    pub time: TimeRange,
}

/// Why a session is not saved.
#[derive(Debug, thiserror::Error)]
pub enum SessionRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// There is no such session in the draft.
    #[error("This session is not in the programme any more")]
    NoSuchSession,
    /// The event was called off or is over.
    #[error("The programme of an event that was cancelled or is over cannot be changed")]
    Over,
    /// Somebody else has saved it since it was looked at.
    #[error(
        "Somebody else has changed this session since you opened it. Nothing of yours is saved yet"
    )]
    ChangedMeanwhile,
    /// It has no place in the programme that another could take.
    #[error("Give both sessions a time and a stage first")]
    WithoutPlace,
    /// The stage belongs to another event.
    #[error("Choose one of the stages of this event")]
    NoSuchStage,
    /// A pitch session happens on a stage.
    #[error("Choose a stage: a pitch session cannot be at the whole venue")]
    PitchNeedsStage,
    /// It lies outside the day.
    #[error("The session must lie between the start and the end of the event")]
    OutsideDay,
    /// Slots would lie outside their session.
    #[error(
        "{count} slots would lie outside the session. Withdraw them or keep the session long enough"
    )]
    SlotsOutside {
        /// How many.
        count: usize,
    },
    /// It has booked slots.
    #[error(
        "{count} of its slots are booked. Cancel those bookings first, so that the companies are told"
    )]
    Booked {
        /// How many.
        count: usize,
    },
    /// The database failed.
    #[error("saving the session failed")]
    Store(#[from] StoreError),
}

/// Adds a session. `id` was drawn when the form was made, so that a form sent twice adds one.
pub fn add_session(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, SessionId),
    person: PersonId,
    text: SessionText,
) -> Result<(), SessionRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let owner = plannable(tx, event)?;
        let (before, new) = (Before::read(tx, event)?, session(event, id, &text));
        check(tx, &owner, &new)?;
        if programme::insert_session(tx, &new)? {
            let stages = programme::list_stages(tx, event)?;
            let altered = altered::session(None, Some(&new), &stages);
            note.write_altered(
                tx,
                "session.add",
                Subject::Event(event),
                new.title.clone(),
                &altered,
            )?;
            before.keep(tx, note, EditKind::Add)?;
        } else if programme::find_session(tx, event, id)?.is_none() {
            // The id is that of another event's session, or of one that was removed.
            return Err(SessionRefused::NoSuchSession);
        }
        Ok(())
    })
}

/// Changes a session. When it moves as a whole, its slots move along; bookings are told at the next release. With the
/// [`fingerprint`](Session::fingerprint) of what was looked at it is refused if somebody else has saved it since, unless
/// what is saved is just this.
pub fn change_session(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, SessionId),
    person: PersonId,
    (text, seen): (SessionText, Option<String>),
) -> Result<(), SessionRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let owner = plannable(tx, event)?;
        let (old, new) = (find(tx, event, id)?, session(event, id, &text));
        if is_stale(&old, seen.as_deref()) {
            return if new == old {
                Ok(())
            } else {
                Err(SessionRefused::ChangedMeanwhile)
            };
        }
        let before = Before::read(tx, event)?;
        save(tx, &owner, &old, &new)?;
        let stages = programme::list_stages(tx, event)?;
        let altered = altered::session(Some(&old), Some(&new), &stages);
        note.write_altered(
            tx,
            "session.change",
            Subject::Event(event),
            new.title.clone(),
            &altered,
        )?;
        before.keep(tx, note, EditKind::Change)?;
        Ok(())
    })
}

/// The session of the draft with this id.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    event: EventId,
    id: SessionId,
) -> Result<Session, SessionRefused> {
    programme::find_session(tx, event, id)?.ok_or(SessionRefused::NoSuchSession)
}

/// Whether a session is not any more what somebody has seen.
pub(crate) fn is_stale(session: &Session, seen: Option<&str>) -> bool {
    seen.is_some_and(|seen| seen != session.fingerprint())
}

/// Saves `new` in place of `old`, if that can be. When it moves as a whole, its slots move along.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    owner: &Event,
    old: &Session,
    new: &Session,
) -> Result<(), SessionRefused> {
    check(tx, owner, new)?;
    let slots: Vec<_> = programme::list_slots(tx, owner.id)?
        .into_iter()
        .filter(|slot| slot.session == new.id)
        .collect();
    if new.kind != SessionKind::Pitch && !slots.is_empty() {
        return Err(SessionRefused::SlotsOutside { count: slots.len() });
    }
    let by = new.time.start() - old.time.start();
    // In the night of a clock change the same local times are an hour more or less.
    let local = |at: Instant| at.with_timezone(&owner.zone).naive_local();
    let local_length = |time: TimeRange| local(time.end()) - local(time.start());
    let is_whole =
        new.time.length() == old.time.length() || local_length(new.time) == local_length(old.time);
    let moved = slots.into_iter().map(|mut slot| {
        slot.stage = new.stage.unwrap_or(slot.stage);
        if is_whole {
            slot.times = slot.times.shifted(by);
        }
        slot
    });
    let moved: Vec<_> = moved.collect();
    let outside = moved
        .iter()
        .filter(|slot| !new.time.holds(slot.times.occupied()))
        .count();
    if outside > 0 {
        return Err(SessionRefused::SlotsOutside { count: outside });
    }
    for slot in &moved {
        programme::update_slot(tx, slot)?;
    }
    programme::update_session(tx, new)?;
    Ok(())
}

/// Takes a session and its slots out of the draft. Booked slots are in the way.
pub fn remove_session(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, SessionId),
    person: PersonId,
) -> Result<(), SessionRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        plannable(tx, event)?;
        let Some(old) = programme::find_session(tx, event, id)? else {
            return Ok(());
        };
        let slots: Vec<_> = programme::list_slots(tx, event)?
            .into_iter()
            .filter(|slot| slot.session == id)
            .collect();
        let before = Before::read(tx, event)?;
        let live = bookings::list_live(tx, event, note.at)?;
        let count = slots
            .iter()
            .filter(|slot| live.iter().any(|taken| taken.slot == slot.id))
            .count();
        if count > 0 {
            return Err(SessionRefused::Booked { count });
        }
        for slot in &slots {
            programme::withdraw_slot(tx, slot.id, note.at)?;
        }
        programme::remove_session(tx, id, note.at)?;
        let stages = programme::list_stages(tx, event)?;
        let altered = altered::session(Some(&old), None, &stages);
        note.write_altered(
            tx,
            "session.remove",
            Subject::Event(event),
            old.title,
            &altered,
        )?;
        before.keep(tx, note, EditKind::Remove)?;
        Ok(())
    })
}

/// The event, locked, if its programme can be changed.
pub(crate) fn plannable(tx: &mut Tx<'_>, event: EventId) -> Result<Event, SessionRefused> {
    events::lock(tx, event)?;
    let event = events::find(tx, event)?.ok_or(SessionRefused::NoSuchEvent)?;
    match event.state {
        EventState::Cancelled | EventState::Completed => Err(SessionRefused::Over),
        _ => Ok(event),
    }
}

fn check(tx: &mut Tx<'_>, event: &Event, new: &Session) -> Result<(), SessionRefused> {
    match new.stage {
        Some(stage)
            if !programme::list_stages(tx, event.id)?
                .iter()
                .any(|s| s.id == stage) =>
        {
            return Err(SessionRefused::NoSuchStage);
        }
        None if new.kind == SessionKind::Pitch => return Err(SessionRefused::PitchNeedsStage),
        _ => {}
    }
    if event.time.holds(new.time) {
        Ok(())
    } else {
        Err(SessionRefused::OutsideDay)
    }
}

fn session(event: EventId, id: SessionId, text: &SessionText) -> Session {
    Session {
        id,
        event,
        stage: text.stage,
        kind: text.kind,
        title: text.title.to_string(),
        description: text.description.to_string(),
        chair: text
            .chair
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        time: text.time,
    }
}
