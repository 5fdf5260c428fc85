//! Unlinking an account at a provider.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, ProviderIdentity, Surroundings};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, notices, providers};

/// Unlinks an account from its person and tells them; says whether it was still linked. Where they are signed in they
/// stay so. Whoever signs in with the account again links it again.
pub fn unlink_provider(
    store: &Store,
    surroundings: &Surroundings,
    identity: &ProviderIdentity,
) -> Result<bool, StoreError> {
    let now = surroundings.now();
    let (id, person) = (identity.id, identity.person);
    let provider = identity.provider.to_string();
    let notice = NewNotice {
        id: surroundings.id(),
        kind: NoticeKind::ProviderUnlinked,
        recipient: Recipient::Person(person),
        subject: Subject::ProviderIdentity(id),
        version: 0,
    };
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        if !providers::delete(tx, id, person)? {
            return Ok(false);
        }
        note.write(
            tx,
            "provider.unlink",
            Subject::Person(person),
            provider.clone(),
        )?;
        notices::enqueue(tx, &notice, now)?;
        Ok(true)
    })
}
