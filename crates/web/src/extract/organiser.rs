//! An event, for somebody of its team whose role allows what the address is for. Everybody else is told that there is
//! nothing here.

use crate::app::{App, blocking};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use marketday_accounts::SignedIn;
use marketday_model::Event;
use marketday_model::permission::Actor;
use marketday_store::events;
use std::future::Future;
use std::pin::Pin;

/// What an address below an event asks of whoever comes: a predicate of [`marketday_model::permission`]. Put beside the
/// address, in the table of the organisers' pages; without one nobody gets in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asks(pub(crate) fn(&Actor, &Event) -> bool);

/// The event of the address's `{slug}`, and somebody of its team who may do what the address is for.
#[derive(Debug)]
pub(crate) struct Organised {
    /// Who comes.
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
            let Asks(may) = *request.app_data::<Asks>().ok_or(Failure::NotFound)?;
            let event = event
                .filter(|event| may(&signed_in.actor, event))
                .ok_or(Failure::NotFound)?;
            Ok(Self {
                visitor,
                signed_in,
                event,
            })
        })
    }
}
