//! The letter to those who look after an event: letters about it could not be delivered.

use super::facts::{event_facts, operator_foot};
use super::{ComposeError, Composed, Dropped};
use crate::{Notifier, failures};
use marketday_mail::Mailbox;
use marketday_model::notice::Recipient;
use marketday_model::{EventId, Notice, Person, PersonId};
use marketday_render::Links;
use marketday_render::letters::{FailedLetter, LettersFailed};
use marketday_store::{events, notices, people};

/// How many are named: the page has them all.
const NAMED: usize = 10;

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: EventId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(event) = events::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(organiser) = people::find(rx, recipient)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let failed = notices::list_failed(rx, event.id, failures::window(notice.version))?;
        if failed.is_empty() {
            return Ok(Composed::Dropped(Dropped::ChangedBack));
        }
        let ids: Vec<_> = failed.iter().take(NAMED).filter_map(person_of).collect();
        let told = people::list(rx, &ids)?;
        let named = failed.iter().take(NAMED).map(|letter| FailedLetter {
            what: letter.kind.about().title.to_owned(),
            whom: name_of(letter, &told),
            answer: letter.last_answer.clone().unwrap_or_default(),
        });
        let letter = LettersFailed {
            to_name: organiser.name.clone(),
            event: event_facts(notifier, &event),
            count: failed.len(),
            failed: named.collect(),
            letters_link: notifier
                .links
                .absolute(&Links::organise_letters(&event.slug)),
            foot: operator_foot(notifier, Some(organiser.id)),
        };
        let words = notifier.engine.letter(&letter)?;
        let to = Mailbox::named(organiser.name, organiser.email.as_str());
        Ok(notifier.about_account(notice, to, words))
    })
}

fn person_of(letter: &Notice) -> Option<PersonId> {
    match letter.recipient {
        Recipient::Person(id) => Some(id),
        _ => None,
    }
}

fn name_of(letter: &Notice, told: &[Person]) -> String {
    let id = person_of(letter);
    let person = told.iter().find(|person| Some(person.id) == id);
    person.map_or_else(
        || "somebody who is gone".to_owned(),
        |person| person.name.clone(),
    )
}
