//! `/organise/events/new`: creating an event.

use super::event_fields::{NEW_ZONE, blank, field_of, is_same, read};
use super::frame::{form_page, layout};
use super::moments::questions;
use super::place_fields::{self, provisions};
use super::templates::{chosen, offer, with_hours};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::{EventId, KeptVenue, OrganisationId, permission};
use marketday_render::pages::organise::EventForm;
use marketday_render::{Choice, FormState, Links};
use marketday_scheduling::{
    EventDetails, EventRefused, Start, create_from, find_template, templates,
};
use marketday_store::events::EventFilter;
use marketday_store::{events, kept_venues};

/// The organising body that a visitor creates events for: the first that they belong to.
fn body_of(visitor: &Visitor) -> Result<OrganisationId, Failure> {
    let signed_in = visitor.required()?;
    let mut bodies = signed_in.organises_for.iter().copied();
    bodies
        .find(|body| permission::may_create_event(&signed_in.actor, *body))
        .ok_or(Failure::NotFound)
}

/// `GET`: the empty form, or that of a day which starts from a template.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let template = chosen(request.query_string());
    let mut pairs = request.query_string().split('&');
    let venue = pairs.find_map(|pair| pair.strip_prefix("venue=")?.parse().ok());
    blocking(move || {
        let body = body_of(&visitor)?;
        let id: EventId = app.surroundings.id();
        let form = match template {
            Some(template) => with_hours(blank(&id), template),
            None => blank(&id),
        };
        let kept = match venue {
            Some(venue) => app.read(|rx| kept_venues::find(rx, venue))?,
            None => None,
        };
        let form = match kept.filter(|kept| kept.body == body) {
            Some(kept) => with_place(form, &kept),
            None => form,
        };
        page(&app, &visitor, Fields::of(form))
    })
    .await
}

/// `POST`: a draft.
pub(crate) async fn create(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let body = body_of(&visitor)?;
        let mut fields = Fields::of(form);
        let Some(details) = read(&mut fields, NEW_ZONE) else {
            return page(&app, &visitor, fields);
        };
        if details.time.end() <= app.now() {
            fields
                .form
                .push_error("date", "The date must be today or later");
            return page(&app, &visitor, fields);
        }
        let person = &visitor.required()?.person;
        let id = id_of(&app, body, &fields, &details)?;
        let contact = (body, person.email.to_string());
        let (store, surroundings) = (&app.store, &app.surroundings);
        let start = Start {
            template: find_template(fields.text("template")),
            venue: fields.text("kept_venue").parse().ok(),
        };
        let created = create_from(store, surroundings, id, person.id, contact, details, start);
        match created {
            Ok(event) if event.organiser == body => {
                let path = Links::organise_event(&event.slug);
                Ok(see_other(&format!("{path}?done=event-created")))
            }
            Ok(_) => Err(Failure::NotFound),
            Err(EventRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                fields
                    .form
                    .push_error(field_of(&refused), refused.to_string());
                page(&app, &visitor, fields)
            }
        }
    })
    .await
}

/// The form with the facts of a kept venue.
fn with_place(form: FormState, kept: &KeptVenue) -> FormState {
    let place = (
        kept.name.as_str(),
        kept.town.as_str(),
        kept.address.as_str(),
        kept.access.as_str(),
    );
    place_fields::typed(form, place, &kept.facilities).with("kept_venue", kept.id.to_string())
}

/// The id that the form was made with. Where an event was made of it and now something else is typed (somebody went
/// back and wrote the next event into it), it is a new one, or the one that this made before.
fn id_of(
    app: &App,
    body: OrganisationId,
    fields: &Fields,
    details: &EventDetails,
) -> Result<EventId, Failure> {
    let Ok(id) = fields.text("form_id").parse() else {
        return Ok(app.surroundings.id());
    };
    if app.read(|rx| events::find(rx, id))?.is_none() {
        return Ok(id);
    }
    let filter = EventFilter {
        organisers: Some(vec![body]),
        ..EventFilter::default()
    };
    let events = app.read(|rx| events::list(rx, &filter))?;
    let made = events.iter().find(|event| is_same(event, details));
    Ok(made.map_or_else(|| app.surroundings.id(), |event| event.id))
}

fn page(app: &App, visitor: &Visitor, fields: Fields) -> Result<Reply, Failure> {
    let template = find_template(fields.text("template")).map(offer);
    let body = body_of(visitor)?;
    let kept = app.read(|rx| kept_venues::list(rx, &[body]))?;
    let kept = kept.iter().map(|venue| {
        let text = format!("{}, {}", venue.name, venue.town);
        Choice::new(venue.id.to_string(), text)
    });
    let kept: Vec<Choice> = kept.collect();
    let page = EventForm {
        layout: layout(app, visitor, "Create an event"),
        twice: questions(&fields.twice, NEW_ZONE),
        form: fields.form,
        event: None,
        action: Links::organise_new(),
        regions: view::region_choices(),
        themes: view::theme_choices(),
        templates: if template.is_some() {
            Vec::new()
        } else {
            templates().iter().map(offer).collect()
        },
        template,
        blank_href: Links::organise_new(),
        series: None,
        provisions: provisions(),
        kept_venues: kept,
        venue: None,
        venue_differs: false,
        told: None,
    };
    form_page(app, visitor, &page.form, &page)
}
