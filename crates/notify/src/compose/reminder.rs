//! Reminders of a day: one letter a person, with everything that they have there.

use super::facts::{booking_facts, event_facts, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_model::notice::Recipient;
use marketday_model::reminder::Reminder;
use marketday_model::{Booking, Event, EventId, Notice, PersonId};
use marketday_render::letters::{BookingFacts, DayReminder};
use marketday_render::{Links, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::{Rx, bookings, events, people, registrations, releases, slides};

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: EventId,
) -> Result<Composed, ComposeError> {
    let (Recipient::Person(recipient), Some(reminder)) =
        (notice.recipient, Reminder::of(notice.kind))
    else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(event) = events::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(person) = people::find(rx, recipient)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let now = notifier.surroundings.now();
        if !reminder.is_due(&event, now) || Reminder::day_of(&event) != notice.version {
            return Ok(Composed::Dropped(Dropped::TooLate));
        }
        let pitches = pitches(notifier, rx, &event, recipient)?;
        let is_registered = registrations::find_confirmed(rx, event.id, recipient)?.is_some();
        if pitches.is_empty() && !is_registered {
            return Ok(Composed::Dropped(Dropped::NotConfirmed));
        }
        let slides_due = slides::find_due(rx, event.id)?.filter(|due| *due > now);
        let link = |path: &str| notifier.links.absolute(path);
        let letter = DayReminder {
            to_name: person.name.clone(),
            standard: reminder.into(),
            soon_text: DayReminder::soon(reminder).to_owned(),
            event: event_facts(notifier, &event),
            slides_due_text: slides_due
                .filter(|_| !pitches.is_empty())
                .map(|due| when::moment(due, event.zone)),
            pitches,
            registration_link: is_registered.then(|| link(&Links::registration(&event.slug))),
            programme_link: link(&Links::programme(&event.slug)),
            foot: organiser_foot(notifier, &event, person.id),
        };
        let words = notifier.event_letter(event.id, letter)?;
        notifier.about_event(notice, &event, &person, words, None)
    })
}

/// What somebody pitches at an event, as its contact or as who presents it, in the order of the day.
fn pitches(
    notifier: &Composer<'_>,
    rx: &mut Rx<'_>,
    event: &Event,
    person: PersonId,
) -> Result<Vec<BookingFacts>, ComposeError> {
    let of = |contact, presenter| BookingFilter {
        event: Some(event.id),
        contact,
        presenter,
        ..BookingFilter::default()
    };
    let mut theirs: Vec<Booking> = bookings::list(rx, &of(Some(person), None))?;
    theirs.extend(bookings::list(rx, &of(None, Some(person)))?);
    let slots = releases::list_slots(rx, event.id, event.release)?;
    let mut facts: Vec<_> = theirs
        .iter()
        .filter_map(|booking| {
            let slot = slots.iter().find(|slot| slot.slot.id == booking.slot)?;
            let facts = booking_facts(notifier, event, booking, slot);
            Some((slot.slot.times.starts_at, facts))
        })
        .collect();
    facts.sort_by_key(|(at, _)| *at);
    Ok(facts.into_iter().map(|(_, facts)| facts).collect())
}
