//! What changed in a programme since somebody last saw it, and the button that says that they did.

use super::differences::sentences;
use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{Booking, Event, SlotId};
use marketday_render::Links;
use marketday_render::pages::programme::UnseenChanges;
use marketday_scheduling::{Programme, is_concerned, mark_programme_seen, unseen_changes};
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{Rx, StoreError, events};
use std::collections::HashMap;

/// What whoever is signed in, and has something to do with the event, has not seen of its programme yet.
pub(super) fn unseen(
    rx: &mut Rx<'_>,
    visitor: Option<&Visitor>,
    event: &Event,
    (sessions, slots): (&[ReleasedSession], &[ReleasedSlot]),
    booked: &HashMap<SlotId, Booking>,
) -> Result<Option<UnseenChanges>, StoreError> {
    let Some(signed_in) = visitor.and_then(|visitor| visitor.signed_in.as_ref()) else {
        return Ok(None);
    };
    let current = || Programme {
        sessions: sessions.to_vec(),
        slots: slots.to_vec(),
    };
    let companies = booked
        .iter()
        .map(|(slot, booking)| (*slot, booking.company_name.clone()))
        .collect();
    let items = unseen_changes(rx, event, &signed_in.actor, current, &companies)?;
    Ok((!items.is_empty()).then(|| UnseenChanges {
        changes: sentences(&items),
        release: event.release,
        action: Links::programme_seen(&event.slug),
    }))
}

/// `POST /events/{slug}/programme/seen`
pub(crate) async fn mark(
    app: web::Data<App>,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let signed_in = posted.visitor.required()?;
        let event = app
            .read(|rx| {
                let event = events::find_by_slug(rx, &slug)?;
                Ok(match event {
                    Some(event) if is_concerned(rx, &event, &signed_in.actor)? => Some(event),
                    _ => None,
                })
            })
            .and_then(found)?;
        let typed = posted.form.value("release").and_then(|n| n.parse().ok());
        let number = typed.ok_or(Failure::BadRequest)?;
        let person = signed_in.person.id;
        mark_programme_seen(&app.store, &app.surroundings, person, event.id, number)?;
        let programme = Links::programme(&event.slug);
        Ok(see_other(&format!("{programme}?done=programme-seen")))
    })
    .await
}
