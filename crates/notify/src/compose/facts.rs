//! What letters say of an event and a booking, in the event's own time.

use crate::Notifier;
use marketday_model::{Booking, Event, Instant};
use marketday_render::letters::{BookingFacts, Contact, EventFacts, Foot};
use marketday_render::{Links, when};
use marketday_store::releases::ReleasedSlot;

/// The foot of letters that are about no event: the operator answers.
pub(super) fn operator_foot(notifier: &Notifier) -> Foot {
    let name = notifier.from.name.as_deref().unwrap_or("Marketday");
    foot(notifier, name, &notifier.from.email)
}

/// The foot of letters about an event: its organiser answers.
pub(super) fn organiser_foot(notifier: &Notifier, event: &Event) -> Foot {
    foot(notifier, &event.organiser_name, &event.contact_email)
}

fn foot(notifier: &Notifier, name: &str, email: &str) -> Foot {
    Foot {
        home_link: notifier.links.absolute(&Links::home(None, None)),
        contact: Contact {
            name: name.to_owned(),
            email: email.to_owned(),
        },
    }
}

pub(super) fn event_facts(notifier: &Notifier, event: &Event) -> EventFacts {
    let access = one_line(&event.venue.access);
    EventFacts {
        title: event.title.clone(),
        when_text: when::range(event.time.start(), event.time.end(), event.zone),
        venue: event.venue.name.clone(),
        address: one_line(&event.venue.address),
        access: (!access.is_empty()).then_some(access),
        link: notifier.links.absolute(&Links::event(&event.slug)),
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
        when_text: when::range(times.starts_at, times.ends_at, event.zone),
        stage: slot.stage_name.clone(),
        pitch_minutes: minutes(times.starts_at, times.questions_at),
        questions_minutes: minutes(times.questions_at, times.ends_at),
        link: notifier.links.absolute(&Links::booking(&booking.id)),
    }
}

/// Lines with a comma between them, as an address is read out.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(", ")
}
