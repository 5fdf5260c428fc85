//! What several handlers do alike: redirect, find a public event, serve shared bytes.

use crate::app::{App, blocking};
use crate::cache::Fresh;
use crate::extract::visitor::{Visitor, has_cookie};
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use marketday_model::{Event, permission};
use marketday_render::Layout;
use marketday_store::{Rx, StoreError, events, revisions};

/// The answer to a form that did what it should: look there.
pub(crate) fn see_other(path: &str) -> Reply {
    Reply::see_other(path)
}

/// What was found, or the page that says that there is nothing.
pub(crate) fn found<T>(value: Option<T>) -> Result<T, Failure> {
    value.ok_or(Failure::NotFound)
}

/// The event of an address, if this visitor may see it.
pub(crate) fn public_event(
    rx: &mut Rx<'_>,
    slug: &str,
    visitor: Option<&Visitor>,
) -> Result<Option<Event>, StoreError> {
    let actor = visitor
        .and_then(|visitor| visitor.signed_in.as_ref())
        .map(|signed_in| &signed_in.actor);
    Ok(events::find_by_slug(rx, slug)?.filter(|event| permission::may_see(actor, event)))
}

/// A public page: for a stranger from the shared bytes, for everybody else made for them. `variant` is what of the
/// query decides the page: nothing else of an address makes another copy of it. `make` gets the frame to
/// fill in (without form and name for a stranger), and the visitor if there is one to be known.
pub(crate) async fn shared<F>(
    app: &App,
    request: &HttpRequest,
    variant: &str,
    make: F,
) -> Result<HttpResponse, Failure>
where
    F: FnOnce(&App, Layout, Option<&Visitor>) -> Result<Fresh, Failure> + Send + 'static,
{
    if has_cookie(app, request) {
        let visitor = Visitor::extract(request).await?;
        let (shared_app, shared_visitor) = (app.clone(), visitor.clone());
        let fresh = blocking(move || {
            make(
                &shared_app,
                shared_visitor.layout(&shared_app, ""),
                Some(&shared_visitor),
            )
        })
        .await?;
        let reply = visitor.page(app, String::from_utf8_lossy(&fresh.bytes).into_owned());
        return Ok(reply.respond_to(request));
    }
    let key = format!("{}?{variant}", request.path());
    let (shared_app, now) = (app.clone(), app.now());
    let body = blocking(move || {
        let revision = shared_app.read(revisions::public)?;
        if let Some(body) = shared_app.cache.get(&key, revision, now) {
            return Ok(body);
        }
        let layout = Layout {
            demo: shared_app.settings.demo.is_some(),
            ..Layout::default()
        };
        let fresh = make(&shared_app, layout, None)?;
        Ok(shared_app.cache.put(&key, revision, fresh))
    })
    .await?;
    Ok(body.answer(request))
}
