//! `/events/{slug}/attendees`: who comes, for those who come too; and deciding whether others see it.

use super::registration::{layout, mine};
use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::web;
use marketday_attendance::{ListingRefused, change_listing};
use marketday_model::{OrganisationId, permission};
use marketday_render::Links;
use marketday_render::pages::attendees::{AttendeeLine, Attendees};
use marketday_store::{attendees, events, registrations};

/// `GET /events/{slug}/attendees`
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let signed_in = visitor.required()?;
        let (actor, person) = (&signed_in.actor, signed_in.person.id);
        let active = actor.memberships.iter().filter(|tie| tie.is_active());
        let companies: Vec<OrganisationId> = active.map(|tie| tie.organisation).collect();
        let content = app.read(|rx| {
            let Some(event) = events::find_by_slug(rx, &slug)? else {
                return Ok(None);
            };
            let takes_part = attendees::takes_part(rx, event.id, person, &companies)?;
            if !permission::may_see_attendees(actor, &event, takes_part) {
                return Ok(None);
            }
            let own = registrations::find_confirmed(rx, event.id, person)?;
            Ok(Some((attendees::list(rx, event.id)?, own, event)))
        });
        let (mut listed, own, event) = found(content?)?;
        listed.sort_by_key(|attendee| attendee.name.to_lowercase());
        let page = Attendees {
            layout: layout(&app, &visitor, &event, "Who else is coming"),
            event: view::event_brief(&event),
            attendees: listed
                .into_iter()
                .map(|attendee| AttendeeLine {
                    name: attendee.name,
                    organisation: attendee.organisation,
                })
                .collect(),
            own_href: own.map(|_| Links::registration(&event.slug)),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /registrations/{id}/listing`: whether others see that they come.
pub(crate) async fn change(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let (registration, event) = mine(&app, &visitor, &path)?;
        let listed = form.value("listed") == Some("yes");
        let done = if listed { "listed" } else { "unlisted" };
        let person = registration.person;
        match change_listing(
            &app.store,
            &app.surroundings,
            person,
            registration.id,
            listed,
        ) {
            Ok(()) => Ok(see_other(&format!(
                "{}?done={done}",
                Links::registration(&event.slug)
            ))),
            Err(ListingRefused::NoSuchRegistration) => Err(Failure::NotFound),
            Err(ListingRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}
