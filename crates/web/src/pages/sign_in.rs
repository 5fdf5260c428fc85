//! `/sign-in`: by an emailed code or link; and `/sign-out`.

use super::booking::code_message;
use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, signed_in, signed_out};
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::sign_in_log;
use actix_web::http::StatusCode;
use actix_web::web;
use chrono_tz::Europe::London;
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::{
    AskRefused, ask_code, end, find_link, sign_in_with_code, sign_in_with_link,
};
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_model::{CodeRequestId, EmailAddress, Way, policy};
use marketday_render::pages::sign_in::{
    PasskeySignIn, SignIn, SignInCode, SignInExpired, SignInLink, SignedOut,
};
use marketday_render::{FormState, Links, when};
use serde::Deserialize;

/// Where to come back to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

/// A path on this site to come back to; anything else leads to `/my`.
pub(crate) fn safe_next(next: &str) -> &str {
    let is_plain =
        next.len() <= 1000 && next.bytes().all(|b| matches!(b, 0x21..=0x7e) && b != b'\\');
    // What some decoder might turn into a second slash or a backslash is no path of ours either.
    let is_path = next.starts_with('/')
        && !matches!(next.as_bytes().get(1), Some(b'/' | b'%'))
        && !next.starts_with("/sign-in")
        && !next.starts_with("/sign-out");
    if is_path && is_plain { next } else { "/my" }
}

/// `GET /sign-in`
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    next: web::Query<Next>,
) -> Result<Reply, Failure> {
    let form = FormState::new().with("next", safe_next(&next.next));
    email_page(&app, &visitor, form)
}

pub(super) fn email_page(app: &App, visitor: &Visitor, form: FormState) -> Result<Reply, Failure> {
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = SignIn {
        layout: visitor.layout(app, "Sign in"),
        action: Links::sign_in(),
        providers: super::provider::buttons(app),
        form,
        passkey: passkey(app),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// Signing in with a passkey, where this build and the public address allow it.
#[cfg(feature = "passkeys")]
fn passkey(app: &App) -> Option<PasskeySignIn> {
    app.passkeys.as_ref().map(|_| PasskeySignIn::offered())
}

#[cfg(not(feature = "passkeys"))]
const fn passkey(_: &App) -> Option<PasskeySignIn> {
    None
}

/// `POST /sign-in`: sends a code and a link, whether the address is known or not.
pub(crate) async fn ask(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mut fields = Fields::of(form);
        match fields.email("email") {
            Some(email) if fields.is_good() => send(&app, &visitor, fields.form, &email),
            _ => email_page(&app, &visitor, fields.form),
        }
    })
    .await
}

fn send(
    app: &App,
    visitor: &Visitor,
    mut form: FormState,
    email: &EmailAddress,
) -> Result<Reply, Failure> {
    let (browser, purpose) = (visitor.browser(), CodePurpose::SignIn);
    match ask_code(
        &app.store,
        &app.surroundings,
        purpose,
        email,
        &browser,
        &visitor.network,
    ) {
        Ok(request) => code_page(app, visitor, form, email, Some(&request)),
        Err(AskRefused::Store(error)) => Err(error.into()),
        Err(refused) => {
            form.push_error("code", refused.to_string());
            code_page(app, visitor, form, email, None)
        }
    }
}

fn code_page(
    app: &App,
    visitor: &Visitor,
    form: FormState,
    email: &EmailAddress,
    request: Option<&CodeRequest>,
) -> Result<Reply, Failure> {
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = SignInCode {
        layout: visitor.layout(app, "Check your email"),
        action: Links::sign_in_code(),
        sent_to: email.to_string(),
        expires_text: when::time(app.now() + policy::CODE, London),
        has_code: request.is_none_or(CodeRequest::has_code),
        only_for_people: request.is_some_and(|request| request.only_for_people),
        form: form.without("code").without("action"),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST /sign-in/code`: signs in with the typed code, or sends another.
pub(crate) async fn check(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mut fields = Fields::of(form);
        let Some(email) = fields.email("email") else {
            return email_page(&app, &visitor, fields.form);
        };
        let mut form = fields.form;
        if form.value("action") == Some("resend") {
            return send(&app, &visitor, form, &email);
        }
        let code = visitor.typed_code(
            &app,
            CodePurpose::SignIn,
            &email,
            form.value("code").unwrap_or_default(),
        );
        let browser = visitor.to_sign_in();
        match sign_in_with_code(&app.store, &app.surroundings, code, &browser)? {
            SignInOutcome::SignedIn { token, person } => {
                let reply = see_other(safe_next(form.value("next").unwrap_or_default()));
                Ok(signed_in(&app, Way::Code, &token, person, reply))
            }
            SignInOutcome::Refused(check) => {
                sign_in_log::code_refused(check);
                form.push_error("code", code_message(check));
                code_page(&app, &visitor, form, &email, None)
            }
        }
    })
    .await
}

/// `GET /sign-in/link/{id}/{token}`: says for whom and since when; only its button signs in, since mail scanners
/// follow links.
pub(crate) async fn show_link(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (id, token) = path.into_inner();
        let request: Option<CodeRequestId> = id.parse().ok();
        let found = match request {
            Some(id) => find_link(&app.store, &app.surroundings, &app.key, id, &token)?,
            None => None,
        };
        let Some(request) = found else {
            return expired(&app, &visitor);
        };
        let page = SignInLink {
            layout: visitor.layout(&app, "Sign in"),
            action: Links::sign_in_link(&request.id, &token),
            email: request.email.to_string(),
            asked_text: when::moment(request.asked_at, London),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn expired(app: &App, visitor: &Visitor) -> Result<Reply, Failure> {
    sign_in_log::refused(Way::Link, "dead");
    let page = SignInExpired {
        layout: visitor.layout(app, "This link does not work any more"),
        heading: "This link does not work any more".into(),
        text: "A link signs you in once, within 10 minutes of asking for it.".into(),
    };
    Ok(visitor.page_with_status(app, StatusCode::GONE, app.html(&page)?))
}

/// `POST /sign-in/link/{id}/{token}`: signs this browser in.
pub(crate) async fn follow_link(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (id, token) = path.into_inner();
        let Ok(id) = id.parse() else {
            return expired(&app, &posted.visitor);
        };
        let browser = posted.visitor.to_sign_in();
        match sign_in_with_link(
            &app.store,
            &app.surroundings,
            &app.key,
            id,
            &token,
            &browser,
        )? {
            SignInOutcome::SignedIn { token, person } => {
                let reply = see_other("/my?done=signed-in");
                Ok(signed_in(&app, Way::Link, &token, person, reply))
            }
            SignInOutcome::Refused(_) => expired(&app, &posted.visitor),
        }
    })
    .await
}

/// `POST /sign-out`
pub(crate) async fn sign_out(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let mut visitor = posted.visitor;
        if let Some(signed_in) = visitor.signed_in.take() {
            end(&app.store, &app.surroundings, signed_in.sign_in)?;
            sign_in_log::signed_out(signed_in.person.id, "here");
        }
        let page = SignedOut {
            layout: visitor.layout(&app, "You are signed out"),
        };
        Ok(signed_out(&app, visitor.page(&app, app.html(&page)?)))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn nobody_is_sent_to_another_site_after_signing_in() {
        for own in ["/organise", "/", "/events/a-day?again=yes", "/my#past"] {
            assert_eq!(safe_next(own), own);
        }
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "///evil.example",
            "\\\\evil.example",
            "/%2fevil.example",
            "/%2Fevil.example",
            "/%5cevil.example",
            "%2f%2fevil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "evil.example",
            "@evil.example",
            " /my",
            "/ /evil.example",
            "/\t/evil.example",
            "/sign-out",
            "/sign-in?next=/sign-in",
            "/\\evil.example",
            "",
            "/a\r\nSet-Cookie: x",
            "/\u{1}x",
            "/é",
        ] {
            assert_eq!(safe_next(elsewhere), "/my", "{elsewhere:?}");
        }
    }
}
