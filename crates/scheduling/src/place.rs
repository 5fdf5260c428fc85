//! Placing a session of the draft: another time, another length, another stage, or the place of another session.

use crate::altered;
use crate::edit::Before;
use crate::session::{SessionRefused, find, is_stale, plannable, save};
use marketday_model::notice::Subject;
use marketday_model::{
    EditKind, EventId, PersonId, Session, SessionId, StageId, Surroundings, TimeRange,
};
use marketday_store::{Note, Store, programme};

/// Where and when a session takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// On which stage; none means the whole venue.
    pub stage: Option<StageId>,
    /// When.
    pub time: TimeRange,
}

/// Gives a session of the draft another place, and everything else of it stays. Its slots move along when it keeps its
/// length. `seen` is the [`fingerprint`](Session::fingerprint) of what was looked at: it is refused if somebody else has
/// saved the session since, unless it is there already.
pub fn place_session(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, SessionId),
    person: PersonId,
    (place, seen): (Place, Option<String>),
) -> Result<(), SessionRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let owner = plannable(tx, event)?;
        let (before, old) = (Before::read(tx, event)?, find(tx, event, id)?);
        let new = Session {
            stage: place.stage,
            time: place.time,
            ..old.clone()
        };
        if is_stale(&old, seen.as_deref()) {
            return if new == old {
                Ok(())
            } else {
                Err(SessionRefused::ChangedMeanwhile)
            };
        }
        save(tx, &owner, &old, &new)?;
        let stages = programme::list_stages(tx, event)?;
        let altered = altered::session(Some(&old), Some(&new), &stages);
        note.write_altered(
            tx,
            "session.place",
            Subject::Event(event),
            new.title,
            &altered,
        )?;
        before
            .keep(tx, note, EditKind::Place)
            .map_err(SessionRefused::Store)
    })
}

/// How two sessions lie once they have changed places. On one stage the later begins where the earlier began, and the
/// earlier ends where the later ended; on two, each begins where the other began. Both keep their lengths.
pub fn swapped(one: &Session, other: &Session) -> (Session, Session) {
    let begins = |session: &Session, start| Session {
        time: session.time.shifted(start - session.time.start()),
        ..session.clone()
    };
    if one.stage == other.stage {
        let is_first = one.time.start() <= other.time.start();
        let (first, second) = if is_first { (one, other) } else { (other, one) };
        let earlier = begins(second, first.time.start());
        let later = begins(first, second.time.end() - first.time.length());
        return if is_first {
            (later, earlier)
        } else {
            (earlier, later)
        };
    }
    let at = |session: &Session, place: &Session| Session {
        stage: place.stage,
        ..begins(session, place.time.start())
    };
    (at(one, other), at(other, one))
}

/// Lets two sessions of the draft change places, as [`swapped`] says; their slots move along. Refused like
/// [`place_session`] if either is not what was looked at; then nothing moves.
pub fn swap_sessions(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    (one, other): ((SessionId, Option<String>), (SessionId, Option<String>)),
) -> Result<(), SessionRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let owner = plannable(tx, event)?;
        let before = Before::read(tx, event)?;
        let olds = (find(tx, event, one.0)?, find(tx, event, other.0)?);
        let is_stale = is_stale(&olds.0, one.1.as_deref()) || is_stale(&olds.1, other.1.as_deref());
        if is_stale {
            return Err(SessionRefused::ChangedMeanwhile);
        }
        if one.0 == other.0 {
            return Ok(());
        }
        if !before.has_place(one.0) || !before.has_place(other.0) {
            return Err(SessionRefused::WithoutPlace);
        }
        let news = swapped(&olds.0, &olds.1);
        save(tx, &owner, &olds.0, &news.0)?;
        save(tx, &owner, &olds.1, &news.1)?;
        let stages = programme::list_stages(tx, event)?;
        let mut all = Vec::new();
        for (old, new) in [(&olds.0, &news.0), (&olds.1, &news.1)] {
            let mut altered = altered::session(Some(old), Some(new), &stages);
            for one in &mut altered {
                one.what = format!("“{}”: {}", old.title, one.what);
            }
            all.extend(altered);
        }
        let detail = format!("{} and {}", olds.0.title, olds.1.title);
        note.write_altered(tx, "session.swap", Subject::Event(event), detail, &all)?;
        let both = format!("“{}” and “{}”", olds.0.title, olds.1.title);
        before
            .keep_as(tx, note, EditKind::Swap, Some(both))
            .map_err(SessionRefused::Store)
    })
}
