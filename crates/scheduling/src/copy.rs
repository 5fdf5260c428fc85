//! Copying an event to another date: its plan comes along, its people do not.

use crate::altered;
use crate::create::{free_slug, insert_draft};
use crate::kept_venue::{fill, insert_stages, of_body, with_facts};
use crate::moves::{Answers, DoubtfulTime, Moves};
use crate::told::Ids;
use chrono::NaiveDate;
use marketday_model::event::Window;
use marketday_model::notice::Subject;
use marketday_model::{
    BookingRules, Event, EventId, EventState, Instant, KeptVenueId, Line, PersonId, Session,
    SessionId, Slot, Stage, StageId, Surroundings, TimeRange, Venue,
};
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, booking_rules, events, nudges, programme, reminders, wordings,
};
use std::collections::HashMap;

/// What an organiser says of a copy.
#[derive(Debug, Clone)]
pub struct EventCopy {
    /// Its title.
    pub title: Line<120>,
    /// Its date.
    pub date: NaiveDate,
    /// The kept venue where it is; none for the same place.
    pub venue: Option<KeptVenueId>,
    /// Whether the description comes along, with its links.
    pub description: bool,
    /// Whether the programme comes along: stages, sessions and slots.
    pub programme: bool,
    /// Which instants are meant by local times that happen twice on that date.
    pub answers: Answers,
}

/// Why an event is not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// The venue is not kept by the organising body.
    #[error("Choose a venue from the list")]
    NoSuchVenue,
    /// The new date has passed.
    #[error("The date must be today or later")]
    Past,
    /// On the new date some local times do not exist, or happen twice.
    #[error("The clocks change on that date")]
    Doubtful(Vec<DoubtfulTime>),
    /// Something would end before it starts, or lie outside of what it belongs to.
    #[error("On that date {what} would not keep its order, because of a clock change")]
    OutOfOrder {
        /// What, as it is called.
        what: String,
    },
    /// The database failed.
    #[error("copying the event failed")]
    Store(#[from] StoreError),
}

/// Stages, sessions and slots of an event's draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) stages: Vec<Stage>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) slots: Vec<Slot>,
}

impl Content {
    /// What of an event comes along.
    fn read(rx: &mut Rx<'_>, event: EventId, copy: &EventCopy) -> Result<Self, StoreError> {
        if !copy.programme {
            return Ok(Self::default());
        }
        Ok(Self {
            stages: programme::list_stages(rx, event)?,
            sessions: programme::list_sessions(rx, event)?,
            slots: programme::list_slots(rx, event)?,
        })
    }
}

/// Copies an event of any state to another date, as a draft. Local times stay as they are, those of the windows by as
/// many days as the date moves. `id` was drawn when the form was made, so that a form sent twice makes one copy.
pub fn copy_event(
    store: &Store,
    surroundings: &Surroundings,
    (source, id): (EventId, EventId),
    (person, contact_email): (PersonId, String),
    copy: EventCopy,
) -> Result<Event, CopyRefused> {
    let note = Note::new(surroundings, person);
    let now = note.at;
    let ids = Ids(surroundings.clone());
    store.write(move |tx| {
        if let Some(event) = events::find(tx, id)? {
            return Ok(event);
        }
        let source = events::find(tx, source)?.ok_or(CopyRefused::NoSuchEvent)?;
        let content = Content::read(tx, source.id, &copy)?;
        let rules = booking_rules::find(tx, source.id)?;
        let (mut event, mut content, rules) = copied(&source, &content, &copy, id, &ids, rules)?;
        if event.time.end() <= now {
            return Err(CopyRefused::Past);
        }
        event.slug = free_slug(tx, &event.title, event.time.start())?;
        event.contact_email.clone_from(&contact_email);
        (event.created_at, event.changed_at) = (now, now);
        if let Some(venue) = copy.venue {
            let kept = of_body(tx, venue, event.organiser)?.ok_or(CopyRefused::NoSuchVenue)?;
            fill(&mut event.venue, &kept);
            for stage in &mut content.stages {
                // What was known of a room elsewhere says nothing of one here.
                stage.capacity = None;
                stage.equipment.clear();
                stage.access.clear();
                stage.opening = None;
            }
            content.stages = with_facts(&ids, &event, content.stages, &kept);
        }
        insert_draft(tx, &event)?;
        booking_rules::set(tx, event.id, &rules)?;
        copy_letters(tx, &ids, (source.id, id), note)?;
        insert_stages(tx, &content.stages)?;
        for session in &content.sessions {
            programme::insert_session(tx, session)?;
        }
        programme::insert_slots(tx, &content.slots)?;
        let from = format!("from {}", source.slug);
        let altered = altered::event(None, &event);
        note.write_altered(tx, "event.copy", Subject::Event(id), from, &altered)?;
        events::find(tx, id)?.ok_or(CopyRefused::NoSuchEvent)
    })
}

/// What its letters say, which reminders are sent and which deadlines are nudged of come along.
fn copy_letters(
    tx: &mut Tx<'_>,
    ids: &Ids,
    (from, to): (EventId, EventId),
    note: Note,
) -> Result<(), StoreError> {
    let chosen = reminders::find(tx, from)?;
    reminders::set(tx, to, &chosen)?;
    let deadlines = nudges::find(tx, from)?;
    nudges::set(tx, to, &deadlines)?;
    wordings::copy(tx, (from, to), (note.person(), note.at), || ids.next())
}

/// The local times of a copy that do not exist on its date, or happen twice, whatever was answered so far.
pub fn doubtful_times(
    rx: &mut Rx<'_>,
    surroundings: &Surroundings,
    source: &Event,
    copy: &EventCopy,
) -> Result<Vec<DoubtfulTime>, StoreError> {
    let content = Content::read(rx, source.id, copy)?;
    let asked = EventCopy {
        answers: Answers::new(),
        ..copy.clone()
    };
    let ids = Ids(surroundings.clone());
    let rules = booking_rules::find(rx, source.id)?;
    match copied(source, &content, &asked, source.id, &ids, rules) {
        Err(CopyRefused::Doubtful(doubtful)) => Ok(doubtful),
        _ => Ok(Vec::new()),
    }
}

/// The copy and its programme, with ids of their own.
fn copied(
    source: &Event,
    content: &Content,
    copy: &EventCopy,
    id: EventId,
    ids: &Ids,
    rules: BookingRules,
) -> Result<(Event, Content, BookingRules), CopyRefused> {
    let zone = source.zone;
    let mut moves = Moves {
        zone,
        days: (copy.date - source.days().first()).num_days(),
        answers: &copy.answers,
        doubtful: Vec::new(),
    };
    let day = ends_of(&mut moves, source.time, "the day");
    let booking = window(&mut moves, source.booking, "booking");
    let registration = window(&mut moves, source.registration, "registration");
    let rules = BookingRules {
        held_back_until: rules.held_back_until.map(|at| {
            moves.moved(at, || {
                "The time when held-back slots open to everybody".into()
            })
        }),
        ..rules
    };
    let parts = programme_of(&mut moves, content, id, ids);
    if !moves.doubtful.is_empty() {
        return Err(CopyRefused::Doubtful(moves.doubtful));
    }
    let out_of_order = |what: &str| CopyRefused::OutOfOrder {
        what: what.to_owned(),
    };
    let event = Event {
        id,
        slug: String::new(),
        state: EventState::Draft,
        title: copy.title.to_string(),
        summary: if copy.description {
            source.summary.clone()
        } else {
            String::new()
        },
        venue: Venue {
            id: ids.next(),
            ..source.venue.clone()
        },
        time: TimeRange::new(day.0, day.1).map_err(|_| out_of_order("the day"))?,
        booking: in_order(booking).ok_or_else(|| out_of_order("booking"))?,
        registration: in_order(registration).ok_or_else(|| out_of_order("registration"))?,
        release: 0,
        sequence: 0,
        uid_generation: 0,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        postponed_from: None,
        postpone_reason: None,
        reinstated_at: None,
        ..source.clone()
    };
    let content = parts.in_order(&event).map_err(|what| out_of_order(&what))?;
    Ok((event, content, rules))
}

fn ends_of(moves: &mut Moves<'_>, time: TimeRange, what: &str) -> (Instant, Instant) {
    (
        moves.moved(time.start(), || format!("The start of {what}")),
        moves.moved(time.end(), || format!("The end of {what}")),
    )
}

fn window(moves: &mut Moves<'_>, window: Window, what: &str) -> Window {
    Window {
        opens_at: window
            .opens_at
            .map(|at| moves.moved(at, || format!("The time when {what} opens"))),
        closes_at: moves.moved(window.closes_at, || format!("The time when {what} closes")),
    }
}

fn in_order(window: Window) -> Option<Window> {
    let is_so = window.opens_at.is_none_or(|at| at < window.closes_at);
    is_so.then_some(window)
}

/// A moved programme of which nobody knows yet whether it keeps its order.
struct Parts {
    stages: Vec<Stage>,
    sessions: Vec<(Session, (Instant, Instant))>,
    slots: Vec<Slot>,
}

fn programme_of(moves: &mut Moves<'_>, content: &Content, event: EventId, ids: &Ids) -> Parts {
    let stage_ids: HashMap<StageId, StageId> = content
        .stages
        .iter()
        .map(|stage| (stage.id, ids.next()))
        .collect();
    let session_ids: HashMap<SessionId, SessionId> = content
        .sessions
        .iter()
        .map(|session| (session.id, ids.next()))
        .collect();
    let stages = content.stages.iter().map(|stage| Stage {
        id: stage_ids[&stage.id],
        event,
        ..stage.clone()
    });
    let sessions = content.sessions.iter().map(|session| {
        let item = Session {
            id: session_ids[&session.id],
            event,
            stage: session.stage.map(|stage| stage_ids[&stage]),
            chair: String::new(),
            ..session.clone()
        };
        let what = format!("“{}”", session.title);
        (item, ends_of(moves, session.time, &what))
    });
    let sessions: Vec<_> = sessions.collect();
    let slots = content.slots.iter().filter_map(|slot| {
        let session = *session_ids.get(&slot.session)?;
        let start = moves.moved(slot.times.starts_at, || {
            let title = content.sessions.iter().find(|s| s.id == slot.session);
            let title = title.map_or("a session", |session| session.title.as_str());
            format!("The start of a slot of “{title}”")
        });
        Some(Slot {
            id: ids.next(),
            event,
            session,
            stage: stage_ids[&slot.stage],
            // A pitch takes as long as it did, whatever the clocks do meanwhile.
            times: slot.times.shifted(start - slot.times.starts_at),
            mode: slot.mode,
        })
    });
    Parts {
        stages: stages.collect(),
        slots: slots.collect(),
        sessions,
    }
}

impl Parts {
    /// The programme, if each session ends after it starts and lies in the day, and its slots lie in it one by one; else
    /// the name of what does not.
    fn in_order(self, event: &Event) -> Result<Content, String> {
        let mut sessions = Vec::new();
        for (session, (start, end)) in self.sessions {
            let what = format!("“{}”", session.title);
            let time = TimeRange::new(start, end).map_err(|_| what.clone())?;
            let mut slots: Vec<_> = self
                .slots
                .iter()
                .filter(|slot| slot.session == session.id)
                .map(|slot| slot.times)
                .collect();
            slots.sort_unstable();
            let is_in = slots.iter().all(|times| time.holds(times.occupied()));
            let is_apart = slots
                .windows(2)
                .all(|pair| pair[0].clear_at <= pair[1].starts_at);
            if !(event.time.holds(time) && is_in && is_apart) {
                return Err(what);
            }
            sessions.push(Session { time, ..session });
        }
        Ok(Content {
            stages: self.stages,
            sessions,
            slots: self.slots,
        })
    }
}

#[cfg(test)]
mod tests;
