//! How fast letters leave.

use crate::policy;
use chrono::Duration;
use std::num::NonZeroU32;

/// How fast letters leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long what others changed is kept before it is told.
    pub settling: Duration,
    /// How many letters go to the mailboxes of one domain, over all workers; none without a limit.
    pub per_domain: Option<DomainPace>,
}

/// How many letters go to the mailboxes of one domain, over all workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DomainPace {
    /// In a minute ([`policy::DOMAIN_WINDOW`]).
    pub a_minute: NonZeroU32,
    /// On their way at one time.
    pub at_once: NonZeroU32,
}

impl Pace {
    /// Everything at once, as fast as it goes: for tests and measurements.
    pub const UNLIMITED: Self = Self {
        settling: Duration::zero(),
        per_domain: None,
    };
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            settling: policy::SETTLING,
            per_domain: Some(DomainPace::default()),
        }
    }
}

impl Default for DomainPace {
    /// 300 a minute, 4 at once: a council's mail server takes that from a stranger.
    fn default() -> Self {
        Self {
            a_minute: NonZeroU32::new(300).expect("not zero"),
            at_once: NonZeroU32::new(4).expect("not zero"),
        }
    }
}
