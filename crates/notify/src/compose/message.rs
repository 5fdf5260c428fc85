//! A message of organisers: the same text to each, with what differs by reader.

use super::facts::organiser_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_model::message::Whom;
use marketday_model::notice::Recipient;
use marketday_model::{MessageId, Notice, NoticeKind};
use marketday_render::letters::OrganiserMessage;
use marketday_store::recipients::MessageRecipient;
use marketday_store::{events, messages, people, recipients};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: MessageId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(message) = messages::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(event) = events::find(rx, message.event)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let is_tried = notice.kind == NoticeKind::MessageTried;
        let (to, whom) = if is_tried {
            // As the first who would get it reads it, but to whoever tries it.
            let Some(person) = people::find(rx, recipient)? else {
                return Ok(Composed::Dropped(Dropped::RecipientGone));
            };
            let first = recipients::list(rx, &event, &message.audience, None)?;
            let first = first.into_iter().next();
            let as_of = first.unwrap_or_else(|| MessageRecipient {
                person: person.clone(),
                whom: Whom::Registered,
                organisation: String::new(),
                pitch_title: None,
                slot: None,
            });
            (person, as_of)
        } else {
            let found = recipients::list(rx, &event, &message.audience, Some(recipient))?;
            let Some(found) = found.into_iter().next() else {
                return Ok(Composed::Dropped(Dropped::RecipientGone));
            };
            (found.person.clone(), found)
        };
        let reader = whom.reader();
        let why = if is_tried {
            format!(
                "You get this because you try a message about {}.",
                event.title
            )
        } else {
            why(whom.whom, &event.title)
        };
        let (links, foot) = (&notifier.links, organiser_foot(notifier, &event, to.id));
        let text = (message.subject.as_str(), message.body.as_str());
        let letter = OrganiserMessage::of(links, &event, &reader, text, (why, foot));
        let words = notifier.engine.letter(&letter)?;
        notifier.about_event(notice, &event, &to, words, None)
    })
}

fn why(whom: Whom, title: &str) -> String {
    let because = match whom {
        Whom::Booked => "you have a slot at",
        Whom::Waiting => "you wait for a slot at",
        Whom::Proposed => "you proposed to",
        Whom::Registered => "you are registered for",
    };
    format!("You get this because {because} {title}. Its organisers wrote it.")
}
