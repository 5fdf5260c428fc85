//! Letters to those on a waiting list.

use super::facts::{event_facts, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_model::notice::Recipient;
use marketday_model::waiting::Wish;
use marketday_model::{Event, Notice, NoticeKind, SlotMode, WaitingId, WaitingState};
use marketday_render::letters::{
    OfferLapsed, SlotOffered, WaitingEnded, WaitingFacts, WaitingJoined,
};
use marketday_render::{Links, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{erasure, events, releases, waiting};

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: WaitingId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(one) = waiting::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        if !tells_the_truth(notice.kind, one.state) {
            return Ok(Composed::Dropped(Dropped::OfferOver));
        }
        let Some(event) = events::find(rx, one.event)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let contact = one.contact.filter(|contact| *contact == recipient);
        let contact = match contact {
            Some(contact) => erasure::find_addressee(rx, contact)?,
            None => None,
        };
        let Some(contact) = contact else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let offer = one.offer.filter(|_| {
            matches!(
                notice.kind,
                NoticeKind::SlotOffered | NoticeKind::OfferLapsed
            )
        });
        let slot = match offer {
            Some(offer) => releases::find_slot_ever(rx, offer.slot)?,
            None => None,
        };
        let wish_text = match one.wish {
            Wish::Any => "any slot".to_owned(),
            Wish::Mode(SlotMode::HeldBack) => "a held-back slot".to_owned(),
            Wish::Mode(_) => "an open slot".to_owned(),
            Wish::Slot(slot) => releases::find_slot_ever(rx, slot)?.map_or_else(
                || "a slot".to_owned(),
                |slot| format!("{}, {}", slot_text(&event, &slot), slot.stage_name),
            ),
        };
        let facts = WaitingFacts {
            to_name: contact.name.clone(),
            company: one.company_name,
            pitch_title: one.pitch.title,
            wish_text,
            when_text: slot.as_ref().map(|slot| slot_text(&event, slot)),
            stage: slot.map(|slot| slot.stage_name),
            until_text: offer.map(|offer| when::moment(offer.until, event.zone)),
            event: event_facts(notifier, &event),
            link: notifier.links.absolute(&Links::waiting(&one.id)),
            foot: organiser_foot(notifier, &event, contact.id),
        };
        let words = match notice.kind {
            NoticeKind::WaitingJoined => notifier.event_letter(event.id, WaitingJoined(facts))?,
            NoticeKind::SlotOffered => notifier.event_letter(event.id, SlotOffered(facts))?,
            NoticeKind::OfferLapsed => notifier.event_letter(event.id, OfferLapsed(facts))?,
            _ => notifier.event_letter(event.id, WaitingEnded(facts))?,
        };
        notifier.about_event(notice, &event, &contact, words, None)
    })
}

/// Whether what a notice tells is so when its letter goes out.
fn tells_the_truth(kind: NoticeKind, state: WaitingState) -> bool {
    match kind {
        NoticeKind::WaitingJoined => state == WaitingState::Waiting,
        NoticeKind::SlotOffered => state == WaitingState::Offered,
        NoticeKind::OfferLapsed => state == WaitingState::Lapsed,
        _ => state == WaitingState::Ended,
    }
}

fn slot_text(event: &Event, slot: &ReleasedSlot) -> String {
    when::range(slot.slot.times.presented(), event.zone)
}
