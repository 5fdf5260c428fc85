//! `/my/providers`: the accounts at other organisations with which somebody signs in, and unlinking one.

use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use chrono_tz::Europe::London;
use marketday_accounts::unlink_provider;
use marketday_model::{PersonId, ProviderIdentity, ProviderIdentityId};
use marketday_render::pages::my_providers::{MyProviders, ProviderLine, ProviderRemoval};
use marketday_render::{Links, when};
use marketday_store::providers;

/// What the provider is called here; its name where the operator has taken it out of the configuration.
fn label(app: &App, identity: &ProviderIdentity) -> String {
    let name = identity.provider.as_str();
    let provider = app.providers.find(name);
    provider.map_or_else(|| name.to_owned(), |known| known.settings.label.clone())
}

/// The page, where there are providers or an account is still linked.
pub(super) fn href(app: &App, person: PersonId) -> Result<Option<String>, Failure> {
    let has_some = app.providers.iter().next().is_some()
        || !app
            .read(|rx| providers::list_of_person(rx, person))?
            .is_empty();
    Ok(has_some.then(Links::my_providers))
}

/// `GET /my/providers`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let person = visitor.required()?.person.id;
        let own = app.read(|rx| providers::list_of_person(rx, person))?;
        let line = |identity: &ProviderIdentity| ProviderLine {
            label: label(&app, identity),
            linked_text: when::moment(identity.linked_at, London),
            used_text: when::moment(identity.last_used_at, London),
            removal_href: Links::my_provider_removal(&identity.id),
        };
        let mut layout = visitor.own_layout(&app, "Your linked accounts");
        layout.flash = flash;
        let page = MyProviders {
            layout,
            accounts: own.iter().map(line).collect(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// An account of whoever asks; another's is not there.
fn own(app: &App, visitor: &Visitor, id: &str) -> Result<ProviderIdentity, Failure> {
    let person = visitor.required()?.person.id;
    let id: ProviderIdentityId = id.parse().map_err(|_| Failure::NotFound)?;
    let identity = app.read(|rx| providers::find(rx, id))?;
    found(identity.filter(|identity| identity.person == person))
}

/// `GET /my/providers/{id}/removal`
pub(crate) async fn ask_removal(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let identity = own(&app, &visitor, &path)?;
        let action = Links::my_provider_removal(&identity.id);
        let page = ProviderRemoval {
            layout: visitor
                .own_layout(&app, "Unlink an account")
                .crumb("Your linked accounts", Links::my_providers()),
            label: label(&app, &identity),
            is_fresh: visitor.required()?.is_fresh(app.now()),
            sign_in_href: Links::sign_in_then(&action),
            action,
            providers_href: Links::my_providers(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /my/providers/{id}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let identity = own(&app, visitor, &path)?;
        if !visitor.required()?.is_fresh(app.now()) {
            return Ok(see_other(&Links::my_provider_removal(&identity.id)));
        }
        unlink_provider(&app.store, &app.surroundings, &identity)?;
        let path = Links::my_providers();
        Ok(see_other(&format!("{path}?done=provider-unlinked")))
    })
    .await
}
