//! What stands in the place of the protocol in a build without it.

use super::{Asked, Claims, Provider, ProviderFailed, ProviderSettings};

/// Nothing is known of any provider.
#[derive(Debug, Default)]
pub(super) struct Known;

pub(super) fn authorization(
    provider: &Provider,
    _state: &str,
    _asked: &Asked<'_>,
) -> Result<String, ProviderFailed> {
    drop(provider.known());
    Err(ProviderFailed::NotBuilt)
}

pub(super) fn redeem(
    provider: &Provider,
    _code: &str,
    asked: &Asked<'_>,
) -> Result<Claims, ProviderFailed> {
    authorization(provider, "", asked)?;
    Err(ProviderFailed::NotBuilt)
}

pub(super) fn look(_: &ProviderSettings) -> Result<(), ProviderFailed> {
    Err(ProviderFailed::NotBuilt)
}
