//! Organisers are asked for a passkey, quietly, until they have one or say that they do not want to be asked.

use marketday_model::notice::Subject;
use marketday_model::{PersonId, Surroundings};
use marketday_store::audit::AuditEntry;
use marketday_store::{Store, StoreError, audit, passkeys};

/// Notes that a person does not want to be asked again.
pub fn dismiss_prompt(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
) -> Result<(), StoreError> {
    let (now, audit_id) = (surroundings.now(), surroundings.id());
    store.write(move |tx| {
        if !passkeys::dismiss_prompt(tx, person, now)? {
            return Ok(());
        }
        let entry = AuditEntry {
            id: audit_id,
            at: now,
            person: Some(person),
            action: "passkey.decline",
            subject: Subject::Person(person),
            detail: String::new(),
        };
        audit::insert(tx, &entry)
    })
}
