//! `/organise/events/{slug}/registrations`: who comes, and what they need.

use super::frame::figure;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::web;
use marketday_model::notice::Subject;
use marketday_model::registration::Needs;
use marketday_model::{
    CalendarReply, Event, Person, PersonId, Registration, RegistrationId, permission,
};
use marketday_render::pages::organise::{EventRegistrations, RegistrationRow, Section};
use marketday_render::when;
use marketday_store::{Rx, StoreError, calendar_replies, people, registrations};
use std::collections::{HashMap, HashSet};

/// The delegates of an event by name, with what hangs on them.
struct Content {
    registrations: Vec<Registration>,
    people: HashMap<PersonId, Person>,
    needs: HashMap<RegistrationId, Needs>,
    replies: Vec<CalendarReply>,
}

impl Content {
    /// Needs are read for those only who may see them.
    fn read(rx: &mut Rx<'_>, event: &Event, sees_needs: bool) -> Result<Self, StoreError> {
        let mut registrations = registrations::list_confirmed(rx, event.id)?;
        registrations.sort_by_key(|registration| registration.name.to_lowercase());
        let ids: Vec<PersonId> = registrations
            .iter()
            .map(|registration| registration.person)
            .collect();
        let subjects: Vec<Subject> = registrations
            .iter()
            .map(|registration| Subject::Registration(registration.id))
            .collect();
        Ok(Self {
            replies: calendar_replies::list(rx, &subjects)?,
            people: people::list(rx, &ids)?
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            needs: if sees_needs {
                registrations::list_needs(rx, event.id)?
                    .into_iter()
                    .collect()
            } else {
                HashMap::new()
            },
            registrations,
        })
    }

    fn row(&self, event: &Event, registration: &Registration) -> RegistrationRow {
        let needs = self.needs.get(&registration.id);
        let told = |of: fn(&Needs) -> &String| needs.map(of).filter(|text| !text.is_empty());
        RegistrationRow {
            name: registration.name.clone(),
            email: self
                .people
                .get(&registration.person)
                .map_or_else(String::new, |person| person.email.to_string()),
            organisation: registration.organisation.clone(),
            role: registration.role.clone(),
            themes: view::theme_names(&registration.themes),
            access_needs: told(|needs| &needs.access).cloned(),
            dietary_needs: told(|needs| &needs.dietary).cloned(),
            calendar_text: view::calendar_text(
                &self.replies,
                (
                    Subject::Registration(registration.id),
                    registration.person,
                    registration.sequence,
                ),
            ),
            registered_text: when::date(registration.confirmed_at, event.zone),
        }
    }
}

/// The page.
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let sees_needs = permission::may_see_needs(&organised.signed_in.actor, event);
        let content = app.read(|rx| Content::read(rx, event, sees_needs))?;
        let rows: Vec<RegistrationRow> = content
            .registrations
            .iter()
            .map(|registration| content.row(event, registration))
            .collect();
        let organisations: HashSet<String> = rows
            .iter()
            .map(|row| row.organisation.to_lowercase())
            .collect();
        let page = EventRegistrations {
            layout: organised.layout(&app, "Registrations"),
            event: organised.header(&app, Section::Registrations),
            sees_needs,
            registered: figure(rows.len()),
            capacity: event.capacity,
            organisations: figure(organisations.len()),
            with_access_needs: figure(rows.iter().filter(|row| row.access_needs.is_some()).count()),
            with_dietary_needs: figure(
                rows.iter()
                    .filter(|row| row.dietary_needs.is_some())
                    .count(),
            ),
            registrations: rows,
        };
        organised.page(&app, &page)
    })
    .await
}
