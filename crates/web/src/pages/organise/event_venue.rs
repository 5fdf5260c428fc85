//! `/organise/events/{slug}/venue`: an event's copy of a kept venue.

use super::details::told;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::permission::may_keep_venue_of;
use marketday_render::pages::organise::{EventVenue, Section};
use marketday_render::{Link, Links};
use marketday_scheduling::{
    EventRefused, KeepRefused, keep_venue_of, take_venue_over, venue_differences,
};

/// `GET`: what differs.
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let differences = app.read(|rx| venue_differences(rx, event))?;
        let kept = event.venue.kept.filter(|_| differences.is_some());
        let may_keep = may_keep_venue_of(&organised.signed_in.actor, event);
        let page = EventVenue {
            layout: organised.layout(&app, "Venue"),
            event: organised.header(&app, Section::Details),
            venue: event.venue.name.clone(),
            kept: kept.map(|id| Link::new(event.venue.name.clone(), Links::organise_venue(&id))),
            differences: differences.unwrap_or_default(),
            told: told(&app, event)?,
            action: Links::organise_event_venue(&event.slug),
            keep_action: may_keep.then(|| Links::organise_venue_keeping(&event.slug)),
            back_href: Links::organise_details(&event.slug),
        };
        organised.page(&app, &page)
    })
    .await
}

/// `POST`: the kept venue's facts, told as any change of the event.
pub(crate) async fn take_over(
    app: web::Data<App>,
    organised: Organised,
    _: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        match take_venue_over(&app.store, &app.surroundings, event.id, person) {
            Ok(_) => {
                let path = Links::organise_event(&event.slug);
                Ok(see_other(&format!("{path}?done=event-changed")))
            }
            Err(EventRefused::Store(error)) => Err(error.into()),
            Err(EventRefused::NoSuchEvent) => Err(Failure::NotFound),
            // Nothing of a venue is in the way of the programme or the places; an event that is over stays as it was.
            Err(_) => Ok(see_other(&Links::organise_event(&event.slug))),
        }
    })
    .await
}

/// `POST …/keeping`: keeps the event's venue for later.
pub(crate) async fn keep(
    app: web::Data<App>,
    organised: Organised,
    _: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        match keep_venue_of(&app.store, &app.surroundings, event, person) {
            Ok(id) => {
                let path = Links::organise_venue(&id);
                Ok(see_other(&format!("{path}?done=venue-kept")))
            }
            Err(KeepRefused::NoSuchVenue) => Err(Failure::NotFound),
            Err(KeepRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}
