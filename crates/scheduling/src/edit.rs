//! Undoing what was done with a draft, and doing it again. Everybody undoes their own edits only, the last one first; a
//! session or slot that is not any more as an edit left it stays as it is.

use crate::altered;
use marketday_model::draft_edit::{Changed, DraftEdit, DraftSession, EditKind};
use marketday_model::notice::Subject;
use marketday_model::{
    DraftEditId, Event, EventId, EventState, PersonId, Session, SessionId, Slot, SlotId, Stage,
    Surroundings,
};
use marketday_store::audit::Altered;
use marketday_store::{Note, Rx, Store, StoreError, Tx, bookings, draft_edits, events, programme};
use std::collections::{BTreeMap, HashSet};

/// The sessions and slots of a draft, those without a place among them.
#[derive(Default)]
struct Draft {
    sessions: BTreeMap<SessionId, DraftSession>,
    slots: BTreeMap<SlotId, Slot>,
}

impl Draft {
    fn read(rx: &mut Rx<'_>, event: EventId) -> Result<Self, StoreError> {
        let (placed, unscheduled) = programme::list_draft(rx, event)?;
        let draft = |sessions: Vec<Session>, is_placed| {
            sessions
                .into_iter()
                .map(move |session| (session.id, DraftSession { session, is_placed }))
        };
        let slots = programme::list_slots(rx, event)?;
        Ok(Self {
            sessions: draft(placed, true)
                .chain(draft(unscheduled, false))
                .collect(),
            slots: slots.into_iter().map(|slot| (slot.id, slot)).collect(),
        })
    }
}

/// The draft before an edit: read under the event's lock, before anything is written.
pub(crate) struct Before {
    event: EventId,
    draft: Draft,
}

impl Before {
    pub(crate) fn read(tx: &mut Tx<'_>, event: EventId) -> Result<Self, StoreError> {
        let draft = Draft::read(tx, event)?;
        Ok(Self { event, draft })
    }

    /// Whether a session had a place in the programme.
    pub(crate) fn has_place(&self, id: SessionId) -> bool {
        self.draft
            .sessions
            .get(&id)
            .is_some_and(|one| one.is_placed)
    }

    /// Keeps what has changed since, so that whoever did it can undo it; nothing where nothing changed. It is named after
    /// the session that it changed.
    pub(crate) fn keep(
        self,
        tx: &mut Tx<'_>,
        note: Note,
        kind: EditKind,
    ) -> Result<(), StoreError> {
        self.keep_as(tx, note, kind, None)
    }

    /// The same under a name of its own.
    pub(crate) fn keep_as(
        self,
        tx: &mut Tx<'_>,
        note: Note,
        kind: EditKind,
        name: Option<String>,
    ) -> Result<(), StoreError> {
        let Some(person) = note.person() else {
            return Ok(());
        };
        let after = Draft::read(tx, self.event)?;
        let title = |id: &SessionId| {
            let found = after
                .sessions
                .get(id)
                .or_else(|| self.draft.sessions.get(id));
            found.map(|one| one.session.title.clone())
        };
        let sessions = changed(&self.draft.sessions, &after.sessions);
        let slots = changed(&self.draft.slots, &after.slots);
        let first = (sessions.first().map(|(id, _)| *id)).or_else(|| {
            slots
                .first()
                .and_then(|(_, slot)| Some(either(slot)?.session))
        });
        let Some(first) = first else {
            return Ok(());
        };
        let edit = DraftEdit {
            id: note.id(),
            event: self.event,
            person,
            number: 0,
            kind,
            title: name.or_else(|| title(&first)).unwrap_or_default(),
            sessions: sessions.into_iter().map(|(_, one)| one).collect(),
            slots: slots.into_iter().map(|(_, one)| one).collect(),
            made_at: note.at,
            undone_at: None,
        };
        draft_edits::insert(tx, &edit)
    }
}

fn changed<K: Ord + Copy, T: Clone + PartialEq>(
    before: &BTreeMap<K, T>,
    after: &BTreeMap<K, T>,
) -> Vec<(K, Changed<T>)> {
    let gone = before.keys().filter(|id| !after.contains_key(id));
    let mut ids: Vec<K> = after.keys().chain(gone).copied().collect();
    ids.sort();
    let pair = |id: K| Changed {
        before: before.get(&id).cloned(),
        after: after.get(&id).cloned(),
    };
    ids.into_iter()
        .map(|id| (id, pair(id)))
        .filter(|(_, pair)| pair.before != pair.after)
        .collect()
}

fn either<T>(changed: &Changed<T>) -> Option<&T> {
    changed.after.as_ref().or(changed.before.as_ref())
}

/// Why an edit is neither undone nor done again.
#[derive(Debug, thiserror::Error)]
pub enum UndoRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// The event was called off or is over.
    #[error("The programme of an event that was cancelled or is over cannot be changed")]
    Over,
    /// It is not kept any more, or other edits came after it.
    #[error("You have changed more since then. The programme below is what is saved")]
    NotNext,
    /// A session or its slots are otherwise than the edit left them.
    #[error("“{title}” has been changed since, so it stays as it is")]
    ChangedMeanwhile {
        /// The session's title.
        title: String,
    },
    /// Slots that it would withdraw are taken.
    #[error("{count} slots that would go are booked or held, so nothing is changed")]
    Taken {
        /// How many.
        count: usize,
    },
    /// The day is not what it was.
    #[error("“{title}” would lie outside the day")]
    OutsideDay {
        /// The session's title.
        title: String,
    },
    /// The database failed.
    #[error("undoing failed")]
    Store(#[from] StoreError),
}

/// Undoes the last of what this person did with the draft. `id` is what they were shown, so that a second click undoes
/// nothing more. Others see it with the next release.
pub fn undo_edit(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    id: DraftEditId,
) -> Result<(), UndoRefused> {
    step(store, surroundings, (event, person, id), Way::Back)
}

/// Does again what this person undid, the earliest first.
pub fn redo_edit(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    id: DraftEditId,
) -> Result<(), UndoRefused> {
    step(store, surroundings, (event, person, id), Way::Forth)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Forth,
}

fn step(
    store: &Store,
    surroundings: &Surroundings,
    (event, person, id): (EventId, PersonId, DraftEditId),
    way: Way,
) -> Result<(), UndoRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let owner = events::find(tx, event)?.ok_or(UndoRefused::NoSuchEvent)?;
        if matches!(owner.state, EventState::Cancelled | EventState::Completed) {
            return Err(UndoRefused::Over);
        }
        let edit = draft_edits::find(tx, event, person, id)?.ok_or(UndoRefused::NotNext)?;
        if edit.undone_at.is_some() == (way == Way::Back) {
            return Ok(());
        }
        let next = draft_edits::next(tx, event, person)?;
        let (next, action) = match way {
            Way::Back => (next.undo, "programme.undo"),
            Way::Forth => (next.redo, "programme.redo"),
        };
        if next.is_none_or(|next| next.id != id) {
            return Err(UndoRefused::NotNext);
        }
        let turned = |one: Changed<DraftSession>| match way {
            Way::Back => one.reversed(),
            Way::Forth => one,
        };
        let sessions: Vec<_> = edit.sessions.into_iter().map(turned).collect();
        let turned = |one: Changed<Slot>| match way {
            Way::Back => one.reversed(),
            Way::Forth => one,
        };
        let slots: Vec<_> = edit.slots.into_iter().map(turned).collect();
        let stages = programme::list_stages(tx, event)?;
        check(tx, (&owner, &stages), (&sessions, &slots), note)?;
        apply(tx, (&sessions, &slots), note)?;
        let undone_at = (way == Way::Back).then_some(note.at);
        draft_edits::set_undone(tx, id, undone_at)?;
        let altered = altered_by((&sessions, &slots), &stages, &owner);
        note.write_altered(tx, action, Subject::Event(event), edit.title, &altered)?;
        Ok(())
    })
}

type Steps<'a> = (&'a [Changed<DraftSession>], &'a [Changed<Slot>]);

/// Everything must be as the edit left it, and what comes back must have its place.
fn check(
    tx: &mut Tx<'_>,
    (event, stages): (&Event, &[Stage]),
    (sessions, slots): Steps<'_>,
    note: Note,
) -> Result<(), UndoRefused> {
    let now = Draft::read(tx, event.id)?;
    let title_of = |id: SessionId| {
        let saved = now.sessions.get(&id);
        let named = sessions.iter().filter_map(either).map(Some);
        let mut all = named.chain([saved]).flatten();
        let found = all.find(|one| one.session.id == id);
        found
            .map(|one| one.session.title.clone())
            .unwrap_or_default()
    };
    let meanwhile = |id| UndoRefused::ChangedMeanwhile {
        title: title_of(id),
    };
    let mut after = now.slots.clone();
    for changed in slots {
        let Some(slot) = either(changed) else {
            continue;
        };
        if now.slots.get(&slot.id) != changed.before.as_ref() {
            return Err(meanwhile(slot.session));
        }
        match &changed.after {
            Some(slot) => after.insert(slot.id, slot.clone()),
            None => after.remove(&slot.id),
        };
    }
    for changed in sessions {
        let Some(one) = either(changed) else { continue };
        let id = one.session.id;
        if now.sessions.get(&id) != changed.before.as_ref() {
            return Err(meanwhile(id));
        }
        let fits = |slot: &&Slot| match &changed.after {
            Some(after) => {
                let is_there = after.session.stage == Some(slot.stage);
                is_there && after.session.time.holds(slot.times.occupied())
            }
            None => false,
        };
        // Slots that somebody made since.
        if !after
            .values()
            .filter(|slot| slot.session == id)
            .all(|slot| fits(&slot))
        {
            return Err(meanwhile(id));
        }
        // A stage that somebody has removed since.
        let stage = changed.after.as_ref().and_then(|one| one.session.stage);
        if stage.is_some_and(|id| !stages.iter().any(|stage| stage.id == id)) {
            return Err(meanwhile(id));
        }
        let is_outside = |one: &DraftSession| one.is_placed && !event.time.holds(one.session.time);
        if changed.after.as_ref().is_some_and(is_outside) {
            return Err(UndoRefused::OutsideDay {
                title: title_of(id),
            });
        }
    }
    let live: HashSet<SlotId> = bookings::list_live(tx, event.id, note.at)?
        .iter()
        .map(|live| live.slot)
        .collect();
    let is_taken = |one: &&Changed<Slot>| {
        let gone = one.before.as_ref().filter(|_| one.after.is_none());
        gone.is_some_and(|slot| live.contains(&slot.id))
    };
    match slots.iter().filter(is_taken).count() {
        0 => Ok(()),
        count => Err(UndoRefused::Taken { count }),
    }
}

/// What the audit trail keeps of it; of several sessions, each under its title.
fn altered_by((sessions, slots): Steps<'_>, stages: &[Stage], event: &Event) -> Vec<Altered> {
    let session = |one: &Changed<DraftSession>| {
        let of = |one: &Option<DraftSession>| one.as_ref().map(|one| one.session.clone());
        let title = either(one).map(|one| one.session.title.clone());
        let (before, after) = (of(&one.before), of(&one.after));
        let mut altered = altered::session(before.as_ref(), after.as_ref(), stages);
        if sessions.len() > 1 {
            for one in &mut altered {
                one.what = format!("“{}”: {}", title.as_deref().unwrap_or_default(), one.what);
            }
        }
        altered
    };
    let mut all: Vec<Altered> = sessions.iter().flat_map(session).collect();
    let only = |one: &Option<Slot>, other: &Option<Slot>| {
        one.as_ref()
            .filter(|_| other.is_none())
            .map(|slot| slot.times)
    };
    let withdrawn: Vec<_> = slots
        .iter()
        .filter_map(|one| only(&one.before, &one.after))
        .collect();
    let made: Vec<_> = slots
        .iter()
        .filter_map(|one| only(&one.after, &one.before))
        .collect();
    all.extend(altered::slots(withdrawn.iter(), made.iter(), event));
    let both = slots
        .iter()
        .filter_map(|one| one.before.clone().zip(one.after.clone()));
    let (before, after): (Vec<Slot>, Vec<Slot>) = both.filter(|(a, b)| a.mode != b.mode).unzip();
    all.extend(altered::modes(&before, &after, event));
    all
}

fn apply(tx: &mut Tx<'_>, (sessions, slots): Steps<'_>, note: Note) -> Result<(), StoreError> {
    for changed in sessions {
        match (&changed.before, &changed.after) {
            (_, Some(DraftSession { session, is_placed })) => {
                programme::restore_session(tx, session)?;
                if !is_placed {
                    programme::unschedule_session(tx, session.id, note.at)?;
                }
            }
            (Some(gone), None) => programme::remove_session(tx, gone.session.id, note.at)?,
            (None, None) => {}
        }
    }
    for changed in slots {
        match (&changed.before, &changed.after) {
            (_, Some(slot)) => programme::restore_slot(tx, slot)?,
            (Some(gone), None) => programme::withdraw_slot(tx, gone.id, note.at)?,
            (None, None) => {}
        }
    }
    Ok(())
}
