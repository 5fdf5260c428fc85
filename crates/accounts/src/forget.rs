//! Forgetting what has served its purpose: requests for codes, and sign-ins that have run out.

use marketday_model::privacy::Rule;
use marketday_model::{SignInLimits, Surroundings, policy};
use marketday_store::{Store, StoreError, passkey_challenges, providers, retention};

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
        Ok((
            retention::forget(tx, Rule::CodeRequests, now - policy::CODE_REQUESTS_KEPT)?,
            retention::forget(tx, Rule::SignIns, now - idle)?,
        ))
    })
}
