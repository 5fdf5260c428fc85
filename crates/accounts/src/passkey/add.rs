//! Adding a passkey.

use super::{Asked, RelyingParty, ask};
use crate::SignedIn;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Instant, Line, NoticeKind, Passkey, PasskeyChallengeId, PasskeyPurpose, Surroundings, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, notices, passkeys};
use serde_json::Value;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, Uuid, WebauthnError};

/// Why no passkey was added.
#[derive(Debug, thiserror::Error)]
pub enum AddRefused {
    /// They signed in too long ago: they sign in again first.
    #[error("the sign-in is not fresh")]
    NotFresh,
    /// They have as many as one may have.
    #[error("there are too many passkeys already")]
    TooMany,
    /// The challenge was used, ran out, or belongs to another browser or person.
    #[error("the challenge does not stand")]
    NoChallenge,
    /// The answer is not right, or from elsewhere.
    #[error("the answer was not accepted")]
    Wrong,
    /// This passkey is known already.
    #[error("this passkey is known already")]
    Known,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a browser answers to a challenge for adding a passkey.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// Which challenge.
    pub challenge: PasskeyChallengeId,
    /// The digest of the browser that answers.
    pub browser: String,
    /// The answer, as JSON.
    pub answer: String,
    /// What the person calls it.
    pub name: Line<60>,
}

/// Asks for a new passkey. The answer has to come from this browser.
pub fn ask_to_add(
    store: &Store,
    surroundings: &Surroundings,
    party: &RelyingParty,
    signed_in: &SignedIn,
    browser: &str,
) -> Result<Asked, AddRefused> {
    if !signed_in.is_fresh(surroundings.now()) {
        return Err(AddRefused::NotFresh);
    }
    let person = &signed_in.person;
    let own = store.read(|rx| passkeys::list_of_person(rx, person.id))?;
    if own.len() >= policy::PASSKEYS_PER_PERSON {
        return Err(AddRefused::TooMany);
    }
    let known = own
        .iter()
        .filter_map(|key| BASE64_URL_SAFE_NO_PAD.decode(&key.credential_id).ok());
    let handle: Uuid = person
        .id
        .to_string()
        .parse()
        .map_err(|_| AddRefused::Wrong)?;
    let email = person.email.as_str();
    let name = if person.name.is_empty() {
        email
    } else {
        &person.name
    };
    let (options, state) = party
        .webauthn
        .start_passkey_registration(handle, email, name, Some(known.collect()))
        .map_err(|error| refused(&error))?;
    let mut options = serde_json::to_value(options).map_err(|_| AddRefused::Wrong)?;
    // Only a passkey that its device can find by itself signs in without an address being typed.
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = Value::from("required");
    selection["requireResidentKey"] = Value::from(true);
    let state = serde_json::to_string(&state).map_err(|_| AddRefused::Wrong)?;
    Ok(ask(
        store,
        surroundings,
        (PasskeyPurpose::Add, Some(person.id), browser),
        state,
        &options,
    )?)
}

/// Adds a passkey, if the answer is right, and tells its person.
pub fn add(
    store: &Store,
    surroundings: &Surroundings,
    party: &RelyingParty,
    signed_in: &SignedIn,
    new: NewPasskey,
) -> Result<Passkey, AddRefused> {
    let now = surroundings.now();
    let (id, notice_id) = (surroundings.id(), surroundings.id());
    let note = Note::new(surroundings, signed_in.person.id);
    let (party, person) = (party.clone(), signed_in.person.id);
    store.write(move |tx| {
        // What is refused has used its challenge up, which stays so.
        let taken = super::take(
            tx,
            new.challenge,
            (PasskeyPurpose::Add, Some(person), &new.browser),
            now,
        )?;
        let Some(state) = taken else {
            return Ok(Err(AddRefused::NoChallenge));
        };
        let (credential_id, credential) = match checked(&party, &state, &new.answer) {
            Ok(checked) => checked,
            Err(refused) => return Ok(Err(refused)),
        };
        let passkey = Passkey {
            id,
            person,
            credential_id,
            credential,
            name: new.name.to_string(),
            created_at: now,
            last_used_at: None,
        };
        if passkeys::list_of_person(tx, person)?.len() >= policy::PASSKEYS_PER_PERSON {
            return Ok(Err(AddRefused::TooMany));
        }
        if !passkeys::insert(tx, &passkey)? {
            return Ok(Err(AddRefused::Known));
        }
        note.write(tx, "passkey.add", Subject::Passkey(id), String::new())?;
        tell(tx, notice_id, NoticeKind::PasskeyAdded, &passkey, now)?;
        Ok::<_, StoreError>(Ok(passkey))
    })?
}

fn tell(
    tx: &mut Tx<'_>,
    id: marketday_model::NoticeId,
    kind: NoticeKind,
    passkey: &Passkey,
    now: Instant,
) -> Result<(), StoreError> {
    let notice = NewNotice {
        id,
        kind,
        recipient: Recipient::Person(passkey.person),
        subject: Subject::Passkey(passkey.id),
        version: 0,
    };
    notices::enqueue(tx, &notice, now)?;
    Ok(())
}

/// The id and the key of the passkey that an answer brings, if it is right.
fn checked(
    party: &RelyingParty,
    state: &str,
    answer: &str,
) -> Result<(String, String), AddRefused> {
    let state: PasskeyRegistration = serde_json::from_str(state).map_err(|_| AddRefused::Wrong)?;
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| AddRefused::Wrong)?;
    let passkey = party
        .webauthn
        .finish_passkey_registration(&answer, &state)
        .map_err(|error| refused(&error))?;
    let id = BASE64_URL_SAFE_NO_PAD.encode(passkey.cred_id());
    let key = serde_json::to_string(&passkey).map_err(|_| AddRefused::Wrong)?;
    Ok((id, key))
}

fn refused(error: &WebauthnError) -> AddRefused {
    tracing::info!(%error, "a new passkey was refused");
    AddRefused::Wrong
}
