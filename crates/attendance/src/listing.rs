//! Letting others see that one comes, or not any more.

use marketday_model::notice::Subject;
use marketday_model::{PersonId, RegistrationId, RegistrationState, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, attendees, registrations};

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
    let note = Note::new(surroundings, person);
    let action = if listed {
        "registration.list"
    } else {
        "registration.unlist"
    };
    store.write(move |tx| {
        let found = registrations::find(tx, id)?;
        if found.is_none_or(|place| place.state != RegistrationState::Confirmed) {
            return Err(ListingRefused::NoSuchRegistration);
        }
        if attendees::set_listed(tx, id, listed)? {
            let altered = Altered::list([(LIST, listed_text(!listed), listed_text(listed))]);
            let subject = Subject::Registration(id);
            note.write_altered(tx, action, subject, String::new(), &altered)?;
        }
        Ok(())
    })
}

/// What the audit trail calls being seen by the other delegates.
pub(crate) const LIST: &str = "Attendee list";

/// Whether somebody is on the attendee list, as the audit trail keeps it.
pub(crate) fn listed_text(listed: bool) -> String {
    if listed { "yes" } else { "no" }.to_owned()
}
