//! Passkeys: keys that live in a person's device and sign in by answering a challenge.

use crate::word::words;
use crate::{Instant, PasskeyId, PersonId};

/// One passkey of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id with us.
    pub id: PasskeyId,
    /// Whom it signs in.
    pub person: PersonId,
    /// Its id with the device, base64url without padding.
    pub credential_id: String,
    /// Its public key and sign counter, as the library that checks answers keeps them.
    pub credential: String,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Instant,
    /// When it last signed somebody in.
    pub last_used_at: Option<Instant>,
}

words! {
    /// What a challenge is for.
    PasskeyPurpose {
        /// Adding a passkey.
        Add = "add",
        /// Signing in with one.
        SignIn = "sign-in",
    }
}
