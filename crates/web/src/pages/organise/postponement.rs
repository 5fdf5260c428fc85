//! `/organise/events/{slug}/postponement`: another date, or none for now.

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
use marketday_model::{EventState, Prose};
use marketday_render::pages::organise::{EventPostponement, People, Section};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{PostponeRefused, audience, postpone_event};

fn overview(organised: &Organised) -> String {
    Links::organise_event(&organised.event.slug)
}

/// `GET …/postponement`: who is told, why, and to when.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        if event.state.to(EventState::Postponed).is_ok() && !event.is_over(app.now()) {
            page(&app, &organised, FormState::new())
        } else {
            Ok(see_other(&overview(&organised)))
        }
    })
    .await
}

/// `POST …/postponement`
pub(crate) async fn postpone(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let reason: Option<Prose<1000>> = fields.prose("reason", "The reason");
        let to = if fields.text("date").trim().is_empty() {
            None
        } else {
            day(&mut fields, "date", "The new date")
        };
        let (Some(reason), true) = (reason, fields.is_good()) else {
            return page(&app, &organised, fields.form);
        };
        let done = Ok(see_other(&format!(
            "{}?done=event-postponed",
            overview(&organised)
        )));
        match postpone_event(
            &app.store,
            &app.surroundings,
            event.id,
            person,
            (reason, to),
        ) {
            // Postponed already: the form was sent before and did it.
            Ok(_) | Err(PostponeRefused::State(EventState::Postponed)) => done,
            Err(PostponeRefused::SameDate) if event.postponed_from.is_some() => done,
            Err(PostponeRefused::Store(error)) => Err(error.into()),
            Err(PostponeRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => {
                let is_of_date = matches!(
                    refused,
                    PostponeRefused::SameDate | PostponeRefused::Date(_)
                );
                let field = if is_of_date { "date" } else { "" };
                page(
                    &app,
                    &organised,
                    fields.form.error(field, refused.to_string()),
                )
            }
        }
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let audience = app.read(|rx| audience(rx, event.id))?;
    let page = EventPostponement {
        layout: organised.layout(app, "Postpone this event"),
        form,
        event: organised.header(app, Section::Overview),
        several_days: event.days().are_several(),
        action: Links::organise_postponement(&event.slug),
        when_text: when::range(event.time, event.zone),
        told: People::new(figure(audience.bookings), figure(audience.delegates)),
        back_href: overview(organised),
    };
    organised.form_page(app, &page.form, &page)
}
