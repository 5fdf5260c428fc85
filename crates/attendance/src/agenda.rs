//! Somebody's own agenda: sessions of a released programme that they choose, with a letter of each if they want.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    AgendaItem, AgendaItemId, EventId, EventState, Instant, NoticeId, NoticeKind, PersonId,
    SessionId, Surroundings,
};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, agenda, events, notices, releases};

/// Why an agenda stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum AgendaRefused {
    /// The event does not exist, or does not take place.
    #[error("There is no such event")]
    NoSuchEvent,
    /// The session is not in the current programme.
    #[error("This session is not in the programme any more")]
    NoSuchSession,
    /// Whoever asks is not registered, and has no slot.
    #[error("Register first: an agenda is for those who come")]
    NoPlace,
    /// The database failed.
    #[error("changing the agenda failed")]
    Store(#[from] StoreError),
}

/// Puts a session of the current programme into somebody's agenda. One that is in it already stays as it is.
pub fn add_to_agenda(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, session): (EventId, SessionId),
) -> Result<(), AgendaRefused> {
    let note = Note::new(surroundings, person);
    let (id, notice): (AgendaItemId, NoticeId) = (surroundings.id(), surroundings.id());
    store.write(move |tx| {
        may_choose(tx, event, person)?;
        let found = releases::find_sessions_ever(tx, &[session])?;
        let is_there = |item: &releases::ReleasedSession| {
            item.session.event == event && item.removed_at.is_none()
        };
        if !found.iter().any(is_there) {
            return Err(AgendaRefused::NoSuchSession);
        }
        let item = AgendaItem {
            id,
            person,
            event,
            session,
            sequence: 0,
            added_at: note.at,
            changed_at: note.at,
            removed_at: None,
        };
        if !agenda::insert(tx, &item)? {
            return Ok(());
        }
        if agenda::wants_letters(tx, event, person)? {
            tell(tx, notice, NoticeKind::AgendaAdded, &item, note.at)?;
        }
        let subject = Subject::AgendaItem(id);
        Ok(note.write(tx, "agenda.add", subject, String::new())?)
    })
}

/// Keeps a release from being made meanwhile, and says whether somebody has an agenda at an event.
fn may_choose(tx: &mut Tx<'_>, event: EventId, person: PersonId) -> Result<(), AgendaRefused> {
    events::lock_shared(tx, event)?;
    let found = events::find(tx, event)?.filter(marketday_model::Event::is_public);
    let takes_place = found.is_some_and(|event| event.state != EventState::Cancelled);
    if !takes_place {
        return Err(AgendaRefused::NoSuchEvent);
    }
    if agenda::has_place(tx, event, person)? {
        Ok(())
    } else {
        Err(AgendaRefused::NoPlace)
    }
}

fn tell(
    tx: &mut Tx<'_>,
    id: NoticeId,
    kind: NoticeKind,
    item: &AgendaItem,
    now: Instant,
) -> Result<(), StoreError> {
    let notice = NewNotice {
        id,
        kind,
        recipient: Recipient::Person(item.person),
        subject: Subject::AgendaItem(item.id),
        version: item.sequence,
    };
    notices::enqueue(tx, &notice, now)
}

/// Takes a session out of somebody's agenda, if it is in it.
pub fn remove_from_agenda(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, session): (EventId, SessionId),
) -> Result<(), StoreError> {
    let note = Note::new(surroundings, person);
    let notice: NoticeId = surroundings.id();
    store.write(move |tx| {
        events::lock_shared(tx, event)?;
        let items = agenda::list(tx, event, person)?;
        let Some(item) = items.into_iter().find(|item| item.session == session) else {
            return Ok(());
        };
        take_out(tx, notice, &item, note.at)?;
        let subject = Subject::AgendaItem(item.id);
        note.write(tx, "agenda.remove", subject, String::new())
    })
}

/// Takes an item out, which leaves the calendar of whoever was told of it. Says whether it was in.
fn take_out(
    tx: &mut Tx<'_>,
    notice: NoticeId,
    item: &AgendaItem,
    now: Instant,
) -> Result<bool, StoreError> {
    if !agenda::remove(tx, item.id, now)? {
        return Ok(false);
    }
    if agenda::wants_letters(tx, item.event, item.person)? {
        let gone = AgendaItem {
            sequence: item.sequence + 1,
            ..item.clone()
        };
        tell(tx, notice, NoticeKind::AgendaRemoved, &gone, now)?;
    }
    Ok(true)
}

/// Sets whether somebody gets a letter, with a calendar entry, of each session in their agenda of an event. What is in
/// it comes into their calendar then, or leaves it.
pub fn set_agenda_letters(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
    wanted: bool,
) -> Result<(), AgendaRefused> {
    let note = Note::new(surroundings, person);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        if wanted {
            may_choose(tx, event, person)?;
        } else {
            events::lock_shared(tx, event)?;
        }
        if !agenda::set_letters(tx, event, person, wanted.then_some(note.at))? {
            return Ok(());
        }
        agenda::touch_event(tx, event, Some(person), note.at)?;
        let kind = if wanted {
            NoticeKind::AgendaAdded
        } else {
            NoticeKind::AgendaRemoved
        };
        for item in agenda::list(tx, event, person)? {
            tell(tx, surroundings.id(), kind, &item, note.at)?;
        }
        let action = if wanted {
            "agenda.want-letters"
        } else {
            "agenda.want-no-letters"
        };
        Ok(note.write(tx, action, Subject::Person(person), String::new())?)
    })
}

/// Empties the agendas of those who have no place any more, since they gave it back or the event was called off, and
/// returns how many sessions that were.
///
/// # Errors
///
/// When the database fails.
pub fn sweep_agendas(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let left = store.read(|rx| agenda::list_without_place(rx, now))?;
    let mut taken_out = 0;
    for item in left {
        let notice: NoticeId = surroundings.id();
        let done = store.write(move |tx| {
            events::lock_shared(tx, item.event)?;
            if agenda::has_place(tx, item.event, item.person)? {
                return Ok(false);
            }
            take_out(tx, notice, &item, now)
        })?;
        taken_out += usize::from(done);
    }
    Ok(taken_out)
}
