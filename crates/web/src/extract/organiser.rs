//! An event, for somebody who may organise it. Everybody else is told that there is nothing here.

use crate::app::{App, blocking};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use marketday_accounts::SignedIn;
use marketday_model::{Event, permission};
use marketday_store::events;
use std::future::Future;
use std::pin::Pin;

/// The event of the address's `{slug}`, and its organiser who asks.
#[derive(Debug)]
pub(crate) struct Organised {
    /// Who asks.
    pub(crate) visitor: Visitor,
    /// The same, signed in.
    pub(crate) signed_in: SignedIn,
    /// The event.
    pub(crate) event: Event,
}

impl FromRequest for Organised {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let visitor = Visitor::extract(&request).await?;
            let signed_in = visitor.required()?.clone();
            let app = request
                .app_data::<web::Data<App>>()
                .ok_or(Failure::BadRequest)?
                .clone();
            let slug = request
                .match_info()
                .get("slug")
                .ok_or(Failure::NotFound)?
                .to_owned();
            let event = blocking(move || app.read(|rx| events::find_by_slug(rx, &slug))).await?;
            let event = event
                .filter(|event| permission::may_organise(&signed_in.actor, event))
                .ok_or(Failure::NotFound)?;
            Ok(Self {
                visitor,
                signed_in,
                event,
            })
        })
    }
}
