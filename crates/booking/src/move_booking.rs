//! Moving a booking to another slot of its event.

use crate::current::{current, has_begun};
use crate::hold::{ALTERNATIVES, HoldRefused, bookable};
use marketday_model::booking::{Overrule, Refusing};
use marketday_model::event::WindowState;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, Event, EventState, Instant, NoticeId, NoticeKind, PersonId,
    SlotId, SlotMode, Surroundings,
};
use marketday_places::{MoveSlot, free_slots, keeps_out, offer_freed, slot_differences};
use marketday_store::audit::{Altered, Change};
use marketday_store::notices::NewNotice;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, audit, booking_rules, bookings, events, notices, overrules,
    releases, revisions,
};

/// Who moves a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MovedBy {
    /// The company itself: into a slot that companies book, while booking is open and before the pitch begins.
    Company(PersonId),
    /// An organiser of the event, and why: into any slot of the programme. Where that is against a rule, the fairness
    /// record keeps the reason too.
    Organiser(PersonId, String),
}

/// Which booking goes where.
#[derive(Debug, Clone)]
pub struct MoveRequest {
    /// The booking.
    pub booking: BookingId,
    /// The slot that it is to have.
    pub to: SlotId,
    /// Who wants it so.
    pub by: MovedBy,
    /// The digest of the browser's token: a hold of its own on that slot does not stand in the way.
    pub browser: String,
}

/// Why a booking stays where it is. It never loses its slot.
#[derive(Debug, thiserror::Error)]
pub enum MoveRefused {
    /// The booking does not exist or was cancelled.
    #[error("This booking was cancelled, so it cannot be moved")]
    NotConfirmed,
    /// Its pitch has begun, or is over: only an organiser still moves it.
    #[error("This pitch has begun, so it cannot be moved")]
    Begun,
    /// The other slot cannot be had, and why.
    #[error("the other slot cannot be had")]
    Slot(#[source] Box<HoldRefused>),
    /// The presenter is on another stage at the time.
    #[error("The presenter is already on stage at this time")]
    PresenterBusy,
    /// The database failed.
    #[error("moving the booking failed")]
    Store(#[from] StoreError),
}

impl From<HoldRefused> for MoveRefused {
    fn from(refused: HoldRefused) -> Self {
        match refused {
            HoldRefused::Store(error) => Self::Store(error),
            refused => Self::Slot(Box::new(refused)),
        }
    }
}

/// Moves a booking to another slot in one step, and tells its contact. It keeps its calendar entry, with the next
/// SEQUENCE. Where it is already, nothing happens. Whether `by` may do so is asked before.
pub fn move_booking(
    store: &Store,
    surroundings: &Surroundings,
    request: MoveRequest,
) -> Result<(), MoveRefused> {
    let draws = Draws::of(surroundings);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let now = draws.note.at;
        let booking = current(tx, request.booking)?
            .filter(|booking| booking.state == BookingState::Confirmed)
            .ok_or(MoveRefused::NotConfirmed)?;
        if booking.slot == request.to {
            return Ok(());
        }
        let is_company = matches!(request.by, MovedBy::Company(_));
        if is_company && has_begun(tx, &booking, now)? {
            return Err(MoveRefused::Begun);
        }
        // Whoever waits comes before whoever is there already; what is left behind is offered below.
        offer_freed(tx, &surroundings, booking.event, now)?;
        let (event, to) = goal(tx, &booking, request.to, is_company, now)?;
        let from = releases::find_slot_ever(tx, booking.slot)?;
        match marketday_places::move_booking(tx, &booking, &to, &request.browser, now)? {
            MoveSlot::Moved => {}
            MoveSlot::Taken => return Err(taken(tx, &event, &to, now)?.into()),
            MoveSlot::Busy => return Err(MoveRefused::PresenterBusy),
            MoveSlot::Stale => return Err(StoreError::Stale("a booking").into()),
        }
        let (person, reason) = match &request.by {
            MovedBy::Company(person) => (*person, None),
            MovedBy::Organiser(person, reason) => {
                let mode = to.slot.mode;
                let rules = rules_against_move(tx, &event, &booking, mode, now)?;
                overrule(tx, &booking, rules, (*person, reason), draws)?;
                (*person, Some(reason.as_str()))
            }
        };
        let moved = Moved {
            booking: &booking,
            event: &event,
            from: from.as_ref(),
            to: &to,
        };
        tell(tx, &moved, reason, draws)?;
        draws.note.by(person).write_altered(
            tx,
            "booking.move",
            Subject::Booking(booking.id),
            reason.unwrap_or_default().to_owned(),
            &moved.altered(),
        )?;
        revisions::bump_public(tx)?;
        offer_freed(tx, &surroundings, event.id, now)?;
        Ok(())
    })
}

/// The slot that a booking is to have, with its event, if it may.
fn goal(
    rx: &mut Rx<'_>,
    booking: &Booking,
    to: SlotId,
    is_company: bool,
    now: Instant,
) -> Result<(Event, ReleasedSlot), HoldRefused> {
    let (event, slot) = if is_company {
        company_goal(rx, booking, to, now)?
    } else {
        released(rx, to)?
    };
    if event.id != booking.event {
        return Err(HoldRefused::NoSuchSlot);
    }
    let state = if slot.slot.times.starts_at <= now {
        WindowState::Closed
    } else if is_company {
        event.booking_state(now)
    } else {
        WindowState::Open
    };
    if state == WindowState::Open {
        Ok((event, slot))
    } else {
        Err(HoldRefused::NotOpen(state))
    }
}

/// The rules that an organiser overrules by moving a booking into a slot of this mode at `now`. What nobody books by
/// themselves is the organiser's to give, and what a company holds is as much as before.
pub fn rules_against_move(
    rx: &mut Rx<'_>,
    event: &Event,
    booking: &Booking,
    mode: SlotMode,
    now: Instant,
) -> Result<Vec<Refusing>, StoreError> {
    let mut against = Vec::new();
    if event.booking_state(now) != WindowState::Open {
        against.push(Refusing::Window);
    }
    if mode == SlotMode::HeldBack {
        let rules = booking_rules::find(rx, event.id)?;
        let identity = counted_identity(rx, booking)?;
        let company = (booking.company, identity.as_str());
        let kept_out = keeps_out(rx, event, &rules, company, mode, now)?;
        against.extend(kept_out.filter(|rule| *rule == Refusing::HeldBack));
    }
    Ok(against)
}

fn counted_identity(rx: &mut Rx<'_>, booking: &Booking) -> Result<String, StoreError> {
    let counted = bookings::find_counted(rx, booking.id)?;
    Ok(counted.map(|(identity, _)| identity).unwrap_or_default())
}

/// Keeps that an organiser moved a booking against these rules, and why.
fn overrule(
    tx: &mut Tx<'_>,
    booking: &Booking,
    rules: Vec<Refusing>,
    (person, reason): (PersonId, &str),
    draws: Draws,
) -> Result<(), StoreError> {
    if rules.is_empty() {
        return Ok(());
    }
    let overrule = Overrule {
        id: draws.overrule,
        booking: booking.id,
        rules,
        reason: reason.to_owned(),
        made_by: Some(person),
        made_at: draws.note.at,
    };
    overrules::insert(tx, booking.event, &overrule)
}

/// A slot that the company of a booking may have.
fn company_goal(
    rx: &mut Rx<'_>,
    booking: &Booking,
    to: SlotId,
    now: Instant,
) -> Result<(Event, ReleasedSlot), HoldRefused> {
    let (event, slot, rules) = bookable(rx, to, now)?;
    let identity = counted_identity(rx, booking)?;
    let company = (booking.company, identity.as_str());
    match keeps_out(rx, &event, &rules, company, slot.slot.mode, now)? {
        None => Ok((event, slot)),
        Some(Refusing::HeldBack) => Err(HoldRefused::HeldBack {
            whom: rules.held_back_text(&event),
        }),
        Some(_) => Err(HoldRefused::NotOffered),
    }
}

/// A slot of the current release of a published event, whoever decides who has it.
fn released(rx: &mut Rx<'_>, slot: SlotId) -> Result<(Event, ReleasedSlot), HoldRefused> {
    let slot = releases::find_slot(rx, slot)?.ok_or(HoldRefused::NoSuchSlot)?;
    let event = events::find(rx, slot.slot.event)?.ok_or(HoldRefused::NoSuchSlot)?;
    if event.state != EventState::Published {
        return Err(HoldRefused::NotOpen(WindowState::Closed));
    }
    Ok((event, slot))
}

/// Somebody else has the slot, and what is free instead.
fn taken(
    rx: &mut Rx<'_>,
    event: &Event,
    slot: &ReleasedSlot,
    now: Instant,
) -> Result<HoldRefused, StoreError> {
    let nearest = free_slots(rx, event, now)?.nearest(slot.slot.times.starts_at, ALTERNATIVES);
    Ok(if nearest.is_empty() {
        HoldRefused::Full
    } else {
        HoldRefused::Taken { nearest }
    })
}

/// What is drawn before the transaction that moves a booking.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draws {
    pub(crate) note: Note,
    notice: NoticeId,
    overrule: uuid::Uuid,
    changes: [uuid::Uuid; 3],
}

impl Draws {
    pub(crate) fn of(surroundings: &Surroundings) -> Self {
        Self {
            note: Note::new(surroundings, None),
            notice: surroundings.id(),
            overrule: surroundings.id(),
            changes: surroundings.ids_in_order(),
        }
    }
}

/// A booking as it was, and where it went.
pub(crate) struct Moved<'a> {
    pub(crate) booking: &'a Booking,
    pub(crate) event: &'a Event,
    pub(crate) from: Option<&'a ReleasedSlot>,
    pub(crate) to: &'a ReleasedSlot,
}

impl Moved<'_> {
    fn changes(&self) -> Vec<Change> {
        slot_differences(self.event, self.from, self.to)
    }

    /// What the audit trail keeps of it.
    pub(crate) fn altered(&self) -> Vec<Altered> {
        let changes = self.changes().into_iter();
        changes
            .map(|change| Altered {
                what: change.what,
                before: change.before,
                after: change.after,
            })
            .collect()
    }
}

/// Tells the contact of a booking where and when it is now, and why, where somebody else moved it.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    moved: &Moved<'_>,
    reason: Option<&str>,
    draws: Draws,
) -> Result<(), StoreError> {
    let (booking, now) = (moved.booking, draws.note.at);
    let (subject, version) = (Subject::Booking(booking.id), booking.sequence + 1);
    let why = reason.map(|reason| Change {
        version,
        what: Change::REASON.to_owned(),
        before: String::new(),
        after: reason.to_owned(),
    });
    let changes = moved.changes().into_iter().chain(why);
    for (change, id) in changes.zip(draws.changes) {
        let change = Change { version, ..change };
        audit::insert_change(tx, id, subject, &change, now)?;
    }
    let notice = NewNotice {
        id: draws.notice,
        kind: NoticeKind::BookingChanged,
        recipient: Recipient::Person(booking.contact),
        subject,
        version,
    };
    notices::enqueue(tx, &notice, now)?;
    Ok(())
}
