//! `/organise/events/{slug}/cancellation`: calling an event off, asked once.

use super::frame::figure;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{EventState, Prose};
use marketday_render::pages::organise::{EventCancellation, People, Section};
use marketday_render::{FormState, Links};
use marketday_scheduling::{CancelEventRefused, audience, cancel_event};

/// `GET`: who is told, and why it is cancelled.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        if organised.event.state.to(EventState::Cancelled).is_ok() {
            page(&app, &organised, FormState::new())
        } else {
            Ok(see_other(&Links::organise_event(&organised.event.slug)))
        }
    })
    .await
}

/// `POST`: cancels it.
pub(crate) async fn cancel(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let reason: Option<Prose<1000>> = fields.prose("reason", "The reason");
        let (Some(reason), true) = (reason, fields.is_good()) else {
            return page(&app, &organised, fields.form);
        };
        match cancel_event(&app.store, &app.surroundings, event.id, person, reason) {
            // Cancelled already: the form was sent before and did it.
            Ok(_) | Err(CancelEventRefused::State(EventState::Cancelled)) => {
                let path = Links::organise_event(&event.slug);
                Ok(see_other(&format!("{path}?done=event-cancelled")))
            }
            Err(CancelEventRefused::Store(error)) => Err(error.into()),
            Err(CancelEventRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused @ CancelEventRefused::State(_)) => {
                let form = fields.form.error("", refused.to_string());
                page(&app, &organised, form)
            }
        }
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let audience = app.read(|rx| audience(rx, event.id))?;
    let page = EventCancellation {
        layout: organised.layout(app, "Cancel this event"),
        form,
        event: organised.header(app, Section::Overview),
        action: Links::organise_cancellation(&event.slug),
        told: People::new(figure(audience.bookings), figure(audience.delegates)),
        was_public: event.is_public(),
        back_href: Links::organise_event(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}
