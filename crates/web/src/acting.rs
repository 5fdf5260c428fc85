//! On whose behalf a request is answered: its network and whoever is signed in, for the audit trail. Handlers and verbs
//! do nothing for it: [`blocking`](crate::app::blocking) takes it along to the thread that waits for the database.

use crate::app::App;
use crate::extract::visitor::address;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use marketday_model::{NetworkPrefix, PersonId};
use marketday_store::By;
use std::cell::RefCell;

tokio::task_local! {
    static BY: RefCell<By>;
}

/// Answers a request as that of its network.
pub(crate) async fn known(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let app = request.app_data::<web::Data<App>>();
    let address = app.map(|app| address(app, request.request()));
    let by = By {
        person: None,
        network: address
            .and_then(|address| address.parse().ok())
            .map(NetworkPrefix::of),
    };
    BY.scope(RefCell::new(by), next.call(request)).await
}

/// Notes who is signed in, once that is known.
pub(crate) fn note_person(person: PersonId) {
    let _ = BY.try_with(|by| by.borrow_mut().person = Some(person));
}

/// On whose behalf this request is answered; nobody's outside of one.
pub(crate) fn current() -> By {
    BY.try_with(|by| by.borrow().clone()).unwrap_or_default()
}
