//! Signing in with a passkey.

use super::passkeys::party;
use super::see_other;
use super::sign_in::{email_page, safe_next};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::sign_in_cookie;
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::web;
use marketday_accounts::passkey::{self, Answer, PasskeySignIn, SignInRefused};

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
        if let PasskeySignIn::SignedIn { token } = outcome {
            let next = safe_next(value("next"));
            return Ok(see_other(next).with_cookie(sign_in_cookie(&app, &token)));
        }
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
