//! Letters about a change of address: one to each.

use super::facts::operator_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::notice::Recipient;
use marketday_model::time::LONDON;
use marketday_model::{EmailChangeId, Notice, policy};
use marketday_render::letters::{AddressChanged, AddressLeft};
use marketday_render::{Links, when};
use marketday_store::{email_changes, people};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: EmailChangeId,
) -> Result<Composed, ComposeError> {
    let found = notifier.store.read(|rx| {
        let Some(change) = email_changes::find(rx, id)? else {
            return Ok::<_, ComposeError>(None);
        };
        Ok(people::find(rx, change.person)?.map(|person| (change, person)))
    })?;
    let Some((change, person)) = found else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    if change.undone_at.is_some() {
        return Ok(Composed::Dropped(Dropped::ChangedBack));
    }
    let changed_text = when::moment(change.made_at, LONDON);
    let is_left = matches!(notice.recipient, Recipient::OldAddress(_));
    let foot = operator_foot(notifier, (!is_left).then_some(person.id));
    let to_name = person.name.clone();
    let (to, words) = if is_left {
        let token = notifier.key.undo_token(id);
        let letter = AddressLeft {
            to_name,
            undo_link: notifier.links.absolute(&Links::my_email_undo(&id, &token)),
            changed_text,
            until_text: when::moment(change.made_at + policy::UNDO_ADDRESS, LONDON),
            foot,
        };
        (&change.old, notifier.engine.letter(&letter)?)
    } else {
        let letter = AddressChanged {
            to_name,
            sign_ins_link: notifier.links.absolute(&Links::my_sign_ins()),
            changed_text,
            foot,
        };
        (&change.new, notifier.engine.letter(&letter)?)
    };
    let to = Mailbox::named(person.name, to.as_str());
    Ok(notifier.about_account(notice, to, words))
}
