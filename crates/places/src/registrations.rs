//! Delegates' places: taking one within the capacity, and giving it back.

use marketday_model::{Event, Instant, Registration, RegistrationState};
use marketday_store::pools::Pool;
use marketday_store::{StoreError, Tx, pools, registrations};

/// Takes one place of an event's capacity, and says whether there was one.
pub fn take_registration(tx: &mut Tx<'_>, event: &Event) -> Result<bool, StoreError> {
    pools::take(tx, &Pool::Registrations(event.id), event.capacity)
}

/// Gives a delegate's place back, and says whether it was still theirs.
pub fn free_registration(
    tx: &mut Tx<'_>,
    registration: &Registration,
    now: Instant,
) -> Result<bool, StoreError> {
    if registration.state.to(RegistrationState::Cancelled).is_err()
        || !registrations::cancel(tx, registration.id, now)?
    {
        return Ok(false);
    }
    pools::give_back(tx, &Pool::Registrations(registration.event))?;
    Ok(true)
}
