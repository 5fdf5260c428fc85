//! The letter to a member of a company: somebody booked for it, and waits for an answer.

use super::facts::{booking_facts, event_facts, operator_foot};
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::notice::Recipient;
use marketday_model::permission::{Actor, may_settle_claim};
use marketday_model::{Booking, BookingId, BookingState, Claim, Notice, Person, PersonId};
use marketday_render::letters::ClaimWaiting;
use marketday_render::{Links, when};
use marketday_store::{Rx, StoreError, bookings, events, memberships, people, releases};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: BookingId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(booking) = bookings::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        if booking.state != BookingState::Confirmed {
            return Ok(Composed::Dropped(Dropped::NotConfirmed));
        }
        let (Claim::Unconfirmed, Some(until)) = (booking.claim, booking.claim_expires_at) else {
            return Ok(Composed::Dropped(Dropped::ClaimSettled));
        };
        let Some(member) = deciding(rx, recipient, &booking)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let (Some(contact), Some(event), Some(slot)) = (
            people::find(rx, booking.contact)?,
            events::find(rx, booking.event)?,
            releases::find_slot_ever(rx, booking.slot)?,
        ) else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let letter = ClaimWaiting {
            to_name: member.name.clone(),
            contact_name: contact.name,
            contact_email: contact.email.to_string(),
            booking: booking_facts(notifier, &event, &booking, &slot),
            event: event_facts(notifier, &event),
            until_text: when::moment(until, event.zone),
            claim_link: notifier.links.absolute(&Links::booking_claim(&booking.id)),
            foot: operator_foot(notifier, Some(member.id)),
        };
        let words = notifier.engine.letter(&letter)?;
        let to = Mailbox::named(member.name, member.email.as_str());
        Ok(notifier.about_account(notice, to, words))
    })
}

/// The recipient, if they still may answer.
fn deciding(
    rx: &mut Rx<'_>,
    id: PersonId,
    booking: &Booking,
) -> Result<Option<Person>, StoreError> {
    let actor = Actor {
        person: id,
        memberships: memberships::list_of_person(rx, id)?,
        seats: Vec::new(),
        is_administrator: false,
    };
    if !may_settle_claim(&actor, booking) {
        return Ok(None);
    }
    people::find(rx, id)
}
