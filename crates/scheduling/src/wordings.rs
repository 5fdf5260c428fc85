//! An event's own wording of the standard letters: saved to be looked at and tried, used, and given up.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::wording::{UnknownInLetter, check};
use marketday_model::{
    EventId, Line, NoticeId, NoticeKind, PersonId, Prose, StandardLetter, Surroundings, Wording,
    WordingId, Words,
};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, notices, wordings};

/// What organisers typed for a letter.
#[derive(Debug, Clone)]
pub struct WordingText {
    /// Its subject, with placeholders.
    pub subject: Line<120>,
    /// Its opening, Markdown with placeholders.
    pub body: Prose<5000>,
}

/// Why a wording stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum WordingRefused {
    /// The letter has no wording of this event's own.
    #[error("this letter has no wording of its own")]
    None,
    /// It holds a word in braces that stands for nothing in this letter.
    #[error(transparent)]
    Placeholder(#[from] UnknownInLetter),
    /// It is not any more as it was when its form was opened.
    #[error("Somebody else changed this wording while you did")]
    ChangedMeanwhile,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a form shows of a wording, by which it is known whether it is still the same: empty where there is none.
pub fn seen(wording: Option<&Wording>) -> String {
    wording.map_or_else(String::new, |one| format!("{}:{}", one.id, one.version))
}

/// Saves the wording of a letter, unless it is not any more as it was `seen`. Letters have it once it is used.
///
/// # Errors
///
/// See [`WordingRefused`].
pub fn save_wording(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, letter): (EventId, StandardLetter),
    (text, seen_before): (&WordingText, &str),
) -> Result<(), WordingRefused> {
    check(letter, text.subject.as_str())?;
    check(letter, text.body.as_str())?;
    let note = Note::new(surroundings, person);
    let id: WordingId = surroundings.id();
    let saved = Words {
        subject: text.subject.to_string(),
        body: text.body.to_string(),
    };
    let seen_before = seen_before.to_owned();
    store.write(move |tx| {
        let was = wordings::find_of(tx, event, letter)?;
        if seen(was.as_ref()) != seen_before {
            return Err(WordingRefused::ChangedMeanwhile);
        }
        let next = Wording {
            id: was.as_ref().map_or(id, |was| was.id),
            event,
            letter,
            saved: saved.clone(),
            used: was.as_ref().and_then(|was| was.used.clone()),
            version: was.as_ref().map_or(1, |was| was.version + 1),
            changed_by: Some(person),
            changed_at: note.at,
        };
        put(tx, &next)?;
        let before = was.map(|was| was.saved);
        noted(
            tx,
            note,
            "wording.save",
            &next,
            (before.as_ref(), Some(&saved)),
        )
    })
}

fn put(tx: &mut Tx<'_>, wording: &Wording) -> Result<(), WordingRefused> {
    if wordings::put(tx, wording)? {
        Ok(())
    } else {
        Err(WordingRefused::ChangedMeanwhile)
    }
}

/// Writes the line of the audit trail, with what was before and what is after.
fn noted(
    tx: &mut Tx<'_>,
    note: Note,
    action: &'static str,
    wording: &Wording,
    (before, after): (Option<&Words>, Option<&Words>),
) -> Result<(), WordingRefused> {
    let subject = |words: Option<&Words>| words.map_or_else(String::new, |it| it.subject.clone());
    let body = |words: Option<&Words>| words.map_or_else(String::new, |it| it.body.clone());
    let altered = Altered::list([
        ("Subject", subject(before), subject(after)),
        ("Text", body(before), body(after)),
    ]);
    let of = Subject::Event(wording.event);
    let detail = wording.letter.title().to_owned();
    Ok(note.write_altered(tx, action, of, detail, &altered)?)
}

fn existing(
    tx: &mut Tx<'_>,
    event: EventId,
    letter: StandardLetter,
) -> Result<Wording, WordingRefused> {
    wordings::find_of(tx, event, letter)?.ok_or(WordingRefused::None)
}

/// Gives letters from now on the wording that was saved, if it is still the one that was `seen`.
///
/// # Errors
///
/// See [`WordingRefused`].
pub fn use_wording(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, letter): (EventId, StandardLetter),
    seen_before: &str,
) -> Result<(), WordingRefused> {
    let note = Note::new(surroundings, person);
    let seen_before = seen_before.to_owned();
    store.write(move |tx| {
        let was = existing(tx, event, letter)?;
        if seen(Some(&was)) != seen_before {
            return Err(WordingRefused::ChangedMeanwhile);
        }
        if was.is_used() {
            return Ok(());
        }
        let next = Wording {
            used: Some(was.saved.clone()),
            version: was.version + 1,
            changed_by: Some(person),
            changed_at: note.at,
            ..was.clone()
        };
        put(tx, &next)?;
        let change = (was.used.as_ref(), next.used.as_ref());
        noted(tx, note, "wording.use", &next, change)
    })
}

/// Goes back to the standard wording of a letter.
///
/// # Errors
///
/// See [`WordingRefused`].
pub fn revert_wording(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, letter): (EventId, StandardLetter),
    seen_before: &str,
) -> Result<(), WordingRefused> {
    let note = Note::new(surroundings, person);
    let seen_before = seen_before.to_owned();
    store.write(move |tx| {
        let was = existing(tx, event, letter)?;
        let is_seen = seen(Some(&was)) == seen_before;
        if !is_seen || !wordings::delete(tx, was.id, was.version)? {
            return Err(WordingRefused::ChangedMeanwhile);
        }
        let before = was.used.as_ref().unwrap_or(&was.saved);
        noted(tx, note, "wording.revert", &was, (Some(before), None))
    })
}

/// Sends the letter in the wording that was saved to whoever asks for it, and to nobody else.
///
/// # Errors
///
/// See [`WordingRefused`].
pub fn try_wording(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, letter): (EventId, StandardLetter),
) -> Result<(), WordingRefused> {
    let note = Note::new(surroundings, person);
    let notice: NoticeId = surroundings.id();
    store.write(move |tx| {
        let wording = existing(tx, event, letter)?;
        let notice = NewNotice {
            id: notice,
            kind: NoticeKind::WordingTried,
            recipient: Recipient::Person(person),
            subject: Subject::Wording(wording.id),
            // A second one in the same second would say the same.
            version: u32::try_from(note.at.timestamp()).unwrap_or(u32::MAX),
        };
        notices::enqueue(tx, &notice, note.at)?;
        let of = Subject::Event(event);
        let detail = letter.title().to_owned();
        Ok(note.write(tx, "wording.try", of, detail)?)
    })
}
