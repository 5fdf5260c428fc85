//! Being signed in: by which way, and for how long.

use crate::policy;
use crate::word::words;
use chrono::Duration;

words! {
    /// By which way somebody signed in.
    Way {
        /// A code that was typed.
        Code = "code",
        /// The link of a letter.
        Link = "link",
        /// A passkey.
        Passkey = "passkey",
        /// An account at another organisation.
        Provider = "provider",
    }
}

impl Way {
    /// The way as people read it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Code => "With an emailed code",
            Self::Link => "With an emailed link",
            Self::Passkey => "With a passkey",
            Self::Provider => "With another organisation’s account",
        }
    }
}

/// How long being signed in lasts; configured by the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInLimits {
    /// Without use.
    pub idle: Duration,
    /// In all.
    pub absolute: Duration,
}

impl Default for SignInLimits {
    fn default() -> Self {
        Self {
            idle: policy::SIGN_IN_IDLE,
            absolute: policy::SIGN_IN_ABSOLUTE,
        }
    }
}

impl SignInLimits {
    /// How long after it was last noted a use is noted again, so that the idle limit stays within a tenth of what it
    /// says.
    pub fn noted_after(&self) -> Duration {
        (self.idle / 10).min(Duration::minutes(5))
    }
}
