//! Letters about an account, and the letter that shows that letters leave.

use super::facts::operator_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::{Letter, Mailbox};
use marketday_model::notice::Recipient;
use marketday_model::time::LONDON;
use marketday_model::{EmailAddress, Notice, NoticeId, NoticeKind, PersonId};
use marketday_render::letters::{OrganiserAdded, PasskeyChanged, PersonErased, TestLetter};
use marketday_render::{Links, when};
use marketday_store::{erasure, memberships, people};

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
        foot: operator_foot(notifier),
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
        foot: operator_foot(notifier),
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
        foot: operator_foot(notifier),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

impl Notifier {
    /// A letter to `to` that shows that letters leave and arrive. `transport` says how it was sent, without secrets.
    pub fn test_letter(&self, to: &EmailAddress, transport: &str) -> Result<Letter, ComposeError> {
        let now = self.surroundings.now();
        let letter = TestLetter {
            sent_text: when::moment(now, LONDON),
            transport_text: transport.to_owned(),
            foot: operator_foot(self),
        };
        let words = self.engine.letter(&letter)?;
        let id = self.surroundings.id::<NoticeId>();
        Ok(self.letter(id, now, Mailbox::new(to.as_str()), words))
    }
}
