//! Withdrawing from an event, which gives the place back.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, PersonId, RegistrationId, RegistrationState, Surroundings};
use marketday_places::free_registration;
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, events, notices, registrations, revisions};

/// Why a registration is not withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawRefused {
    /// It does not exist.
    #[error("There is no such registration")]
    NoSuchRegistration,
    /// It was withdrawn before; nothing more was done.
    #[error("This registration was already withdrawn")]
    AlreadyWithdrawn,
    /// The event is over, so it stays known who was registered.
    #[error("This event is over, so nobody withdraws from it")]
    Over,
    /// The database failed.
    #[error("withdrawing failed")]
    Store(#[from] StoreError),
}

/// Gives a delegate's place back and tells them. Whether `person` may do so is asked before.
pub fn withdraw(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: RegistrationId,
) -> Result<(), WithdrawRefused> {
    let now = surroundings.now();
    let notice_id = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let registration =
            registrations::find(tx, id)?.ok_or(WithdrawRefused::NoSuchRegistration)?;
        // What an organiser does to the whole event (and with it to this SEQUENCE) comes before or after, not between.
        events::lock_shared(tx, registration.event)?;
        let registration =
            registrations::find(tx, id)?.ok_or(WithdrawRefused::NoSuchRegistration)?;
        let is_over = events::find(tx, registration.event)?.is_some_and(|event| event.is_over(now));
        if is_over && registration.state == RegistrationState::Confirmed {
            return Err(WithdrawRefused::Over);
        }
        if !free_registration(tx, &registration, now)? {
            return Err(WithdrawRefused::AlreadyWithdrawn);
        }
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::RegistrationWithdrawn,
            recipient: Recipient::Person(registration.person),
            subject: Subject::Registration(id),
            version: registration.sequence + 1,
        };
        notices::enqueue(tx, &notice, now)?;
        let altered = Altered::list([(
            "State",
            registration.state.to_string(),
            RegistrationState::Cancelled.to_string(),
        )]);
        let subject = Subject::Registration(id);
        note.write_altered(
            tx,
            "registration.withdraw",
            subject,
            String::new(),
            &altered,
        )?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}
