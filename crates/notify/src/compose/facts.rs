//! What letters say of an event and a booking, in the event's own time.

use crate::Notifier;
use marketday_model::days::dates_from;
use marketday_model::{Booking, Event, EventState, Instant, Person, PersonId};
use marketday_render::letters::{
    Audience, BookingFacts, Change, Contact, EventFacts, EventPostponed, Foot,
};
use marketday_render::{Links, when};
use marketday_store::releases::ReleasedSlot;

/// The foot of letters that are about no event: the operator answers. `reader` chooses their letters by it; none where it
/// is not known whose the address is.
pub(super) fn operator_foot(notifier: &Notifier, reader: Option<PersonId>) -> Foot {
    let name = notifier.from.name.as_deref().unwrap_or("Marketday");
    Foot {
        letters_link: reader.map(|person| notifier.letters_link(person)),
        home_link: notifier.links.absolute(&Links::home(None, None)),
        contact: Contact {
            name: name.to_owned(),
            email: notifier.from.email.clone(),
        },
    }
}

/// The foot of letters about an event: its organiser answers, and `reader` chooses their letters by it.
pub(super) fn organiser_foot(notifier: &Notifier, event: &Event, reader: PersonId) -> Foot {
    Foot {
        letters_link: Some(notifier.letters_link(reader)),
        ..stranger_foot(notifier, event)
    }
}

/// The same to an address of which it is not known whose it is.
pub(super) fn stranger_foot(notifier: &Notifier, event: &Event) -> Foot {
    Foot::of_organiser(&notifier.links, event)
}

pub(super) fn event_facts(notifier: &Notifier, event: &Event) -> EventFacts {
    EventFacts::of(&notifier.links, event)
}

/// Whether these changes are that the date of a postponed event is open.
pub(super) fn is_postponement(event: &Event, changes: &[Change]) -> bool {
    let is_date = |change: &Change| change.what == "Date";
    event.state == EventState::Postponed && changes.iter().any(is_date)
}

/// Why the date changed, if it changed because the event was postponed.
pub(super) fn reason_of(event: &Event, changes: &[Change]) -> Option<String> {
    let from = dates_from(event.postponed_from?, event.time, event.zone);
    let is_it = |change: &Change| change.what == "Date" && change.from == from;
    let reason = event.postpone_reason.clone()?;
    (changes.iter().any(is_it) && !reason.is_empty()).then_some(reason)
}

/// The letter about a postponement.
pub(super) fn postponed(
    notifier: &Notifier,
    event: &Event,
    to: &Person,
    audience: Audience,
    your_link: &str,
) -> EventPostponed {
    EventPostponed {
        to_name: to.name.clone(),
        audience,
        event: EventFacts {
            when_text: when::range(event.time, event.zone),
            ..event_facts(notifier, event)
        },
        reason: event
            .postpone_reason
            .clone()
            .filter(|reason| !reason.is_empty()),
        your_link: notifier.links.absolute(your_link),
        foot: organiser_foot(notifier, event, to.id),
    }
}

pub(super) fn booking_facts(
    notifier: &Notifier,
    event: &Event,
    booking: &Booking,
    slot: &ReleasedSlot,
) -> BookingFacts {
    let times = slot.slot.times;
    let minutes =
        |from: Instant, to: Instant| u32::try_from((to - from).num_minutes()).unwrap_or_default();
    BookingFacts {
        pitch_title: booking.pitch.title.clone(),
        company: booking.company_name.clone(),
        presenter: booking
            .presenter_email
            .is_some()
            .then(|| booking.presenter_name.clone()),
        when_text: when::range(times.presented(), event.zone),
        stage: slot.stage_name.clone(),
        pitch_minutes: minutes(times.starts_at, times.questions_at),
        questions_minutes: minutes(times.questions_at, times.ends_at),
        link: notifier.links.absolute(&Links::booking(&booking.id)),
    }
}
