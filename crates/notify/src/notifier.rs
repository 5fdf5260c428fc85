//! Everything that turns a notice into a letter: where the data is, how links and templates are made, who writes.

use marketday_feeds::FeedSite;
use marketday_mail::Mailbox;
use marketday_model::{Pace, PersonId, SecretKey, Surroundings, policy};
use marketday_render::{Engine, Links};
use marketday_store::notices::{self, Due};
use marketday_store::{Store, StoreError};
use std::sync::Arc;

/// Everything that turns a notice into a letter.
#[derive(Clone)]
pub struct Notifier {
    /// The database with its outbox.
    pub store: Store,
    /// The clock by which notices are due and leases run out, and the source of leases.
    pub surroundings: Surroundings,
    /// The key that codes, links and reply addresses are made with.
    pub key: SecretKey,
    /// The templates.
    pub engine: Arc<Engine>,
    /// The links in letters.
    pub links: Links,
    /// The same public address for calendar entries; its host is that of UIDs and Message-IDs.
    pub site: FeedSite,
    /// Who letters come from that are about no event (`mail.from`): a mailbox that the operator reads. Its domain is
    /// that of reply addresses.
    pub from: Mailbox,
    /// How fast letters leave.
    pub pace: Pace,
}

impl Notifier {
    /// What may be sent now.
    pub(crate) fn due(&self) -> Due {
        Due {
            now: self.surroundings.now(),
            pace: self.pace,
        }
    }

    /// Where somebody chooses their letters without signing in.
    pub(crate) fn letters_link(&self, person: PersonId) -> String {
        let token = self.key.letters_token(person);
        self.links.absolute(&Links::letters(&token))
    }

    /// The domain of reply addresses.
    pub(crate) fn mail_domain(&self) -> &str {
        self.from
            .email
            .rsplit_once('@')
            .map_or("", |(_, domain)| domain)
    }
}

/// Forgets which domains letters went to, once they are not counted any more.
///
/// # Errors
///
/// When the database fails.
pub fn forget_domains(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let before = surroundings.now() - policy::DOMAIN_WINDOW;
    store.write(move |tx| notices::forget_domains(tx, before))
}
