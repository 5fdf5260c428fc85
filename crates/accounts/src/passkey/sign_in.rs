//! Signing in with a passkey, without typing an address.

use super::{Asked, RelyingParty, ask};
use crate::sign_in::{Browser, Draws, SignInOutcome, start};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use marketday_model::notice::Subject;
use marketday_model::{Passkey, PasskeyChallengeId, PasskeyPurpose, PersonId, Surroundings, Way};
use marketday_store::{Note, Store, StoreError, passkeys, people};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey as Key, PublicKeyCredential, WebauthnError,
};

/// What a browser answers to a challenge for signing in.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which challenge.
    pub challenge: PasskeyChallengeId,
    /// The digest of the browser that answers.
    pub browser: String,
    /// The answer, as JSON.
    pub answer: String,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasskeySignIn {
    /// Signed in: the token is the browser's secret, and is not stored.
    SignedIn {
        /// What the cookie holds.
        token: String,
        /// Who.
        person: PersonId,
    },
    /// Not.
    Refused(SignInRefused),
}

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefused {
    /// The challenge was used, ran out, or belongs to another browser.
    NoChallenge,
    /// No such passkey, or not any more.
    Unknown,
    /// The answer is not right, or from elsewhere.
    Wrong,
    /// It was used as often as, or more often than, it says: there may be a copy of it.
    CounterWentBack,
}

/// Asks for any passkey that its device knows for this installation.
pub fn ask_to_sign_in(
    store: &Store,
    surroundings: &Surroundings,
    party: &RelyingParty,
    browser: &str,
) -> Result<Asked, StoreError> {
    let (options, state) = party
        .webauthn
        .start_discoverable_authentication()
        .map_err(|_| StoreError::Stale("a challenge"))?;
    let unwritable = |_| StoreError::Stale("a challenge");
    let options = serde_json::to_value(options).map_err(unwritable)?;
    let state = serde_json::to_string(&state).map_err(unwritable)?;
    ask(
        store,
        surroundings,
        (PasskeyPurpose::SignIn, None, browser),
        state,
        &options,
    )
}

/// Signs in whoever the passkey belongs to, if the answer is right. A sign counter that went back is refused, and noted
/// in the audit trail.
pub fn sign_in(
    store: &Store,
    surroundings: &Surroundings,
    party: &RelyingParty,
    answer: Answer,
    browser: &Browser,
) -> Result<PasskeySignIn, StoreError> {
    let (draws, now, note) = (
        Draws::new(surroundings).within(browser),
        surroundings.now(),
        Note::new(surroundings, None),
    );
    let party = party.clone();
    store.write(move |tx| {
        let refused = |why| Ok(PasskeySignIn::Refused(why));
        // What is refused has used its challenge up, which stays so.
        let taken = super::take(
            tx,
            answer.challenge,
            (PasskeyPurpose::SignIn, None, &answer.browser),
            now,
        )?;
        let Some(state) = taken else {
            return refused(SignInRefused::NoChallenge);
        };
        let Ok(given) = serde_json::from_str::<PublicKeyCredential>(&answer.answer) else {
            return refused(SignInRefused::Wrong);
        };
        let credential_id = BASE64_URL_SAFE_NO_PAD.encode(&given.raw_id);
        let Some(passkey) = passkeys::find_by_credential(tx, &credential_id)? else {
            return refused(SignInRefused::Unknown);
        };
        let used = match checked(&party, &state, &given, &passkey) {
            Ok(credential) => passkeys::note_use(tx, &passkey, &credential, now)?,
            Err(SignInRefused::CounterWentBack) => false,
            Err(why) => return refused(why),
        };
        if !used {
            let subject = Subject::Passkey(passkey.id);
            let detail = "its sign counter went back".to_owned();
            let note = note.by(passkey.person);
            note.write(tx, "passkey.refuse", subject, detail)?;
            return refused(SignInRefused::CounterWentBack);
        }
        let Some(person) = people::find(tx, passkey.person)? else {
            return refused(SignInRefused::Unknown);
        };
        match start(tx, &draws, &person.email, Way::Passkey)? {
            SignInOutcome::SignedIn { token, person } => {
                Ok(PasskeySignIn::SignedIn { token, person })
            }
            SignInOutcome::Refused(_) => refused(SignInRefused::Unknown),
        }
    })
}

/// The passkey with its counter as it is now, if the answer is right.
fn checked(
    party: &RelyingParty,
    state: &str,
    given: &PublicKeyCredential,
    passkey: &Passkey,
) -> Result<String, SignInRefused> {
    let wrong = |_| SignInRefused::Wrong;
    let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(wrong)?;
    let mut key: Key = serde_json::from_str(&passkey.credential).map_err(wrong)?;
    let (handle, _) = party
        .webauthn
        .identify_discoverable_authentication(given)
        .map_err(|_| SignInRefused::Wrong)?;
    if handle.to_string() != passkey.person.to_string() {
        return Err(SignInRefused::Wrong);
    }
    let result = party
        .webauthn
        .finish_discoverable_authentication_v2(given, state, DiscoverableKey::from(&key))
        .map_err(|error| {
            tracing::info!(%error, "a passkey was refused");
            match error {
                WebauthnError::CredentialPossibleCompromise => SignInRefused::CounterWentBack,
                _ => SignInRefused::Wrong,
            }
        })?;
    key.update_credential(&result);
    serde_json::to_string(&key).map_err(wrong)
}
