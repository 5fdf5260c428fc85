//! What changed in a programme since somebody last saw it, and the button that says that they did.

use super::differences::sentences;
use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{Event, OrganisationId, permission};
use marketday_render::Links;
use marketday_render::pages::programme::UnseenChanges;
use marketday_scheduling::{mark_programme_seen, unseen_changes};
use marketday_store::{Rx, StoreError, attendees, events};

/// What whoever is signed in, and has something to do with the event, has not seen of its programme yet.
pub(super) fn unseen(
    rx: &mut Rx<'_>,
    visitor: Option<&Visitor>,
    event: &Event,
) -> Result<Option<UnseenChanges>, StoreError> {
    let Some(visitor) = visitor else {
        return Ok(None);
    };
    if !is_concerned(rx, visitor, event)? {
        return Ok(None);
    }
    let Some(signed_in) = &visitor.signed_in else {
        return Ok(None);
    };
    let companies = companies_of(visitor);
    let items = unseen_changes(rx, event, signed_in.person.id, &companies)?;
    Ok((!items.is_empty()).then(|| UnseenChanges {
        changes: sentences(&items),
        release: event.release,
        action: Links::programme_seen(&event.slug),
    }))
}

fn companies_of(visitor: &Visitor) -> Vec<OrganisationId> {
    let ties = visitor.signed_in.iter();
    let ties = ties.flat_map(|signed_in| &signed_in.actor.memberships);
    let active = ties.filter(|tie| tie.is_active());
    active.map(|tie| tie.organisation).collect()
}

/// Whether they take part in the event or help to run it.
fn is_concerned(rx: &mut Rx<'_>, visitor: &Visitor, event: &Event) -> Result<bool, StoreError> {
    let Some(signed_in) = &visitor.signed_in else {
        return Ok(false);
    };
    let companies = companies_of(visitor);
    let takes_part = attendees::takes_part(rx, event.id, signed_in.person.id, &companies)?;
    Ok(permission::may_see_attendees(
        &signed_in.actor,
        event,
        takes_part,
    ))
}

/// `POST /events/{slug}/programme/seen`
pub(crate) async fn mark(
    app: web::Data<App>,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.id;
        let event = app
            .read(|rx| {
                let event = events::find_by_slug(rx, &slug)?;
                Ok(match event {
                    Some(event) if is_concerned(rx, &posted.visitor, &event)? => Some(event),
                    _ => None,
                })
            })
            .and_then(found)?;
        let typed = posted.form.value("release").and_then(|n| n.parse().ok());
        let number = typed.ok_or(Failure::BadRequest)?;
        mark_programme_seen(&app.store, &app.surroundings, person, event.id, number)?;
        let programme = Links::programme(&event.slug);
        Ok(see_other(&format!("{programme}?done=programme-seen")))
    })
    .await
}
