//! Forgetting what delegates needed, 30 days after the day.

use marketday_model::{Surroundings, policy};
use marketday_store::{Store, StoreError, registrations};

/// Deletes the access and dietary needs of events that ended long enough ago, and returns of how many delegates.
pub fn forget_needs(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let before = surroundings.now() - policy::NEEDS_KEPT;
    store.write(move |tx| registrations::delete_needs(tx, before))
}
