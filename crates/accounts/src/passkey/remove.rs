//! Removing a passkey.

use crate::SignedIn;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, PasskeyId, Surroundings};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, notices, passkeys};

/// Why no passkey was removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveRefused {
    /// They signed in too long ago: they sign in again first.
    #[error("the sign-in is not fresh")]
    NotFresh,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Removes a passkey of a person who signed in a short while ago and tells them; says whether it was theirs. Where they
/// are signed in they stay so.
pub fn remove(
    store: &Store,
    surroundings: &Surroundings,
    signed_in: &SignedIn,
    id: PasskeyId,
) -> Result<bool, RemoveRefused> {
    let now = surroundings.now();
    if !signed_in.is_fresh(now) {
        return Err(RemoveRefused::NotFresh);
    }
    let person = signed_in.person.id;
    let notice_id = surroundings.id();
    let note = Note::new(surroundings, person);
    let removed: Result<bool, StoreError> = store.write(move |tx| {
        if !passkeys::delete(tx, id, person)? {
            return Ok(false);
        }
        note.write(tx, "passkey.remove", Subject::Passkey(id), String::new())?;
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::PasskeyRemoved,
            recipient: Recipient::Person(person),
            subject: Subject::Passkey(id),
            version: 0,
        };
        notices::enqueue(tx, &notice, now)?;
        Ok(true)
    });
    Ok(removed?)
}
