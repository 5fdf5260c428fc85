//! Letters that came back, and letters that were called unwanted.

use super::{Content, Ignored, Ours, Received};
use crate::Notifier;
use marketday_model::notice::Recipient;
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::{EmailAddress, Instant, NoticeId, Suppression, WhySuppressed};
use marketday_store::{
    Rx, StoreError, codes, complaints, email_changes, news, nominations, people, suppressions,
};

/// A message to the address of a letter's bounces.
pub(super) fn bounced(
    notifier: &Notifier,
    token: &str,
    content: &Content,
) -> Result<Received, StoreError> {
    let Some(notice) = notifier.key.bounced_notice(token) else {
        return Ok(Received::Ignored(Ignored::Forged));
    };
    match content {
        Content::Bounce {
            failed_for_good: Some(status),
        } => {
            let why = WhySuppressed::Bounced;
            let is_known = suppress(notifier, notice, why, Some(status))?;
            Ok(if is_known {
                Received::Bounced
            } else {
                Received::Ignored(Ignored::Forged)
            })
        }
        Content::Bounce { .. } => Ok(Received::Ignored(Ignored::NotForGood)),
        // Somebody is on holiday.
        _ => Ok(Received::Ignored(Ignored::Automatic)),
    }
}

/// Somebody called a letter unwanted; only the letter's own address for bounces shows that it was one of ours.
pub(super) fn complained(notifier: &Notifier, senders: &[String]) -> Result<Received, StoreError> {
    let notice =
        senders
            .iter()
            .find_map(|sender| match Ours::read(sender, notifier.mail_domain()) {
                Some(Ours::Bounce(token)) => notifier.key.bounced_notice(&token),
                _ => None,
            });
    let is_known = match notice {
        Some(notice) => suppress(notifier, notice, WhySuppressed::Complained, None)?,
        None => false,
    };
    Ok(if is_known {
        Received::Complained
    } else {
        Received::Ignored(Ignored::Forged)
    })
}

/// Stops writing to the address that a notice's letter went to, and says whether that address is known.
fn suppress(
    notifier: &Notifier,
    notice: NoticeId,
    why: WhySuppressed,
    status: Option<&String>,
) -> Result<bool, StoreError> {
    let since = notifier.surroundings.now();
    let status = status.cloned();
    let email = notifier.store.write(move |tx| {
        let Some((recipient, sent_at)) = suppressions::find_recipient(tx, notice)? else {
            return Ok(None);
        };
        let Some(email) = address(tx, recipient, sent_at)? else {
            return Ok(None);
        };
        let new = Suppression {
            email: email.clone(),
            why,
            status: status.clone(),
            notice,
            since,
        };
        suppressions::insert(tx, &new)?;
        Ok::<_, StoreError>(Some(email))
    })?;
    if let Some(email) = &email {
        tracing::info!(%notice, %why, to = email.masked(), "an address is not written to any more");
    }
    Ok(email.is_some())
}

/// The address that a letter went to, as far as it is still that of the recipient.
fn address(
    rx: &mut Rx<'_>,
    recipient: Recipient,
    sent_at: Option<Instant>,
) -> Result<Option<EmailAddress>, StoreError> {
    Ok(match recipient {
        Recipient::Person(id) => {
            // What is known of a person who was erased is not written down again.
            let person = people::find(rx, id)?
                .filter(|person| !person.email.as_str().ends_with(ERASED_DOMAIN));
            match (person, sent_at) {
                (Some(_), Some(sent)) if email_changes::is_changed_since(rx, id, sent)? => None,
                (person, _) => person.map(|person| person.email),
            }
        }
        Recipient::CodeRequest(id) => codes::find(rx, id)?.map(|request| request.email),
        Recipient::Nomination(id) => nominations::find(rx, id)?.map(|asked| asked.email),
        Recipient::Complaint(id) => complaints::find(rx, id)?.and_then(|asked| asked.email),
        Recipient::NewsRequest(id) => news::find_request(rx, id)?.map(|request| request.email),
        Recipient::OldAddress(id) => email_changes::find(rx, id)?.map(|change| change.old),
    })
}
