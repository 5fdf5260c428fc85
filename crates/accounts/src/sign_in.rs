//! Signing in and out, and knowing who is signed in.

use crate::code::{TypedCode, check_code};
use chrono::Duration;
use marketday_model::code::{CodeCheck, CodeRequest, digest};
use marketday_model::permission::Actor;
use marketday_model::{
    CodeRequestId, EmailAddress, OrganisationId, OrganisationKind, Person, PersonId, SecretKey,
    SignInId, Surroundings, policy,
};
use marketday_store::sign_ins::{self, SignIn};
use marketday_store::{Store, StoreError, Tx, codes, memberships, people, teams};

/// How an attempt to sign in went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in: the token is the browser's secret, and is not stored.
    SignedIn {
        /// What the cookie holds.
        token: String,
    },
    /// The code or link was not accepted.
    Refused(CodeCheck),
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Their sign-in.
    pub sign_in: SignInId,
    /// Since when.
    pub since: marketday_model::Instant,
    /// Who.
    pub person: Person,
    /// The same as far as permissions go.
    pub actor: Actor,
    /// The organising bodies that they are an active member of.
    pub organises_for: Vec<OrganisationId>,
}

impl SignedIn {
    /// Whether there is any event that they help to run.
    pub fn is_organiser(&self) -> bool {
        !self.organises_for.is_empty() || !self.actor.seats.is_empty()
    }

    /// Whether they signed in recently enough for what a passer-by at their browser must not do.
    pub fn is_fresh(&self, now: marketday_model::Instant) -> bool {
        now < self.since + policy::FRESH_SIGN_IN
    }
}

/// What is drawn before a sign-in's transaction.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    sign_in: SignInId,
    pub(crate) person: PersonId,
    token: String,
    pub(crate) now: marketday_model::Instant,
}

impl Draws {
    pub(crate) fn new(surroundings: &Surroundings) -> Self {
        Self {
            sign_in: surroundings.id(),
            person: surroundings.id(),
            token: surroundings.token(),
            now: surroundings.now(),
        }
    }
}

/// Signs in with a typed code, making a person of an address that is new.
pub fn sign_in_with_code(
    store: &Store,
    surroundings: &Surroundings,
    code: TypedCode,
) -> Result<SignInOutcome, StoreError> {
    let draws = Draws::new(surroundings);
    store.write(move |tx| match check_code(tx, &code, draws.now)? {
        CodeCheck::Right => start(tx, &draws, &code.email),
        refused => Ok(SignInOutcome::Refused(refused)),
    })
}

/// The open request that a link stands for; nothing is changed by looking.
pub fn find_link(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    id: CodeRequestId,
    token: &str,
) -> Result<Option<CodeRequest>, StoreError> {
    let now = surroundings.now();
    let request = store.read(|rx| codes::find(rx, id))?;
    Ok(request.filter(|request| request.is_open(now) && key.is_link_token(request, token)))
}

/// Signs in with the link of a letter, in whichever browser it was opened.
pub fn sign_in_with_link(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    id: CodeRequestId,
    token: &str,
) -> Result<SignInOutcome, StoreError> {
    let draws = Draws::new(surroundings);
    let (key, token) = (key.clone(), token.to_owned());
    store.write(move |tx| {
        let dead = Ok(SignInOutcome::Refused(CodeCheck::Dead));
        let Some(request) = codes::find(tx, id)? else {
            return dead;
        };
        if !request.is_open(draws.now)
            || !key.is_link_token(&request, &token)
            || !codes::use_up(tx, id, draws.now)?
        {
            return dead;
        }
        start(tx, &draws, &request.email)
    })
}

/// Signs in whoever has just shown that the address is theirs: by the code of a booking or a registration, or by a
/// link of the demonstration.
pub fn sign_in_confirmed(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
) -> Result<SignInOutcome, StoreError> {
    let draws = Draws::new(surroundings);
    let email = email.clone();
    store.write(move |tx| start(tx, &draws, &email))
}

/// Begins a sign-in of whoever has this address, in a browser that gets a token of its own.
pub(crate) fn start(
    tx: &mut Tx<'_>,
    draws: &Draws,
    email: &EmailAddress,
) -> Result<SignInOutcome, StoreError> {
    let name = email.as_str().split('@').next().unwrap_or_default();
    let person = people::find_or_insert(tx, draws.person, email, name, None, draws.now)?;
    let sign_in = SignIn {
        id: draws.sign_in,
        person: person.id,
        created_at: draws.now,
        last_seen_at: draws.now,
    };
    sign_ins::insert(tx, &sign_in, &digest(&draws.token))?;
    Ok(SignInOutcome::SignedIn {
        token: draws.token.clone(),
    })
}

/// Who the browser with this token is signed in as. Use is noted every five minutes at most.
pub fn find_signed_in(
    store: &Store,
    surroundings: &Surroundings,
    token: &str,
) -> Result<Option<SignedIn>, StoreError> {
    let now = surroundings.now();
    let found = store.read(|rx| {
        let Some((sign_in, person, is_administrator)) = sign_ins::find(rx, &digest(token))? else {
            return Ok(None);
        };
        if now >= sign_in.last_seen_at + policy::SIGN_IN_IDLE
            || now >= sign_in.created_at + policy::SIGN_IN_ABSOLUTE
        {
            return Ok(None);
        }
        let ties = memberships::list_with_kinds(rx, person.id)?;
        let organises_for = ties
            .iter()
            .filter(|(tie, kind)| tie.is_active() && *kind == OrganisationKind::OrganisingBody)
            .map(|(tie, _)| tie.organisation)
            .collect();
        let actor = Actor {
            person: person.id,
            memberships: ties.into_iter().map(|(tie, _)| tie).collect(),
            seats: teams::list_of_person(rx, person.id)?,
            is_administrator,
        };
        let signed_in = SignedIn {
            sign_in: sign_in.id,
            since: sign_in.created_at,
            person,
            actor,
            organises_for,
        };
        Ok::<_, StoreError>(Some((sign_in.last_seen_at, signed_in)))
    })?;
    let Some((last_seen_at, signed_in)) = found else {
        return Ok(None);
    };
    if now - last_seen_at > Duration::minutes(5) {
        let id = signed_in.sign_in;
        store.write(move |tx| sign_ins::touch(tx, id, now))?;
    }
    Ok(Some(signed_in))
}

/// Signs out.
pub fn end(
    store: &Store,
    surroundings: &Surroundings,
    sign_in: SignInId,
) -> Result<(), StoreError> {
    let now = surroundings.now();
    store.write(move |tx| sign_ins::end(tx, sign_in, now))
}
