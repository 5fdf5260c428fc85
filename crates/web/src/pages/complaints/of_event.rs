//! `/organise/events/{slug}/complaints`: for the owners of the event's team.

use super::answering::{self, Desk};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::ComplaintId;
use marketday_render::pages::organise::Section;
use marketday_render::{FormState, Links};

/// Does something at the desk of an event.
fn at_desk(
    app: &App,
    organised: &Organised,
    title: &str,
    flash: Option<String>,
    act: impl FnOnce(Desk<'_>) -> Result<Reply, Failure>,
) -> Result<Reply, Failure> {
    let href = |id: &ComplaintId| Links::organise_complaint(&organised.event.slug, id);
    let mut layout = organised.layout(app, title);
    layout.flash = flash;
    act(Desk {
        app,
        visitor: &organised.visitor,
        event: Some(organised.event.id),
        header: Some(organised.header(app, Section::Complaints)),
        layout,
        href: &href,
    })
}

/// `GET`
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || at_desk(&app, &organised, "Complaints", flash, answering::list)).await
}

/// The complaint of an address.
type Path = web::Path<(String, String)>;

/// `GET` of one.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    path: Path,
) -> Result<Reply, Failure> {
    blocking(move || {
        at_desk(&app, &organised, "Complaint", None, |desk| {
            desk.show(&path.1, FormState::new())
        })
    })
    .await
}

/// `POST` to one: what came of it.
pub(crate) async fn answer(
    app: web::Data<App>,
    organised: Organised,
    path: Path,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let list = Links::organise_complaints(&organised.event.slug);
        at_desk(&app, &organised, "Complaint", None, |desk| {
            desk.answer(&path.1, posted.form, &list)
        })
    })
    .await
}
