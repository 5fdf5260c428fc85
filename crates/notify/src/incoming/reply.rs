//! What a calendar answers to an invitation (RFC 5546, section 3.2.3, and RFC 6047).
//!
//! UID, attendee and the address that it was sent to must agree: the address holds a token that only the recipient of
//! the invitation knows. The sender is not looked at, nor is ORGANIZER, which Outlook.com leaves out.

use super::{Ignored, Received};
use crate::Notifier;
use chrono::Duration;
use marketday_calendar::ReadEvent;
use marketday_feeds::Named;
use marketday_model::calendar_reply::Proposed;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::{
    Actor, list_who_may, may_manage_bookings, may_see_registrations,
};
use marketday_model::{
    BookingState, CalendarAnswer, CalendarReply, Event, Instant, NoticeId, NoticeKind, Person,
    PersonId, RegistrationState, SecretKey,
};
use marketday_store::notices::NewNotice;
use marketday_store::{
    Rx, StoreError, Tx, bookings, calendar_replies, events, memberships, notices, people,
    presenters, registrations, releases, teams,
};

/// How many organisers are told of a counter-proposal or a delegation, at most.
const ORGANISERS: usize = 10;
/// How far a client's clock may be ahead of ours: an answer from beyond would silence all later ones.
const AHEAD: Duration = Duration::days(1);

/// What an entry of ours is about, as it stands.
struct Ours {
    subject: Subject,
    person: Person,
    event: Event,
    sequence: u32,
    is_over: bool,
    /// Who is told that the calendar declined, and by what.
    told_of_decline: (NoticeKind, PersonId),
    may_be_told: fn(&Actor, &Event) -> bool,
}

/// What came, with everything that was drawn before it is judged.
struct Reply {
    key: SecretKey,
    token: String,
    method: String,
    entry: ReadEvent,
    named: Named,
    now: Instant,
    ids: [NoticeId; ORGANISERS],
}

/// Notes what a calendar answers, and asks or tells whoever it concerns.
pub(super) fn answered(
    notifier: &Notifier,
    token: &str,
    method: &str,
    events: &[ReadEvent],
) -> Result<Received, StoreError> {
    let first = events
        .first()
        .and_then(|entry| Some((entry.clone(), notifier.site.named(&entry.uid)?)));
    let Some((entry, named)) = first else {
        return Ok(Received::Ignored(Ignored::Foreign));
    };
    let reply = Reply {
        key: notifier.key.clone(),
        token: token.to_owned(),
        method: method.to_owned(),
        entry,
        named,
        now: notifier.surroundings.now(),
        ids: std::array::from_fn(|_| notifier.surroundings.id()),
    };
    notifier.store.write(move |tx| judge(tx, &reply))
}

fn judge(tx: &mut Tx<'_>, came: &Reply) -> Result<Received, StoreError> {
    let (entry, now) = (&came.entry, came.now);
    let Some(ours) = find(tx, came)? else {
        return Ok(Received::Ignored(Ignored::Foreign));
    };
    let is_proven = came
        .key
        .is_reply_token(ours.person.id, &entry.uid, &came.token);
    let email = ours.person.email.as_str();
    let attendee = entry
        .attendees
        .iter()
        .find(|attendee| attendee.email.trim().eq_ignore_ascii_case(email));
    let answer = attendee.and_then(|attendee| answer(&came.method, attendee.answer.as_deref()));
    let (true, Some(answer)) = (is_proven, answer) else {
        return Ok(Received::Ignored(Ignored::Foreign));
    };
    if ours.is_over {
        return Ok(Received::Ignored(Ignored::Over));
    }
    let Some(stamp) = entry.stamp.filter(|stamp| *stamp <= now + AHEAD) else {
        return Ok(Received::Ignored(Ignored::Stale));
    };
    let reply = CalendarReply {
        subject: ours.subject,
        person: ours.person.id,
        answer,
        sequence: entry.sequence,
        stamp,
        received_at: now,
        proposed: proposed(answer, entry),
    };
    // Nobody has a state of the entry that was never sent: it would silence all later answers.
    if entry.sequence > ours.sequence {
        return Ok(Received::Ignored(Ignored::Foreign));
    }
    if entry.sequence < ours.sequence || !calendar_replies::put_if_newer(tx, &reply)? {
        return Ok(Received::Ignored(Ignored::Stale));
    }
    tell(tx, &ours, &reply, &came.ids)?;
    Ok(Received::Answered(answer))
}

/// The booking or registration of an entry, and who holds it now, or presents it for them.
fn find(rx: &mut Rx<'_>, came: &Reply) -> Result<Option<Ours>, StoreError> {
    let now = came.now;
    match came.named {
        Named::Booking(id) => {
            let Some(booking) = bookings::find(rx, id)? else {
                return Ok(None);
            };
            let slot = releases::find_slot_ever(rx, booking.slot)?;
            let presenter = presenters::find(rx, id)?.filter(|presenter| {
                came.key
                    .is_reply_token(*presenter, &came.entry.uid, &came.token)
            });
            let person = people::find(rx, presenter.unwrap_or(booking.contact))?;
            let event = events::find(rx, booking.event)?;
            let (Some(slot), Some(person), Some(event)) = (slot, person, event) else {
                return Ok(None);
            };
            let is_over =
                booking.state != BookingState::Confirmed || slot.slot.times.ends_at <= now;
            let kind = if presenter.is_some() {
                NoticeKind::PresenterDeclined
            } else {
                NoticeKind::EntryDeclined
            };
            Ok(Some(Ours {
                subject: Subject::Booking(id),
                told_of_decline: (kind, booking.contact),
                person,
                event,
                sequence: booking.sequence,
                is_over,
                may_be_told: may_manage_bookings,
            }))
        }
        Named::Registration(id) => {
            let Some(registration) = registrations::find(rx, id)? else {
                return Ok(None);
            };
            let person = people::find(rx, registration.person)?;
            let event = events::find(rx, registration.event)?;
            let (Some(person), Some(event)) = (person, event) else {
                return Ok(None);
            };
            let is_over =
                registration.state != RegistrationState::Confirmed || is_past(&event, now);
            Ok(Some(Ours {
                subject: Subject::Registration(id),
                told_of_decline: (NoticeKind::EntryDeclined, person.id),
                person,
                event,
                sequence: registration.sequence,
                is_over,
                may_be_told: may_see_registrations,
            }))
        }
    }
}

fn is_past(event: &Event, now: marketday_model::Instant) -> bool {
    event.time.end() <= now
}

/// What it answers; none if that is nothing which concerns us.
fn answer(method: &str, participation: Option<&str>) -> Option<CalendarAnswer> {
    match (method, participation) {
        ("COUNTER", _) => Some(CalendarAnswer::Countered),
        ("REPLY", Some("ACCEPTED")) => Some(CalendarAnswer::Accepted),
        ("REPLY", Some("TENTATIVE")) => Some(CalendarAnswer::Tentative),
        ("REPLY", Some("DECLINED")) => Some(CalendarAnswer::Declined),
        ("REPLY", Some("DELEGATED")) => Some(CalendarAnswer::Delegated),
        _ => None,
    }
}

fn proposed(answer: CalendarAnswer, entry: &ReadEvent) -> Option<Proposed> {
    if answer != CalendarAnswer::Countered {
        return None;
    }
    let starts_at = entry.start.as_ref()?.instant()?;
    let ends_at = entry
        .end
        .as_ref()
        .and_then(marketday_calendar::When::instant);
    Some(Proposed {
        starts_at,
        ends_at: ends_at.filter(|ends_at| *ends_at > starts_at),
    })
}

/// A decline never cancels: whoever declined is asked, or whoever booked for them to present. A counter-proposal or a delegation is the organisers' to answer.
/// Each is told once for each state of the entry, whatever comes in.
fn tell(
    tx: &mut Tx<'_>,
    ours: &Ours,
    reply: &CalendarReply,
    ids: &[NoticeId],
) -> Result<(), StoreError> {
    let (kind, told) = match reply.answer {
        CalendarAnswer::Accepted | CalendarAnswer::Tentative => return Ok(()),
        CalendarAnswer::Declined => {
            let (kind, person) = ours.told_of_decline;
            (kind, vec![person])
        }
        CalendarAnswer::Countered => (NoticeKind::TimeProposed, organisers(tx, ours)?),
        CalendarAnswer::Delegated => (NoticeKind::EntryDelegated, organisers(tx, ours)?),
    };
    for (person, id) in told.into_iter().zip(ids) {
        let notice = NewNotice {
            id: *id,
            kind,
            recipient: Recipient::Person(person),
            subject: reply.subject,
            version: ours.sequence,
        };
        notices::enqueue(tx, &notice, reply.received_at)?;
    }
    Ok(())
}

fn organisers(rx: &mut Rx<'_>, ours: &Ours) -> Result<Vec<PersonId>, StoreError> {
    let members = memberships::list_active_members(rx, ours.event.organiser)?;
    let seats = teams::list_of_event(rx, ours.event.id, ours.event.organiser)?;
    Ok(list_who_may(&members, &seats, |actor| {
        (ours.may_be_told)(actor, &ours.event)
    }))
}
