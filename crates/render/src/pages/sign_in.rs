//! Signing in, with a code or a link, and signing out.

use serde::Serialize;

use super::facts::{ID, visitor};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// Asks for an email address. The form's fields: `email`, and `next` (hidden), the path to come back to.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// The frame.
    pub layout: Layout,
    /// Where the form goes.
    pub action: String,
    /// Whose accounts can be used instead.
    pub providers: Vec<ProviderButton>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// Signing in with a passkey, where that is offered.
    pub passkey: Option<PasskeySignIn>,
}

/// Signing in with a passkey: shown by a script where the browser can do it. The form's fields, filled in by the
/// script: `challenge`, `credential`; and `next` (hidden).
#[derive(Debug, Clone, Serialize)]
pub struct PasskeySignIn {
    /// Where the form goes.
    pub action: String,
    /// Where the script asks for a challenge.
    pub challenge_action: String,
}

impl PasskeySignIn {
    /// The one that every installation with passkeys offers.
    pub fn offered() -> Self {
        Self {
            action: Links::sign_in_passkey(),
            challenge_action: Links::sign_in_passkey_challenge(),
        }
    }
}

/// A button that leads to a provider. Its form sends `next`.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderButton {
    /// What tells its form from others on the page.
    pub id: String,
    /// "Darlington Borough Council", after "Sign in with".
    pub label: String,
    /// Whose people have such accounts.
    pub authority: Option<String>,
    /// Where the button goes.
    pub action: String,
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/sign_in/sign_in.html";

    fn samples() -> Vec<Sample<Self>> {
        let form = FormState::new().with("next", "/my");
        let wrong = form
            .clone()
            .with("email", "tom@")
            .error("email", "Enter an email address, like name@example.com");
        let page = |form| Self {
            layout: visitor("Sign in"),
            action: Links::sign_in(),
            providers: Vec::new(),
            form,
            passkey: None,
        };
        let with_passkey = Self {
            passkey: Some(PasskeySignIn::offered()),
            ..page(form.clone())
        };
        let button = |name: &str, label: &str, authority: Option<&str>| ProviderButton {
            id: format!("provider-{name}"),
            label: label.into(),
            authority: authority.map(Into::into),
            action: Links::sign_in_provider(&name),
        };
        let with_providers = Self {
            providers: vec![
                button(
                    "darlington",
                    "Darlington",
                    Some("Darlington Borough Council"),
                ),
                button("hub", "the Digital Hub", None),
            ],
            ..page(form.clone())
        };
        vec![
            Sample::new("providers", with_providers),
            Sample::new("empty", page(form)),
            Sample::new("wrong", page(wrong)),
            Sample::new("passkey", with_passkey),
        ]
    }
}

/// Asks for the code that was sent. The form's fields: `code`, and `next` (hidden). Its buttons send `action=sign-in`
/// or `action=resend`.
#[derive(Debug, Clone, Serialize)]
pub struct SignInCode {
    /// The frame.
    pub layout: Layout,
    /// Where the form goes.
    pub action: String,
    /// The address that the code was sent to.
    pub sent_to: String,
    /// "10:12am": when it stops working.
    pub expires_text: String,
    /// Whether the letter holds a code; else the link alone.
    pub has_code: bool,
    /// Whether the letter goes only to an address that somebody has here.
    pub only_for_people: bool,
    /// What is wrong with what was typed.
    pub form: FormState,
}

impl Page for SignInCode {
    const TEMPLATE: &'static str = "pages/sign_in/code.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = |form| Self {
            layout: visitor("Check your email"),
            action: Links::sign_in_code(),
            sent_to: "tom@steadfoot.example".into(),
            expires_text: "10:12am".into(),
            has_code: true,
            only_for_people: false,
            form,
        };
        let link_only = Self {
            has_code: false,
            ..page(FormState::new())
        };
        let busy = Self {
            only_for_people: true,
            ..page(FormState::new())
        };
        let wrong = FormState::new().error(
            "code",
            "That is not the code we sent. You have 4 more tries",
        );
        vec![
            Sample::new("sent", page(FormState::new())),
            Sample::new("wrong", page(wrong)),
            Sample::new("link_only", link_only),
            Sample::new("busy", busy),
        ]
    }
}

/// What the link of a letter opens: for whom it is, when it was asked for, and the button that signs in.
#[derive(Debug, Clone, Serialize)]
pub struct SignInLink {
    /// The frame.
    pub layout: Layout,
    /// Where the button goes.
    pub action: String,
    /// The address that will be signed in.
    pub email: String,
    /// "10:02am on Tuesday 3 March 2026": when it was asked for.
    pub asked_text: String,
}

impl Page for SignInLink {
    const TEMPLATE: &'static str = "pages/sign_in/link.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("Sign in"),
            action: Links::sign_in_link(&ID, "t0ken"),
            email: "tom@steadfoot.example".into(),
            asked_text: "10:02am on Tuesday 3 March 2026".into(),
        };
        vec![Sample::new("valid", page)]
    }
}

/// A link or a code that does not work any more: used, too old, or tried too often.
#[derive(Debug, Clone, Serialize)]
pub struct SignInExpired {
    /// The frame.
    pub layout: Layout,
    /// "This link has been used already".
    pub heading: String,
    /// What to do.
    pub text: String,
}

impl Page for SignInExpired {
    const TEMPLATE: &'static str = "pages/sign_in/expired.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("This link does not work any more"),
            heading: "This link does not work any more".into(),
            text: "A link signs you in once, within 10 minutes of asking for it.".into(),
        };
        vec![Sample::new("used", page)]
    }
}

/// The way to a provider. A browser follows it by itself; the button is for those that do not.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderAway {
    /// The frame.
    pub layout: Layout,
    /// The provider as people know it.
    pub label: String,
    /// The host that they will find themselves at.
    pub host: String,
    /// The whole address, elsewhere.
    pub href: String,
}

impl Page for ProviderAway {
    const TEMPLATE: &'static str = "pages/sign_in/provider_away.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("Sign in with Darlington"),
            label: "Darlington".into(),
            host: "sso.darlington.example".into(),
            href: "https://sso.darlington.example/authorize?client_id=marketday&state=5t4te".into(),
        };
        vec![Sample::new("away", page)]
    }
}

/// Where a provider sends people back to. The form's fields, all hidden: `state`, `code`, and `iss` if there is one.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderBack {
    /// The frame.
    pub layout: Layout,
    /// The provider as people know it.
    pub label: String,
    /// Where the button goes.
    pub action: String,
    /// What the provider sent along.
    pub form: FormState,
}

impl Page for ProviderBack {
    const TEMPLATE: &'static str = "pages/sign_in/provider_back.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("Finish signing in"),
            label: "Darlington".into(),
            action: Links::sign_in_provider_return(&"darlington"),
            form: FormState::new().with("state", "5t4te").with("code", "c0de"),
        };
        vec![Sample::new("back", page)]
    }
}

/// Nobody was signed in by a provider, and the way out.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderRefused {
    /// The frame.
    pub layout: Layout,
    /// "Darlington cannot be reached".
    pub heading: String,
    /// Why, and what to do.
    pub text: String,
    /// The page that asks for an email address.
    pub sign_in_href: String,
}

impl Page for ProviderRefused {
    const TEMPLATE: &'static str = "pages/sign_in/provider_refused.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("Darlington cannot be reached"),
            heading: "Darlington cannot be reached".into(),
            text: "Nothing is wrong with your account here. Try again in a minute, or have a code sent to your email address.".into(),
            sign_in_href: Links::sign_in_then("/my"),
        };
        vec![Sample::new("down", page)]
    }
}

/// The end of a sign-in.
#[derive(Debug, Clone, Serialize)]
pub struct SignedOut {
    /// The frame.
    pub layout: Layout,
}

impl Page for SignedOut {
    const TEMPLATE: &'static str = "pages/sign_in/signed_out.html";

    fn samples() -> Vec<Sample<Self>> {
        vec![Sample::new(
            "done",
            Self {
                layout: visitor("You are signed out"),
            },
        )]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<SignIn>(engine)?,
        render_samples::<SignInCode>(engine)?,
        render_samples::<SignInLink>(engine)?,
        render_samples::<SignInExpired>(engine)?,
        render_samples::<SignedOut>(engine)?,
        render_samples::<ProviderAway>(engine)?,
        render_samples::<ProviderBack>(engine)?,
        render_samples::<ProviderRefused>(engine)?,
    ]
    .concat())
}
