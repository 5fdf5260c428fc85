//! Consent to letters that nobody needs: giving it, and taking it back as easily. Whoever sends such a letter asks
//! [`may_send_optional`](marketday_store::consents::may_send_optional).

use marketday_model::notice::Subject;
use marketday_model::{Consent, OptionalLetter, PersonId, Surroundings, WhySuppressed};
use marketday_store::{Note, Store, StoreError, consents, people, suppressions};

/// Notes that a person agreed to letters of a kind, in the words that stood at its box, on the page `given_on`; says
/// whether they had not before.
pub fn give_consent(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    letter: OptionalLetter,
    given_on: &str,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    let consent = Consent {
        id: surroundings.id(),
        person,
        letter,
        wording: letter.wording().to_owned(),
        given_on: given_on.to_owned(),
        given_at: note.at,
        withdrawn_at: None,
    };
    store.write(move |tx| {
        let is_new = consents::insert(tx, &consent)?;
        if is_new {
            // Whoever asks for them does not find them unwanted any more.
            if let Some(person) = people::find(tx, person)? {
                suppressions::lift(tx, &person.email, WhySuppressed::Complained)?;
            }
            let detail = format!("{letter} on {}", consent.given_on);
            note.write(tx, "consent.give", Subject::Person(person), detail)?;
        }
        Ok(is_new)
    })
}

/// Notes that a person wants no more letters of a kind; says whether they had agreed to them.
pub fn withdraw_consent(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    letter: OptionalLetter,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| consents::take_back(tx, note, person, letter))
}
