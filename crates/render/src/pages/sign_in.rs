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
            form,
            passkey: None,
        };
        let with_passkey = Self {
            passkey: Some(PasskeySignIn::offered()),
            ..page(form.clone())
        };
        vec![
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
            form,
        };
        let wrong = FormState::new().error(
            "code",
            "That is not the code we sent. You have 4 more tries",
        );
        vec![
            Sample::new("sent", page(FormState::new())),
            Sample::new("wrong", page(wrong)),
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
    ]
    .concat())
}
