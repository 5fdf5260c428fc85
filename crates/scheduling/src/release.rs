//! Publishing an event and releasing its programme, which tells those whose booking moved.

use crate::altered;
use crate::diff::{SlotChange, draft, preview_release, same_text, slot_changes};
use crate::told::{Ids, note_changes, tell_booking, tell_item};
use marketday_model::notice::Subject;
use marketday_model::{
    AgendaItem, Booking, Days, Event, EventId, EventState, Instant, NoticeKind, PersonId, Prose,
    Release, SessionId, Surroundings,
};
use marketday_places::{free_booking, offer_freed, slot_differences};
use marketday_store::audit::Change;
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSession;
use marketday_store::{
    Note, Store, StoreError, Tx, agenda, bookings, events, presenter_ticks, programme, releases,
    revisions,
};

/// Why nothing is released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// Publishing and releasing are for drafts and published events.
    #[error("An event that is {0} cannot be published")]
    State(EventState),
    /// There is nothing to show.
    #[error("Add at least one session to the programme first")]
    NoSessions,
    /// Somebody else made the release that this was to be.
    #[error("Release {0} was made while you looked. See what is new since")]
    NumberTaken(u32),
    /// The draft is what was released last.
    #[error("Nothing has changed since the last release")]
    NothingNew,
    /// The day has passed.
    #[error("The day is in the past. Change its date first")]
    Past,
    /// The database failed.
    #[error("publishing failed")]
    Store(#[from] StoreError),
}

/// Whether those whose booking moved are told by the release, or were told of the whole day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moved {
    /// A letter each.
    Told,
    /// They know from the event's own change.
    Silently,
}

/// Makes a draft public, with release 1 of its programme.
pub fn publish(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
) -> Result<(), ReleaseRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, id)?;
        let mut event = events::find(tx, id)?.ok_or(ReleaseRefused::NoSuchEvent)?;
        if event.state == EventState::Published {
            return Ok(());
        }
        if event.state != EventState::Draft {
            return Err(ReleaseRefused::State(event.state));
        }
        if event.time.start() <= now {
            return Err(ReleaseRefused::Past);
        }
        if programme::list_sessions(tx, id)?.is_empty() {
            return Err(ReleaseRefused::NoSessions);
        }
        let old = event.clone();
        event.state = event
            .state
            .to(EventState::Published)
            .map_err(|_| ReleaseRefused::State(event.state))?;
        event.published_at = Some(now);
        event.changed_at = now;
        events::enter_feeds(tx, &event)?;
        release_in(
            tx,
            &ids,
            &mut event,
            person,
            "First programme".into(),
            now,
            Moved::Told,
        )?;
        let altered = altered::event(Some(&old), &event);
        note.write_altered(
            tx,
            "event.publish",
            Subject::Event(id),
            String::new(),
            &altered,
        )?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

/// Makes the draft the current programme, and tells the contacts of bookings that moved or went. Returns how many. With
/// a number it is refused unless it becomes that release: what somebody has looked at is what they release.
pub fn release(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    (text, number): (Prose<500>, Option<u32>),
) -> Result<usize, ReleaseRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, id)?;
        let mut event = events::find(tx, id)?.ok_or(ReleaseRefused::NoSuchEvent)?;
        if event.state != EventState::Published {
            return Err(ReleaseRefused::State(event.state));
        }
        if preview_release(tx, &event, now)?.items.is_empty() {
            return Err(ReleaseRefused::NothingNew);
        }
        let next = event.release + 1;
        if let Some(taken) = number.filter(|number| *number != next) {
            return Err(ReleaseRefused::NumberTaken(taken));
        }
        let old = event.clone();
        let told = release_in(
            tx,
            &ids,
            &mut event,
            person,
            text.to_string(),
            now,
            Moved::Told,
        )?;
        let detail = format!("release {}", event.release);
        let altered = altered::event(Some(&old), &event);
        note.write_altered(
            tx,
            "programme.release",
            Subject::Event(id),
            detail,
            &altered,
        )?;
        revisions::bump_public(tx)?;
        Ok(told)
    })
}

/// Makes a release in the caller's transaction, which has locked the event, and stores the event with its number.
pub(crate) fn release_in(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &mut Event,
    person: PersonId,
    note: String,
    now: Instant,
    moved: Moved,
) -> Result<usize, StoreError> {
    let draft = draft(tx, event, now)?;
    let old_sessions = releases::list_sessions(tx, event.id, event.release)?;
    let old_slots = releases::list_slots(tx, event.id, event.release)?;
    let sessions = carry_on(&old_sessions, draft.sessions, now);
    let release = Release {
        event: event.id,
        number: event.release + 1,
        note,
        made_at: now,
        event_starts_at: Some(event.time.start()),
    };
    releases::insert(tx, &release, Some(person), &sessions, &draft.slots)?;
    event.release = release.number;
    events::update(tx, event)?;
    agendas_follow(tx, ids, event, (&old_sessions, &sessions), now, moved)?;
    let booked = bookings::list(
        tx,
        &BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        },
    )?;
    let mut told = 0;
    let changes = slot_changes(&old_slots, &draft.slots);
    let concerned: Vec<_> = changes
        .iter()
        .filter(|change| change.moves())
        .filter_map(|change| {
            Some((
                change,
                booked.iter().find(|booking| booking.slot == change.slot)?,
            ))
        })
        .collect();
    // All presenters leave their old places before any takes a new one: two who swap are not in each other's way.
    for (_, booking) in &concerned {
        presenter_ticks::delete(tx, booking.id)?;
    }
    for (change, booking) in concerned {
        told += usize::from(follow(tx, ids, event, change, booking, now, moved)?);
    }
    offer_freed(tx, &ids.0, event.id, now)?;
    Ok(told)
}

/// The sessions of the new release with their SEQUENCE carried on from the last; those taken out stay, marked.
fn carry_on(
    old: &[ReleasedSession],
    new: Vec<ReleasedSession>,
    now: Instant,
) -> Vec<ReleasedSession> {
    let gone = old
        .iter()
        .filter(|was| !new.iter().any(|item| item.session.id == was.session.id))
        .map(|was| {
            let mut was = was.clone();
            if was.removed_at.is_none() {
                was.removed_at = Some(now);
                was.changed_at = now;
                was.sequence += 1;
            }
            was
        });
    let gone: Vec<_> = gone.collect();
    let carried = new.into_iter().map(|mut item| {
        let Some(was) = old.iter().find(|was| was.session.id == item.session.id) else {
            return item;
        };
        let moved = was.session.time != item.session.time
            || was.session.stage != item.session.stage
            || was.stage_name != item.stage_name
            || was.removed_at.is_some();
        item.sequence = was.sequence + u32::from(moved);
        item.changed_at = if moved || !same_text(&was.session, &item.session) {
            now
        } else {
            was.changed_at
        };
        item
    });
    carried.chain(gone).collect()
}

/// Lets agendas follow their sessions: to another time or stage, or out of the programme.
fn agendas_follow(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &Event,
    (old, new): (&[ReleasedSession], &[ReleasedSession]),
    now: Instant,
    moved: Moved,
) -> Result<(), StoreError> {
    let told = new.iter().filter_map(|item| {
        let was = old.iter().find(|was| was.session.id == item.session.id)?;
        (was.sequence != item.sequence).then_some((was, item))
    });
    let (stay, gone): (Vec<_>, Vec<_>) = told.partition(|(_, item)| item.removed_at.is_none());
    let gone: Vec<SessionId> = gone.iter().map(|(_, item)| item.session.id).collect();
    if !gone.is_empty() {
        let left = agenda::list_told(tx, event.id, Some(&gone))?;
        agenda::remove_sessions(tx, &gone, now)?;
        for item in left {
            let sequence = item.sequence + 1;
            let item = AgendaItem { sequence, ..item };
            tell_item(tx, ids, NoticeKind::AgendaRemoved, (&item, &[]), now)?;
        }
    }
    if moved == Moved::Silently || stay.is_empty() {
        return Ok(());
    }
    let there: Vec<SessionId> = stay.iter().map(|(_, item)| item.session.id).collect();
    agenda::touch_sessions(tx, &there, now)?;
    for item in agenda::list_told(tx, event.id, Some(&there))? {
        let session = stay.iter().find(|(_, new)| new.session.id == item.session);
        let changes = session.map_or_else(Vec::new, |(was, new)| differences(event, was, new));
        let told = (&item, changes.as_slice());
        tell_item(tx, ids, NoticeKind::AgendaChanged, told, now)?;
    }
    Ok(())
}

/// What those who have a session in their agenda must know of the difference.
fn differences(event: &Event, was: &ReleasedSession, new: &ReleasedSession) -> Vec<Change> {
    let starts = [was, new].map(|item| item.session.time.start());
    let days = starts.into_iter().fold(event.days(), Days::with);
    let stage = |item: &ReleasedSession| {
        let name = item.stage_name.clone();
        name.unwrap_or_else(|| "the whole venue".to_owned())
    };
    let facts = [
        (
            "Time",
            days.times(was.session.time),
            days.times(new.session.time),
        ),
        ("Stage", stage(was), stage(new)),
    ];
    let differing = facts
        .into_iter()
        .filter(|(_, before, after)| before != after);
    differing
        .map(|(what, before, after)| Change {
            version: 0,
            what: what.to_owned(),
            before,
            after,
        })
        .collect()
}

/// Lets a booking follow its slot: to another time or stage, or out of the programme. Says whether somebody is told.
fn follow(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &Event,
    change: &SlotChange<'_>,
    booking: &Booking,
    now: Instant,
    moved: Moved,
) -> Result<bool, StoreError> {
    // The event's own change may have raised the SEQUENCE a moment ago, in this same transaction.
    let Some(booking) = bookings::find(tx, booking.id)? else {
        return Ok(false);
    };
    let Some(to) = change.to else {
        let freed = free_booking(
            tx,
            &booking,
            Some("The slot was taken out of the programme"),
            now,
        )?;
        if freed {
            tell_booking(
                tx,
                ids,
                NoticeKind::BookingCancelled,
                &booking,
                booking.sequence + 1,
                now,
            )?;
        }
        return Ok(freed);
    };
    if let Some((_, Some(presenter))) = bookings::find_counted(tx, booking.id)? {
        let ticks: Vec<i64> = to.slot.times.ticks().collect();
        // A presenter who is busy then is a warning to the organiser, not a reason to keep the old programme.
        presenter_ticks::insert(tx, presenter, booking.id, &ticks)?;
    }
    if moved == Moved::Silently || !bookings::touch(tx, booking.id, booking.sequence, now)? {
        return Ok(false);
    }
    let version = booking.sequence + 1;
    note_changes(
        tx,
        ids,
        Subject::Booking(booking.id),
        &slot_differences(event, change.from, to),
        version,
        now,
    )?;
    tell_booking(tx, ids, NoticeKind::BookingChanged, &booking, version, now)?;
    Ok(true)
}
