//! `/organise/venues`: the venues that an organising body keeps.

use super::frame::{count, form_page, layout};
use super::moments::opening;
use super::place_fields::{self, Place, provisions};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use chrono::Weekday;
use marketday_model::{
    KeptStage, KeptVenue, KeptVenueId, Line, OpeningHours, OrganisationId, Prose, SeatScope,
    permission,
};
use marketday_render::pages::organise::{KeptVenueForm, KeptVenueRow, KeptVenues};
use marketday_render::{Choice, FormState, Links};
use marketday_scheduling::{KeepRefused, keep_venue};
use marketday_store::kept_venues;

/// The stages that there is room for behind those that are there.
const SPARE: usize = 2;
/// And in all.
const MOST: usize = 20;

const DAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "monday", "Monday"),
    (Weekday::Tue, "tuesday", "Tuesday"),
    (Weekday::Wed, "wednesday", "Wednesday"),
    (Weekday::Thu, "thursday", "Thursday"),
    (Weekday::Fri, "friday", "Friday"),
    (Weekday::Sat, "saturday", "Saturday"),
    (Weekday::Sun, "sunday", "Sunday"),
];

/// The bodies whose venues a visitor looks after, those that they are a member of first.
pub(super) fn bodies_of(visitor: &Visitor) -> Result<Vec<OrganisationId>, Failure> {
    let signed_in = visitor.required()?;
    let mut bodies = signed_in.organises_for.clone();
    for seat in &signed_in.actor.seats {
        if let SeatScope::Body(body) = seat.scope
            && !bodies.contains(&body)
        {
            bodies.push(body);
        }
    }
    bodies.retain(|body| permission::may_keep_venues(&signed_in.actor, *body));
    if bodies.is_empty() {
        Err(Failure::NotFound)
    } else {
        Ok(bodies)
    }
}

/// `GET /organise/venues`
pub(crate) async fn list(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || {
        let bodies = bodies_of(&visitor)?;
        let venues = app.read(|rx| kept_venues::list(rx, &bodies))?;
        let row = |venue: &KeptVenue| KeptVenueRow {
            name: venue.name.clone(),
            town: venue.town.clone(),
            text: format!(
                "{}, step-free access: {}",
                count(venue.stages.len(), "stage"),
                venue.facilities.step_free.is.name()
            ),
            href: Links::organise_venue(&venue.id),
        };
        let page = KeptVenues {
            layout: layout(&app, &visitor, "Venues"),
            venues: venues.iter().map(row).collect(),
            new_href: Links::organise_new_venue(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `GET /organise/venues/new`
pub(crate) async fn ask(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || {
        bodies_of(&visitor)?;
        let id: KeptVenueId = app.surroundings.id();
        let form = FormState::new().with("form_id", id.to_string());
        page(&app, &visitor, None, form, None)
    })
    .await
}

/// `POST /organise/venues/new`
pub(crate) async fn keep(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let body = bodies_of(&visitor)?[0];
        let id = form.value("form_id").and_then(|id| id.parse().ok());
        let id = id.unwrap_or_else(|| app.surroundings.id());
        save(&app, &visitor, (id, body), None, Fields::of(form))
    })
    .await
}

/// The kept venue of an address, if it is of one of the visitor's bodies.
fn venue_of(app: &App, visitor: &Visitor, id: &str) -> Result<KeptVenue, Failure> {
    let bodies = bodies_of(visitor)?;
    let id: KeptVenueId = id.parse().map_err(|_| Failure::NotFound)?;
    let venue = app.read(|rx| kept_venues::find(rx, id)).and_then(found)?;
    found(bodies.contains(&venue.body).then_some(venue))
}

/// `GET /organise/venues/{venue}`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let venue = venue_of(&app, &visitor, &id)?;
        let form = typed(&venue);
        page(&app, &visitor, Some(&venue), form, flash)
    })
    .await
}

/// `POST /organise/venues/{venue}`
pub(crate) async fn change(
    app: web::Data<App>,
    posted: Posted,
    id: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let venue = venue_of(&app, &visitor, &id)?;
        let whose = (venue.id, venue.body);
        save(&app, &visitor, whose, Some(&venue), Fields::of(form))
    })
    .await
}

fn save(
    app: &App,
    visitor: &Visitor,
    whose: (KeptVenueId, OrganisationId),
    was: Option<&KeptVenue>,
    mut fields: Fields,
) -> Result<Reply, Failure> {
    let person = visitor.required()?.person.id;
    let Some(venue) = read(&mut fields, whose) else {
        return page(app, visitor, was, fields.form, None);
    };
    match keep_venue(&app.store, &app.surroundings, person, venue) {
        Ok(()) => {
            let path = Links::organise_venue(&whose.0);
            Ok(see_other(&format!("{path}?done=venue-kept")))
        }
        Err(KeepRefused::NoSuchVenue) => Err(Failure::NotFound),
        Err(KeepRefused::Store(error)) => Err(error.into()),
    }
}

fn read(fields: &mut Fields, (id, body): (KeptVenueId, OrganisationId)) -> Option<KeptVenue> {
    let place: Option<Place> = place_fields::read(fields);
    let hours: Vec<_> = DAYS
        .into_iter()
        .filter_map(|day| hours(fields, day))
        .collect();
    let stages = stages(fields);
    let place = place?;
    let venue = KeptVenue {
        id,
        body,
        name: place.name.to_string(),
        town: place.town.to_string(),
        address: place.address.to_string(),
        access: place.access.to_string(),
        facilities: place.facilities,
        hours,
        stages,
    };
    fields.is_good().then_some(venue)
}

fn hours(
    fields: &mut Fields,
    (weekday, name, label): (Weekday, &str, &str),
) -> Option<OpeningHours> {
    let [from, to] = ["opens", "closes"].map(|end| format!("{name}_{end}"));
    let opening = opening(fields, (&from, &to), &format!(" on {label}"))?;
    Some(OpeningHours { weekday, opening })
}

fn stages(fields: &mut Fields) -> Vec<KeptStage> {
    let mut stages: Vec<KeptStage> = Vec::new();
    for number in 1..=MOST {
        let of = |part: &str| format!("stage{number}_{part}");
        let name: Option<Line<80>> =
            fields.optional_line(&of("name"), &format!("The name of stage {number}"));
        let Some(name) = name else { continue };
        if stages.iter().any(|stage| stage.name == name.as_str()) {
            let message = format!("There is already a stage called {name}");
            fields.form.push_error(of("name"), message);
            continue;
        }
        let is_set = !fields.text(&of("capacity")).trim().is_empty();
        let label = format!("How many people {name} holds");
        let capacity = is_set
            .then(|| fields.number(&of("capacity"), &label, 1..=100_000))
            .flatten();
        let label = format!("The equipment of {name}");
        let equipment: Option<Prose<500>> = fields.optional_prose(&of("equipment"), &label);
        let label = format!("The access to {name}");
        let access: Option<Prose<500>> = fields.optional_prose(&of("access"), &label);
        stages.push(KeptStage {
            name: name.to_string(),
            capacity,
            equipment: equipment.unwrap_or_default().to_string(),
            access: access.unwrap_or_default().to_string(),
        });
    }
    stages
}

fn typed(venue: &KeptVenue) -> FormState {
    let place = (
        venue.name.as_str(),
        venue.town.as_str(),
        venue.address.as_str(),
        venue.access.as_str(),
    );
    let mut form = place_fields::typed(FormState::new(), place, &venue.facilities);
    for hours in &venue.hours {
        let day = DAYS.iter().find(|day| day.0 == hours.weekday);
        let name = day.map_or("", |day| day.1);
        let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
        form = form
            .with(format!("{name}_opens"), time(hours.opening.opens))
            .with(format!("{name}_closes"), time(hours.opening.closes));
    }
    for (number, stage) in (1..).zip(&venue.stages) {
        let of = |part: &str| format!("stage{number}_{part}");
        form = form
            .with(of("name"), stage.name.clone())
            .with(
                of("capacity"),
                stage.capacity.map_or_else(String::new, |n| n.to_string()),
            )
            .with(of("equipment"), stage.equipment.clone())
            .with(of("access"), stage.access.clone());
    }
    form
}

fn page(
    app: &App,
    visitor: &Visitor,
    venue: Option<&KeptVenue>,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let typed = (1..=MOST).rev().find(|number| {
        let name = form.value(&format!("stage{number}_name"));
        name.is_some_and(|name| !name.trim().is_empty())
    });
    let room = (typed.unwrap_or(0) + SPARE).min(MOST);
    let title = venue.map_or("Keep a venue", |venue| venue.name.as_str());
    let mut layout = layout(app, visitor, title).crumb("Venues", Links::organise_venues());
    layout.flash = flash;
    let page = KeptVenueForm {
        layout,
        form,
        action: venue.map_or_else(Links::organise_new_venue, |venue| {
            Links::organise_venue(&venue.id)
        }),
        provisions: provisions(),
        days: DAYS.map(|(_, name, label)| Choice::new(name, label)).into(),
        stages: (1..=room)
            .map(|number| Choice::new(format!("stage{number}"), format!("Stage {number}")))
            .collect(),
        back_href: Links::organise_venues(),
    };
    form_page(app, visitor, &page.form, &page)
}
