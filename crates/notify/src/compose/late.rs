//! Letters about cancelling late, and about not appearing.

use super::facts::{booking_facts, event_facts, operator_foot, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_mail::Mailbox;
use marketday_model::no_show::Ban;
use marketday_model::notice::Recipient;
use marketday_model::permission::{Actor, may_manage_bookings};
use marketday_model::{
    Booking, BookingId, BookingState, Event, LateCancellationId, LateState, Notice, NoticeKind,
    Person, PersonId,
};
use marketday_render::Links;
use marketday_render::letters::{
    LateCancellationAsked, LateCancellationRefused, NoShowNoted, NoShowTakenBack,
};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Rx, StoreError, booking_rules, bookings, erasure, events, late_cancellations, memberships,
    no_shows, people, releases, teams,
};

/// A booking with its slot and event.
type Booked = (Booking, ReleasedSlot, Event);

fn booked(rx: &mut Rx<'_>, id: BookingId) -> Result<Option<Booked>, StoreError> {
    let Some(booking) = bookings::find(rx, id)? else {
        return Ok(None);
    };
    let slot = releases::find_slot_ever(rx, booking.slot)?;
    let event = events::find(rx, booking.event)?;
    Ok(match (slot, event) {
        (Some(slot), Some(event)) => Some((booking, slot, event)),
        _ => None,
    })
}

/// A request to cancel late: to an organiser, or refused, to the company.
pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: LateCancellationId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(request) = late_cancellations::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some((booking, slot, event)) = booked(rx, request.booking)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let facts = booking_facts(notifier, &event, &booking, &slot);
        if notice.kind == NoticeKind::LateCancellationAsked {
            let now = notifier.surroundings.now();
            if !request.is_open(&booking, slot.slot.times.starts_at, now) {
                return Ok(Composed::Dropped(Dropped::RequestOver));
            }
            let Some(organiser) = deciding(rx, recipient, &event)? else {
                return Ok(Composed::Dropped(Dropped::RecipientGone));
            };
            let link = Links::organise_booking_late(&event.slug, &booking.id);
            let words = notifier.engine.letter(&LateCancellationAsked {
                to_name: organiser.name.clone(),
                booking: facts,
                event: event_facts(notifier, &event),
                reason: request.reason,
                decision_link: notifier.links.absolute(&link),
                foot: operator_foot(notifier, Some(organiser.id)),
            })?;
            let to = Mailbox::named(organiser.name, organiser.email.as_str());
            return Ok(notifier.about_account(notice, to, words));
        }
        if request.state != LateState::Refused || booking.state != BookingState::Confirmed {
            return Ok(Composed::Dropped(Dropped::RequestOver));
        }
        let Some(contact) = contact(rx, recipient, &booking)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let words = notifier.event_letter(
            event.id,
            LateCancellationRefused {
                to_name: contact.name.clone(),
                booking: facts,
                event: event_facts(notifier, &event),
                answer: request.answer,
                foot: organiser_foot(notifier, &event, contact.id),
            },
        )?;
        notifier.about_event(notice, &event, &contact, words, None)
    })
}

/// Nobody appeared for a booking, or it is not noted any more.
pub(super) fn no_show(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: BookingId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some((booking, slot, event)) = booked(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let is_noted = notice.kind == NoticeKind::NoShowNoted;
        if no_shows::is_noted(rx, id)? != is_noted {
            return Ok(Composed::Dropped(Dropped::ChangedBack));
        }
        let Some(contact) = contact(rx, recipient, &booking)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let facts = booking_facts(notifier, &event, &booking, &slot);
        let words = if is_noted {
            let months = booking_rules::find(rx, event.id)?.no_show_months;
            let ban = Ban::of(&event, months, notifier.surroundings.now());
            notifier.event_letter(
                event.id,
                NoShowNoted {
                    to_name: contact.name.clone(),
                    booking: facts,
                    event: event_facts(notifier, &event),
                    until_text: ban.map(|ban| ban.until_text),
                    foot: organiser_foot(notifier, &event, contact.id),
                },
            )?
        } else {
            notifier.event_letter(
                event.id,
                NoShowTakenBack {
                    to_name: contact.name.clone(),
                    booking: facts,
                    event: event_facts(notifier, &event),
                    foot: organiser_foot(notifier, &event, contact.id),
                },
            )?
        };
        notifier.about_event(notice, &event, &contact, words, None)
    })
}

/// The recipient, if they still are the contact.
fn contact(
    rx: &mut Rx<'_>,
    recipient: PersonId,
    booking: &Booking,
) -> Result<Option<Person>, StoreError> {
    if booking.contact != recipient {
        return Ok(None);
    }
    erasure::find_addressee(rx, recipient)
}

/// The recipient, if they still decide about the bookings of the event.
pub(super) fn deciding(
    rx: &mut Rx<'_>,
    id: PersonId,
    event: &Event,
) -> Result<Option<Person>, StoreError> {
    let actor = Actor {
        person: id,
        memberships: memberships::list_of_person(rx, id)?,
        seats: teams::list_of_person(rx, id)?,
        is_administrator: false,
    };
    if !may_manage_bookings(&actor, event) {
        return Ok(None);
    }
    people::find(rx, id)
}
