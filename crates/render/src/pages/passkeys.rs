//! Somebody's passkeys: adding, naming, removing.

use serde::Serialize;

use super::facts::{ID, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::Layout;
use crate::links::Links;

/// `/my/passkeys`. The form's fields: `name`; and `challenge` and `credential`, which a script fills in.
#[derive(Debug, Clone, Serialize)]
pub struct Passkeys {
    /// The frame.
    pub layout: Layout,
    /// Those that they have, oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// Whether they signed in recently enough to add one; else they sign in again first.
    pub is_fresh: bool,
    /// Where they sign in again.
    pub sign_in_href: String,
    /// Where the form goes.
    pub action: String,
    /// Where the script asks for a challenge.
    pub challenge_action: String,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}

/// One passkey.
#[derive(Debug, Clone, Serialize)]
pub struct PasskeyLine {
    /// What its person calls it.
    pub name: String,
    /// "3 March 2026".
    pub added_text: String,
    /// The same, or nothing if it was never used.
    pub used_text: Option<String>,
    /// Where it is removed.
    pub removal_href: String,
}

impl Page for Passkeys {
    const TEMPLATE: &'static str = "pages/my/passkeys.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |name: &str, used_text: Option<&str>| PasskeyLine {
            name: name.into(),
            added_text: "10:02am on Tuesday 3 March 2026".into(),
            used_text: used_text.map(Into::into),
            removal_href: Links::my_passkey_removal(&ID),
        };
        let empty = Self {
            layout: signed_in("Your passkeys"),
            passkeys: vec![],
            is_fresh: true,
            sign_in_href: Links::sign_in_then(&Links::my_passkeys()),
            action: Links::my_passkeys(),
            challenge_action: Links::my_passkeys_challenge(),
            form: FormState::new(),
        };
        let some = Self {
            passkeys: vec![
                line("Work laptop", Some("9:30am on Wednesday 4 March 2026")),
                line("Phone", None),
            ],
            ..empty.clone()
        };
        let stale = Self {
            is_fresh: false,
            ..some.clone()
        };
        let wrong = Self {
            form: FormState::new()
                .with("name", "")
                .error("name", "Enter a name for this passkey"),
            ..empty.clone()
        };
        vec![
            Sample::new("none", empty),
            Sample::new("some", some),
            Sample::new("stale", stale),
            Sample::new("wrong", wrong),
        ]
    }
}

/// Asks whether a passkey is to go.
#[derive(Debug, Clone, Serialize)]
pub struct PasskeyRemoval {
    /// The frame.
    pub layout: Layout,
    /// What its person calls it.
    pub name: String,
    /// Whether they signed in recently enough; else they sign in again first.
    pub is_fresh: bool,
    /// Where they sign in again.
    pub sign_in_href: String,
    /// Where the button goes.
    pub action: String,
    /// Back to the list.
    pub passkeys_href: String,
}

impl Page for PasskeyRemoval {
    const TEMPLATE: &'static str = "pages/my/passkey_removal.html";

    fn samples() -> Vec<Sample<Self>> {
        let path = Links::my_passkey_removal(&ID);
        let asked = Self {
            layout: signed_in("Remove a passkey"),
            name: "Work laptop".into(),
            is_fresh: true,
            sign_in_href: Links::sign_in_then(&path),
            action: path,
            passkeys_href: Links::my_passkeys(),
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
        render_samples::<Passkeys>(engine)?,
        render_samples::<PasskeyRemoval>(engine)?,
    ]
    .concat())
}
