//! The letter to those who look after an event: letters about it could not be delivered.

use super::facts::{event_facts, operator_foot};
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::may_see_letters;
use marketday_model::{EventId, Instant, Notice, NoticeId, NoticeKind, Person, PersonId, policy};
use marketday_render::Links;
use marketday_render::letters::{FailedLetter, LettersFailed};
use marketday_store::notices::NewNotice;
use marketday_store::{StoreError, Tx, events, notices, people, teams};

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
        let failed = notices::list_failed(rx, event.id, window(notice.version))?;
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
            foot: operator_foot(notifier),
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

/// The time in which failures are told together, by its number since 1970.
fn window(number: u32) -> (Instant, Instant) {
    let start = Instant::UNIX_EPOCH + policy::FAILURES_TOLD * i32::try_from(number).unwrap_or(0);
    (start, start + policy::FAILURES_TOLD)
}

/// Tells those who look after an event that a letter about it was given up: once it is clear what else fails in the
/// same hour.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    failed: &Notice,
    ids: &[NoticeId],
    now: Instant,
) -> Result<(), StoreError> {
    let Some(event) = failed.event else {
        return Ok(());
    };
    let (true, Some(event)) = (
        failed.kind != NoticeKind::LettersFailed,
        events::find(tx, event)?,
    ) else {
        return Ok(());
    };
    let number = now.timestamp() / policy::FAILURES_TOLD.num_seconds();
    let version = u32::try_from(number).unwrap_or_default();
    let (_, end) = window(version);
    let people = teams::list_who_may(tx, &event, may_see_letters)?;
    for (person, id) in people.into_iter().zip(ids) {
        let notice = NewNotice {
            id: *id,
            kind: NoticeKind::LettersFailed,
            recipient: Recipient::Person(person),
            subject: Subject::Event(event.id),
            version,
        };
        notices::enqueue_for(tx, &notice, now, end)?;
    }
    Ok(())
}
