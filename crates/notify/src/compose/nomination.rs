//! The letter to somebody who was named for a seat or a membership.

use super::facts::operator_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::time::LONDON;
use marketday_model::{Nominated, Nomination, NominationId, Notice, SeatScope};
use marketday_render::{Links, letters, when};
use marketday_store::{Rx, StoreError, events, nominations, organisations, people};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: NominationId,
) -> Result<Composed, ComposeError> {
    let now = notifier.surroundings.now();
    let found = notifier.store.read(|rx| {
        let Some(nomination) = nominations::find(rx, id)? else {
            return Ok::<_, ComposeError>(None);
        };
        let what = what(rx, &nomination)?;
        let by = match nomination.named_by {
            Some(person) => people::find(rx, person)?,
            None => None,
        };
        Ok(what.zip(by).map(|(what, by)| (nomination, what, by)))
    })?;
    let Some((nomination, what, by)) = found else {
        return Ok(Composed::Dropped(Dropped::SubjectGone));
    };
    if !nomination.is_open(now) {
        return Ok(Composed::Dropped(Dropped::NominationOver));
    }
    let letter = letters::Nominated {
        named_by: by.name,
        what,
        role_text: nomination.place.as_what().to_owned(),
        may_text: nomination.place.may().to_owned(),
        email: nomination.email.to_string(),
        link: notifier.links.absolute(&Links::nomination(&nomination.id)),
        expires_text: when::moment(nomination.expires_at, LONDON),
        foot: operator_foot(notifier, None),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::new(nomination.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// What they would join, in words.
fn what(rx: &mut Rx<'_>, nomination: &Nomination) -> Result<Option<String>, StoreError> {
    Ok(match nomination.place {
        Nominated::Seat(SeatScope::Event(id), _) => {
            events::find(rx, id)?.map(|event| format!("the team of {}", event.title))
        }
        Nominated::Seat(SeatScope::Body(id), _) => organisations::find(rx, id)?
            .map(|body| format!("the team of every event of {}", body.name)),
        Nominated::Membership(id, _) => organisations::find(rx, id)?.map(|body| body.name),
    })
}
