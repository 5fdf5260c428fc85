//! Letters to a delegate.

use super::envelope::Enclosed;
use super::facts::{event_facts, is_postponement, organiser_foot, postponed, reason_of};
use super::told::{Told, changes_since, told};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_calendar::Method;
use marketday_feeds::registration_entry;
use marketday_model::event::WindowState;
use marketday_model::notice::Recipient;
use marketday_model::{
    Event, EventState, Notice, NoticeKind, Person, Registration, RegistrationId, RegistrationState,
};
use marketday_render::Links;
use marketday_render::letters::{
    Audience, Change, ComposedLetter, EventCancelled, EventChanged, EventReinstated,
    RegistrationConfirmed, RegistrationWithdrawn,
};
use marketday_store::{Rx, erasure, events, registrations};

/// A registration with everything that a letter about it says.
struct Registered {
    registration: Registration,
    event: Event,
    /// The delegate, by the name on their badge.
    delegate: Person,
    told: Told,
}

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: RegistrationId,
) -> Result<Composed, ComposeError> {
    notifier.store.read(|rx| {
        let registered = match load(rx, notice, id)? {
            Ok(registered) => registered,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let written = match notice.kind {
            NoticeKind::RegistrationWithdrawn | NoticeKind::EventCancelled => {
                cancellation(notifier, notice, &registered)
            }
            _ => news(notifier, rx, notice, &registered),
        };
        let (words, enclosed) = match written? {
            Ok(written) => written,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        notifier.about_event(
            notice,
            &registered.event,
            &registered.delegate,
            words,
            enclosed,
        )
    })
}

fn load(
    rx: &mut Rx<'_>,
    notice: &Notice,
    id: RegistrationId,
) -> Result<Result<Registered, Dropped>, ComposeError> {
    let Some(registration) = registrations::find(rx, id)? else {
        return Ok(Err(Dropped::SubjectGone));
    };
    if notice.recipient != Recipient::Person(registration.person) {
        return Ok(Err(Dropped::RecipientGone));
    }
    let Some(person) = erasure::find_addressee(rx, registration.person)? else {
        return Ok(Err(Dropped::RecipientGone));
    };
    let Some(event) = events::find(rx, registration.event)? else {
        return Ok(Err(Dropped::SubjectGone));
    };
    let delegate = Person {
        name: if registration.name.is_empty() {
            person.name.clone()
        } else {
            registration.name.clone()
        },
        ..person
    };
    Ok(Ok(Registered {
        told: told(rx, notice)?,
        registration,
        event,
        delegate,
    }))
}

type Written = Result<(ComposedLetter, Option<Enclosed>), Dropped>;

/// A place is theirs, or its event changed.
fn news(
    notifier: &Composer<'_>,
    rx: &mut Rx<'_>,
    notice: &Notice,
    registered: &Registered,
) -> Result<Written, ComposeError> {
    let registration = &registered.registration;
    if registration.state != RegistrationState::Confirmed {
        return Ok(Err(Dropped::NotConfirmed));
    }
    if registered.told.newer_waits && registration.sequence != notice.version {
        return Ok(Err(Dropped::Newer));
    }
    let words = match registered.told.version {
        None if notice.kind == NoticeKind::EventReinstated => {
            reinstated(notifier, registered, false)?
        }
        None => confirmed(notifier, registered)?,
        Some(version) => match changes_since(rx, notice, version)? {
            None => return Ok(Err(Dropped::ChangedBack)),
            Some(changes) => changed(notifier, registered, changes)?,
        },
    };
    let enclosed = enclosed(notifier, registered, Method::Request);
    Ok(Ok((words, Some(enclosed))))
}

fn confirmed(
    notifier: &Composer<'_>,
    registered: &Registered,
) -> Result<ComposedLetter, ComposeError> {
    let event = &registered.event;
    let letter = RegistrationConfirmed {
        to_name: registered.delegate.name.clone(),
        organisation: registered.registration.organisation.clone(),
        event: event_facts(notifier, event),
        registration_link: notifier.links.absolute(&Links::registration(&event.slug)),
        programme_link: notifier.links.absolute(&Links::programme(&event.slug)),
        foot: organiser_foot(notifier, event, registered.delegate.id),
    };
    Ok(notifier.event_letter(registered.event.id, letter)?)
}

fn changed(
    notifier: &Composer<'_>,
    registered: &Registered,
    changes: Vec<Change>,
) -> Result<ComposedLetter, ComposeError> {
    let event = &registered.event;
    if is_postponement(event, &changes) {
        let (to, link) = (&registered.delegate, Links::registration(&event.slug));
        let letter = postponed(notifier, event, to, Audience::Delegate, &link);
        return Ok(notifier.event_letter(registered.event.id, letter)?);
    }
    let letter = EventChanged {
        to_name: registered.delegate.name.clone(),
        audience: Audience::Delegate,
        event: event_facts(notifier, event),
        reason: reason_of(event, &changes),
        changes,
        your_link: notifier.links.absolute(&Links::registration(&event.slug)),
        foot: organiser_foot(notifier, event, registered.delegate.id),
    };
    Ok(notifier.event_letter(registered.event.id, letter)?)
}

/// A place is given up, by the delegate or with the event.
fn cancellation(
    notifier: &Composer<'_>,
    notice: &Notice,
    registered: &Registered,
) -> Result<Written, ComposeError> {
    let with_event = notice.kind == NoticeKind::EventCancelled;
    let event = &registered.event;
    // It was reinstated before they learned that it was cancelled: what calendars hold of it is out of date all the same.
    let is_left = event.reinstated_at >= Some(notice.made_at) && registered.told.may_have_entry;
    let stands = registered.registration.state == RegistrationState::Cancelled
        && (!with_event || event.state == EventState::Cancelled || is_left);
    if !stands {
        return Ok(Err(Dropped::NotCancelled));
    }
    let words = if with_event && is_left {
        reinstated(notifier, registered, true)?
    } else if with_event {
        event_cancelled(notifier, registered)?
    } else {
        withdrawn(notifier, registered)?
    };
    let enclosed = registered
        .told
        .may_have_entry
        .then(|| enclosed(notifier, registered, Method::Cancel));
    Ok(Ok((words, enclosed)))
}

fn event_cancelled(
    notifier: &Composer<'_>,
    registered: &Registered,
) -> Result<ComposedLetter, ComposeError> {
    let event = &registered.event;
    let letter = EventCancelled {
        to_name: registered.delegate.name.clone(),
        audience: Audience::Delegate,
        event: event_facts(notifier, event),
        reason: event
            .cancel_reason
            .clone()
            .filter(|reason| !reason.is_empty()),
        other_events_link: notifier.links.absolute(&Links::home(None, None)),
        foot: organiser_foot(notifier, event, registered.delegate.id),
    };
    Ok(notifier.event_letter(registered.event.id, letter)?)
}

/// The place that was cancelled with the event is theirs again; or, before that, the entry that it had is taken out.
fn reinstated(
    notifier: &Composer<'_>,
    registered: &Registered,
    takes_out: bool,
) -> Result<ComposedLetter, ComposeError> {
    let event = &registered.event;
    let letter = EventReinstated {
        to_name: registered.delegate.name.clone(),
        audience: Audience::Delegate,
        event: event_facts(notifier, event),
        booking: None,
        takes_out,
        your_link: notifier.links.absolute(&Links::registration(&event.slug)),
        foot: organiser_foot(notifier, event, registered.delegate.id),
    };
    Ok(notifier.event_letter(registered.event.id, letter)?)
}

fn withdrawn(
    notifier: &Composer<'_>,
    registered: &Registered,
) -> Result<ComposedLetter, ComposeError> {
    let event = &registered.event;
    let now = notifier.surroundings.now();
    let letter = RegistrationWithdrawn {
        to_name: registered.delegate.name.clone(),
        event: event_facts(notifier, event),
        register_again_link: (event.registration_state(now) == WindowState::Open)
            .then(|| notifier.links.absolute(&Links::registration(&event.slug))),
        foot: organiser_foot(notifier, event, registered.delegate.id),
    };
    Ok(notifier.event_letter(registered.event.id, letter)?)
}

fn enclosed(notifier: &Composer<'_>, registered: &Registered, method: Method) -> Enclosed {
    Enclosed {
        entry: registration_entry(&notifier.site, &registered.event, &registered.registration),
        method,
    }
}
