//! Addresses that are not written to, and why.

use crate::word::words;
use crate::{EmailAddress, Instant, NoticeId};

words! {
    /// Why an address is not written to.
    WhySuppressed {
        /// A letter came back for good: nothing is sent there but a code, once an hour at most.
        Bounced = "bounced",
        /// Whoever reads there said that a letter was unwanted: nothing that they do not need is sent there.
        Complained = "complained",
    }
}

/// An address that is not written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The address.
    pub email: EmailAddress,
    /// Why.
    pub why: WhySuppressed,
    /// The status of the bounce, such as `5.1.1` (RFC 3463); none for a complaint.
    pub status: Option<String>,
    /// The notice whose letter it was.
    pub notice: NoticeId,
    /// Since when.
    pub since: Instant,
}
