//! Letters about changing slots with another company.

use super::facts::{booking_facts, event_facts, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_model::notice::Recipient;
use marketday_model::{Booking, BookingState, Event, Notice, NoticeKind, Swap, SwapId, SwapState};
use marketday_render::letters::{SwapAsked, SwapDeclined};
use marketday_render::{Links, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, bookings, erasure, events, releases, swaps};

/// Both bookings with their slots: of whoever is told first.
struct Pair {
    theirs: (Booking, ReleasedSlot),
    other: (Booking, ReleasedSlot),
    event: Event,
}

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: SwapId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(swap) = swaps::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let is_question = notice.kind == NoticeKind::SwapAsked;
        let Some(pair) = pair(rx, &swap, is_question)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        if !stands(notifier, &swap, &pair, is_question) {
            return Ok(Composed::Dropped(Dropped::SwapOver));
        }
        if pair.theirs.0.contact != recipient {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        }
        let Some(contact) = erasure::find_addressee(rx, recipient)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let Pair {
            theirs: (booking, slot),
            other: (other, other_slot),
            event,
        } = pair;
        let booking = booking_facts(notifier, &event, &booking, &slot);
        let words = if is_question {
            notifier.event_letter(
                event.id,
                SwapAsked {
                    to_name: contact.name.clone(),
                    company: other.company_name,
                    pitch_title: other.pitch.title,
                    their_when_text: when::range(other_slot.slot.times.presented(), event.zone),
                    their_stage: other_slot.stage_name,
                    message: swap.message,
                    booking,
                    event: event_facts(notifier, &event),
                    until_text: when::moment(swap.expires_at, event.zone),
                    swap_link: notifier.links.absolute(&Links::swap(&swap.id)),
                    foot: organiser_foot(notifier, &event, contact.id),
                },
            )?
        } else {
            notifier.event_letter(
                event.id,
                SwapDeclined {
                    to_name: contact.name.clone(),
                    company: other.company_name,
                    booking,
                    event: event_facts(notifier, &event),
                    foot: organiser_foot(notifier, &event, contact.id),
                },
            )?
        };
        notifier.about_event(notice, &event, &contact, words, None)
    })
}

fn pair(rx: &mut Rx<'_>, swap: &Swap, is_question: bool) -> Result<Option<Pair>, ComposeError> {
    let (theirs, other) = if is_question {
        (swap.to, swap.from)
    } else {
        (swap.from, swap.to)
    };
    let mut found = Vec::new();
    for id in [theirs, other] {
        let Some(booking) = bookings::find(rx, id)? else {
            return Ok(None);
        };
        let Some(slot) = releases::find_slot_ever(rx, booking.slot)? else {
            return Ok(None);
        };
        found.push((booking, slot));
    }
    let event = events::find(rx, swap.event)?;
    Ok(match (found.pop(), found.pop(), event) {
        (Some(other), Some(theirs), Some(event)) => Some(Pair {
            theirs,
            other,
            event,
        }),
        _ => None,
    })
}

/// Whether what the letter tells is still so.
fn stands(notifier: &Composer<'_>, swap: &Swap, pair: &Pair, is_question: bool) -> bool {
    if !is_question {
        return swap.state == SwapState::Declined && pair.theirs.0.state == BookingState::Confirmed;
    }
    let (to, from) = (&pair.theirs, &pair.other);
    let starts = [from, to].map(|(_, slot)| slot.slot.times.starts_at);
    swap.is_open([&from.0, &to.0], starts, notifier.surroundings.now())
}
