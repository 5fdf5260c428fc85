//! Changing one's email address, and taking the change back.

use serde::Serialize;

use super::facts::{ID, signed_in, visitor};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// Asks for the new address. The form's field: `email`.
#[derive(Debug, Clone, Serialize)]
pub struct MyEmail {
    /// The frame.
    pub layout: Layout,
    /// The address until now.
    pub email: String,
    /// Whether they signed in so lately that it can be changed.
    pub is_fresh: bool,
    /// Where they sign in again, to come back here.
    pub sign_in_href: String,
    /// Where the form goes.
    pub action: String,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}

impl Page for MyEmail {
    const TEMPLATE: &'static str = "pages/my/email.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = |is_fresh, form| Self {
            layout: signed_in("Change your email address"),
            email: "tom@steadfoot.example".into(),
            is_fresh,
            sign_in_href: Links::sign_in_then(&Links::my_email()),
            action: Links::my_email(),
            form,
        };
        let wrong = FormState::new().with("email", "tom@").error(
            "email",
            "Enter an email address in the correct format, like name@example.com",
        );
        vec![
            Sample::new("fresh", page(true, FormState::new())),
            Sample::new("wrong", page(true, wrong)),
            Sample::new("stale", page(false, FormState::new())),
        ]
    }
}

/// Asks for the code that was sent to the new address. The form's fields: `code`, and `email` (hidden). Its buttons send
/// `action=change` or `action=resend`.
#[derive(Debug, Clone, Serialize)]
pub struct MyEmailCode {
    /// The frame.
    pub layout: Layout,
    /// Where the form goes.
    pub action: String,
    /// The new address.
    pub sent_to: String,
    /// What is wrong with what was typed.
    pub form: FormState,
}

impl Page for MyEmailCode {
    const TEMPLATE: &'static str = "pages/my/email_code.html";

    fn samples() -> Vec<Sample<Self>> {
        let form = FormState::new().with("email", "tom@newfoot.example");
        let page = |form| Self {
            layout: signed_in("Check your email"),
            action: Links::my_email_code(),
            sent_to: "tom@newfoot.example".into(),
            form,
        };
        let wrong = form.clone().error(
            "code",
            "That is not the code we sent. You have 4 more tries",
        );
        vec![
            Sample::new("sent", page(form)),
            Sample::new("wrong", page(wrong)),
        ]
    }
}

/// What the link of the letter to the old address opens.
#[derive(Debug, Clone, Serialize)]
pub struct MyEmailUndo {
    /// The frame.
    pub layout: Layout,
    /// Where the button goes.
    pub action: String,
    /// The address that it gives back.
    pub email: String,
    /// When it was changed.
    pub changed_text: String,
}

impl Page for MyEmailUndo {
    const TEMPLATE: &'static str = "pages/my/email_undo.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("Take the change back"),
            action: Links::my_email_undo(&ID, "t0ken"),
            email: "tom@steadfoot.example".into(),
            changed_text: "10:02am on Tuesday 3 March 2026".into(),
        };
        vec![Sample::new("asked", page)]
    }
}

/// That a change was taken back, or why not.
#[derive(Debug, Clone, Serialize)]
pub struct MyEmailUndone {
    /// The frame.
    pub layout: Layout,
    /// What happened.
    pub heading: String,
    /// What to do now.
    pub text: String,
}

impl Page for MyEmailUndone {
    const TEMPLATE: &'static str = "pages/my/email_undone.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("The change has been taken back"),
            heading: "The change has been taken back".into(),
            text: "Sign in with your address, and look at where you are signed in.".into(),
        };
        vec![Sample::new("done", page)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<MyEmail>(engine)?,
        render_samples::<MyEmailCode>(engine)?,
        render_samples::<MyEmailUndo>(engine)?,
        render_samples::<MyEmailUndone>(engine)?,
    ]
    .concat())
}
