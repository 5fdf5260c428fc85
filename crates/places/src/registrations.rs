//! Delegates' places: taking one within the capacity, and giving it back.

use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::registration::Needs;
use marketday_model::{Event, Instant, Registration, RegistrationId, RegistrationState};
use marketday_store::pools::Pool;
use marketday_store::{StoreError, Tx, people, pools, registrations};

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

/// Registers again, as `new`, a delegate whose place was cancelled with the event, if there is room and they are still
/// here. Says whether it did. What they needed was forgotten with their place, and so was their place on the list of
/// attendees.
pub fn restore_registration(
    tx: &mut Tx<'_>,
    event: &Event,
    cancelled: &Registration,
    new: RegistrationId,
    now: Instant,
) -> Result<bool, StoreError> {
    let person = people::find(tx, cancelled.person)?;
    let is_here = person.is_some_and(|person| person.email.domain() != ERASED_DOMAIN);
    if !is_here || !take_registration(tx, event)? {
        return Ok(false);
    }
    let restored = Registration {
        id: new,
        state: RegistrationState::Confirmed,
        sequence: 0,
        confirmed_at: now,
        changed_at: now,
        cancelled_at: None,
        listed: false,
        ..cancelled.clone()
    };
    let is_new = registrations::insert(tx, &restored, &Needs::default())?;
    if !is_new {
        // They registered again meanwhile.
        pools::give_back(tx, &Pool::Registrations(event.id))?;
    }
    Ok(is_new)
}
