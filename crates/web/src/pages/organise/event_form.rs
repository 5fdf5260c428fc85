//! The facts of an event: creating it, changing them.

use super::{header, layout, told};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use chrono_tz::Tz;
use marketday_model::event::Window;
use marketday_model::time::LONDON;
use marketday_model::{Event, EventId, EventState, Instant, TimeRange, policy};
use marketday_render::pages::organise::{EventForm, Section, TwiceQuestion};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{EventDetails, EventRefused, audience};

/// `GET /organise/events/new`
pub(crate) async fn new(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || {
        if visitor.required()?.organises_for.is_empty() {
            return Err(Failure::NotFound);
        }
        let id: EventId = app.surroundings.id();
        let form = FormState::new()
            .with("form_id", id.to_string())
            .with("company_limit", policy::COMPANY_LIMIT.to_string());
        new_page(&app, &visitor, Fields::of(form))
    })
    .await
}

fn new_page(app: &App, visitor: &Visitor, fields: Fields) -> Result<Reply, Failure> {
    let status = if fields.is_good() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = EventForm {
        layout: visitor
            .layout(app, "Create an event")
            .crumb("Your events", Links::organise()),
        twice: twice(&fields, LONDON),
        form: fields.form,
        event: None,
        action: Links::organise_new(),
        regions: view::region_choices(),
        themes: view::theme_choices(),
        told: None,
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// The questions about local times that happen twice.
pub(super) fn twice(fields: &Fields, zone: Tz) -> Vec<TwiceQuestion> {
    fields
        .twice
        .iter()
        .map(|(field, earlier, _)| TwiceQuestion::new(field, &local_text(*earlier, zone)))
        .collect()
}

/// `1:30am on Sunday 31 October 2027`, without saying which of the two.
fn local_text(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let minute = when::minute_of_day(at, zone);
    format!(
        "{} on {}",
        when::minute_label(minute),
        local.format("%A %-d %B %Y")
    )
}

/// `POST /organise/events/new`
pub(crate) async fn create(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let signed_in = visitor.required()?;
        let body = *signed_in.organises_for.first().ok_or(Failure::NotFound)?;
        let mut fields = Fields::of(form);
        let id = fields
            .text("form_id")
            .parse()
            .unwrap_or_else(|_| app.surroundings.id());
        let Some(details) = read(&mut fields) else {
            return new_page(&app, &visitor, fields);
        };
        let by = (body, signed_in.person.email.to_string());
        let created = marketday_scheduling::create_event(
            &app.store,
            &app.surroundings,
            id,
            signed_in.person.id,
            by,
            details,
        );
        match created {
            // The same form of another organiser would name their event: it is not for this one to see.
            Ok(event) if event.organiser != body => Err(Failure::NotFound),
            Ok(event) => Ok(see_other(&format!(
                "{}?done=event-created",
                Links::organise_event(&event.slug)
            ))),
            Err(refused) => {
                refuse(&mut fields, refused)?;
                new_page(&app, &visitor, fields)
            }
        }
    })
    .await
}

fn refuse(fields: &mut Fields, refused: EventRefused) -> Result<(), Failure> {
    let field = match &refused {
        EventRefused::Store(_) => {
            let EventRefused::Store(error) = refused else {
                return Ok(());
            };
            return Err(error.into());
        }
        EventRefused::NoSuchEvent => return Err(Failure::NotFound),
        EventRefused::Over => "title",
        EventRefused::ProgrammeOutside => "start_time",
        EventRefused::CapacityBelowTaken { .. } => "capacity",
    };
    fields.form.push_error(field, refused.to_string());
    Ok(())
}

/// `GET /organise/events/{slug}/details`
pub(crate) async fn edit(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || edit_page(&app, &organised, Fields::of(typed(&organised.event)))).await
}

fn edit_page(app: &App, organised: &Organised, fields: Fields) -> Result<Reply, Failure> {
    let event = &organised.event;
    let status = if fields.is_good() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let audience = app.read(|rx| audience(rx, event.id))?;
    let page = EventForm {
        layout: layout(app, organised, "Details"),
        twice: twice(&fields, event.zone),
        form: fields.form,
        event: Some(header(event, Section::Details)),
        action: Links::organise_details(&event.slug),
        regions: view::region_choices(),
        themes: view::theme_choices(),
        told: (event.state != EventState::Draft).then(|| told(audience)),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn typed(event: &Event) -> FormState {
    let mut form = FormState::new()
        .with("title", event.title.clone())
        .with("region", event.region.as_str())
        .with("summary", event.summary.clone())
        .with("venue_name", event.venue.name.clone())
        .with("venue_town", event.venue.town.clone())
        .with("venue_address", event.venue.address.clone())
        .with("venue_access", event.venue.access.clone())
        .with("date", when::date_value(event.time.start(), event.zone))
        .with(
            "start_time",
            when::time_value(event.time.start(), event.zone),
        )
        .with("end_time", when::time_value(event.time.end(), event.zone))
        .with("capacity", event.capacity.to_string())
        .with("company_limit", event.company_limit.to_string());
    for theme in &event.themes {
        form = form.with("themes", theme.as_str());
    }
    let moments = [
        ("booking_opens", event.booking.opens_at),
        ("booking_closes", Some(event.booking.closes_at)),
        ("registration_opens", event.registration.opens_at),
        ("registration_closes", Some(event.registration.closes_at)),
    ];
    for (name, at) in moments {
        if let Some(at) = at {
            form = form
                .with(format!("{name}_date"), when::date_value(at, event.zone))
                .with(format!("{name}_time"), when::time_value(at, event.zone));
        }
    }
    form
}

/// `POST /organise/events/{slug}/details`
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mut fields = Fields::of(posted.form);
        let Some(details) = read(&mut fields) else {
            return edit_page(&app, &organised, fields);
        };
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        match marketday_scheduling::change_event(
            &app.store,
            &app.surroundings,
            event.id,
            person,
            details,
        ) {
            Ok(_) => Ok(see_other(&format!(
                "{}?done=event-changed",
                Links::organise_event(&event.slug)
            ))),
            Err(refused) => {
                refuse(&mut fields, refused)?;
                edit_page(&app, &organised, fields)
            }
        }
    })
    .await
}

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
fn read(fields: &mut Fields) -> Option<EventDetails> {
    let title = fields.line("title", "Title");
    let region = fields.word("region", "Choose a region from the list");
    let themes = fields.themes("themes", 1..=8);
    let summary = fields.prose("summary", "Summary");
    let venue = fields.line("venue_name", "Venue");
    let address = fields.prose("venue_address", "Address");
    let town = fields.line("venue_town", "Town or city");
    let access = fields.prose("venue_access", "Access information");
    let time = day(fields);
    let company_limit = fields.number(
        "company_limit",
        "Pitch slots that one company may book",
        1..=50,
    );
    let booking = window(fields, "booking", "Booking");
    let capacity = fields.number("capacity", "Places for delegates", 1..=100_000);
    let registration = window(fields, "registration", "Registration");
    let details = EventDetails {
        title: title?,
        summary: summary?,
        region: region?,
        themes: themes?,
        venue: venue?,
        town: town?,
        address: address?,
        access: access?,
        time: time?,
        capacity: capacity?,
        booking: booking?,
        registration: registration?,
        company_limit: company_limit?,
    };
    fields.is_good().then_some(details)
}

fn day(fields: &mut Fields) -> Option<TimeRange> {
    let date = fields.date("date", "Date");
    let start = fields.time("start_time", "Start");
    let end = fields.time("end_time", "End");
    let (date, start, end) = (date?, start?, end?);
    let start = fields.instant("start_time", date, start, LONDON);
    let end = fields.instant("end_time", date, end, LONDON);
    range(fields, start?, end?)
}

/// The range, or a message at the end.
pub(super) fn range(fields: &mut Fields, start: Instant, end: Instant) -> Option<TimeRange> {
    let range = TimeRange::new(start, end);
    if range.is_err() {
        fields
            .form
            .push_error("end_time", "The end must be after the start");
    }
    range.ok()
}

fn window(fields: &mut Fields, name: &str, label: &str) -> Option<Window> {
    let opens = format!("{name}_opens");
    let is_set = [format!("{opens}_date"), format!("{opens}_time")]
        .iter()
        .any(|field| !fields.text(field).trim().is_empty());
    let opens_at = if is_set {
        Some(moment(fields, &opens, &format!("{label} opens")))
    } else {
        None
    };
    let closes = format!("{name}_closes");
    let closes_at = moment(fields, &closes, &format!("{label} closes"));
    let opens_at = match opens_at {
        None => None,
        Some(at) => Some(at?),
    };
    let closes_at = closes_at?;
    if opens_at.is_some_and(|opens_at| closes_at <= opens_at) {
        fields.form.push_error(
            format!("{closes}_date"),
            format!("{label} must close after it opens"),
        );
        return None;
    }
    Some(Window {
        opens_at,
        closes_at,
    })
}

fn moment(fields: &mut Fields, name: &str, label: &str) -> Option<Instant> {
    let date = fields.date(&format!("{name}_date"), &format!("{label}: date"));
    let time = fields.time(&format!("{name}_time"), &format!("{label}: time"));
    fields.instant(&format!("{name}_time"), date?, time?, LONDON)
}
