//! What owners and editors do with a letter that is on nobody's way: try it now, or drop it.

use marketday_model::{EventId, NoticeId, NoticeState, PersonId, Surroundings};
use marketday_store::{Note, Store, StoreError, notices};

/// What is done with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterDeed {
    /// It is tried at once, also if it had been given up.
    TryNow,
    /// It is never sent.
    Drop,
}

/// Why nothing was done with a letter.
#[derive(Debug, thiserror::Error)]
pub enum LetterRefused {
    /// It is none of this event.
    #[error("the event has no such letter")]
    Unknown,
    /// It was sent, dropped, or is on its way just now.
    #[error("the letter is {0}")]
    IsPast(NoticeState),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Tries a letter of an event now, or drops it, and notes who did so.
///
/// # Errors
///
/// See [`LetterRefused`].
pub fn settle_letter(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, NoticeId),
    deed: LetterDeed,
) -> Result<(), LetterRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let letter = notices::find_of_event(tx, event, id)?.ok_or(LetterRefused::Unknown)?;
        let (done, action) = match deed {
            LetterDeed::TryNow => (notices::try_now(tx, id, note.at)?, "letter.try"),
            LetterDeed::Drop => (notices::drop_waiting(tx, id, note.at)?, "letter.drop"),
        };
        if !done {
            return Err(LetterRefused::IsPast(letter.state));
        }
        note.write(
            tx,
            action,
            letter.subject,
            letter.kind.about().title.to_owned(),
        )?;
        Ok(())
    })
}
