//! Changing the details of an event.

use crate::altered;
use crate::release::{Moved, release_in};
use crate::told::{Ids, note_changes, tell_agendas, tell_booking, tell_delegate};
use marketday_model::days::dates;
use marketday_model::event::Window;
use marketday_model::notice::Subject;
use marketday_model::time::{clock_range, days_later};
use marketday_model::{
    Event, EventId, EventState, Facilities, Instant, Line, NoticeKind, PersonId, Prose, Region,
    Surroundings, Theme, TimeRange,
};
use marketday_places::offer_freed;
use marketday_store::audit::{Altered, Change};
use marketday_store::bookings::BookingFilter;
use marketday_store::{
    Note, Store, StoreError, Tx, bookings, events, programme, registrations, revisions,
};

/// What an organiser says of an event.
#[derive(Debug, Clone)]
pub struct EventDetails {
    /// Its title.
    pub title: Line<120>,
    /// What it is about, in Markdown.
    pub summary: Prose<10000>,
    /// Its region.
    pub region: Region,
    /// Its themes.
    pub themes: Vec<Theme>,
    /// The venue's name.
    pub venue: Line<120>,
    /// The venue's town.
    pub town: Line<80>,
    /// The venue's address.
    pub address: Prose<500>,
    /// Whatever else there is to know of access.
    pub access: Prose<2000>,
    /// Getting there, in, and around.
    pub facilities: Facilities,
    /// From doors open to close.
    pub time: TimeRange,
    /// The most delegates.
    pub capacity: u32,
    /// When companies can take slots.
    pub booking: Window,
    /// When delegates can register.
    pub registration: Window,
    /// How many live bookings one company may hold.
    pub company_limit: u32,
}

/// Why an event is not created or changed.
#[derive(Debug, thiserror::Error)]
pub enum EventRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// It was called off or is over.
    #[error("An event that was cancelled or is over cannot be changed")]
    Over,
    /// The new time leaves part of the programme outside the day.
    #[error(
        "The programme has sessions before the start or after the end of the day. Move them first"
    )]
    ProgrammeOutside,
    /// The day or its date leaves no room for what the template holds.
    #[error("The day must hold everything in the template, from its start to its end")]
    TemplateOutside,
    /// More places are taken than the new capacity has.
    #[error("{taken} places are already taken, so the capacity cannot be lower")]
    CapacityBelowTaken {
        /// How many places are taken.
        taken: usize,
    },
    /// The database failed.
    #[error("saving the event failed")]
    Store(#[from] StoreError),
}

pub(crate) fn apply(event: &mut Event, details: &EventDetails) {
    event.title = details.title.to_string();
    event.summary = details.summary.to_string();
    event.region = details.region;
    event.themes.clone_from(&details.themes);
    event.venue.name = details.venue.to_string();
    event.venue.town = details.town.to_string();
    event.venue.address = details.address.to_string();
    event.venue.access = details.access.to_string();
    event.venue.facilities.clone_from(&details.facilities);
    event.time = details.time;
    event.capacity = details.capacity;
    event.booking = details.booking;
    event.registration = details.registration;
    event.company_limit = details.company_limit;
}

/// Changes an event's details, and returns how many people are told. A change of title, date, time or venue of a
/// published event is told at once to everyone concerned; when the date changes, the programme goes along to the same
/// local times, as a new release.
pub fn change_event(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    details: EventDetails,
) -> Result<usize, EventRefused> {
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let alter = |event: &mut Event| apply(event, &details);
        change_in(tx, &ids, (id, person), note, alter)
    })
}

/// The same in the caller's transaction, whatever `alter` alters.
pub(crate) fn change_in(
    tx: &mut Tx<'_>,
    ids: &Ids,
    (id, person): (EventId, PersonId),
    note: Note,
    alter: impl FnOnce(&mut Event),
) -> Result<usize, EventRefused> {
    events::lock(tx, id)?;
    let old = events::find(tx, id)?.ok_or(EventRefused::NoSuchEvent)?;
    if matches!(old.state, EventState::Cancelled | EventState::Completed) {
        return Err(EventRefused::Over);
    }
    let mut event = old.clone();
    alter(&mut event);
    let taken = registrations::list_confirmed(tx, id)?.len();
    if taken > event.capacity as usize {
        return Err(EventRefused::CapacityBelowTaken { taken });
    }
    let days = (event.days().first() - old.days().first()).num_days();
    if days != 0 {
        move_programme(tx, &event, days)?;
    }
    for session in programme::list_sessions(tx, id)? {
        if !event.time.holds(session.time) {
            return Err(EventRefused::ProgrammeOutside);
        }
    }
    if event == old {
        return Ok(0);
    }
    let changes = if old.is_public() {
        differences(&old, &event)
    } else {
        Vec::new()
    };
    if !changes.is_empty() {
        event.sequence += 1;
    }
    event.changed_at = note.at;
    events::update(tx, &event)?;
    let mut told = 0;
    if event.is_public() {
        events::enter_feeds(tx, &event)?;
        if !changes.is_empty() {
            told = tell_all(tx, ids, &event, &changes, note.at)?;
        }
        if days != 0 {
            let text = moved_text(&event);
            release_in(tx, ids, &mut event, person, text, note.at, Moved::Silently)?;
        }
        offer_freed(tx, &ids.0, id, note.at)?;
        revisions::bump_public(tx)?;
    }
    let altered = altered::event(Some(&old), &event);
    let names = Altered::names(&altered);
    note.write_altered(tx, "event.change", Subject::Event(id), names, &altered)?;
    Ok(told)
}

/// What the release of a programme on another date says of itself.
pub(crate) fn moved_text(event: &Event) -> String {
    format!("The day moved to {}", dates(event.time, event.zone))
}

/// Moves the whole draft by `days`, keeping local times across a clock change.
pub(crate) fn move_programme(
    tx: &mut Tx<'_>,
    event: &Event,
    days: i64,
) -> Result<(), EventRefused> {
    let moved = |at: Instant| {
        days_later(at, days, event.zone, None).map_err(|_| EventRefused::ProgrammeOutside)
    };
    for mut session in programme::list_sessions(tx, event.id)? {
        session.time = TimeRange::new(moved(session.time.start())?, moved(session.time.end())?)
            .map_err(|_| EventRefused::ProgrammeOutside)?;
        programme::update_session(tx, &session)?;
    }
    for mut slot in programme::list_slots(tx, event.id)? {
        let by = moved(slot.times.starts_at)? - slot.times.starts_at;
        slot.times = slot.times.shifted(by);
        programme::update_slot(tx, &slot)?;
    }
    Ok(())
}

/// What those who come must know of the difference, as they read it.
fn differences(old: &Event, new: &Event) -> Vec<Change> {
    let venue = |event: &Event| {
        format!(
            "{}, {}",
            event.venue.name,
            event.venue.address.replace('\n', ", ")
        )
    };
    let facts = [
        ("Title", old.title.clone(), new.title.clone()),
        ("Date", dates(old.time, old.zone), dates(new.time, new.zone)),
        (
            "Time",
            clock_range(old.time, old.zone),
            clock_range(new.time, new.zone),
        ),
        ("Venue", venue(old), venue(new)),
    ];
    let facilities = old
        .venue
        .facilities
        .named()
        .into_iter()
        .zip(new.venue.facilities.named());
    let facilities = facilities
        .map(|((what, before), (_, after))| (what, before.to_string(), after.to_string()));
    facts
        .into_iter()
        .chain(facilities)
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| Change {
            version: 0,
            what: what.to_owned(),
            before,
            after,
        })
        .collect()
}

/// Raises the SEQUENCE of every booking and registration and tells each of them what changed.
pub(crate) fn tell_all(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &Event,
    changes: &[Change],
    now: Instant,
) -> Result<usize, StoreError> {
    let booked = bookings::list(
        tx,
        &BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        },
    )?;
    for booking in &booked {
        if bookings::touch(tx, booking.id, booking.sequence, now)? {
            let version = booking.sequence + 1;
            note_changes(tx, ids, Subject::Booking(booking.id), changes, version, now)?;
            tell_booking(tx, ids, NoticeKind::EventChanged, booking, version, now)?;
        }
    }
    let delegates = registrations::list_confirmed(tx, event.id)?;
    registrations::touch_all(tx, event.id, now)?;
    for delegate in &delegates {
        let version = delegate.sequence + 1;
        note_changes(
            tx,
            ids,
            Subject::Registration(delegate.id),
            changes,
            version,
            now,
        )?;
        tell_delegate(tx, ids, NoticeKind::EventChanged, delegate, version, now)?;
    }
    tell_agendas(tx, ids, event.id, changes, now)?;
    Ok(booked.len() + delegates.len())
}
