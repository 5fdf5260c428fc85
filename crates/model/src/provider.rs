//! Providers: other organisations' accounts, with which their people sign in here too.

use crate::{EmailAddress, Instant, PersonId, ProviderAttemptId, ProviderIdentityId};
use std::fmt;
use std::str::FromStr;

/// The name that the operator gave a provider: lower-case letters and digits, joined by `-`, 32 characters at most.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProviderName(String);

/// A text that is no name of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be lower-case letters and digits, joined by -, 32 characters at most, like north-tyneside"
)]
pub struct BadProviderName;

impl ProviderName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProviderName {
    type Err = BadProviderName;

    fn from_str(text: &str) -> Result<Self, BadProviderName> {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= 32 && text.split('-').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadProviderName)
        }
    }
}

/// An account at a provider, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderIdentity {
    /// Its id with us.
    pub id: ProviderIdentityId,
    /// The provider, as the operator named it.
    pub provider: ProviderName,
    /// What stood behind that name when it was linked.
    pub issuer: String,
    /// The provider's own name for the account, which never changes hands.
    pub subject: String,
    /// Whom it signs in.
    pub person: PersonId,
    /// Since when.
    pub linked_at: Instant,
    /// When it last signed somebody in.
    pub last_used_at: Instant,
}

/// A browser that was sent to a provider and is not back yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAttempt {
    /// Its id, of which state, nonce and PKCE verifier are derived.
    pub id: ProviderAttemptId,
    /// Where it was sent.
    pub provider: ProviderName,
    /// The digest of the browser.
    pub browser: String,
    /// The path that was asked for.
    pub next: String,
    /// Until when it may come back.
    pub expires_at: Instant,
}

/// Whether a provider may speak for an address. With domains it speaks for those and no others, and is believed unless
/// it says itself that the address is not verified; without, it must say that it is.
pub fn may_speak_for(domains: &[String], email: &EmailAddress, is_verified: Option<bool>) -> bool {
    if domains.is_empty() {
        is_verified == Some(true)
    } else {
        is_verified != Some(false) && domains.iter().any(|domain| domain == email.domain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_addresses_and_variables() {
        for good in ["entra", "north-tyneside", "idp2"] {
            assert_eq!(
                good.parse::<ProviderName>().map(|name| name.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "",
            "-",
            "a-",
            "a--b",
            "Entra",
            "a_b",
            "a/b",
            &"a".repeat(33),
        ] {
            assert_eq!(bad.parse::<ProviderName>(), Err(BadProviderName), "{bad}");
        }
    }

    #[test]
    fn a_provider_speaks_for_its_own_domains_or_for_what_it_verified() {
        let rhys: EmailAddress = "rhys@darlington.example".parse().unwrap();
        let domains = ["darlington.example".to_owned()];
        let others = ["example".to_owned(), "arlington.example".to_owned()];
        let none: [String; 0] = [];
        for (domains, is_verified, expected) in [
            (&domains[..], Some(true), true),
            (&domains[..], None, true),
            (&domains[..], Some(false), false),
            (&others[..], Some(true), false),
            (&none[..], Some(true), true),
            (&none[..], None, false),
            (&none[..], Some(false), false),
        ] {
            assert_eq!(
                may_speak_for(domains, &rhys, is_verified),
                expected,
                "{domains:?} {is_verified:?}"
            );
        }
    }
}
