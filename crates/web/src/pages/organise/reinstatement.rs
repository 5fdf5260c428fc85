//! `/organise/events/{slug}/reinstatement`: an event that was postponed or cancelled takes place after all.

use super::frame::figure;
use super::moments::day;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::EventState;
use marketday_model::days::hours;
use marketday_render::pages::organise::{EventReinstatement, People, Section};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{ReinstateRefused, audience, lost_with, reinstate_event};

fn overview(organised: &Organised) -> String {
    Links::organise_event(&organised.event.slug)
}

fn is_reinstatable(organised: &Organised) -> bool {
    let event = &organised.event;
    event.is_public() && matches!(event.state, EventState::Postponed | EventState::Cancelled)
}

/// `GET`: who is told, and on which date it is to be.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        if !is_reinstatable(&organised) {
            return Ok(see_other(&overview(&organised)));
        }
        let event = &organised.event;
        let form = if event.time.start() > app.now() && event.state == EventState::Cancelled {
            FormState::new().with("date", when::date_value(event.time.start(), event.zone))
        } else {
            FormState::new()
        };
        page(&app, &organised, form)
    })
    .await
}

/// `POST`
pub(crate) async fn reinstate(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let done = see_other(&format!("{}?done=event-reinstated", overview(&organised)));
        if !is_reinstatable(&organised) {
            // The form was sent before and did it, or there is nothing to reinstate: the overview says which.
            let was_done = event.state == EventState::Published;
            return Ok(if was_done {
                done
            } else {
                see_other(&overview(&organised))
            });
        }
        let mut fields = Fields::of(posted.form);
        let Some(date) = day(&mut fields, "date", "The date") else {
            return page(&app, &organised, fields.form);
        };
        match reinstate_event(&app.store, &app.surroundings, event.id, person, date) {
            Ok(_) | Err(ReinstateRefused::State(EventState::Published)) => Ok(done),
            Err(ReinstateRefused::Store(error)) => Err(error.into()),
            Err(ReinstateRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => {
                let is_of_date = matches!(refused, ReinstateRefused::Date(_));
                let field = if is_of_date { "date" } else { "" };
                let form = fields.form.error(field, refused.to_string());
                page(&app, &organised, form)
            }
        }
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let was_cancelled = event.state == EventState::Cancelled;
    let told = app.read(|rx| {
        if was_cancelled {
            let lost = lost_with(rx, event)?;
            return Ok(People::new(
                figure(lost.bookings.len()),
                figure(lost.registrations.len()),
            ));
        }
        let audience = audience(rx, event.id)?;
        Ok(People::new(
            figure(audience.bookings),
            figure(audience.delegates),
        ))
    })?;
    let title = if was_cancelled {
        "Reinstate this event"
    } else {
        "Set a new date"
    };
    let page = EventReinstatement {
        layout: organised.layout(app, title),
        form,
        event: organised.header(app, Section::Overview),
        several_days: event.days().are_several(),
        action: Links::organise_reinstatement(&event.slug),
        when_text: when::range(event.time, event.zone),
        times_text: hours(event.time, event.zone),
        was_cancelled,
        told,
        back_href: overview(organised),
    };
    organised.form_page(app, &page.form, &page)
}
