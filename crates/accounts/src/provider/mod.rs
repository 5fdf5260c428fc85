//! Signing in with another organisation's accounts, by OpenID Connect.
//!
//! A browser is sent to a provider ([`start_at_provider`]), and comes back with a code. [`finish_at_provider`] redeems
//! the code, checks the token that the provider signed, and decides whose it is. `client` speaks the protocol and
//! `http` carries it; a build without the feature `openid` has `absent` in their place. To accept another kind of
//! proof from a provider, change `client`; who is believed about which address is decided in `finish`.

#[cfg(not(feature = "openid"))]
mod absent;
#[cfg(feature = "openid")]
mod client;
mod finish;
#[cfg(feature = "openid")]
mod http;
mod start;
mod unlink;

#[cfg(not(feature = "openid"))]
use absent as client;
pub use finish::{
    ProviderRefused, ProviderReturn, ProviderSignIn, find_return, finish_at_provider,
};
pub use start::start_at_provider;
pub use unlink::unlink_provider;

use client::Known;
use marketday_model::{Instant, ProviderName};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Whether this build can sign in with providers.
pub const HAS_PROVIDERS: bool = cfg!(feature = "openid");

/// What only we and a provider know.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// The secret with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// A provider as the operator describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// Its name in addresses and in the configuration.
    pub name: ProviderName,
    /// What people read on the button: `Sign in with <label>`.
    pub label: String,
    /// Its address exactly as it names itself.
    pub issuer: String,
    /// What we are called there.
    pub client_id: String,
    /// What shows that it is us; none where the provider knows us as a public client.
    pub client_secret: Option<ClientSecret>,
    /// The domains of the email addresses that it may speak for, in lower case. None: any that it says it verified.
    pub domains: Vec<String>,
    /// Whose accounts these are, as people read it.
    pub authority: Option<String>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
}

/// A provider, with what is known of it from itself.
#[derive(Debug)]
pub struct Provider {
    /// As the operator describes it.
    pub settings: ProviderSettings,
    known: Mutex<Known>,
}

/// The configured providers, shared by every thread. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Providers(Arc<Vec<Provider>>);

impl Providers {
    /// These providers. Nothing is asked of them before somebody wants to sign in.
    pub fn new(settings: impl IntoIterator<Item = ProviderSettings>) -> Self {
        let provider = |settings| Provider {
            settings,
            known: Mutex::default(),
        };
        Self(Arc::new(settings.into_iter().map(provider).collect()))
    }

    /// All of them, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    /// The one with this name.
    pub fn find(&self, name: &str) -> Option<&Provider> {
        self.iter()
            .find(|provider| provider.settings.name.as_str() == name)
    }
}

/// Why a provider was of no use. The text is for the log: it holds no address, code or token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFailed {
    /// It could not be reached, or answered what is no answer.
    #[error("the provider cannot be used: {0}")]
    Down(String),
    /// It does not accept the code.
    #[error("the provider refused the code: {0}")]
    Code(String),
    /// What it signed does not hold.
    #[error("the provider's token was refused: {0}")]
    Token(String),
    /// This build has no OpenID Connect.
    #[error("this build has no OpenID Connect: build with --features openid")]
    NotBuilt,
}

/// What a provider says of somebody, in a token that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Claims {
    subject: String,
    email: Option<String>,
    is_email_verified: Option<bool>,
    name: Option<String>,
}

/// What is asked of a provider for one attempt.
#[cfg_attr(
    not(feature = "openid"),
    expect(dead_code, reason = "nobody is asked in a build without the protocol")
)]
struct Asked<'a> {
    redirect: &'a str,
    nonce: String,
    verifier: String,
    now: Instant,
}

impl Provider {
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the provider what it is, without keeping the answer; for `doctor`.
    pub fn look(&self) -> Result<(), ProviderFailed> {
        client::look(&self.settings)
    }
}
