//! Letters about signing in and about showing that an address is one's own.

use serde::Serialize;

use super::Letter;
use super::facts::Foot;
use super::samples::{operator_foot, stranger_foot};

/// A code and a link to sign in with.
#[derive(Debug, Clone, Serialize)]
pub struct SignInCode {
    /// Six digits; none where too many were made for the address lately, and the link alone must do.
    pub code: Option<String>,
    /// The absolute https address of the page whose button signs in.
    pub link: String,
    /// When both stop working: "10:12am on Tuesday 3 March 2026".
    pub expires_text: String,
    /// When they were asked for: "10:02am on Tuesday 3 March 2026".
    pub asked_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for SignInCode {
    const FOLDER: &'static str = "sign-in-code";

    fn sample() -> Self {
        Self {
            code: Some("482913".into()),
            link: "https://marketday.example/sign-in/5f0c2a9be1d44c7f".into(),
            expires_text: "10:12am on Tuesday 3 March 2026".into(),
            asked_text: "10:02am on Tuesday 3 March 2026".into(),
            foot: stranger_foot(),
        }
    }
}

/// To a new address: it is the one that is written to from now on.
#[derive(Debug, Clone, Serialize)]
pub struct AddressChanged {
    /// Their name.
    pub to_name: String,
    /// The address of the page that lists where they are signed in.
    pub sign_ins_link: String,
    /// When: "10:02am on Tuesday 3 March 2026".
    pub changed_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for AddressChanged {
    const FOLDER: &'static str = "address-changed";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            sign_ins_link: "https://marketday.example/my/sign-ins".into(),
            changed_text: "10:02am on Tuesday 3 March 2026".into(),
            foot: operator_foot(),
        }
    }
}

/// To an old address: it is written to no more, and the way back if that was not its owner's doing.
#[derive(Debug, Clone, Serialize)]
pub struct AddressLeft {
    /// Their name.
    pub to_name: String,
    /// The absolute https address of the page whose button takes the change back.
    pub undo_link: String,
    /// When: "10:02am on Tuesday 3 March 2026".
    pub changed_text: String,
    /// Until when the link works.
    pub until_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for AddressLeft {
    const FOLDER: &'static str = "address-left";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            undo_link: "https://marketday.example/my/email/undo/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11/5f0c2a9be1d44c7f".into(),
            changed_text: "10:02am on Tuesday 3 March 2026".into(),
            until_text: "10:02am on Tuesday 10 March 2026".into(),
            foot: stranger_foot(),
        }
    }
}

/// A code that confirms a booking or a registration; it holds no link, so nothing in it acts by itself.
#[derive(Debug, Clone, Serialize)]
pub struct ConfirmCode {
    /// Six digits.
    pub code: String,
    /// What the code does, after "to": "confirm your pitch slot at Northern Care Technology Day".
    pub purpose_text: String,
    /// When it stops working: "10:12am on Tuesday 3 March 2026".
    pub expires_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ConfirmCode {
    const FOLDER: &'static str = "confirm-code";

    fn sample() -> Self {
        Self {
            code: "203847".into(),
            purpose_text: "confirm your pitch slot at Northern Care Technology Day".into(),
            expires_text: "10:12am on Tuesday 3 March 2026".into(),
            foot: stranger_foot(),
        }
    }
}

/// Tells somebody that a passkey can now sign in as them, or cannot any more.
#[derive(Debug, Clone, Serialize)]
pub struct PasskeyChanged {
    /// Their name.
    pub to_name: String,
    /// Whether it was added; else it was removed.
    pub is_added: bool,
    /// When: "10:02am on Tuesday 3 March 2026".
    pub when_text: String,
    /// The absolute https address of their passkeys.
    pub passkeys_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PasskeyChanged {
    const FOLDER: &'static str = "passkey-changed";

    fn sample() -> Self {
        Self {
            to_name: "Priya Nair".into(),
            is_added: true,
            when_text: "10:02am on Tuesday 3 March 2026".into(),
            passkeys_link: "https://marketday.example/my/passkeys".into(),
            foot: operator_foot(),
        }
    }
}

/// The welcome for somebody who was made an organiser.
#[derive(Debug, Clone, Serialize)]
pub struct OrganiserAdded {
    /// The new organiser's name.
    pub to_name: String,
    /// The new organiser's email address, which is what they sign in with.
    pub email: String,
    /// The absolute https address of the sign-in page.
    pub sign_in_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for OrganiserAdded {
    const FOLDER: &'static str = "organiser-added";

    fn sample() -> Self {
        Self {
            to_name: "Priya Nair".into(),
            email: "priya.nair@tradenorth.example".into(),
            sign_in_link: "https://marketday.example/sign-in".into(),
            foot: operator_foot(),
        }
    }
}

/// An account at a provider can now be used to sign in as somebody.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderLinked {
    /// Their name.
    pub to_name: String,
    /// Their email address.
    pub email: String,
    /// The host of the provider.
    pub provider_host: String,
    /// "10:02am on Tuesday 3 March 2026".
    pub linked_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProviderLinked {
    const FOLDER: &'static str = "provider-linked";

    fn sample() -> Self {
        Self {
            to_name: "Rhys Bevan".into(),
            email: "rhys.bevan@darlington.example".into(),
            provider_host: "sso.darlington.example".into(),
            linked_text: "10:02am on Tuesday 3 March 2026".into(),
            foot: operator_foot(),
        }
    }
}

/// An account at a provider is linked to somebody no more.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderUnlinked {
    /// Their name.
    pub to_name: String,
    /// "10:02am on Tuesday 3 March 2026".
    pub unlinked_text: String,
    /// The absolute https address of the accounts that they sign in with.
    pub providers_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProviderUnlinked {
    const FOLDER: &'static str = "provider-unlinked";

    fn sample() -> Self {
        Self {
            to_name: "Rhys Bevan".into(),
            unlinked_text: "10:02am on Tuesday 3 March 2026".into(),
            providers_link: "https://marketday.example/my/providers".into(),
            foot: operator_foot(),
        }
    }
}

/// The last letter to somebody who was erased.
#[derive(Debug, Clone, Serialize)]
pub struct PersonErased {
    /// Their name, for the last time.
    pub to_name: String,
    /// The absolute https address of the page about personal data.
    pub privacy_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for PersonErased {
    const FOLDER: &'static str = "person-erased";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            privacy_link: "https://marketday.example/privacy".into(),
            foot: stranger_foot(),
        }
    }
}

/// The question to somebody who was named for a seat in a team or a membership of an organisation.
#[derive(Debug, Clone, Serialize)]
pub struct Nominated {
    /// Who named them.
    pub named_by: String,
    /// What they would join: "the team of Northern Care Technology Day", "Steadfoot & Daughters Ltd".
    pub what: String,
    /// As what: "an editor".
    pub role_text: String,
    /// What they could do, after "You could".
    pub may_text: String,
    /// Their address, which is what they sign in with.
    pub email: String,
    /// The absolute https address of the page whose button accepts.
    pub link: String,
    /// Until when: "10:02am on Tuesday 17 March 2026".
    pub expires_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for Nominated {
    const FOLDER: &'static str = "nominated";

    fn sample() -> Self {
        Self {
            named_by: "Priya Nair".into(),
            what: "the team of Northern Care Technology Day".into(),
            role_text: "an editor".into(),
            may_text: "change everything about the event but its team".into(),
            email: "sam.reid@tradenorth.example".into(),
            link: "https://marketday.example/nominations/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11"
                .into(),
            expires_text: "10:02am on Tuesday 17 March 2026".into(),
            foot: stranger_foot(),
        }
    }
}
