//! Removing a passkey.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, PasskeyId, PersonId, Surroundings};
use marketday_store::audit::AuditEntry;
use marketday_store::notices::NewNotice;
use marketday_store::{Store, StoreError, audit, notices, passkeys};

/// Removes a passkey of a person and tells them; says whether it was theirs. Where they are signed in they stay so.
pub fn remove(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: PasskeyId,
) -> Result<bool, StoreError> {
    let now = surroundings.now();
    let (notice_id, audit_id) = (surroundings.id(), surroundings.id());
    store.write(move |tx| {
        if !passkeys::delete(tx, id, person)? {
            return Ok(false);
        }
        let entry = AuditEntry {
            id: audit_id,
            at: now,
            person: Some(person),
            action: "passkey.remove",
            subject: Subject::Passkey(id),
            detail: String::new(),
        };
        audit::insert(tx, &entry)?;
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
