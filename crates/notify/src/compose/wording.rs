//! A standard letter in the words of an event's own, to an organiser who tries them.

use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_model::message::Audience;
use marketday_model::notice::Recipient;
use marketday_model::{Notice, WordingId};
use marketday_render::letters::LetterPreview;
use marketday_store::{events, people, recipients, wordings};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: WordingId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(wording) = wordings::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(event) = events::find(rx, wording.event)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(person) = people::find(rx, recipient)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        // As the first who could get it reads it, but to whoever tries it.
        let audience = Audience {
            whom: wording.letter.readers().to_vec(),
            ..Audience::default()
        };
        let first = recipients::list(rx, &event, &audience, None)?;
        let first = first.into_iter().next();
        let reader = first.map(|one| (one.reader(), one.whom));
        let preview = LetterPreview {
            engine: &notifier.engine,
            links: &notifier.links,
            event: &event,
            reader: reader.as_ref().map(|(reader, whom)| (reader, *whom)),
            own: Some(&wording.saved),
            why: Some(format!(
                "You get this because you try the wording of a letter about {}.",
                event.title
            )),
        };
        let words = preview.of(wording.letter)?;
        notifier.about_event(notice, &event, &person, words, None)
    })
}
