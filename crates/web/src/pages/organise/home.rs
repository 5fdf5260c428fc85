//! `/organise`: the events of whoever is signed in.

use super::frame::{figure, state_tag};
use super::venues::bodies_of;
use crate::app::{App, blocking};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::{Event, EventId, PersonId, SeatScope, permission};
use marketday_render::pages::organise::{EventRow, OrganiserHome, PasskeyPrompt};
use marketday_render::{Link, Links, when};
use marketday_store::events::EventFilter;
use marketday_store::{bookings, events, programme, registrations, releases};
use std::collections::HashMap;

/// The list. Somebody who organises nothing finds nothing here.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let signed_in = visitor.required()?;
        if !signed_in.is_organiser() {
            return Err(Failure::NotFound);
        }
        let now = app.now();
        let (mut organisers, mut seats) = (signed_in.organises_for.clone(), Vec::new());
        for seat in &signed_in.actor.seats {
            match seat.scope {
                SeatScope::Body(id) => organisers.push(id),
                SeatScope::Event(id) => seats.push(id),
            }
        }
        let filter = EventFilter {
            team: Some((organisers, seats)),
            ..EventFilter::default()
        };
        let (events, slots, booked, registered) = app.read(|rx| {
            let events = events::list(rx, &filter)?;
            let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
            let mut slots = releases::count_slots(rx, &ids)?;
            for draft in events.iter().filter(|event| event.release == 0) {
                let planned = programme::list_slots(rx, draft.id)?.len();
                slots.push((draft.id, figure(planned)));
            }
            let booked = bookings::count_confirmed(rx, &ids)?;
            Ok((
                events,
                slots,
                booked,
                registrations::count_confirmed(rx, &ids)?,
            ))
        })?;
        let map = |counts: Vec<(EventId, u32)>| counts.into_iter().collect::<HashMap<_, _>>();
        let (slots, booked, registered) = (map(slots), map(booked), map(registered));
        let row = |event: &Event| {
            let of = |counts: &HashMap<EventId, u32>| counts.get(&event.id).copied().unwrap_or(0);
            EventRow {
                title: event.title.clone(),
                href: Links::organise_event(&event.slug),
                state: state_tag(event, now),
                when_text: when::range(event.time, event.zone),
                where_text: view::venue_text(event),
                slots_booked: of(&booked),
                slots: of(&slots),
                registrations: of(&registered),
                capacity: event.capacity,
            }
        };
        // Whoever only scores proposals sees nothing else of an event.
        let (helped, scored): (Vec<&Event>, Vec<&Event>) = events
            .iter()
            .partition(|event| permission::may_view_plan(&signed_in.actor, event));
        let (past, coming): (Vec<&Event>, Vec<&Event>) =
            helped.into_iter().partition(|event| event.is_over(now));
        let assessing = |event: &&Event| Link::new(&event.title, Links::assessing(&event.slug));
        let mut layout = visitor.layout(&app, "Your events");
        layout.flash = flash;
        let page = OrganiserHome {
            layout,
            coming: coming.into_iter().map(row).collect(),
            past: past.into_iter().rev().map(row).collect(),
            assessing: scored.iter().map(assessing).collect(),
            passkey_prompt: passkey_prompt(&app, visitor.required()?.person.id)?,
            venues_href: bodies_of(&visitor).is_ok().then(Links::organise_venues),
            calendars_href: bodies_of(&visitor).is_ok().then(Links::organise_calendars),
            new_href: (!signed_in.organises_for.is_empty()).then(Links::organise_new),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// Organisers are asked for a passkey until they have one or say no.
#[cfg(feature = "passkeys")]
fn passkey_prompt(app: &App, person: PersonId) -> Result<Option<PasskeyPrompt>, Failure> {
    let is_asked = app.passkeys.is_some()
        && app.read(|rx| marketday_store::passkeys::is_to_be_asked(rx, person))?;
    Ok(is_asked.then(PasskeyPrompt::shown))
}

#[cfg(not(feature = "passkeys"))]
#[expect(clippy::unnecessary_wraps, reason = "the twin above can fail")]
const fn passkey_prompt(_: &App, _: PersonId) -> Result<Option<PasskeyPrompt>, Failure> {
    Ok(None)
}
