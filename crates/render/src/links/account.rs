//! The addresses of signing in, and of one's own things.

use super::{Links, encoded};
use std::fmt::Display;

impl Links {
    /// Somebody's own bookings and registrations.
    pub fn my() -> String {
        "/my".into()
    }

    /// Somebody's own data.
    pub fn my_data() -> String {
        "/my/data".into()
    }

    /// Where somebody downloads their own data (POST).
    pub fn my_data_download() -> String {
        "/my/data/download".into()
    }

    /// Where somebody has themselves erased.
    pub fn my_data_erasure() -> String {
        "/my/data/erasure".into()
    }

    /// Which letters somebody wants that they do not need; where that is saved (POST).
    pub fn my_letters() -> String {
        "/my/letters".into()
    }

    /// Where letters of a kind are stopped without signing in; by the token in such a letter.
    pub fn unsubscribe(token: &str) -> String {
        format!("/unsubscribe/{token}")
    }

    /// Where somebody chooses their letters without signing in, by the token in a letter; where that is saved (POST).
    pub fn letters(token: &str) -> String {
        format!("/letters/{token}")
    }

    /// Asking for news of market days, with a region or theme to begin with; where that is sent (POST).
    pub fn news(region: Option<&str>, theme: Option<&str>) -> String {
        let pairs = [("region", region), ("theme", theme)];
        let given = pairs.into_iter();
        let given = given.filter_map(|(name, word)| Some((name, word?.to_owned())));
        Self::with_query("/news", &given.collect::<Vec<_>>())
    }

    /// The page of the letter that asks whether an address wants news; where it is confirmed (POST).
    pub fn news_confirmation(request: &impl Display, token: &str) -> String {
        format!("/news/confirmation/{request}/{token}")
    }

    /// Somebody's personal feeds; where one is made (POST).
    pub fn my_calendars() -> String {
        "/my/calendars".into()
    }

    /// One of them.
    pub fn my_calendar(feed: &impl Display) -> String {
        format!("/my/calendars/{feed}")
    }

    /// Where it gets another address (POST).
    pub fn my_calendar_renewal(feed: &impl Display) -> String {
        format!("/my/calendars/{feed}/renewal")
    }

    /// Where it is revoked (POST).
    pub fn my_calendar_revocation(feed: &impl Display) -> String {
        format!("/my/calendars/{feed}/revocation")
    }

    /// A personal feed itself, behind its secret address.
    pub fn feed_personal(token: &str) -> String {
        format!("/calendar/own/{token}.ics")
    }

    /// Somebody's passkeys; where one is added (POST).
    pub fn my_passkeys() -> String {
        "/my/passkeys".into()
    }

    /// Where a script asks for a challenge to add a passkey (POST).
    pub fn my_passkeys_challenge() -> String {
        "/my/passkeys/challenge".into()
    }

    /// Where a passkey is removed.
    pub fn my_passkey_removal(passkey: &impl Display) -> String {
        format!("/my/passkeys/{passkey}/removal")
    }

    /// Where somebody says that they do not want to be asked for a passkey again (POST).
    pub fn passkey_prompt() -> String {
        "/my/passkeys/prompt".into()
    }

    /// Where a passkey signs in (POST).
    pub fn sign_in_passkey() -> String {
        "/sign-in/passkey".into()
    }

    /// Where a script asks for a challenge to sign in with a passkey (POST).
    pub fn sign_in_passkey_challenge() -> String {
        "/sign-in/passkey/challenge".into()
    }

    /// The accounts at other organisations with which somebody signs in.
    pub fn my_providers() -> String {
        "/my/providers".into()
    }

    /// Where one of them is unlinked.
    pub fn my_provider_removal(identity: &impl Display) -> String {
        format!("/my/providers/{identity}/removal")
    }

    /// Where somebody is signed in.
    pub fn my_sign_ins() -> String {
        "/my/sign-ins".into()
    }

    /// Where one of somebody's sign-ins is ended (POST).
    pub fn my_sign_in_end(sign_in: &impl Display) -> String {
        format!("/my/sign-ins/{sign_in}/end")
    }

    /// Where somebody changes their email address.
    pub fn my_email() -> String {
        "/my/email".into()
    }

    /// Where the code that was sent to a new address is typed (POST).
    pub fn my_email_code() -> String {
        "/my/email/code".into()
    }

    /// The page behind the link of a letter to an old address, whose button takes the change back.
    pub fn my_email_undo(change: &impl Display, token: &str) -> String {
        format!("/my/email/undo/{change}/{token}")
    }

    /// Where a sign-in is asked for.
    pub fn sign_in() -> String {
        "/sign-in".into()
    }

    /// Where a sign-in is asked for, to come back to a path afterwards.
    pub fn sign_in_then(next: &str) -> String {
        format!("/sign-in?next={}", encoded(next))
    }

    /// Where the code of a sign-in is typed.
    pub fn sign_in_code() -> String {
        "/sign-in/code".into()
    }

    /// The page behind the link of a sign-in letter, whose button signs in.
    pub fn sign_in_link(request: &impl Display, token: &str) -> String {
        format!("/sign-in/link/{request}/{token}")
    }

    /// Where a browser is sent to a provider (POST).
    pub fn sign_in_provider(name: &impl Display) -> String {
        format!("/sign-in/providers/{name}")
    }

    /// Where a provider sends a browser back to; the page's button finishes signing in.
    pub fn sign_in_provider_return(name: &impl Display) -> String {
        format!("/sign-in/providers/{name}/return")
    }

    /// Where a sign-in is ended (POST).
    pub fn sign_out() -> String {
        "/sign-out".into()
    }
}
