//! Sending a browser to a provider.

use super::{Asked, Provider, ProviderFailed, client};
use marketday_model::{ProviderAttempt, ProviderAttemptId, SecretKey, Surroundings, policy};
use marketday_store::{Store, StoreError, providers};

/// Begins an attempt of this browser, and returns the provider's address that it is to go to. `redirect` is where the
/// provider sends it back to, and `next` where it then goes.
pub fn start_at_provider(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    provider: &Provider,
    browser: &str,
    next: &str,
    redirect: &str,
) -> Result<Result<String, ProviderFailed>, StoreError> {
    let (id, now): (ProviderAttemptId, _) = (surroundings.id(), surroundings.now());
    let asked = Asked {
        redirect,
        nonce: key.provider_nonce(id),
        verifier: key.provider_verifier(id),
        now,
    };
    let url = match client::authorization(provider, &key.provider_state(id), &asked) {
        Ok(url) => url,
        Err(failed) => return Ok(Err(failed)),
    };
    let attempt = ProviderAttempt {
        id,
        provider: provider.settings.name.clone(),
        browser: browser.to_owned(),
        next: next.to_owned(),
        expires_at: now + policy::PROVIDER_ATTEMPT,
    };
    store.write(move |tx| providers::insert_attempt(tx, &attempt))?;
    Ok(Ok(url))
}
