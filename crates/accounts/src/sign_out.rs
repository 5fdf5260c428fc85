//! Where somebody is signed in, and ending it: here, there, or everywhere.

use crate::sign_in::is_within;
use marketday_model::notice::Subject;
use marketday_model::{EmailAddress, PersonId, SignInId, SignInLimits, Surroundings};
use marketday_store::sign_ins::{self, SignIn};
use marketday_store::{Note, Rx, Store, StoreError, Tx, people};

/// Where somebody is signed in, last used first.
pub fn list_sign_ins(
    rx: &mut Rx<'_>,
    person: PersonId,
    limits: &SignInLimits,
    now: marketday_model::Instant,
) -> Result<Vec<SignIn>, StoreError> {
    let mut open = sign_ins::list_open(rx, person)?;
    open.retain(|sign_in| is_within(sign_in, limits, now));
    Ok(open)
}

/// Signs out.
pub fn end(
    store: &Store,
    surroundings: &Surroundings,
    sign_in: SignInId,
) -> Result<(), StoreError> {
    let now = surroundings.now();
    store.write(move |tx| sign_ins::end(tx, sign_in, now).map(|_| ()))
}

/// Ends one of a person's own sign-ins, and says whether it was theirs and open.
pub fn end_own(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    sign_in: SignInId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let theirs = sign_ins::list_open(tx, person)?;
        if !theirs.iter().any(|other| other.id == sign_in) || !sign_ins::end(tx, sign_in, note.at)?
        {
            return Ok(false);
        }
        write(note, tx, person, 1)?;
        Ok(true)
    })
}

/// Ends every sign-in of a person but `kept`, and returns how many were open.
pub fn end_others(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    kept: Option<SignInId>,
) -> Result<usize, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let count = sign_ins::end_all(tx, person, kept, note.at)?;
        write(note, tx, person, count)?;
        Ok(count)
    })
}

/// Ends every sign-in of whoever has this address, for the operator, and returns how many were open; none if nobody has
/// it.
pub fn end_all_of(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
) -> Result<Option<usize>, StoreError> {
    let note = Note::new(surroundings, None);
    let email = email.clone();
    store.write(move |tx| {
        let Some(person) = people::find_by_email(tx, &email)? else {
            return Ok(None);
        };
        let count = sign_ins::end_all(tx, person.id, None, note.at)?;
        write(note, tx, person.id, count)?;
        Ok(Some(count))
    })
}

fn write(note: Note, tx: &mut Tx<'_>, person: PersonId, count: usize) -> Result<(), StoreError> {
    let detail = format!("{count} ended");
    note.write(tx, "sign-in.end", Subject::Person(person), detail)
}
