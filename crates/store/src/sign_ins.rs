//! Sign-ins: who is signed in, in which browser. Only the digest of the browser's token is kept.

use crate::columns::{At, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::people::{PERSON, PersonRow};
use crate::schema::{administrators, people, sign_ins};
use diesel::prelude::*;
use marketday_model::{Instant, Person, PersonId, SignInId};

/// Being signed in, in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Its id.
    pub id: SignInId,
    /// Who.
    pub person: PersonId,
    /// Since when.
    pub created_at: Instant,
    /// When it was last used, to within some minutes.
    pub last_seen_at: Instant,
}

/// A sign-in, whose it is, and whether they run the installation.
pub type Found = (SignIn, Person, bool);

type Row = (Text<SignInId>, At, At, PersonRow, Option<String>);

/// The sign-in of a token's digest that has not been ended. One query: every page of somebody signed in begins with it.
pub fn find(rx: &mut Rx<'_>, token_digest: &str) -> Result<Option<Found>, StoreError> {
    let row: Option<Row> = sign_ins::table
        .inner_join(people::table)
        .left_join(administrators::table.on(administrators::person_id.eq(sign_ins::person_id)))
        .filter(sign_ins::token_digest.eq(token_digest))
        .filter(sign_ins::ended_at.is_null())
        .select((
            sign_ins::id,
            sign_ins::created_at,
            sign_ins::last_seen_at,
            PERSON,
            administrators::person_id.nullable(),
        ))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(|(id, created, seen, person, administrator)| {
        let person = Person::from(person);
        let sign_in = SignIn {
            id: id.0,
            person: person.id,
            created_at: created.0,
            last_seen_at: seen.0,
        };
        (sign_in, person, administrator.is_some())
    }))
}

/// Stores a sign-in.
pub fn insert(tx: &mut Tx<'_>, new: &SignIn, token_digest: &str) -> Result<(), StoreError> {
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::id.eq(new.id.to_string()),
            sign_ins::token_digest.eq(token_digest),
            sign_ins::person_id.eq(new.person.to_string()),
            sign_ins::created_at.eq(at(new.created_at)),
            sign_ins::last_seen_at.eq(at(new.last_seen_at)),
        ))
        .execute(tx.db())?;
    crate::retention::note_seen(tx, new.person, new.last_seen_at)
}

/// Notes that a sign-in was used.
pub fn touch(tx: &mut Tx<'_>, id: SignInId, now: Instant) -> Result<(), StoreError> {
    diesel::update(sign_ins::table.find(id.to_string()))
        .set(sign_ins::last_seen_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}

/// Ends a sign-in.
pub fn end(tx: &mut Tx<'_>, id: SignInId, now: Instant) -> Result<(), StoreError> {
    let open = sign_ins::table
        .filter(sign_ins::id.eq(id.to_string()))
        .filter(sign_ins::ended_at.is_null());
    diesel::update(open)
        .set(sign_ins::ended_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}

/// Forgets sign-ins that were last used before an instant, and returns how many.
pub fn delete_unused_since(tx: &mut Tx<'_>, instant: Instant) -> Result<usize, StoreError> {
    let old = sign_ins::table.filter(sign_ins::last_seen_at.lt(at(instant)));
    Ok(diesel::delete(old).execute(tx.db())?)
}

/// Gives a sign-in another token: the old one opens nothing any more.
pub fn renew(tx: &mut Tx<'_>, id: SignInId, token_digest: &str) -> Result<(), StoreError> {
    let open = sign_ins::table
        .filter(sign_ins::id.eq(id.to_string()))
        .filter(sign_ins::ended_at.is_null());
    diesel::update(open)
        .set(sign_ins::token_digest.eq(token_digest))
        .execute(tx.db())?;
    Ok(())
}
