//! Removing a passkey.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, PasskeyId, PersonId, Surroundings};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, notices, passkeys};

/// Removes a passkey of a person and tells them; says whether it was theirs. Where they are signed in they stay so.
pub fn remove(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: PasskeyId,
) -> Result<bool, StoreError> {
    let now = surroundings.now();
    let notice_id = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
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
    })
}
