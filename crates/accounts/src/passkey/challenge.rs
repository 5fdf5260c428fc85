//! Challenges: made for one browser, answered once and in time.

use marketday_model::{
    Instant, PasskeyChallengeId, PasskeyPurpose, PersonId, Surroundings, policy,
};
use marketday_store::passkey_challenges::PasskeyChallenge;
use marketday_store::{Store, StoreError, Tx, passkey_challenges};
use serde_json::{Value, json};

/// A challenge as a browser is sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id, which comes back with the answer.
    pub challenge: PasskeyChallengeId,
    /// `{"challenge": …, "options": …}` as JSON: the id, and what the browser's Web Authentication takes.
    pub json: String,
}

/// What a challenge is for, for whom, and in which browser.
pub(super) type For<'f> = (PasskeyPurpose, Option<PersonId>, &'f str);

/// Stores a challenge.
pub(super) fn ask(
    store: &Store,
    surroundings: &Surroundings,
    (purpose, person, browser): For<'_>,
    state: String,
    options: &Value,
) -> Result<Asked, StoreError> {
    let challenge = PasskeyChallenge {
        id: surroundings.id(),
        purpose,
        browser: browser.to_owned(),
        person,
        state,
        expires_at: surroundings.now() + policy::PASSKEY_CHALLENGE,
    };
    let id = challenge.id;
    store.write(move |tx| passkey_challenges::insert(tx, &challenge))?;
    Ok(Asked {
        challenge: id,
        json: json!({"challenge": id.to_string(), "options": options}).to_string(),
    })
}

/// What checks the answer to a challenge, which is used up by this. Nothing if it was used or ran out, or is another
/// browser's, another person's, or for something else; a challenge that is not theirs stays as it is.
pub(super) fn take(
    tx: &mut Tx<'_>,
    id: PasskeyChallengeId,
    (purpose, person, browser): For<'_>,
    now: Instant,
) -> Result<Option<String>, StoreError> {
    let Some(found) = passkey_challenges::find(tx, id)? else {
        return Ok(None);
    };
    let is_theirs = found.purpose == purpose && found.person == person && found.browser == browser;
    if !is_theirs || now >= found.expires_at || !passkey_challenges::use_up(tx, id)? {
        return Ok(None);
    }
    Ok(Some(found.state))
}
