//! Letters to the contact of a booking.

use super::envelope::Enclosed;
use super::facts::{
    booking_facts, event_facts, is_postponement, organiser_foot, postponed, reason_of,
};
use super::told::{Told, changes_since, told};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_calendar::Method;
use marketday_feeds::{Reader, booking_entry};
use marketday_model::booking::CLAIM_REFUSED;
use marketday_model::event::WindowState;
use marketday_model::notice::Recipient;
use marketday_model::{
    Booking, BookingId, BookingState, Claim, Event, EventState, Notice, NoticeKind, Person,
};
use marketday_render::letters::{
    Audience, BookingCancelled, BookingChanged, BookingConfirmed, BookingHandedOver, CancelledBy,
    Change, ComposedLetter, EventCancelled, EventChanged, EventReinstated,
};
use marketday_render::{Links, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, bookings, erasure, events, releases};

/// A booking with everything that a letter about it says.
struct Booked {
    booking: Booking,
    slot: ReleasedSlot,
    event: Event,
    contact: Person,
    told: Told,
}

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: BookingId,
) -> Result<Composed, ComposeError> {
    notifier.store.read(|rx| {
        let booked = match load(rx, notice, id)? {
            Ok(booked) => booked,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let written = match notice.kind {
            NoticeKind::BookingCancelled | NoticeKind::EventCancelled => {
                cancellation(notifier, notice, &booked)
            }
            NoticeKind::BookingHandedOver => handed_over(notifier, notice, &booked),
            _ => news(notifier, rx, notice, &booked),
        };
        let (words, enclosed) = match written? {
            Ok(written) => written,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        notifier.about_event(notice, &booked.event, &booked.contact, words, enclosed)
    })
}

fn load(
    rx: &mut Rx<'_>,
    notice: &Notice,
    id: BookingId,
) -> Result<Result<Booked, Dropped>, ComposeError> {
    let Some(booking) = bookings::find(rx, id)? else {
        return Ok(Err(Dropped::SubjectGone));
    };
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Err(Dropped::RecipientGone));
    };
    // Of a booking that was handed over, whoever was its contact is told once more.
    let is_former = notice.kind == NoticeKind::BookingHandedOver;
    if (recipient == booking.contact) == is_former {
        return Ok(Err(Dropped::RecipientGone));
    }
    let Some(contact) = erasure::find_addressee(rx, recipient)? else {
        return Ok(Err(Dropped::RecipientGone));
    };
    let slot = releases::find_slot_ever(rx, booking.slot)?;
    let event = events::find(rx, booking.event)?;
    let (Some(slot), Some(event)) = (slot, event) else {
        return Ok(Err(Dropped::SubjectGone));
    };
    Ok(Ok(Booked {
        told: told(rx, notice)?,
        booking,
        slot,
        event,
        contact,
    }))
}

type Written = Result<(ComposedLetter, Option<Enclosed>), Dropped>;

/// A slot is theirs, or changed.
fn news(
    notifier: &Composer<'_>,
    rx: &mut Rx<'_>,
    notice: &Notice,
    booked: &Booked,
) -> Result<Written, ComposeError> {
    if booked.booking.state != BookingState::Confirmed {
        return Ok(Err(Dropped::NotConfirmed));
    }
    if booked.told.newer_waits && booked.booking.sequence != notice.version {
        return Ok(Err(Dropped::Newer));
    }
    let words = match booked.told.version {
        None if notice.kind == NoticeKind::EventReinstated => reinstated(notifier, booked, false)?,
        None => confirmed(notifier, booked)?,
        Some(version) => match changes_since(rx, notice, version)? {
            None => return Ok(Err(Dropped::ChangedBack)),
            Some(changes) => changed(notifier, notice, booked, changes)?,
        },
    };
    Ok(Ok((
        words,
        Some(enclosed(notifier, booked, Method::Request)),
    )))
}

fn confirmed(notifier: &Composer<'_>, booked: &Booked) -> Result<ComposedLetter, ComposeError> {
    let Booked {
        booking,
        slot,
        event,
        contact,
        ..
    } = booked;
    let claimed = booking.claim == Claim::Unconfirmed;
    let letter = BookingConfirmed {
        to_name: contact.name.clone(),
        booking: booking_facts(notifier, event, booking, slot),
        event: event_facts(notifier, event),
        unconfirmed_until: booking
            .claim_expires_at
            .filter(|_| claimed)
            .map(|at| when::moment(at, event.zone)),
        foot: organiser_foot(notifier, event, contact.id),
    };
    Ok(notifier.event_letter(booked.event.id, letter)?)
}

fn changed(
    notifier: &Composer<'_>,
    notice: &Notice,
    booked: &Booked,
    mut changes: Vec<Change>,
) -> Result<ComposedLetter, ComposeError> {
    let Booked {
        booking,
        slot,
        event,
        contact,
        ..
    } = booked;
    let facts = booking_facts(notifier, event, booking, slot);
    if is_postponement(event, &changes) {
        let link = Links::booking(&booking.id);
        let letter = postponed(notifier, event, contact, Audience::Company, &link);
        return Ok(notifier.event_letter(booked.event.id, letter)?);
    }
    if notice.kind == NoticeKind::EventChanged {
        // Slots move along with the day; only the day's own change is noted.
        if changes.iter().any(|change| change.what == "Date") {
            changes.push(Change::new("Your pitch", "", facts.when_text));
        }
        let letter = EventChanged {
            to_name: contact.name.clone(),
            audience: Audience::Company,
            event: event_facts(notifier, event),
            reason: reason_of(event, &changes),
            changes,
            your_link: notifier.links.absolute(&Links::booking(&booking.id)),
            foot: organiser_foot(notifier, event, contact.id),
        };
        return Ok(notifier.event_letter(booked.event.id, letter)?);
    }
    let letter = BookingChanged {
        to_name: contact.name.clone(),
        booking: facts,
        event: event_facts(notifier, event),
        changes,
        foot: organiser_foot(notifier, event, contact.id),
    };
    Ok(notifier.event_letter(booked.event.id, letter)?)
}

/// A booking is gone, alone or with its event.
fn cancellation(
    notifier: &Composer<'_>,
    notice: &Notice,
    booked: &Booked,
) -> Result<Written, ComposeError> {
    let with_event = notice.kind == NoticeKind::EventCancelled;
    // It was reinstated before they learned that it was cancelled: what calendars hold of it is out of date all the same.
    let is_left = booked.event.reinstated_at >= Some(notice.made_at) && booked.told.may_have_entry;
    let stands = booked.booking.state == BookingState::Cancelled
        && (!with_event || booked.event.state == EventState::Cancelled || is_left);
    if !stands {
        return Ok(Err(Dropped::NotCancelled));
    }
    let words = if with_event && is_left {
        reinstated(notifier, booked, true)?
    } else if with_event {
        event_cancelled(notifier, booked)?
    } else {
        cancelled(notifier, booked)?
    };
    // Google removes only what came by a REQUEST, and a CANCEL that nothing came before puzzles the rest.
    let enclosed = booked
        .told
        .may_have_entry
        .then(|| enclosed(notifier, booked, Method::Cancel));
    Ok(Ok((words, enclosed)))
}

/// A booking is a colleague's now: it leaves the calendar of whoever had it.
fn handed_over(
    notifier: &Composer<'_>,
    notice: &Notice,
    booked: &Booked,
) -> Result<Written, ComposeError> {
    if !booked.told.may_have_entry {
        return Ok(Err(Dropped::ChangedBack));
    }
    // Whoever was erased is told under the nobody in their place.
    let is_erased = notice.recipient != Recipient::Person(booked.contact.id);
    let letter = BookingHandedOver {
        to_name: booked.contact.name.clone(),
        is_erased,
        booking: booking_facts(notifier, &booked.event, &booked.booking, &booked.slot),
        event: event_facts(notifier, &booked.event),
        foot: organiser_foot(notifier, &booked.event, booked.contact.id),
    };
    let words = notifier.event_letter(booked.event.id, letter)?;
    Ok(Ok((
        words,
        Some(enclosed(notifier, booked, Method::Cancel)),
    )))
}

fn event_cancelled(
    notifier: &Composer<'_>,
    booked: &Booked,
) -> Result<ComposedLetter, ComposeError> {
    let letter = EventCancelled {
        to_name: booked.contact.name.clone(),
        audience: Audience::Company,
        event: event_facts(notifier, &booked.event),
        reason: booked
            .event
            .cancel_reason
            .clone()
            .filter(|reason| !reason.is_empty()),
        other_events_link: notifier.links.absolute(&Links::home(None, None)),
        foot: organiser_foot(notifier, &booked.event, booked.contact.id),
    };
    Ok(notifier.event_letter(booked.event.id, letter)?)
}

/// What was cancelled with the event is theirs again; or, before that, the entry that it had is taken out.
fn reinstated(
    notifier: &Composer<'_>,
    booked: &Booked,
    takes_out: bool,
) -> Result<ComposedLetter, ComposeError> {
    let Booked {
        booking,
        slot,
        event,
        contact,
        ..
    } = booked;
    let letter = EventReinstated {
        to_name: contact.name.clone(),
        audience: Audience::Company,
        event: event_facts(notifier, event),
        booking: (!takes_out).then(|| booking_facts(notifier, event, booking, slot)),
        takes_out,
        your_link: notifier.links.absolute(&Links::booking(&booking.id)),
        foot: organiser_foot(notifier, event, contact.id),
    };
    Ok(notifier.event_letter(booked.event.id, letter)?)
}

fn cancelled(notifier: &Composer<'_>, booked: &Booked) -> Result<ComposedLetter, ComposeError> {
    let Booked {
        booking,
        slot,
        event,
        contact,
        ..
    } = booked;
    let cancelled_by = cancelled_by(booking);
    let now = notifier.surroundings.now();
    let letter = BookingCancelled {
        to_name: contact.name.clone(),
        booking: booking_facts(notifier, event, booking, slot),
        event: event_facts(notifier, event),
        cancelled_by,
        reason: booking
            .cancel_reason
            .clone()
            .filter(|reason| cancelled_by == CancelledBy::Organiser && !reason.is_empty()),
        other_slots_link: (event.booking_state(now) == WindowState::Open)
            .then(|| notifier.links.absolute(&Links::slots(&event.slug))),
        foot: organiser_foot(notifier, event, contact.id),
    };
    Ok(notifier.event_letter(booked.event.id, letter)?)
}

/// A company that cancels gives no reason; a claim that lapsed was still unconfirmed when its time was over.
fn cancelled_by(booking: &Booking) -> CancelledBy {
    let lapsed = booking.claim == Claim::Unconfirmed
        && booking.claim_expires_at <= booking.cancelled_at
        && booking.claim_expires_at.is_some();
    match booking.cancel_reason.as_deref() {
        None => CancelledBy::You,
        Some(CLAIM_REFUSED) => CancelledBy::Refusal,
        Some(_) if lapsed => CancelledBy::Lapse,
        Some(_) => CancelledBy::Organiser,
    }
}

fn enclosed(notifier: &Composer<'_>, booked: &Booked, method: Method) -> Enclosed {
    let Booked {
        booking,
        slot,
        event,
        ..
    } = booked;
    Enclosed {
        entry: booking_entry(&notifier.site, event, booking, slot, Reader::Contact),
        method,
    }
}
