//! Forgetting what has served its purpose: requests for codes, and sign-ins that have run out.

use marketday_model::{SignInLimits, Surroundings, policy};
use marketday_store::{Store, StoreError, codes, passkey_challenges, providers, sign_ins};

/// Deletes requests for codes after a day, sign-ins once they have run out, and what passkeys no longer may answer;
/// returns how many requests and sign-ins.
pub fn forget_used(
    store: &Store,
    surroundings: &Surroundings,
    limits: &SignInLimits,
) -> Result<(usize, usize), StoreError> {
    let (now, idle) = (surroundings.now(), limits.idle);
    store.write(move |tx| {
        passkey_challenges::delete_expired(tx, now)?;
        providers::delete_expired_attempts(tx, now)?;
        let requests = codes::delete_asked_before(tx, now - policy::CODE_REQUESTS_KEPT)?;
        Ok((requests, sign_ins::delete_unused_since(tx, now - idle)?))
    })
}
