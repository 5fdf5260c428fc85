//! Letters to whoever presents what another has booked, and to that other about them.

use super::envelope::Enclosed;
use super::facts::{booking_facts, event_facts, organiser_foot};
use super::told::{Told, changes_since, told};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_calendar::Method;
use marketday_feeds::{Reader, booking_entry};
use marketday_model::booking::EVENT_CANCELLED;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, CalendarAnswer, Event, Notice, NoticeKind, Person, PersonId,
};
use marketday_render::letters::{
    BookingFacts, ComposedLetter, NotPresenting, PresenterChanged, PresenterDeclined,
    PresenterInvited, PresenterReleased,
};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, bookings, calendar_replies, events, people, presenters, releases};

/// A booking with everything that a letter to its presenter says.
struct Presented {
    booking: Booking,
    slot: ReleasedSlot,
    event: Event,
    /// Who presents it now; none where its contact does, or it is cancelled.
    presenter: Option<PersonId>,
    /// Whom the letter goes to.
    person: Person,
    told: Told,
}

pub(super) fn compose(
    composer: &Composer<'_>,
    notice: &Notice,
    id: BookingId,
) -> Result<Composed, ComposeError> {
    composer.store.read(|rx| {
        let presented = match load(rx, notice, id)? {
            Ok(presented) => presented,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let (words, method) = match notice.kind {
            NoticeKind::PresenterDeclined => (declined(composer, rx, notice, &presented)?, None),
            NoticeKind::PresenterReleased => {
                (released(composer, &presented)?, Some(Method::Cancel))
            }
            _ => (
                news(composer, rx, notice, &presented)?,
                Some(Method::Request),
            ),
        };
        let words = match words {
            Ok(words) => words,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let Presented {
            booking,
            slot,
            event,
            person,
            ..
        } = &presented;
        let enclosed = method.map(|method| Enclosed {
            entry: booking_entry(&composer.site, event, booking, slot, Reader::Public),
            method,
        });
        composer.about_event(notice, event, person, words, enclosed)
    })
}

fn load(
    rx: &mut Rx<'_>,
    notice: &Notice,
    id: BookingId,
) -> Result<Result<Presented, Dropped>, ComposeError> {
    let Some(booking) = bookings::find(rx, id)? else {
        return Ok(Err(Dropped::SubjectGone));
    };
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Err(Dropped::RecipientGone));
    };
    let Some(person) = people::find(rx, recipient)? else {
        return Ok(Err(Dropped::RecipientGone));
    };
    let slot = releases::find_slot_ever(rx, booking.slot)?;
    let event = events::find(rx, booking.event)?;
    let (Some(slot), Some(event)) = (slot, event) else {
        return Ok(Err(Dropped::SubjectGone));
    };
    Ok(Ok(Presented {
        told: told(rx, notice)?,
        presenter: presenters::find(rx, id)?,
        booking,
        slot,
        event,
        person,
    }))
}

type Written = Result<ComposedLetter, Dropped>;

impl Presented {
    /// The booking for somebody who need not be told that they present it.
    fn facts(&self, composer: &Composer<'_>) -> BookingFacts {
        BookingFacts {
            presenter: None,
            ..booking_facts(composer, &self.event, &self.booking, &self.slot)
        }
    }
}

/// It is theirs to present, or changed.
fn news(
    composer: &Composer<'_>,
    rx: &mut Rx<'_>,
    notice: &Notice,
    presented: &Presented,
) -> Result<Written, ComposeError> {
    let Presented {
        booking,
        event,
        person,
        told,
        ..
    } = presented;
    if presented.presenter != Some(person.id) {
        return Ok(Err(Dropped::NotConfirmed));
    }
    if told.newer_waits && booking.sequence != notice.version {
        return Ok(Err(Dropped::Newer));
    }
    let foot = organiser_foot(composer, event, person.id);
    let Some(version) = told.version else {
        let booker = people::find(rx, booking.contact)?.map(|contact| contact.name);
        let letter = PresenterInvited {
            to_name: person.name.clone(),
            booker: booker.unwrap_or_else(|| booking.company_name.clone()),
            booking: presented.facts(composer),
            event: event_facts(composer, event),
            foot,
        };
        return Ok(Ok(composer.event_letter(event.id, letter)?));
    };
    let Some(mut changes) = changes_since(rx, notice, version)? else {
        return Ok(Err(Dropped::ChangedBack));
    };
    // Who presents is them; who did, or would have, is not theirs to know.
    changes.retain(|change| change.what != "Presenter");
    if changes.is_empty() {
        return Ok(Err(Dropped::ChangedBack));
    }
    let letter = PresenterChanged {
        to_name: person.name.clone(),
        booking: presented.facts(composer),
        event: event_facts(composer, event),
        changes,
        foot,
    };
    Ok(Ok(composer.event_letter(event.id, letter)?))
}

/// It leaves their calendar, where it is in it.
fn released(composer: &Composer<'_>, presented: &Presented) -> Result<Written, ComposeError> {
    let Presented {
        booking,
        event,
        person,
        told,
        ..
    } = presented;
    if presented.presenter == Some(person.id) || booking.contact == person.id {
        return Ok(Err(Dropped::NotCancelled));
    }
    if !told.may_have_entry {
        return Ok(Err(Dropped::ChangedBack));
    }
    let reason = if booking.state != BookingState::Cancelled {
        NotPresenting::Another
    } else if booking.cancel_reason.as_deref() == Some(EVENT_CANCELLED) {
        NotPresenting::Event
    } else {
        NotPresenting::Booking
    };
    let letter = PresenterReleased {
        to_name: person.name.clone(),
        booking: presented.facts(composer),
        event: event_facts(composer, event),
        reason,
        foot: organiser_foot(composer, event, person.id),
    };
    Ok(Ok(composer.event_letter(event.id, letter)?))
}

/// The contact learns that nobody may stand on stage, while that is what the calendar last answered.
fn declined(
    composer: &Composer<'_>,
    rx: &mut Rx<'_>,
    notice: &Notice,
    presented: &Presented,
) -> Result<Written, ComposeError> {
    let Presented {
        booking,
        event,
        person,
        ..
    } = presented;
    if booking.contact != person.id {
        return Ok(Err(Dropped::RecipientGone));
    }
    let Some(on_stage) = presented.presenter else {
        return Ok(Err(Dropped::NotConfirmed));
    };
    let reply = calendar_replies::find(rx, Subject::Booking(booking.id), on_stage)?;
    let still = reply.is_some_and(|reply| reply.answer == CalendarAnswer::Declined);
    if !still || booking.sequence != notice.version {
        return Ok(Err(Dropped::ChangedBack));
    }
    let letter = PresenterDeclined {
        to_name: person.name.clone(),
        presenter: booking.presenter_name.clone(),
        booking: presented.facts(composer),
        event: event_facts(composer, event),
        foot: organiser_foot(composer, event, person.id),
    };
    Ok(Ok(composer.event_letter(event.id, letter)?))
}
