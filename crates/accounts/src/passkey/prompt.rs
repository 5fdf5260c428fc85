//! Organisers are asked for a passkey, quietly, until they have one or say that they do not want to be asked.

use marketday_model::notice::Subject;
use marketday_model::{PersonId, Surroundings};
use marketday_store::{Note, Store, StoreError, passkeys};

/// Notes that a person does not want to be asked again.
pub fn dismiss_prompt(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
) -> Result<(), StoreError> {
    let now = surroundings.now();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        if !passkeys::dismiss_prompt(tx, person, now)? {
            return Ok(());
        }
        note.write(
            tx,
            "passkey.decline",
            Subject::Person(person),
            String::new(),
        )
    })
}
