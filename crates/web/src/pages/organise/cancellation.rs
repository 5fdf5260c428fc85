//! Calling a whole event off: asked once, with who is told.

use super::{header, layout, told};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_model::EventState;
use marketday_render::pages::organise::{EventCancellation, Section};
use marketday_render::{FormState, Links};
use marketday_scheduling::{CancelEventRefused, audience};

/// `GET /organise/events/{slug}/cancellation`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        if organised.event.state.to(EventState::Cancelled).is_err() {
            return Ok(see_other(&Links::organise_event(&organised.event.slug)));
        }
        page(&app, &organised, FormState::new())
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let audience = app.read(|rx| audience(rx, event.id))?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = EventCancellation {
        layout: layout(app, organised, "Cancel this event"),
        form,
        event: header(event, Section::Overview),
        action: Links::organise_cancellation(&event.slug),
        told: told(audience),
        was_public: event.is_public(),
        back_href: Links::organise_event(&event.slug),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

/// `POST /organise/events/{slug}/cancellation`
pub(crate) async fn cancel(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let Some(reason) = fields.prose("reason", "Reason") else {
            return page(&app, &organised, fields.form);
        };
        match marketday_scheduling::cancel_event(
            &app.store,
            &app.surroundings,
            event.id,
            person,
            reason,
        ) {
            Ok(_) => Ok(see_other(&format!(
                "{}?done=event-cancelled",
                Links::organise_event(&event.slug)
            ))),
            Err(CancelEventRefused::State(EventState::Cancelled)) => {
                Ok(see_other(&Links::organise_event(&event.slug)))
            }
            Err(CancelEventRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(CancelEventRefused::Store(error)) => Err(error.into()),
            Err(refused) => page(
                &app,
                &organised,
                fields.form.error("reason", refused.to_string()),
            ),
        }
    })
    .await
}
