//! The run sheet: what happens on each stage, one thing after the other, as those who run the day read it.

use crate::diff::{Programme, draft};
use marketday_model::{
    Booking, BookingId, Claim, Event, Instant, Person, PersonId, SessionId, SessionKind, Slot,
    SlotId, SlotMode, StageId, TimeRange,
};
use marketday_store::bookings::{BookingFilter, Live};
use marketday_store::releases::ReleasedSession;
use marketday_store::{
    Rx, StoreError, bookings, people, programme, releases, run_notes, slides as slides_of,
};
use std::collections::HashMap;

/// What happens at an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunSheet {
    /// What concerns no stage alone: breaks, lunch.
    pub whole_venue: Vec<RunItem>,
    /// The stages on which something happens, in their order.
    pub stages: Vec<StageRun>,
}

/// What happens on one stage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StageRun {
    /// Its name.
    pub name: String,
    /// Projector, microphones and the like; may be empty.
    pub equipment: String,
    /// Steps, loops and the like; may be empty.
    pub access: String,
    /// What happens on it, by time; a session before its own pitches.
    pub items: Vec<RunItem>,
}

/// A session, or a slot of a pitch session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunItem {
    /// From when to when: for a slot, until the presenter is free.
    pub time: TimeRange,
    /// The kind of its session.
    pub kind: SessionKind,
    /// The title of the session or the pitch; empty for a slot without one.
    pub title: String,
    /// What a session says of itself; may be empty.
    pub description: String,
    /// Who chairs a session; empty for a slot.
    pub chair: String,
    /// What those who run the day are to know; may be empty.
    pub note: String,
    /// For a slot: who pitches.
    pub pitch: Option<RunPitch>,
}

/// What is known of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPitch {
    /// When questions begin.
    pub questions_at: Instant,
    /// When the stage is ready for the next.
    pub clear_at: Instant,
    /// How it stands.
    pub status: PitchStatus,
    /// The company; empty without a booking.
    pub company: String,
    /// Who presents; empty without a booking.
    pub presenter: String,
    /// Who booked, if another than the presenter.
    pub contact: Option<String>,
    /// Whether the slides have come; none without a booking.
    pub slides: Option<bool>,
    /// The telephone number of whoever booked, for those who may manage bookings.
    pub phone: Option<String>,
}

/// How a slot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PitchStatus {
    /// Booked.
    Confirmed,
    /// Booked by somebody of whom it is not known yet whether they speak for the company.
    Unconfirmed,
    /// Somebody is filling in its form.
    Held,
    /// Nobody has it, and the organiser decides who will.
    Curated,
    /// Nobody has it, and the organiser keeps it for later.
    HeldBack,
    /// Nobody has it.
    Free,
}

/// The run sheet of the current release, or of the draft. Telephone numbers are read only with `phones`. The number of
/// queries does not depend on how much there is.
pub fn run_sheet(
    rx: &mut Rx<'_>,
    event: &Event,
    is_draft: bool,
    phones: bool,
    now: Instant,
) -> Result<RunSheet, StoreError> {
    let Programme { sessions, slots } = if is_draft {
        draft(rx, event, now)?
    } else {
        Programme {
            sessions: releases::list_sessions(rx, event.id, event.release)?,
            slots: releases::list_slots(rx, event.id, event.release)?,
        }
    };
    let filter = BookingFilter {
        event: Some(event.id),
        ..BookingFilter::default()
    };
    let booked = bookings::list(rx, &filter)?;
    let contacts: Vec<PersonId> = booked.iter().map(|booking| booking.contact).collect();
    let notes = run_notes::list_of_sessions(rx, event.id)?;
    let taken = Taken {
        notes: run_notes::list_of_bookings(rx, event.id)?,
        slides: slides_of::list_received(rx, event.id)?,
        contacts: people::list(rx, &contacts)?
            .into_iter()
            .map(|person| (person.id, person))
            .collect(),
        booked: booked.into_iter().map(|it| (it.slot, it)).collect(),
        live: bookings::list_live(rx, event.id, now)?
            .into_iter()
            .map(|live| (live.slot, live))
            .collect(),
        phones,
    };
    let slots: Vec<Slot> = slots.into_iter().map(|item| item.slot).collect();
    let planned = (sessions.as_slice(), slots.as_slice(), &notes);
    let stages = programme::list_stages(rx, event.id)?.into_iter();
    let stages = stages.map(|stage| StageRun {
        items: items(planned, &taken, Some(stage.id)),
        name: name_of(&sessions, stage.id).unwrap_or(stage.name),
        equipment: stage.equipment,
        access: stage.access,
    });
    Ok(RunSheet {
        whole_venue: items(planned, &taken, None),
        stages: stages.filter(|stage| !stage.items.is_empty()).collect(),
    })
}

/// What keeps others out of slots.
struct Taken {
    booked: HashMap<SlotId, Booking>,
    live: HashMap<SlotId, Live>,
    contacts: HashMap<PersonId, Person>,
    phones: bool,
    notes: HashMap<BookingId, String>,
    slides: Vec<BookingId>,
}

impl Taken {
    fn item(&self, slot: &Slot) -> RunItem {
        let booking = self.booked.get(&slot.id);
        let contact = booking.and_then(|booking| self.contacts.get(&booking.contact));
        let status = match (booking, self.live.get(&slot.id)) {
            (Some(booking), _) if booking.claim == Claim::Unconfirmed => PitchStatus::Unconfirmed,
            (None, Some(live)) if live.hold_expires_at.is_some() => PitchStatus::Held,
            // A booking whose contact was erased keeps its slot, and has nobody to show.
            (Some(_), _) | (None, Some(_)) => PitchStatus::Confirmed,
            (None, None) => match slot.mode {
                SlotMode::Open => PitchStatus::Free,
                SlotMode::Curated => PitchStatus::Curated,
                SlotMode::HeldBack => PitchStatus::HeldBack,
            },
        };
        let told = |of: fn(&Booking) -> &String| booking.map(of).cloned().unwrap_or_default();
        let presenter = told(|booking| &booking.presenter_name);
        RunItem {
            time: slot.times.presented(),
            kind: SessionKind::Pitch,
            title: told(|booking| &booking.pitch.title),
            description: String::new(),
            chair: String::new(),
            note: booking
                .and_then(|booking| self.notes.get(&booking.id).cloned())
                .unwrap_or_default(),
            pitch: Some(RunPitch {
                questions_at: slot.times.questions_at,
                clear_at: slot.times.clear_at,
                status,
                company: told(|booking| &booking.company_name),
                slides: booking.map(|booking| self.slides.contains(&booking.id)),
                contact: contact
                    .map(|person| person.name.clone())
                    .filter(|name| *name != presenter),
                phone: contact
                    .filter(|_| self.phones)
                    .and_then(|person| person.phone.clone()),
                presenter,
            }),
        }
    }
}

/// What a stage is called there.
fn name_of(sessions: &[ReleasedSession], stage: StageId) -> Option<String> {
    let here = sessions
        .iter()
        .find(|item| item.session.stage == Some(stage) && item.removed_at.is_none());
    here.and_then(|item| item.stage_name.clone())
}

/// What is at this place, by time: a session before its own pitches.
fn items(
    (sessions, slots, notes): (&[ReleasedSession], &[Slot], &HashMap<SessionId, String>),
    taken: &Taken,
    place: Option<StageId>,
) -> Vec<RunItem> {
    let here = sessions
        .iter()
        .filter(|item| item.removed_at.is_none() && item.session.stage == place);
    let mut items: Vec<RunItem> = here
        .flat_map(|item| {
            let own = slots.iter().filter(|slot| slot.session == item.session.id);
            let session = RunItem {
                time: item.session.time,
                kind: item.session.kind,
                title: item.session.title.clone(),
                description: item.session.description.clone(),
                chair: item.session.chair.clone(),
                note: notes.get(&item.session.id).cloned().unwrap_or_default(),
                pitch: None,
            };
            std::iter::once(session).chain(own.map(|slot| taken.item(slot)))
        })
        .collect();
    items.sort_by_key(|item| (item.time.start(), item.pitch.is_some()));
    items
}
