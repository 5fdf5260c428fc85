//! Administrators of the installation: made and unmade on the command line only.

use marketday_model::notice::Subject;
use marketday_model::{EmailAddress, Person, Surroundings};
use marketday_store::{Note, Store, StoreError, people, teams};

/// Makes the person with this address an administrator, made if new. Doing it twice changes nothing more.
pub fn add_administrator(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
) -> Result<Person, StoreError> {
    let now = surroundings.now();
    let person_id = surroundings.id();
    let note = Note::new(surroundings, None);
    let email = email.clone();
    store.write(move |tx| {
        let name = email.local_part();
        let person = people::find_or_insert(tx, person_id, &email, name, None, now)?;
        teams::insert_administrator(tx, person.id, now)?;
        let subject = Subject::Person(person.id);
        note.write(tx, "administrator.add", subject, String::new())?;
        Ok(person)
    })
}

/// Makes somebody an administrator no longer, at once; whether they were one.
pub fn remove_administrator(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, None);
    let email = email.clone();
    store.write(move |tx| {
        let Some(person) = people::find_by_email(tx, &email)? else {
            return Ok(false);
        };
        if !teams::delete_administrator(tx, person.id)? {
            return Ok(false);
        }
        let subject = Subject::Person(person.id);
        note.write(tx, "administrator.remove", subject, String::new())?;
        Ok(true)
    })
}
