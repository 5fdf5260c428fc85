//! Letting others see that one comes, or not any more.

use marketday_model::notice::Subject;
use marketday_model::{PersonId, RegistrationId, RegistrationState, Surroundings};
use marketday_store::audit::AuditEntry;
use marketday_store::{Store, StoreError, attendees, audit, registrations};

/// Why somebody is not put on the attendee list or taken off it.
#[derive(Debug, thiserror::Error)]
pub enum ListingRefused {
    /// There is no such place, or it was given back.
    #[error("There is no such registration")]
    NoSuchRegistration,
    /// The database failed.
    #[error("changing the attendee list failed")]
    Store(#[from] StoreError),
}

/// Puts a delegate on the attendee list of their event, or takes them off. Whether `person` may do so is asked before.
pub fn change_listing(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: RegistrationId,
    listed: bool,
) -> Result<(), ListingRefused> {
    let entry = AuditEntry {
        id: surroundings.id(),
        at: surroundings.now(),
        person: Some(person),
        action: if listed {
            "registration.list"
        } else {
            "registration.unlist"
        },
        subject: Subject::Registration(id),
        detail: String::new(),
    };
    store.write(move |tx| {
        let found = registrations::find(tx, id)?;
        if found.is_none_or(|place| place.state != RegistrationState::Confirmed) {
            return Err(ListingRefused::NoSuchRegistration);
        }
        if attendees::set_listed(tx, id, listed)? {
            audit::insert(tx, &entry)?;
        }
        Ok(())
    })
}
