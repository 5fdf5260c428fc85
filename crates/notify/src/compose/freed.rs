//! The letter to an organiser: a slot is free again, since its contact was erased.

use super::facts::{booking_facts, event_facts, operator_foot};
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::notice::Recipient;
use marketday_model::{BookingId, BookingState, Notice};
use marketday_render::Links;
use marketday_render::letters::SlotFreed;
use marketday_store::{bookings, erasure, events, releases};

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
        if booking.state != BookingState::Cancelled {
            return Ok(Composed::Dropped(Dropped::NotCancelled));
        }
        let (Some(event), Some(slot)) = (
            events::find(rx, booking.event)?,
            releases::find_slot_ever(rx, booking.slot)?,
        ) else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(organiser) = erasure::find_addressee(rx, recipient)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let facts = booking_facts(notifier, &event, &booking, &slot);
        let letter = SlotFreed {
            to_name: organiser.name.clone(),
            pitch_title: facts.pitch_title,
            company: facts.company,
            when_text: facts.when_text,
            event: event_facts(notifier, &event),
            bookings_link: notifier
                .links
                .absolute(&Links::organise_bookings(&event.slug)),
            foot: operator_foot(notifier, Some(organiser.id)),
        };
        let words = notifier.engine.letter(&letter)?;
        let to = Mailbox::named(organiser.name, organiser.email.as_str());
        Ok(notifier.about_account(notice, to, words))
    })
}
