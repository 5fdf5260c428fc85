//! Letters after a day: how it was, to those who took part; and what is ready, to its team.

use super::facts::{event_facts, operator_foot, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use crate::Notifier;
use marketday_mail::{Letter, Mailbox};
use marketday_model::closing::Closing;
use marketday_model::feedback::{Feedback, Helped};
use marketday_model::notice::Recipient;
use marketday_model::permission::may_manage_bookings;
use marketday_model::reminder::Reminder;
use marketday_model::{Event, EventId, Notice, OptionalLetter, Person};
use marketday_render::letters::{
    ComposedLetter, FeedbackCount, FeedbackReady, FeedbackRequest, ReportReady,
};
use marketday_render::{Links, when};
use marketday_store::{Rx, consents, events, feedback, people, reminders, teams};

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: EventId,
) -> Result<Composed, ComposeError> {
    let (Recipient::Person(recipient), Some(closing)) =
        (notice.recipient, Closing::of(notice.kind))
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
        // A day that was moved, or is said not to have taken place, is no day to ask about.
        if !Feedback::is_taken(&event, now) || Reminder::day_of(&event) != notice.version {
            return Ok(Composed::Dropped(Dropped::TooLate));
        }
        if closing == Closing::Feedback {
            return ask(notifier, rx, notice, (&event, person));
        }
        if !teams::list_who_may(rx, &event, may_manage_bookings)?.contains(&person.id) {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        }
        let words = if closing == Closing::Report {
            report(notifier, &event, &person)?
        } else {
            match answers(notifier, rx, &event, &person)? {
                Some(words) => words,
                None => return Ok(Composed::Dropped(Dropped::ChangedBack)),
            }
        };
        let to = Mailbox::named(person.name, person.email.as_str());
        Ok(notifier.about_account(notice, to, words))
    })
}

/// Asks somebody who took part, agreed to be asked, and has not said it yet.
fn ask(
    notifier: &Composer<'_>,
    rx: &mut Rx<'_>,
    notice: &Notice,
    (event, person): (&Event, Person),
) -> Result<Composed, ComposeError> {
    let kind = OptionalLetter::FeedbackRequest;
    if !consents::may_send_optional(rx, person.id, kind)? {
        return Ok(Composed::Dropped(Dropped::NotWanted));
    }
    if !reminders::list_taking_part(rx, event.id)?.contains(&person.id) {
        return Ok(Composed::Dropped(Dropped::NotConfirmed));
    }
    if feedback::find(rx, event.id, person.id)?.is_some() {
        return Ok(Composed::Dropped(Dropped::Done));
    }
    let headers = notifier.list_headers(person.id, kind);
    let token = notifier.key.feedback_token(person.id, event.id);
    let letter = FeedbackRequest {
        to_name: person.name.clone(),
        event: event_facts(notifier, event),
        feedback_link: notifier.links.absolute(&Links::feedback(&token)),
        until_text: when::date(event.time.end() + Feedback::TAKEN, event.zone),
        stop_link: headers.unsubscribe_url.clone(),
        foot: organiser_foot(notifier, event, person.id),
    };
    let words = notifier.event_letter(event.id, letter)?;
    let composed = notifier.about_event(notice, event, &person, words, None)?;
    Ok(match composed {
        Composed::Letter(letter) => Composed::Letter(Box::new(Letter {
            optional: Notifier::one_click(headers),
            ..*letter
        })),
        dropped @ Composed::Dropped(_) => dropped,
    })
}

fn report(
    notifier: &Composer<'_>,
    event: &Event,
    person: &Person,
) -> Result<ComposedLetter, ComposeError> {
    let link = |path: &str| notifier.links.absolute(path);
    Ok(notifier.engine.letter(&ReportReady {
        to_name: person.name.clone(),
        event: event_facts(notifier, event),
        fairness_link: link(&Links::organise_fairness(&event.slug)),
        bookings_link: link(&Links::organise_bookings(&event.slug)),
        feedback_link: link(&Links::organise_feedback(&event.slug)),
        foot: operator_foot(notifier, Some(person.id)),
    })?)
}

/// What those say who were asked; none if nobody said anything.
fn answers(
    notifier: &Composer<'_>,
    rx: &mut Rx<'_>,
    event: &Event,
    person: &Person,
) -> Result<Option<ComposedLetter>, ComposeError> {
    let answers = feedback::list(rx, event.id)?;
    if answers.is_empty() {
        return Ok(None);
    }
    let count = |helped: &Helped| FeedbackCount {
        helped: helped.name().to_owned(),
        count: answers.iter().filter(|one| one.helped == *helped).count(),
    };
    let path = Links::organise_feedback(&event.slug);
    Ok(Some(notifier.engine.letter(&FeedbackReady {
        to_name: person.name.clone(),
        event: event_facts(notifier, event),
        counts: Helped::ALL.iter().map(count).collect(),
        feedback_link: notifier.links.absolute(&path),
        foot: operator_foot(notifier, Some(person.id)),
    })?))
}
