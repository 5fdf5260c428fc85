//! Signing in with a passkey.

use super::passkeys::party;
use super::see_other;
use super::sign_in::{email_page, safe_next};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::signed_in;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::sign_in_log;
use actix_web::web;
use marketday_accounts::passkey::{self, Answer, PasskeySignIn, SignInRefused};
use marketday_model::Way;

/// `POST /sign-in/passkey/challenge`, by a script.
pub(crate) async fn challenge(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let browser = posted.visitor.browser();
        let (store, surroundings) = (&app.store, &app.surroundings);
        let asked = passkey::ask_to_sign_in(store, surroundings, party(&app)?, &browser)?;
        Ok(Reply::json(asked.json))
    })
    .await
}

/// `POST /sign-in/passkey`: the answer that the script put into the form.
pub(crate) async fn sign_in(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let value = |name| form.value(name).unwrap_or_default();
        let outcome = match value("challenge").parse() {
            Ok(challenge) => {
                let answer = Answer {
                    challenge,
                    browser: visitor.browser(),
                    answer: value("credential").to_owned(),
                };
                passkey::sign_in(
                    &app.store,
                    &app.surroundings,
                    party(&app)?,
                    answer,
                    &visitor.to_sign_in(),
                )?
            }
            Err(_) => PasskeySignIn::Refused(SignInRefused::NoChallenge),
        };
        let why = match outcome {
            PasskeySignIn::SignedIn { token, person } => {
                let reply = see_other(safe_next(value("next")));
                return Ok(signed_in(&app, Way::Passkey, &token, person, reply));
            }
            PasskeySignIn::Refused(why) => why,
        };
        sign_in_log::refused(Way::Passkey, word(why));
        // One answer to every refusal: nobody learns which passkeys there are.
        let mut form = form.without("challenge").without("credential");
        form.push_error(
            "email",
            "This passkey did not sign you in. Try again, or let us send you a code",
        );
        email_page(&app, &visitor, form)
    })
    .await
}

/// The reason as the log has it.
const fn word(why: SignInRefused) -> &'static str {
    match why {
        SignInRefused::NoChallenge => "no challenge",
        SignInRefused::Unknown => "unknown",
        SignInRefused::Wrong => "wrong",
        SignInRefused::CounterWentBack => "its counter went back",
    }
}
