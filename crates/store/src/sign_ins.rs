//! Sign-ins: who is signed in, in which browser. Only the digest of the browser's token is kept.

use crate::columns::{At, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::people::{PERSON, PersonRow};
use crate::schema::{administrators, people, sign_ins};
use diesel::prelude::*;
use marketday_model::{EmailAddress, Instant, Person, PersonId, SignInId, Way};

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
    /// How.
    pub way: Way,
    /// The digest of the token of the browser, which outlives the sign-in.
    pub browser: Option<String>,
    /// What kind of browser, in a few words; empty if nobody said.
    pub device: String,
}

/// A sign-in, whose it is, and whether they run the installation.
pub type Found = (SignIn, Person, bool);

type Row = (
    Text<SignInId>,
    Text<PersonId>,
    At,
    At,
    Text<Way>,
    Option<String>,
    String,
);

type Columns = (
    sign_ins::id,
    sign_ins::person_id,
    sign_ins::created_at,
    sign_ins::last_seen_at,
    sign_ins::way,
    sign_ins::browser,
    sign_ins::device,
);

const COLUMNS: Columns = (
    sign_ins::id,
    sign_ins::person_id,
    sign_ins::created_at,
    sign_ins::last_seen_at,
    sign_ins::way,
    sign_ins::browser,
    sign_ins::device,
);

fn read((id, person, created, seen, way, browser, device): Row) -> SignIn {
    SignIn {
        id: id.0,
        person: person.0,
        created_at: created.0,
        last_seen_at: seen.0,
        way: way.0,
        browser,
        device,
    }
}

/// The sign-in of a token's digest that has not been ended. One query: every page of somebody signed in begins with it.
pub fn find(rx: &mut Rx<'_>, token_digest: &str) -> Result<Option<Found>, StoreError> {
    let row: Option<(Row, PersonRow, Option<String>)> = sign_ins::table
        .inner_join(people::table)
        .left_join(administrators::table.on(administrators::person_id.eq(sign_ins::person_id)))
        .filter(sign_ins::token_digest.eq(token_digest))
        .filter(sign_ins::ended_at.is_null())
        .select((COLUMNS, PERSON, administrators::person_id.nullable()))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(|(sign_in, person, administrator)| {
        (read(sign_in), Person::from(person), administrator.is_some())
    }))
}

/// The sign-ins of a person that have not been ended, last used first.
pub fn list_open(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<SignIn>, StoreError> {
    let rows: Vec<Row> = sign_ins::table
        .filter(sign_ins::person_id.eq(person.to_string()))
        .filter(sign_ins::ended_at.is_null())
        .order((sign_ins::last_seen_at.desc(), sign_ins::id.desc()))
        .select(COLUMNS)
        .load(rx.db())?;
    Ok(rows.into_iter().map(read).collect())
}

/// Whether a sign-in has not been ended and is that of the person with this address, who then stays so until the
/// transaction ends.
pub fn stands(tx: &mut Tx<'_>, id: SignInId, email: &EmailAddress) -> Result<bool, StoreError> {
    if !crate::people::lock_by_email(tx, email)? {
        return Ok(false);
    }
    let open = sign_ins::table
        .inner_join(people::table.on(people::id.eq(sign_ins::person_id)))
        .filter(sign_ins::id.eq(id.to_string()))
        .filter(sign_ins::ended_at.is_null())
        .filter(people::email.eq(email.as_str()));
    let count: i64 = open.count().get_result(tx.db())?;
    Ok(count > 0)
}

/// Whether the person with this address was signed in in this browser before. One query, whether there is such a
/// person or not.
pub fn is_known_browser(
    rx: &mut Rx<'_>,
    email: &EmailAddress,
    browser: &str,
) -> Result<bool, StoreError> {
    let known = sign_ins::table
        .inner_join(people::table.on(people::id.eq(sign_ins::person_id)))
        .filter(sign_ins::browser.eq(browser))
        .filter(people::email.eq(email.as_str()));
    let count: i64 = known.count().get_result(rx.db())?;
    Ok(count > 0)
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
            sign_ins::way.eq(new.way.as_str()),
            sign_ins::browser.eq(&new.browser),
            sign_ins::device.eq(&new.device),
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

/// Ends a sign-in, and says whether it was still open.
pub fn end(tx: &mut Tx<'_>, id: SignInId, now: Instant) -> Result<bool, StoreError> {
    let open = sign_ins::table
        .filter(sign_ins::id.eq(id.to_string()))
        .filter(sign_ins::ended_at.is_null());
    Ok(diesel::update(open)
        .set(sign_ins::ended_at.eq(at(now)))
        .execute(tx.db())?
        == 1)
}

/// Ends every sign-in of a person but `kept`, and returns how many were open.
pub fn end_all(
    tx: &mut Tx<'_>,
    person: PersonId,
    kept: Option<SignInId>,
    now: Instant,
) -> Result<usize, StoreError> {
    let kept = kept.map(|id| id.to_string()).unwrap_or_default();
    let open = sign_ins::table
        .filter(sign_ins::person_id.eq(person.to_string()))
        .filter(sign_ins::id.ne(kept))
        .filter(sign_ins::ended_at.is_null());
    Ok(diesel::update(open)
        .set(sign_ins::ended_at.eq(at(now)))
        .execute(tx.db())?)
}
