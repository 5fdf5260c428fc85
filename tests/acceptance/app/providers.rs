//! Providers as an operator configures them, and the accounts that people have there.

use marketday_accounts::ProviderSettings;
use marketday_accounts::provider::ClientSecret;
use marketday_testkit::provider::{Account, CLIENT_ID, CLIENT_SECRET, TestProvider};

/// A provider that may speak for these domains; for whatever it verified, if there are none.
pub(crate) fn settings(
    provider: &TestProvider,
    (name, label): (&str, &str),
    domains: &[&str],
) -> ProviderSettings {
    ProviderSettings {
        name: name.parse().expect("a name"),
        label: label.to_owned(),
        issuer: provider.issuer(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: Some(ClientSecret::new(CLIENT_SECRET)),
        domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        authority: None,
        scopes: vec!["email".to_owned(), "profile".to_owned()],
    }
}

/// The council's own provider.
pub(crate) fn darlington(provider: &TestProvider) -> ProviderSettings {
    settings(
        provider,
        ("darlington", "Darlington"),
        &["darlington.example"],
    )
}

/// A council officer.
pub(crate) const RHYS: Account = Account {
    subject: "r-7316",
    email: Some("Rhys.Bevan@darlington.example"),
    is_verified: Some(true),
    name: "Rhys Bevan",
};

/// A colleague of his.
pub(crate) const ANWEN: Account = Account {
    subject: "a-2201",
    email: Some("anwen@darlington.example"),
    is_verified: None,
    name: "Anwen Price",
};
