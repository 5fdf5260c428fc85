//! Signing in, and knowing who is signed in.

use crate::code::{TypedCode, check_code};
use marketday_model::code::{CodeCheck, CodePurpose, CodeRequest, digest};
use marketday_model::permission::{self, Actor};
use marketday_model::{
    CodeRequestId, EmailAddress, OrganisationId, OrganisationKind, Person, PersonId, SecretKey,
    SignInId, SignInLimits, Surroundings, Way, policy,
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
        /// Who.
        person: PersonId,
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
        permission::may_organise(&self.actor, &self.organises_for)
    }

    /// Whether they signed in recently enough for what a passer-by at their browser must not do.
    pub fn is_fresh(&self, now: marketday_model::Instant) -> bool {
        now < self.since + policy::FRESH_SIGN_IN
    }
}

/// The browser in which somebody signs in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser {
    /// The digest of its token, by which it is known again.
    pub digest: Option<String>,
    /// What kind of browser, in a few words.
    pub device: String,
    /// The sign-in that it had until now, which ends.
    pub signed_in: Option<SignInId>,
}

/// What is drawn before a sign-in's transaction.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    pub(crate) sign_in: SignInId,
    pub(crate) person: PersonId,
    pub(crate) token: String,
    pub(crate) now: marketday_model::Instant,
    browser: Browser,
}

impl Draws {
    pub(crate) fn new(surroundings: &Surroundings) -> Self {
        Self {
            sign_in: surroundings.id(),
            person: surroundings.id(),
            token: surroundings.token(),
            now: surroundings.now(),
            browser: Browser::default(),
        }
    }

    /// For a sign-in in this browser.
    pub(crate) fn within(mut self, browser: &Browser) -> Self {
        self.browser = browser.clone();
        self
    }
}

/// Signs in with a typed code, making a person of an address that is new.
pub fn sign_in_with_code(
    store: &Store,
    surroundings: &Surroundings,
    code: TypedCode,
    browser: &Browser,
) -> Result<SignInOutcome, StoreError> {
    let draws = Draws::new(surroundings).within(browser);
    store.write(move |tx| match check_code(tx, &code, draws.now)? {
        CodeCheck::Right => start(tx, &draws, &code.email, Way::Code),
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
    Ok(request.filter(|request| {
        is_sign_in(request) && request.is_link_open(now) && key.is_link_token(request, token)
    }))
}

/// Signs in with the link of a letter, in whichever browser it was opened.
pub fn sign_in_with_link(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    id: CodeRequestId,
    token: &str,
    browser: &Browser,
) -> Result<SignInOutcome, StoreError> {
    let draws = Draws::new(surroundings).within(browser);
    let (key, token) = (key.clone(), token.to_owned());
    store.write(move |tx| {
        let dead = Ok(SignInOutcome::Refused(CodeCheck::Dead));
        let Some(request) = codes::find(tx, id)? else {
            return dead;
        };
        if !is_sign_in(&request)
            || !request.is_link_open(draws.now)
            || !key.is_link_token(&request, &token)
            || !codes::use_up(tx, id, draws.now)?
        {
            return dead;
        }
        start(tx, &draws, &request.email, Way::Link)
    })
}

/// Only the letters about signing in have a link.
fn is_sign_in(request: &CodeRequest) -> bool {
    request.purpose == CodePurpose::SignIn
}

/// Signs in whoever has just shown that the address is theirs, in some browser: by the code of a booking or a
/// registration, or by a link of the demonstration.
pub fn sign_in_confirmed(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
) -> Result<SignInOutcome, StoreError> {
    sign_in_proven(store, surroundings, email, Way::Code, &Browser::default())
}

/// Signs in whoever has just shown in this way that the address is theirs, in this browser.
pub fn sign_in_proven(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
    way: Way,
    browser: &Browser,
) -> Result<SignInOutcome, StoreError> {
    let draws = Draws::new(surroundings).within(browser);
    let email = email.clone();
    store.write(move |tx| start(tx, &draws, &email, way))
}

/// Begins a sign-in under a new id and a new token, and ends the one that the browser had: whatever somebody planted
/// there is worth nothing afterwards.
pub(crate) fn start(
    tx: &mut Tx<'_>,
    draws: &Draws,
    email: &EmailAddress,
    way: Way,
) -> Result<SignInOutcome, StoreError> {
    let name = email.local_part();
    let person = people::find_or_insert(tx, draws.person, email, name, None, draws.now)?;
    let sign_in = SignIn {
        id: draws.sign_in,
        person: person.id,
        created_at: draws.now,
        last_seen_at: draws.now,
        way,
        browser: draws.browser.digest.clone(),
        device: draws.browser.device.clone(),
    };
    if let Some(before) = draws.browser.signed_in {
        sign_ins::end(tx, before, draws.now)?;
    }
    sign_ins::insert(tx, &sign_in, &digest(&draws.token))?;
    Ok(SignInOutcome::SignedIn {
        token: draws.token.clone(),
        person: person.id,
    })
}

/// Gives a sign-in a new id and a new token, for a rise of privilege (taking a seat in a team, becoming an
/// administrator): a token that somebody learned before does not rise along. Its beginning, and so its absolute limit,
/// stays. Returns the new token, or none if nobody is signed in with the old one.
pub fn renew(
    store: &Store,
    surroundings: &Surroundings,
    token: &str,
) -> Result<Option<String>, StoreError> {
    let draws = Draws::new(surroundings);
    let old = digest(token);
    store.write(move |tx| {
        let Some((sign_in, ..)) = sign_ins::find(tx, &old)? else {
            return Ok(None);
        };
        renew_within(tx, sign_in, &draws)
    })
}

/// The same inside the transaction that lets the rights rise.
pub(crate) fn renew_within(
    tx: &mut Tx<'_>,
    sign_in: SignIn,
    draws: &Draws,
) -> Result<Option<String>, StoreError> {
    // Of two renewals at once one finds it ended.
    if !sign_ins::end(tx, sign_in.id, draws.now)? {
        return Ok(None);
    }
    let renewed = SignIn {
        id: draws.sign_in,
        last_seen_at: draws.now,
        ..sign_in
    };
    sign_ins::insert(tx, &renewed, &digest(&draws.token))?;
    Ok(Some(draws.token.clone()))
}

/// Who the browser with this token is signed in as. Use is noted every few minutes at most.
pub fn find_signed_in(
    store: &Store,
    surroundings: &Surroundings,
    limits: &SignInLimits,
    token: &str,
) -> Result<Option<SignedIn>, StoreError> {
    let now = surroundings.now();
    let found = store.read(|rx| {
        let Some((sign_in, person, is_administrator)) = sign_ins::find(rx, &digest(token))? else {
            return Ok(None);
        };
        if !is_within(&sign_in, limits, now) {
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
    if now - last_seen_at > limits.noted_after() {
        let id = signed_in.sign_in;
        store.write(move |tx| sign_ins::touch(tx, id, now))?;
    }
    Ok(Some(signed_in))
}

/// Whether a sign-in has run out neither by its idle nor by its absolute limit.
pub(crate) fn is_within(
    sign_in: &SignIn,
    limits: &SignInLimits,
    now: marketday_model::Instant,
) -> bool {
    now < sign_in.last_seen_at + limits.idle && now < sign_in.created_at + limits.absolute
}
