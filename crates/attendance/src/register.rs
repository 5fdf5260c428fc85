//! Registering: a place within the capacity, for an address that was shown to be theirs.

use crate::listing::{LIST, listed_text};
use marketday_model::code::CodeCheck;
use marketday_model::event::WindowState;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::organisation::identity;
use marketday_model::registration::Needs;
use marketday_model::{
    EmailAddress, Event, EventId, Instant, Line, Membership, MembershipState, NoticeKind,
    OrganisationId, Prose, Registration, RegistrationId, RegistrationState, Role, Surroundings,
    Theme,
};
use marketday_places::take_registration;
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Store, StoreError, Tx, authorities, events, memberships, notices, people, registrations,
    revisions,
};

/// Everything that the registration form asks.
#[derive(Debug, Clone)]
pub struct RegisterRequest {
    /// The event.
    pub event: EventId,
    /// The delegate's address, which the check shows to be theirs.
    pub email: EmailAddress,
    /// Their name.
    pub name: Line<120>,
    /// The authority or organisation they come from.
    pub organisation: Line<160>,
    /// What they do there.
    pub role: Line<120>,
    /// What they want to hear about.
    pub themes: Vec<Theme>,
    /// Access needs.
    pub access: Prose<1000>,
    /// Dietary needs.
    pub dietary: Prose<1000>,
    /// Whether other delegates may see that they come.
    pub listed: bool,
}

/// How a registration went that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterOutcome {
    /// A place is theirs; the same answer if the form is sent twice.
    Registered(RegistrationId),
    /// The typed code was not the right one.
    CodeRefused(CodeCheck),
}

/// Why there is no place.
#[derive(Debug, thiserror::Error)]
pub enum RegisterRefused {
    /// The event does not exist, or is not public.
    #[error("There is no such event")]
    NoSuchEvent,
    /// Delegates cannot register now.
    #[error("Registration is not open")]
    NotOpen(WindowState),
    /// Every place is taken.
    #[error("Every place at this event is taken")]
    Full,
    /// The database failed.
    #[error("registering failed")]
    Store(#[from] StoreError),
}

/// Registers a delegate. `check` runs inside the transaction and says whether the address is theirs.
pub fn register(
    store: &Store,
    surroundings: &Surroundings,
    request: RegisterRequest,
    check: impl Fn(&mut Tx<'_>, Instant) -> Result<CodeCheck, StoreError> + Send + 'static,
) -> Result<RegisterOutcome, RegisterRefused> {
    let now = surroundings.now();
    let (person_id, id): (_, RegistrationId) = (surroundings.id(), surroundings.id());
    let notice_id = surroundings.id();
    let note = Note::new(surroundings, None);
    let membership_id = surroundings.id();
    store.write(move |tx| {
        events::lock_shared(tx, request.event)?;
        let event = events::find(tx, request.event)?.filter(marketday_model::Event::is_public);
        let event = event.ok_or(RegisterRefused::NoSuchEvent)?;
        if event.registration_state(now) != WindowState::Open {
            return Err(RegisterRefused::NotOpen(event.registration_state(now)));
        }
        match check(tx, now)? {
            CodeCheck::Right => {}
            refused => return Ok(RegisterOutcome::CodeRefused(refused)),
        }
        let person = people::find_or_insert(
            tx,
            person_id,
            &request.email,
            request.name.as_str(),
            None,
            now,
        )?;
        if let Some(theirs) = registrations::find_confirmed(tx, event.id, person.id)? {
            return Ok(RegisterOutcome::Registered(theirs.id));
        }
        if !take_registration(tx, &event)? {
            // The last place may just have become their own: the same form sent twice.
            let theirs = registrations::find_confirmed(tx, event.id, person.id)?;
            return theirs.map_or(Err(RegisterRefused::Full), |theirs| {
                Ok(RegisterOutcome::Registered(theirs.id))
            });
        }
        let (mut registration, needs) = registration(&request, id, person.id, now);
        registration.authority = authority(tx, &event, &request.organisation)?;
        if !registrations::insert(tx, &registration, &needs)? {
            // The same person in another browser was faster: failing gives this place back, and the second run finds
            // theirs.
            return Err(StoreError::Conflict("the person has just registered".into()).into());
        }
        if let Some(authority) = registration.authority {
            let claim = Membership {
                id: membership_id,
                person: person.id,
                organisation: authority,
                role: Role::Member,
                state: MembershipState::Claimed,
                since: now,
            };
            memberships::insert(tx, &claim)?;
        }
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::RegistrationConfirmed,
            recipient: Recipient::Person(person.id),
            subject: Subject::Registration(id),
            version: 0,
        };
        notices::enqueue(tx, &notice, now)?;
        let altered = Altered::list([
            ("State", String::new(), registration.state.to_string()),
            (LIST, String::new(), listed_text(registration.listed)),
        ]);
        note.by(person.id).write_altered(
            tx,
            "registration.confirm",
            Subject::Registration(id),
            String::new(),
            &altered,
        )?;
        revisions::bump_public(tx)?;
        Ok(RegisterOutcome::Registered(id))
    })
}

/// The known authority that this name means, if it is there on the day of the event.
fn authority(
    tx: &mut Tx<'_>,
    event: &Event,
    name: &Line<160>,
) -> Result<Option<OrganisationId>, StoreError> {
    let day = event.days().first();
    authorities::find_current(tx, &identity(name.as_str(), None), day)
}

fn registration(
    request: &RegisterRequest,
    id: RegistrationId,
    person: marketday_model::PersonId,
    now: Instant,
) -> (Registration, Needs) {
    let registration = Registration {
        id,
        event: request.event,
        person,
        state: RegistrationState::Confirmed,
        name: request.name.to_string(),
        organisation: request.organisation.to_string(),
        authority: None,
        role: request.role.to_string(),
        themes: request.themes.clone(),
        listed: request.listed,
        sequence: 0,
        confirmed_at: now,
        changed_at: now,
        cancelled_at: None,
    };
    (
        registration,
        Needs {
            access: request.access.to_string(),
            dietary: request.dietary.to_string(),
        },
    )
}
