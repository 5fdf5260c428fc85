//! Unsubscribing by a message to the address that stands in a letter's headers (RFC 2369).

use super::{Ignored, Received};
use crate::Notifier;
use marketday_mail::ListHeaders;
use marketday_model::{OptionalLetter, PersonId};
use marketday_render::Links;
use marketday_store::{Note, StoreError, consents};

/// Whatever the message says, its address says it all.
pub(super) fn unsubscribed(notifier: &Notifier, token: &str) -> Result<Received, StoreError> {
    let Some((person, letter)) = notifier.key.unsubscribed(token) else {
        return Ok(Received::Ignored(Ignored::Forged));
    };
    let note = Note::new(&notifier.surroundings, person);
    notifier
        .store
        .write(move |tx| consents::take_back(tx, note, person, letter))?;
    Ok(Received::Unsubscribed)
}

impl Notifier {
    /// How somebody stops letters of a kind: by one click, or by a message. On every letter of this kind.
    pub fn list_headers(&self, person: PersonId, letter: OptionalLetter) -> ListHeaders {
        let token = self.key.unsubscribe_token(person, letter);
        ListHeaders {
            list_id: format!("{letter}.{}", self.site.host()),
            unsubscribe_url: self.links.absolute(&Links::unsubscribe(&token)),
            unsubscribe_mailto: format!("mailto:unsubscribe+{token}@{}", self.mail_domain()),
        }
    }

    /// The same where mail programs take it: by https alone (RFC 8058), so not in the letters of a demonstration.
    pub(crate) fn one_click(list: ListHeaders) -> Option<ListHeaders> {
        list.unsubscribe_url.starts_with("https://").then_some(list)
    }
}
