//! Letters about an account, and the letter that shows that letters leave.

use super::facts::operator_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::{Letter, Mailbox};
use marketday_model::notice::Recipient;
use marketday_model::time::LONDON;
use marketday_model::{EmailAddress, Notice, NoticeId, NoticeKind, PersonId, ProviderIdentityId};
use marketday_render::letters::{
    OrganiserAdded, PasskeyChanged, PersonErased, ProviderLinked, ProviderUnlinked, TestLetter,
};
use marketday_render::{Links, when};
use marketday_store::{erasure, memberships, people, providers};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: PersonId,
) -> Result<Composed, ComposeError> {
    let found = notifier.store.read(|rx| {
        let person = people::find(rx, id)?;
        Ok::<_, ComposeError>((person, memberships::organising_bodies(rx, id)?))
    })?;
    let (Some(person), bodies) = found else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    if bodies.is_empty() {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    }
    let letter = OrganiserAdded {
        to_name: person.name.clone(),
        email: person.email.to_string(),
        sign_in_link: notifier.links.absolute(&Links::sign_in()),
        foot: operator_foot(notifier, Some(person.id)),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// The last letter to somebody who was erased.
pub(super) fn erased(
    notifier: &Notifier,
    notice: &Notice,
    id: PersonId,
) -> Result<Composed, ComposeError> {
    let found = notifier.store.read(|rx| erasure::find_addressee(rx, id))?;
    let Some(person) = found else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let letter = PersonErased {
        to_name: person.name.clone(),
        privacy_link: notifier.links.absolute(&Links::privacy()),
        foot: operator_foot(notifier, None),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// Always told, even if the passkey is gone again by now: it could have been used in between.
pub(super) fn passkey(notifier: &Notifier, notice: &Notice) -> Result<Composed, ComposeError> {
    let Recipient::Person(id) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let Some(person) = notifier.store.read(|rx| people::find(rx, id))? else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let letter = PasskeyChanged {
        to_name: person.name.clone(),
        is_added: notice.kind == NoticeKind::PasskeyAdded,
        when_text: when::moment(notice.made_at, LONDON),
        passkeys_link: notifier.links.absolute(&Links::my_passkeys()),
        foot: operator_foot(notifier, Some(person.id)),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// An account at a provider can sign in as somebody: told once, when it first did.
pub(super) fn provider_linked(
    notifier: &Notifier,
    notice: &Notice,
    id: ProviderIdentityId,
) -> Result<Composed, ComposeError> {
    let found = notifier.store.read(|rx| {
        let identity = providers::find(rx, id)?;
        let person = match &identity {
            Some(identity) => people::find(rx, identity.person)?,
            None => None,
        };
        Ok::<_, ComposeError>(identity.zip(person))
    })?;
    let Some((identity, person)) = found else {
        return Ok(Composed::Dropped(Dropped::SubjectGone));
    };
    let letter = ProviderLinked {
        to_name: person.name.clone(),
        email: person.email.to_string(),
        provider_host: host(&identity.issuer).to_owned(),
        linked_text: when::moment(identity.linked_at, LONDON),
        foot: operator_foot(notifier, Some(person.id)),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// Always told, even if it is linked again by now: it was not in between.
pub(super) fn provider_unlinked(
    notifier: &Notifier,
    notice: &Notice,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(id) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let Some(person) = notifier.store.read(|rx| people::find(rx, id))? else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let letter = ProviderUnlinked {
        to_name: person.name.clone(),
        unlinked_text: when::moment(notice.made_at, LONDON),
        providers_link: notifier.links.absolute(&Links::my_providers()),
        foot: operator_foot(notifier, Some(person.id)),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// `sso.example` of `https://sso.example:8443/tenant`.
fn host(issuer: &str) -> &str {
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host)
}

impl Notifier {
    /// A letter to `to` that shows that letters leave and arrive. `transport` says how it was sent, without secrets.
    pub fn test_letter(&self, to: &EmailAddress, transport: &str) -> Result<Letter, ComposeError> {
        let now = self.surroundings.now();
        let letter = TestLetter {
            sent_text: when::moment(now, LONDON),
            transport_text: transport.to_owned(),
            foot: operator_foot(self, None),
        };
        let words = self.engine.letter(&letter)?;
        let id = self.surroundings.id::<NoticeId>();
        Ok(self.letter((id, "test"), now, Mailbox::new(to.as_str()), words))
    }
}
