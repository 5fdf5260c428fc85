//! `/administer/complaints`: those about the service itself, for whoever runs the installation.

use super::answering::{self, Desk};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::{ComplaintId, permission};
use marketday_render::{FormState, Links};

/// Its title.
const LIST: &str = "Complaints about this service";

/// Does something at the desk of the installation, for those who run it; nobody else finds it. `title` is that of one
/// complaint; without, the page is the list.
fn at_desk(
    app: &App,
    visitor: &Visitor,
    title: Option<&str>,
    flash: Option<String>,
    act: impl FnOnce(Desk<'_>) -> Result<Reply, Failure>,
) -> Result<Reply, Failure> {
    if !permission::may_answer_for_service(&visitor.required()?.actor) {
        return Err(Failure::NotFound);
    }
    let href = |id: &ComplaintId| Links::administer_complaint(id);
    let mut layout = visitor.own_layout(app, title.unwrap_or(LIST));
    if title.is_some() {
        layout = layout.crumb(LIST, Links::administer_complaints());
    }
    layout.flash = flash;
    act(Desk {
        app,
        visitor,
        event: None,
        header: None,
        layout,
        href: &href,
    })
}

/// `GET`
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || at_desk(&app, &visitor, None, flash, answering::list)).await
}

/// `GET` of one.
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        at_desk(&app, &visitor, Some("Complaint"), None, |desk| {
            desk.show(&path, FormState::new())
        })
    })
    .await
}

/// `POST` to one: what came of it.
pub(crate) async fn answer(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        at_desk(&app, &visitor, Some("Complaint"), None, |desk| {
            desk.answer(&path, form, &Links::administer_complaints())
        })
    })
    .await
}
