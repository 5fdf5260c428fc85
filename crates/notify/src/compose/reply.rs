//! Letters about what a calendar answered to an invitation.

use super::facts::{event_facts, operator_foot, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_mail::Mailbox;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::{Actor, may_manage_bookings, may_see_registrations};
use marketday_model::{
    Booking, BookingState, CalendarAnswer, CalendarReply, Event, Notice, NoticeKind, Person,
    PersonId, RegistrationState, TimeRange,
};
use marketday_render::letters::{EntryDeclined, EntryDelegated, EntryFacts, TimeProposed};
use marketday_render::{Links, when};
use marketday_store::{
    Rx, StoreError, bookings, calendar_replies, events, memberships, people, presenters,
    registrations, releases, teams,
};

/// What a calendar answered about, as it stands.
struct Answered {
    person: Person,
    event: Event,
    reply: CalendarReply,
    entry: EntryFacts,
    organisers_link: String,
    sequence: u32,
    may_be_told: fn(&Actor, &Event) -> bool,
}

pub(super) fn compose(notifier: &Composer<'_>, notice: &Notice) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let answered = match load(rx, notice)? {
            Ok(answered) => answered,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        // Whoever answered anew since, or has another entry by now, is not asked about the old answer.
        if answered.reply.answer != answer_of(notice.kind) || answered.sequence != notice.version {
            return Ok(Composed::Dropped(Dropped::ChangedBack));
        }
        if notice.kind == NoticeKind::EntryDeclined {
            return declined(notifier, notice, recipient, answered);
        }
        let Some(organiser) = organiser(rx, recipient, &answered)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        told(notifier, notice, organiser, answered)
    })
}

const fn answer_of(kind: NoticeKind) -> CalendarAnswer {
    match kind {
        NoticeKind::TimeProposed => CalendarAnswer::Countered,
        NoticeKind::EntryDelegated => CalendarAnswer::Delegated,
        _ => CalendarAnswer::Declined,
    }
}

/// Whoever declined is asked.
fn declined(
    notifier: &Composer<'_>,
    notice: &Notice,
    recipient: PersonId,
    answered: Answered,
) -> Result<Composed, ComposeError> {
    let Answered {
        person,
        event,
        mut entry,
        ..
    } = answered;
    if person.id != recipient {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    }
    entry.link = notifier.links.absolute(&entry.link);
    let words = notifier.event_letter(
        event.id,
        EntryDeclined {
            to_name: person.name.clone(),
            entry,
            event: event_facts(notifier, &event),
            foot: organiser_foot(notifier, &event, person.id),
        },
    )?;
    notifier.about_event(notice, &event, &person, words, None)
}

/// An organiser is told what somebody's calendar would like.
fn told(
    notifier: &Composer<'_>,
    notice: &Notice,
    organiser: Person,
    answered: Answered,
) -> Result<Composed, ComposeError> {
    let Answered {
        person,
        event,
        reply,
        mut entry,
        organisers_link,
        ..
    } = answered;
    entry.link = notifier.links.absolute(&organisers_link);
    let (who, email) = (person.name, person.email.to_string());
    let foot = operator_foot(notifier, Some(organiser.id));
    let event_facts = event_facts(notifier, &event);
    let to_name = organiser.name.clone();
    let words = if notice.kind == NoticeKind::TimeProposed {
        notifier.engine.letter(&TimeProposed {
            to_name,
            who,
            email,
            entry,
            proposed_text: proposed_text(&reply, &event),
            event: event_facts,
            foot,
        })?
    } else {
        notifier.engine.letter(&EntryDelegated {
            to_name,
            who,
            email,
            entry,
            event: event_facts,
            foot,
        })?
    };
    let to = Mailbox::named(organiser.name, organiser.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

fn proposed_text(reply: &CalendarReply, event: &Event) -> Option<String> {
    let proposed = reply.proposed?;
    let range = proposed
        .ends_at
        .and_then(|ends_at| TimeRange::new(proposed.starts_at, ends_at).ok());
    Some(match range {
        Some(range) => when::range(range, event.zone),
        None => when::moment(proposed.starts_at, event.zone),
    })
}

fn load(rx: &mut Rx<'_>, notice: &Notice) -> Result<Result<Answered, Dropped>, StoreError> {
    let subject = notice.subject;
    match subject {
        Subject::Booking(id) => {
            let Some(booking) = bookings::find(rx, id)? else {
                return Ok(Err(Dropped::SubjectGone));
            };
            if booking.state != BookingState::Confirmed {
                return Ok(Err(Dropped::NotConfirmed));
            }
            let slot = releases::find_slot_ever(rx, booking.slot)?;
            let (holder, reply) = answerer(rx, notice, &booking)?;
            let mut person = people::find(rx, holder)?;
            if let Some(presenter) = person.as_mut().filter(|one| one.id != booking.contact) {
                // As whoever booked called them, and the organisers know them.
                booking.presenter_name.clone_into(&mut presenter.name);
            }
            let event = events::find(rx, booking.event)?;
            let (Some(slot), Some(person), Some(event), Some(reply)) = (slot, person, event, reply)
            else {
                return Ok(Err(Dropped::RecipientGone));
            };
            let entry = EntryFacts {
                noun: "booking".to_owned(),
                label: "Pitch".to_owned(),
                title: booking.pitch.title.clone(),
                when_text: when::range(slot.slot.times.presented(), event.zone),
                link: Links::booking(&booking.id),
            };
            Ok(Ok(Answered {
                organisers_link: Links::organise_bookings(&event.slug),
                person,
                event,
                reply,
                entry,
                sequence: booking.sequence,
                may_be_told: may_manage_bookings,
            }))
        }
        Subject::Registration(id) => {
            let Some(registration) = registrations::find(rx, id)? else {
                return Ok(Err(Dropped::SubjectGone));
            };
            if registration.state != RegistrationState::Confirmed {
                return Ok(Err(Dropped::NotConfirmed));
            }
            let person = people::find(rx, registration.person)?;
            let event = events::find(rx, registration.event)?;
            let reply = calendar_replies::find(rx, subject, registration.person)?;
            let (Some(person), Some(event), Some(reply)) = (person, event, reply) else {
                return Ok(Err(Dropped::RecipientGone));
            };
            let entry = EntryFacts {
                noun: "registration".to_owned(),
                label: "Event".to_owned(),
                title: event.title.clone(),
                when_text: when::range(event.time, event.zone),
                link: Links::registration(&event.slug),
            };
            Ok(Ok(Answered {
                organisers_link: Links::organise_registrations(&event.slug),
                person,
                event,
                reply,
                entry,
                sequence: registration.sequence,
                may_be_told: may_see_registrations,
            }))
        }
        _ => Ok(Err(Dropped::SubjectGone)),
    }
}

/// Whose calendar answered about a booking: its contact's, or its presenter's where only that one answered so.
fn answerer(
    rx: &mut Rx<'_>,
    notice: &Notice,
    booking: &Booking,
) -> Result<(PersonId, Option<CalendarReply>), StoreError> {
    let of_contact = calendar_replies::find(rx, notice.subject, booking.contact)?;
    let is_it = |reply: &CalendarReply| reply.answer == answer_of(notice.kind);
    if of_contact.as_ref().is_some_and(is_it) {
        return Ok((booking.contact, of_contact));
    }
    if let Some(presenter) = presenters::find(rx, booking.id)? {
        let reply = calendar_replies::find(rx, notice.subject, presenter)?.filter(is_it);
        if reply.is_some() {
            return Ok((presenter, reply));
        }
    }
    Ok((booking.contact, of_contact))
}

/// The recipient, if they still look after what was answered about.
fn organiser(
    rx: &mut Rx<'_>,
    id: PersonId,
    answered: &Answered,
) -> Result<Option<Person>, StoreError> {
    let actor = Actor {
        person: id,
        memberships: memberships::list_of_person(rx, id)?,
        seats: teams::list_of_person(rx, id)?,
        is_administrator: false,
    };
    if !(answered.may_be_told)(&actor, &answered.event) {
        return Ok(None);
    }
    people::find(rx, id)
}
