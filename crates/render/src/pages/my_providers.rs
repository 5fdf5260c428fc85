//! The accounts at other organisations with which somebody signs in: seeing and unlinking them.

use serde::Serialize;

use super::facts::{ID, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// `/my/providers`
#[derive(Debug, Clone, Serialize)]
pub struct MyProviders {
    /// The frame.
    pub layout: Layout,
    /// Those that are linked, oldest first.
    pub accounts: Vec<ProviderLine>,
}

/// One linked account.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderLine {
    /// What the provider is called here: "Darlington Council".
    pub label: String,
    /// "10:02am on Tuesday 3 March 2026".
    pub linked_text: String,
    /// The same.
    pub used_text: String,
    /// Where it is unlinked.
    pub removal_href: String,
}

impl Page for MyProviders {
    const TEMPLATE: &'static str = "pages/my/providers.html";

    fn samples() -> Vec<Sample<Self>> {
        let some = Self {
            layout: signed_in("Your linked accounts"),
            accounts: vec![ProviderLine {
                label: "Darlington Council".into(),
                linked_text: "10:02am on Tuesday 3 March 2026".into(),
                used_text: "9:30am on Wednesday 4 March 2026".into(),
                removal_href: Links::my_provider_removal(&ID),
            }],
        };
        let none = Self {
            accounts: vec![],
            ..some.clone()
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}

/// Asks whether an account is to be unlinked.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderRemoval {
    /// The frame.
    pub layout: Layout,
    /// What the provider is called here.
    pub label: String,
    /// Whether they signed in recently enough; else they sign in again first.
    pub is_fresh: bool,
    /// Where they sign in again.
    pub sign_in_href: String,
    /// Where the button goes.
    pub action: String,
    /// Back to the list.
    pub providers_href: String,
}

impl Page for ProviderRemoval {
    const TEMPLATE: &'static str = "pages/my/provider_removal.html";

    fn samples() -> Vec<Sample<Self>> {
        let path = Links::my_provider_removal(&ID);
        let asked = Self {
            layout: signed_in("Unlink an account")
                .crumb("Your linked accounts", Links::my_providers()),
            label: "Darlington Council".into(),
            is_fresh: true,
            sign_in_href: Links::sign_in_then(&path),
            action: path,
            providers_href: Links::my_providers(),
        };
        let stale = Self {
            is_fresh: false,
            ..asked.clone()
        };
        vec![Sample::new("asked", asked), Sample::new("stale", stale)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<MyProviders>(engine)?,
        render_samples::<ProviderRemoval>(engine)?,
    ]
    .concat())
}
