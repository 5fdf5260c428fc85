//! Postponing an event: to another date, or until one is known.

use crate::altered;
use crate::day::{DateRefused, move_to};
use crate::event::{moved_text, tell_all};
use crate::release::{Moved, release_in};
use crate::told::Ids;
use chrono::NaiveDate;
use marketday_model::days::dates;
use marketday_model::notice::Subject;
use marketday_model::{Event, EventId, EventState, PersonId, Prose, Surroundings};
use marketday_store::audit::Change;
use marketday_store::{Note, Store, StoreError, events, revisions};

/// What stands in the place of a date that is not known.
pub(crate) const NO_DATE: &str = "no date yet";

/// Why an event is not postponed.
#[derive(Debug, thiserror::Error)]
pub enum PostponeRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// Only a published event that is still to come can be postponed.
    #[error("An event that is {0} cannot be postponed")]
    State(EventState),
    /// It is over.
    #[error("This event is over")]
    Over,
    /// It is on that date already.
    #[error("The event is on that date already")]
    SameDate,
    /// The date will not do.
    #[error(transparent)]
    Date(#[from] DateRefused),
    /// The database failed.
    #[error("postponing the event failed")]
    Store(#[from] StoreError),
}

/// Postpones a published event, and returns how many bookings and registrations are told; all of them stay. With a
/// date it moves there, the programme and the windows along with it, each at its local time; without one it keeps the
/// old date, marked as postponed, until [`crate::reinstate_event`] gives it another.
pub fn postpone_event(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    (reason, to): (Prose<1000>, Option<NaiveDate>),
) -> Result<usize, PostponeRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, id)?;
        let old = events::find(tx, id)?.ok_or(PostponeRefused::NoSuchEvent)?;
        let mut event = old.clone();
        event.state = old
            .state
            .to(EventState::Postponed)
            .map_err(|_| PostponeRefused::State(old.state))?;
        if old.is_over(now) {
            return Err(PostponeRefused::Over);
        }
        event.postponed_from = Some(old.time.start());
        event.postpone_reason = Some(reason.to_string());
        event.sequence += 1;
        event.changed_at = now;
        if let Some(date) = to {
            event.state = EventState::Published;
            if move_to(tx, &mut event, date, now)? == 0 {
                return Err(PostponeRefused::SameDate);
            }
        }
        events::update(tx, &event)?;
        let change = [date_change(&old, &event)];
        let told = tell_all(tx, &ids, &event, &change, now)?;
        if to.is_some() {
            let text = moved_text(&event);
            release_in(tx, &ids, &mut event, person, text, now, Moved::Silently)?;
        }
        let detail = reason.to_string();
        let altered = altered::event(Some(&old), &event);
        note.write_altered(tx, "event.postpone", Subject::Event(id), detail, &altered)?;
        revisions::bump_public(tx)?;
        Ok(told)
    })
}

/// The date of an event, as letters say it.
fn date_text(event: &Event) -> String {
    if event.state == EventState::Postponed {
        NO_DATE.to_owned()
    } else {
        dates(event.time, event.zone)
    }
}

/// From which date to which.
pub(crate) fn date_change(old: &Event, new: &Event) -> Change {
    Change {
        version: 0,
        what: "Date".to_owned(),
        before: date_text(old),
        after: date_text(new),
    }
}
