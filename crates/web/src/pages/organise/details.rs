//! `/organise/events/{slug}/details`: changing the facts of an event.

use super::event_fields::{field_of, read, typed};
use super::frame::figure;
use super::moments::questions;
use super::place_fields::provisions;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::permission::may_set_series;
use marketday_model::{Event, EventState};
use marketday_render::pages::organise::{EventForm, People, Section};
use marketday_render::{Link, Links};
use marketday_scheduling::{EventRefused, audience, change_event, venue_differences};
use marketday_store::series;

/// `GET`: the form as the event is.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let form = typed(&organised.event);
        // Reading what is there finds the times that happen twice.
        let mut fields = Fields::of(form.clone());
        read(&mut fields, organised.event.zone);
        fields.form = form;
        page(&app, &organised, fields, flash)
    })
    .await
}

/// `POST`: other facts, told at once to everyone concerned.
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Organised {
            event, signed_in, ..
        } = &organised;
        let mut fields = Fields::of(posted.form);
        let Some(details) = read(&mut fields, event.zone) else {
            return page(&app, &organised, fields, None);
        };
        match change_event(
            &app.store,
            &app.surroundings,
            event.id,
            signed_in.person.id,
            details,
        ) {
            Ok(_) => {
                let path = Links::organise_event(&event.slug);
                Ok(see_other(&format!("{path}?done=event-changed")))
            }
            Err(EventRefused::Store(error)) => Err(error.into()),
            Err(EventRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => {
                fields
                    .form
                    .push_error(field_of(&refused), refused.to_string());
                page(&app, &organised, fields, None)
            }
        }
    })
    .await
}

/// Whether a change is told to anybody.
fn tells(event: &Event) -> bool {
    matches!(event.state, EventState::Published | EventState::Postponed)
}

/// Whom a change is told to; none if it is told to nobody.
pub(super) fn told(app: &App, event: &Event) -> Result<Option<People>, Failure> {
    if !tells(event) {
        return Ok(None);
    }
    let audience = app.read(|rx| audience(rx, event.id))?;
    Ok(Some(People::new(
        figure(audience.bookings),
        figure(audience.delegates),
    )))
}

fn page(
    app: &App,
    organised: &Organised,
    fields: Fields,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let told = told(app, event)?;
    let differences = app.read(|rx| venue_differences(rx, event))?;
    let venue_differs = differences
        .as_ref()
        .is_some_and(|differ| !differ.is_empty());
    let venue = match &differences {
        Some(differ) if venue_differs => {
            format!("It says something else of: {}", differ.join(", "))
        }
        Some(_) => "As the kept venue".to_owned(),
        None => "Keep this venue for later".to_owned(),
    };
    let series = if may_set_series(&organised.signed_in.actor, event) {
        let there = app.read(|rx| series::find_of_event(rx, event.id))?;
        let text = there.map_or_else(
            || "Put this event in a series".to_owned(),
            |series| format!("Part of “{}”", series.name),
        );
        Some(Link::new(text, Links::organise_series(&event.slug)))
    } else {
        None
    };
    let mut layout = organised.layout(app, "Details");
    layout.flash = flash;
    let page = EventForm {
        layout,
        twice: questions(&fields.twice, event.zone),
        form: fields.form,
        event: Some(organised.header(app, Section::Details)),
        action: Links::organise_details(&event.slug),
        regions: view::region_choices(),
        themes: view::theme_choices(),
        templates: Vec::new(),
        template: None,
        blank_href: Links::organise_new(),
        series,
        provisions: provisions(),
        kept_venues: Vec::new(),
        venue: Some(Link::new(venue, Links::organise_event_venue(&event.slug))),
        venue_differs,
        told,
    };
    organised.form_page(app, &page.form, &page)
}
