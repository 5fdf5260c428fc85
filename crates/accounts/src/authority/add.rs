//! Authorities that the product knows: names to choose from when registering.

use marketday_model::organisation::identity;
use marketday_model::{Organisation, OrganisationKind, Region, Surroundings};
use marketday_store::{Store, StoreError, organisations};

/// Adds authorities by name, GSS code and region; one that is known already stays as it is.
pub fn add_authorities(
    store: &Store,
    surroundings: &Surroundings,
    authorities: Vec<(String, String, Region)>,
) -> Result<(), StoreError> {
    let now = surroundings.now();
    let new: Vec<Organisation> = authorities
        .into_iter()
        .map(|(name, gss, region)| Organisation {
            id: surroundings.id(),
            kind: OrganisationKind::Authority,
            identity: identity(&name, None),
            name,
            website: None,
            company_number: None,
            gss: Some(gss),
            region: Some(region),
        })
        .collect();
    store.write(move |tx| {
        for authority in &new {
            organisations::find_or_insert(tx, authority, now)?;
        }
        Ok(())
    })
}
