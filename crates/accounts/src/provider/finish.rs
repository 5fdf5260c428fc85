//! Coming back from a provider: whose account it is, and signing them in.

use super::{Asked, Claims, Provider, ProviderFailed, client};
use crate::sign_in::{Browser, Draws, SignInOutcome, start};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::provider::may_speak_for;
use marketday_model::{
    EmailAddress, Instant, Line, NoticeKind, Person, PersonId, ProviderAttempt, ProviderIdentity,
    SecretKey, Surroundings, Way,
};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, notices, people, providers};

/// What a browser comes back with.
#[derive(Clone)]
pub struct ProviderReturn {
    /// The digest of the browser.
    pub browser: String,
    /// What is kept of the browser once it is signed in.
    pub within: Browser,
    /// What we gave it to take along.
    pub state: String,
    /// What the provider gave it.
    pub code: String,
    /// Who the provider says it is, where it does (RFC 9207).
    pub issuer: Option<String>,
    /// Where it was sent back to.
    pub redirect: String,
}

/// How signing in with a provider went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderSignIn {
    /// Signed in: the token is the browser's secret, and is not stored.
    SignedIn {
        /// What the cookie holds.
        token: String,
        /// Who.
        person: PersonId,
        /// The path that was asked for.
        next: String,
    },
    /// Not signed in.
    Refused(ProviderRefused),
}

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderRefused {
    /// The attempt ran out, was used, or is another browser's.
    Gone,
    /// The provider, or what it signed.
    Failed(ProviderFailed),
    /// The provider gives no address, or one that it may not speak for.
    NotForThisAddress,
    /// Another account of the provider signs this person in already.
    OtherAccount,
}

/// The attempt that this browser comes back from; nothing is changed by looking.
pub fn find_return(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    provider: &Provider,
    browser: &str,
    state: &str,
) -> Result<Option<ProviderAttempt>, StoreError> {
    let now = surroundings.now();
    let Some(id) = key.provider_attempt(state) else {
        return Ok(None);
    };
    let attempt = store.read(|rx| providers::find_attempt(rx, id))?;
    Ok(attempt.filter(|attempt| {
        attempt.provider == provider.settings.name
            && attempt.browser == browser
            && now < attempt.expires_at
    }))
}

/// Uses the attempt up, redeems the code, and signs in whoever the provider says it is.
pub fn finish_at_provider(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    provider: &Provider,
    back: &ProviderReturn,
) -> Result<ProviderSignIn, StoreError> {
    let refused = |why| Ok(ProviderSignIn::Refused(why));
    let found = find_return(
        store,
        surroundings,
        key,
        provider,
        &back.browser,
        &back.state,
    )?;
    let Some(attempt) = found else {
        return refused(ProviderRefused::Gone);
    };
    let id = attempt.id;
    if !store.write(move |tx| providers::use_up_attempt(tx, id))? {
        return refused(ProviderRefused::Gone);
    }
    let settings = &provider.settings;
    if back
        .issuer
        .as_ref()
        .is_some_and(|issuer| *issuer != settings.issuer)
    {
        let failed = ProviderFailed::Token("the answer names another issuer".into());
        return refused(ProviderRefused::Failed(failed));
    }
    let asked = Asked {
        redirect: &back.redirect,
        nonce: key.provider_nonce(id),
        verifier: key.provider_verifier(id),
        now: surroundings.now(),
    };
    let claims = match client::redeem(provider, &back.code, &asked) {
        Ok(claims) => claims,
        Err(failed) => return refused(ProviderRefused::Failed(failed)),
    };
    let Some(email) = believed(provider, &claims) else {
        return refused(ProviderRefused::NotForThisAddress);
    };
    let draws = Drawn::new(surroundings, provider, &back.within, &claims, email);
    let outcome = store.write(move |tx| sign_in(tx, &draws))?;
    Ok(match outcome {
        Ok((token, person)) => ProviderSignIn::SignedIn {
            token,
            person,
            next: attempt.next,
        },
        Err(why) => ProviderSignIn::Refused(why),
    })
}

/// The address that the provider gives, if it may speak for it.
fn believed(provider: &Provider, claims: &Claims) -> Option<EmailAddress> {
    let email: EmailAddress = claims.email.as_ref()?.parse().ok()?;
    let is_believed = may_speak_for(&provider.settings.domains, &email, claims.is_email_verified);
    is_believed.then_some(email)
}

/// What is known and drawn before the transaction.
struct Drawn {
    sign_in: Draws,
    identity: ProviderIdentity,
    domains: Vec<String>,
    email: EmailAddress,
    name: String,
    notice: NewNotice,
    note: Note,
    now: Instant,
}

impl Drawn {
    fn new(
        surroundings: &Surroundings,
        provider: &Provider,
        within: &Browser,
        claims: &Claims,
        email: EmailAddress,
    ) -> Self {
        let sign_in = Draws::new(surroundings).within(within);
        let now = sign_in.now;
        let identity = ProviderIdentity {
            id: surroundings.id(),
            provider: provider.settings.name.clone(),
            issuer: provider.settings.issuer.clone(),
            subject: claims.subject.clone(),
            person: sign_in.person,
            linked_at: now,
            last_used_at: now,
        };
        let typed: Option<Line<120>> = claims.name.as_ref().and_then(|name| name.parse().ok());
        let local = email.local_part();
        Self {
            name: typed.map_or_else(|| local.to_owned(), |name| name.to_string()),
            notice: NewNotice {
                id: surroundings.id(),
                kind: NoticeKind::ProviderLinked,
                recipient: Recipient::Person(sign_in.person),
                subject: Subject::ProviderIdentity(identity.id),
                version: 0,
            },
            note: Note::new(surroundings, None),
            domains: provider.settings.domains.clone(),
            sign_in,
            identity,
            email,
            now,
        }
    }
}

type Decided = Result<(String, PersonId), ProviderRefused>;

/// Signs in the account's person. The account counts, not the address that it has now, so that an address which
/// changed hands at the provider opens nothing.
fn sign_in(tx: &mut Tx<'_>, drawn: &Drawn) -> Result<Decided, StoreError> {
    let ProviderIdentity {
        provider,
        issuer,
        subject,
        ..
    } = &drawn.identity;
    let person = match providers::find_by_subject(tx, provider, issuer, subject)? {
        Some(known) => {
            let person = people::find(tx, known.person)?.ok_or(StoreError::Stale("a person"))?;
            // They may have moved to an address that this provider has no say in.
            if !drawn.domains.is_empty() && !may_speak_for(&drawn.domains, &person.email, None) {
                return Ok(Err(ProviderRefused::NotForThisAddress));
            }
            providers::note_use(tx, known.id, drawn.now)?;
            person
        }
        None => match link(tx, drawn)? {
            Some(person) => person,
            None => return Ok(Err(ProviderRefused::OtherAccount)),
        },
    };
    match start(tx, &drawn.sign_in, &person.email, Way::Provider)? {
        SignInOutcome::SignedIn { token, person } => Ok(Ok((token, person))),
        SignInOutcome::Refused(_) => Ok(Err(ProviderRefused::Gone)),
    }
}

/// Links the account to whoever has its address, made if they are new, and tells them; nobody if another account of
/// the provider is theirs already.
fn link(tx: &mut Tx<'_>, drawn: &Drawn) -> Result<Option<Person>, StoreError> {
    let new = drawn.sign_in.person;
    let person = people::find_or_insert(tx, new, &drawn.email, &drawn.name, None, drawn.now)?;
    let identity = ProviderIdentity {
        person: person.id,
        ..drawn.identity.clone()
    };
    if !providers::insert_if_free(tx, &identity)? {
        // The same account may have been linked a moment ago, from another window.
        let ProviderIdentity {
            provider,
            issuer,
            subject,
            ..
        } = &identity;
        let known = providers::find_by_subject(tx, provider, issuer, subject)?;
        return Ok(known
            .filter(|known| known.person == person.id)
            .map(|_| person));
    }
    let notice = NewNotice {
        recipient: Recipient::Person(person.id),
        ..drawn.notice
    };
    notices::enqueue(tx, &notice, drawn.now)?;
    let detail = identity.provider.to_string();
    let note = drawn.note.by(person.id);
    note.write(tx, "provider.link", Subject::Person(person.id), detail)?;
    Ok(Some(person))
}
