//! Forgetting what has served its purpose: requests for codes, and sign-ins that have run out.

use marketday_model::{Surroundings, policy};
use marketday_store::{Store, StoreError, codes, sign_ins};

/// Deletes requests for codes after a day, and sign-ins once they have run out; returns how many of each.
pub fn forget_used(
    store: &Store,
    surroundings: &Surroundings,
) -> Result<(usize, usize), StoreError> {
    let now = surroundings.now();
    store.write(move |tx| {
        let requests = codes::delete_asked_before(tx, now - policy::CODE_REQUESTS_KEPT)?;
        Ok((
            requests,
            sign_ins::delete_unused_since(tx, now - policy::SIGN_IN_IDLE)?,
        ))
    })
}
