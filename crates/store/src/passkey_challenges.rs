//! Challenges that passkeys have to answer: each once, in the browser that asked.

use crate::columns::{At, MaybeText, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::passkey_challenges;
use diesel::prelude::*;
use marketday_model::{Instant, PasskeyChallengeId, PasskeyPurpose, PersonId};

/// A challenge that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyChallenge {
    /// Its id.
    pub id: PasskeyChallengeId,
    /// What it is for.
    pub purpose: PasskeyPurpose,
    /// The digest of the browser that asked.
    pub browser: String,
    /// Who asked; nobody when signing in.
    pub person: Option<PersonId>,
    /// What the library that checks the answer needs, as it keeps it.
    pub state: String,
    /// Until when it may be answered.
    pub expires_at: Instant,
}

type Row = (
    Text<PasskeyChallengeId>,
    Text<PasskeyPurpose>,
    String,
    MaybeText<PersonId>,
    String,
    At,
);

/// The challenge with this id, whether it has run out or not.
pub fn find(
    rx: &mut Rx<'_>,
    id: PasskeyChallengeId,
) -> Result<Option<PasskeyChallenge>, StoreError> {
    let row: Option<Row> = passkey_challenges::table
        .find(id.to_string())
        .select(passkey_challenges::all_columns)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(
        |(id, purpose, browser, person, state, expires_at)| PasskeyChallenge {
            id: id.0,
            purpose: purpose.0,
            browser,
            person: person.0,
            state,
            expires_at: expires_at.0,
        },
    ))
}

/// Stores a challenge.
pub fn insert(tx: &mut Tx<'_>, new: &PasskeyChallenge) -> Result<(), StoreError> {
    diesel::insert_into(passkey_challenges::table)
        .values((
            passkey_challenges::id.eq(new.id.to_string()),
            passkey_challenges::purpose.eq(new.purpose.as_str()),
            passkey_challenges::browser.eq(&new.browser),
            passkey_challenges::person_id.eq(new.person.map(|id| id.to_string())),
            passkey_challenges::state.eq(&new.state),
            passkey_challenges::expires_at.eq(at(new.expires_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Uses a challenge up, and says whether it was unused: of two answers at once, one finds it.
pub fn use_up(tx: &mut Tx<'_>, id: PasskeyChallengeId) -> Result<bool, StoreError> {
    let found = passkey_challenges::table.find(id.to_string());
    Ok(diesel::delete(found).execute(tx.db())? == 1)
}

/// Forgets challenges that ran out before an instant, and returns how many.
pub fn delete_expired(tx: &mut Tx<'_>, instant: Instant) -> Result<usize, StoreError> {
    let old = passkey_challenges::table.filter(passkey_challenges::expires_at.le(at(instant)));
    Ok(diesel::delete(old).execute(tx.db())?)
}
