//! Letters that are not sent, since none reach the address or its reader wants none of their kind.

use crate::{ComposeError, Composed, Dropped, Notifier};
use chrono::Duration;
use marketday_mail::Letter;
use marketday_model::notice::Urgency;
use marketday_model::{EmailAddress, Notice, NoticeKind, WhySuppressed};
use marketday_store::{StoreError, suppressions};

/// Takes back what is not to be sent to its address.
pub(crate) fn judge(
    notifier: &Notifier,
    notice: &Notice,
    composed: Composed,
) -> Result<Composed, ComposeError> {
    let Composed::Letter(letter) = &composed else {
        return Ok(composed);
    };
    Ok(if is_held_back(notifier, notice, letter)? {
        Composed::Dropped(Dropped::Suppressed)
    } else {
        composed
    })
}

/// Whether letters to this address came back, or this kind of letter was called unwanted. A code still goes to where
/// letters came back from, once an hour: a mailbox may be there again, and without a code its owner is shut out.
fn is_held_back(notifier: &Notifier, notice: &Notice, letter: &Letter) -> Result<bool, StoreError> {
    let Ok(email) = letter.to.email.parse::<EmailAddress>() else {
        return Ok(false);
    };
    let reasons = notifier
        .store
        .read(|rx| suppressions::list_of(rx, &email))?;
    let is = |why| reasons.iter().any(|reason| reason.why == why);
    // Nor is whoever called a letter unwanted written to because others typed their address.
    let comes_by_others = matches!(
        notice.kind,
        NoticeKind::NewsConfirm | NoticeKind::PresenterInvited | NoticeKind::PresenterChanged
    );
    let is_optional = letter.optional.is_some() || comes_by_others;
    if is_optional && !reasons.is_empty() {
        return Ok(true);
    }
    if !is(WhySuppressed::Bounced) {
        return Ok(false);
    }
    if notice.kind.urgency() != Urgency::Code {
        return Ok(true);
    }
    // A second try is of a letter that was let through.
    if notice.tries > 1 {
        return Ok(false);
    }
    let now = notifier.surroundings.now();
    let before = now - Duration::hours(1);
    let is_due = notifier
        .store
        .write(move |tx| suppressions::note_code(tx, &email, now, before))?;
    Ok(!is_due)
}
