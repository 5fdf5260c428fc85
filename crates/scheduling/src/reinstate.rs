//! Letting an event take place after all: one that was postponed without a date, or one that was called off.

use crate::altered;
use crate::day::{DateRefused, move_to};
use crate::event::{moved_text, tell_all};
use crate::postpone::date_change;
use crate::release::{Moved, release_in};
use crate::told::{Ids, tell_booking, tell_delegate, tell_item};
use chrono::NaiveDate;
use marketday_model::booking::EVENT_CANCELLED;
use marketday_model::days::dates;
use marketday_model::notice::Subject;
use marketday_model::{
    AgendaItem, Booking, BookingId, BookingState, Event, EventId, EventState, Instant, NoticeKind,
    PersonId, Registration, RegistrationId, RegistrationState, SessionId, Surroundings,
};
use marketday_places::{restore_booking, restore_registration};
use marketday_store::bookings::BookingFilter;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, agenda, bookings, events, former_entries, registrations,
    releases, revisions,
};
use std::collections::HashSet;

/// Why an event is not reinstated.
#[derive(Debug, thiserror::Error)]
pub enum ReinstateRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// It takes place as it is.
    #[error("An event that is {0} cannot be reinstated")]
    State(EventState),
    /// Nobody ever saw it.
    #[error("This event was cancelled before it was published. Make a new one instead")]
    NeverPublished,
    /// The date will not do.
    #[error(transparent)]
    Date(#[from] DateRefused),
    /// The database failed.
    #[error("reinstating the event failed")]
    Store(#[from] StoreError),
}

/// What an event's cancellation took from people, and reinstating it can give back.
#[derive(Debug, Clone, Default)]
pub struct Lost {
    /// Bookings that were confirmed until then.
    pub bookings: Vec<Booking>,
    /// Registrations that were confirmed until then.
    pub registrations: Vec<Registration>,
}

/// What was cancelled with a cancelled event; nothing of any other.
pub fn lost_with(rx: &mut Rx<'_>, event: &Event) -> Result<Lost, StoreError> {
    if event.state != EventState::Cancelled {
        return Ok(Lost::default());
    }
    let all = BookingFilter {
        event: Some(event.id),
        cancelled: true,
        ..BookingFilter::default()
    };
    let mut bookings = bookings::list(rx, &all)?;
    bookings.retain(|booking| {
        booking.state == BookingState::Cancelled
            && booking.cancelled_at == event.cancelled_at
            && booking.cancel_reason.as_deref() == Some(EVENT_CANCELLED)
    });
    let mut registrations = registrations::list_cancelled(rx, event.id)?;
    registrations.retain(|registration| {
        registration.state == RegistrationState::Cancelled
            && registration.cancelled_at == event.cancelled_at
    });
    Ok(Lost {
        bookings,
        registrations,
    })
}

/// Lets an event take place on `date`, at its local times, and returns how many bookings and registrations are told.
///
/// One that was postponed keeps its entries, and everybody learns of the date. One that was cancelled leaves them, since
/// calendars took them out: it, and every booking and registration that was cancelled with it, begins anew under other
/// ids. A slot that is not in the programme any more, a claim that nobody had confirmed and whoever was erased stay out.
pub fn reinstate_event(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    date: NaiveDate,
) -> Result<usize, ReinstateRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, id)?;
        let old = events::find(tx, id)?.ok_or(ReinstateRefused::NoSuchEvent)?;
        if !matches!(old.state, EventState::Postponed | EventState::Cancelled) {
            return Err(ReinstateRefused::State(old.state));
        }
        if !old.is_public() {
            return Err(ReinstateRefused::NeverPublished);
        }
        let lost = lost_with(tx, &old)?;
        let mut event = old.clone();
        event.state = EventState::Published;
        event.sequence += 1;
        event.changed_at = now;
        if old.state == EventState::Cancelled {
            former_entries::insert(tx, &old)?;
            event.uid_generation += 1;
            event.cancelled_at = None;
            event.cancel_reason = None;
            event.reinstated_at = Some(now);
        }
        let days = move_to(tx, &mut event, date, now)?;
        events::update(tx, &event)?;
        let mut told = 0;
        if old.state == EventState::Postponed {
            let change = [date_change(&old, &event)];
            told += tell_all(tx, &ids, &event, &change, now)?;
        }
        if days != 0 {
            let text = moved_text(&event);
            release_in(tx, &ids, &mut event, person, text, now, Moved::Silently)?;
        }
        told += restore(tx, &ids, &event, &lost, now)?;
        if let Some(cancelled_at) = old.cancelled_at {
            restore_agendas(tx, &ids, &event, cancelled_at, now)?;
        }
        let detail = dates(event.time, event.zone);
        let altered = altered::event(Some(&old), &event);
        note.write_altered(tx, "event.reinstate", Subject::Event(id), detail, &altered)?;
        revisions::bump_public(tx)?;
        Ok(told)
    })
}

/// Gives back what can be given back, and tells whoever has it again.
fn restore(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &Event,
    lost: &Lost,
    now: Instant,
) -> Result<usize, StoreError> {
    let kind = NoticeKind::EventReinstated;
    let mut told = 0;
    for was in &lost.bookings {
        let id: BookingId = ids.next();
        if restore_booking(tx, was, id, event.company_limit, now)? {
            let again = Booking { id, ..was.clone() };
            tell_booking(tx, ids, kind, &again, 0, now)?;
            told += 1;
        }
    }
    for was in &lost.registrations {
        let id: RegistrationId = ids.next();
        if restore_registration(tx, event, was, id, now)? {
            let again = Registration { id, ..was.clone() };
            tell_delegate(tx, ids, kind, &again, 0, now)?;
            told += 1;
        }
    }
    Ok(told)
}

/// Puts back into agendas what left them with the event, of those who have a place again and of what is still in the
/// programme. It begins anew, as the places do.
fn restore_agendas(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &Event,
    cancelled_at: Instant,
    now: Instant,
) -> Result<(), StoreError> {
    let lost = agenda::list_since(tx, event.id, cancelled_at)?;
    let sessions: HashSet<SessionId> = lost.iter().map(|item| item.session).collect();
    let found = releases::find_sessions_ever(tx, &sessions.into_iter().collect::<Vec<_>>())?;
    let there: HashSet<SessionId> = found
        .iter()
        .filter(|item| item.removed_at.is_none())
        .map(|item| item.session.id)
        .collect();
    for was in lost {
        let wants_letters = agenda::wants_letters(tx, event.id, was.person)?;
        // The sweep that empties agendas had not come yet.
        if agenda::remove(tx, was.id, now)? && wants_letters {
            let sequence = was.sequence + 1;
            let gone = AgendaItem { sequence, ..was };
            tell_item(tx, ids, NoticeKind::AgendaRemoved, (&gone, &[]), now)?;
        }
        if !there.contains(&was.session) || !agenda::has_place(tx, event.id, was.person)? {
            continue;
        }
        let again = AgendaItem {
            id: ids.next(),
            sequence: 0,
            added_at: now,
            changed_at: now,
            removed_at: None,
            ..was
        };
        if agenda::insert(tx, &again)? && wants_letters {
            tell_item(tx, ids, NoticeKind::AgendaAdded, (&again, &[]), now)?;
        }
    }
    Ok(())
}
