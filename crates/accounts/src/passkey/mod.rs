//! Passkeys: adding one, signing in with one, removing one.
//!
//! What a browser is sent and what it answers is JSON, as W3C Web Authentication writes it; nobody but this module
//! needs to know how it reads. The library checks answers; that each challenge is answered once, in time and by the
//! browser that asked, and that counters only grow, is decided by the database.

mod add;
mod challenge;
mod prompt;
mod relying_party;
mod remove;
mod sign_in;

pub use add::{AddRefused, NewPasskey, add, ask_to_add};
pub use challenge::Asked;
use challenge::{ask, take};
pub use prompt::dismiss_prompt;
pub use relying_party::RelyingParty;
pub use remove::{RemoveRefused, remove};
pub use sign_in::{Answer, PasskeySignIn, SignInRefused, ask_to_sign_in, sign_in};
