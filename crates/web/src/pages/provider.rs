//! `/sign-in/providers/{name}`: to another organisation's sign-in and back.
//!
//! Coming back is a GET, which changes nothing: its page's button redeems the code.

use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, signed_in};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::sign_in_log;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_accounts::provider::{
    Provider, ProviderFailed, ProviderRefused as Refused, ProviderReturn,
};
use marketday_accounts::{ProviderSignIn, find_return, finish_at_provider, start_at_provider};
use marketday_model::Way;
use marketday_render::pages::sign_in::{
    ProviderAway, ProviderBack, ProviderButton, ProviderRefused,
};
use marketday_render::{FormState, Links};
use serde::Deserialize;

/// What a provider sends along with a browser.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Sent {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

/// The buttons of the sign-in page.
pub(super) fn buttons(app: &App) -> Vec<ProviderButton> {
    let button = |provider: &Provider| ProviderButton {
        id: format!("provider-{}", provider.settings.name),
        label: provider.settings.label.clone(),
        authority: provider.settings.authority.clone(),
        action: Links::sign_in_provider(&provider.settings.name),
    };
    app.providers.iter().map(button).collect()
}

/// Where the provider sends browsers back to.
fn redirect(app: &App, provider: &Provider) -> String {
    let path = Links::sign_in_provider_return(&provider.settings.name);
    app.links.absolute(&path)
}

/// `POST /sign-in/providers/{name}`: begins an attempt, and shows the way to the provider.
pub(crate) async fn start(
    app: web::Data<App>,
    posted: Posted,
    name: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let provider = found(app.providers.find(&name))?;
        let next = super::sign_in::safe_next(form.value("next").unwrap_or_default());
        let started = start_at_provider(
            &app.store,
            &app.surroundings,
            &app.key,
            provider,
            &visitor.browser(),
            next,
            &redirect(&app, provider),
        )?;
        let href = match started {
            Ok(href) => href,
            Err(failed) => {
                return refused(&app, &visitor, provider, &Refused::Failed(failed), next);
            }
        };
        let label = provider.settings.label.clone();
        let url: url::Url = href
            .parse()
            .map_err(|error: url::ParseError| Failure::internal(&error))?;
        let page = ProviderAway {
            layout: visitor.layout(&app, &format!("Sign in with {label}")),
            label,
            host: url.host_str().unwrap_or_default().to_owned(),
            href,
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `GET /sign-in/providers/{name}/return`: the page whose button finishes.
pub(crate) async fn show_return(
    app: web::Data<App>,
    visitor: Visitor,
    name: web::Path<String>,
    sent: web::Query<Sent>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let provider = found(app.providers.find(&name))?;
        let sent = sent.into_inner();
        let attempt = find_return(
            &app.store,
            &app.surroundings,
            &app.key,
            provider,
            &visitor.browser(),
            &sent.state,
        )?;
        let Some(attempt) = attempt else {
            return refused(&app, &visitor, provider, &Refused::Gone, "/my");
        };
        if sent.code.is_empty() {
            return turned_away(&app, &visitor, provider, &sent.error, &attempt.next);
        }
        let mut form = FormState::new()
            .with("state", sent.state)
            .with("code", sent.code);
        if let Some(issuer) = sent.iss {
            form = form.with("iss", issuer);
        }
        let page = ProviderBack {
            layout: visitor.layout(&app, "Finish signing in"),
            label: provider.settings.label.clone(),
            action: Links::sign_in_provider_return(&provider.settings.name),
            form,
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /sign-in/providers/{name}/return`: redeems the code and signs in.
pub(crate) async fn finish(
    app: web::Data<App>,
    posted: Posted,
    name: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let provider = found(app.providers.find(&name))?;
        let text = |field: &str| form.value(field).unwrap_or_default().to_owned();
        let back = ProviderReturn {
            browser: visitor.browser(),
            within: visitor.to_sign_in(),
            state: text("state"),
            code: text("code"),
            issuer: form.value("iss").map(ToOwned::to_owned),
            redirect: redirect(&app, provider),
        };
        match finish_at_provider(&app.store, &app.surroundings, &app.key, provider, &back)? {
            ProviderSignIn::SignedIn {
                token,
                person,
                next,
            } => {
                let reply = see_other(&next);
                Ok(signed_in(&app, Way::Provider, &token, person, reply))
            }
            ProviderSignIn::Refused(why) => refused(&app, &visitor, provider, &why, "/my"),
        }
    })
    .await
}

/// What the provider itself said instead of giving a code. Its own words are not shown: anybody could write them.
fn turned_away(
    app: &App,
    visitor: &Visitor,
    provider: &Provider,
    error: &str,
    next: &str,
) -> Result<Reply, Failure> {
    let label = &provider.settings.label;
    sign_in_log::refused(Way::Provider, "turned away there");
    let (status, heading, text) = match error {
        "access_denied" => (
            StatusCode::FORBIDDEN,
            "You are not signed in".to_owned(),
            format!(
                "You stopped at {label}, or it does not let you in here. You can try again, or have a code sent to your email address."
            ),
        ),
        "temporarily_unavailable" | "server_error" => return down(app, visitor, provider, next),
        _ => (
            StatusCode::BAD_GATEWAY,
            format!("{label} did not sign you in"),
            "You can have a code sent to your email address instead.".to_owned(),
        ),
    };
    page(app, visitor, status, heading, text, next)
}

fn down(app: &App, visitor: &Visitor, provider: &Provider, next: &str) -> Result<Reply, Failure> {
    page(
        app,
        visitor,
        StatusCode::SERVICE_UNAVAILABLE,
        format!("{} cannot be reached", provider.settings.label),
        "Nothing is wrong with your account here. Try again in a minute, or have a code sent to your email address."
            .to_owned(),
        next,
    )
}

/// Nobody was signed in: why, as far as it helps them, and the way out. The log holds the rest.
fn refused(
    app: &App,
    visitor: &Visitor,
    provider: &Provider,
    why: &Refused,
    next: &str,
) -> Result<Reply, Failure> {
    let label = &provider.settings.label;
    sign_in_log::refused(Way::Provider, word(why));
    if let Refused::Failed(failed) = why {
        tracing::warn!(provider = %provider.settings.name, %failed, "a provider signed nobody in");
    }
    let (status, heading, text) = match why {
        Refused::Failed(ProviderFailed::Down(_) | ProviderFailed::NotBuilt) => {
            return down(app, visitor, provider, next);
        }
        Refused::Gone | Refused::Failed(ProviderFailed::Code(_)) => (
            StatusCode::GONE,
            "This sign-in does not work any more".to_owned(),
            format!(
                "Signing in with {label} works once, within 10 minutes, in the browser that began it. Begin again, or have a code sent to your email address."
            ),
        ),
        Refused::Failed(ProviderFailed::Token(_)) => (
            StatusCode::BAD_GATEWAY,
            format!("{label} did not sign you in"),
            "What it answered could not be trusted, and we have noted it. You can have a code sent to your email address instead."
                .to_owned(),
        ),
        Refused::NotForThisAddress => (
            StatusCode::FORBIDDEN,
            format!("{label} cannot sign you in here"),
            format!(
                "{label} gave no email address that it may vouch for here. You can have a code sent to your email address instead."
            ),
        ),
        Refused::OtherAccount => (
            StatusCode::FORBIDDEN,
            format!("{label} cannot sign you in here"),
            format!(
                "Another account at {label} is connected with your email address already. You can have a code sent to your email address instead."
            ),
        ),
    };
    page(app, visitor, status, heading, text, next)
}

/// The reason as the log has it.
const fn word(why: &Refused) -> &'static str {
    match why {
        Refused::Gone => "dead",
        Refused::Failed(_) => "failed",
        Refused::NotForThisAddress => "not for this address",
        Refused::OtherAccount => "another account",
    }
}

fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    heading: String,
    text: String,
    next: &str,
) -> Result<Reply, Failure> {
    let page = ProviderRefused {
        layout: visitor.layout(app, &heading),
        heading,
        text,
        sign_in_href: Links::sign_in_then(next),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}
