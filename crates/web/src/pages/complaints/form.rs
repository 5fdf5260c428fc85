//! `/privacy/complaint`: anybody complains, signed in or not.

use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono::Duration;
use marketday_accounts::{ComplainRefused, NewComplaint, complain};
use marketday_model::Event;
use marketday_model::days::dates;
use marketday_model::time::LONDON;
use marketday_render::form::Choice;
use marketday_render::pages::complaints::{ComplaintForm, ComplaintTaken};
use marketday_render::{FormState, Layout, Links, when};
use marketday_store::events::{self, EventFilter};

/// How long after its day an event is offered in the list; later ones are reached from their own page.
const OFFERED: Duration = Duration::days(365);

fn layout(app: &App, visitor: &Visitor, title: &str) -> Layout {
    visitor
        .layout(app, title)
        .crumb("Privacy", Links::privacy())
}

/// `GET`: with `?event=` about that event.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let query = request.query_string().to_owned();
    blocking(move || {
        let about = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("event="))
            .unwrap_or("service");
        let known = visitor
            .signed_in
            .as_ref()
            .map(|signed_in| &signed_in.person);
        let form = FormState::new()
            .with("about", about)
            .with("name", known.map_or("", |person| person.name.as_str()))
            .with("email", known.map_or("", |person| person.email.as_str()));
        page(&app, &visitor, form)
    })
    .await
}

/// The public event of this slug.
fn public(app: &App, slug: &str) -> Result<Option<Event>, Failure> {
    let event = app.read(|rx| events::find_by_slug(rx, slug))?;
    Ok(event.filter(Event::is_public))
}

fn page(app: &App, visitor: &Visitor, form: FormState) -> Result<Reply, Failure> {
    let filter = EventFilter {
        public: true,
        ends_after: Some(app.now() - OFFERED),
        ..EventFilter::default()
    };
    let mut offered = app.read(|rx| events::list(rx, &filter))?;
    let chosen = form.value("about").unwrap_or_default();
    if chosen != "service" && !offered.iter().any(|event| event.slug == chosen) {
        offered.extend(public(app, chosen)?);
    }
    let event = |event: &Event| {
        let day = dates(event.time, event.zone);
        let text = format!("{}, {day} ({})", event.title, event.organiser_name);
        Choice::new(event.slug.clone(), text)
    };
    let service = Choice::new("service", "This service as a whole");
    let privacy = &app.settings.privacy;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = ComplaintForm {
        layout: layout(app, visitor, "Complain about personal data"),
        controller: privacy.controller.clone(),
        contact: privacy.contact.clone(),
        abouts: [service]
            .into_iter()
            .chain(offered.iter().map(event))
            .collect(),
        action: Links::complaint(),
        form,
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST`: takes it, and says so at once.
pub(crate) async fn send(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mut fields = Fields::of(form);
        let about = fields.text("about").to_owned();
        let event = if about == "service" {
            None
        } else {
            let event = public(&app, &about)?;
            if event.is_none() {
                fields
                    .form
                    .push_error("about", "Choose what the complaint is about");
            }
            event
        };
        let name = fields.line("name", "Your name");
        let email = fields.email("email");
        let text = fields.prose("text", "What happened");
        let (Some(name), Some(email), Some(text), true) = (name, email, text, fields.is_good())
        else {
            return page(&app, &visitor, fields.form);
        };
        let new = NewComplaint {
            name,
            email: email.clone(),
            event: event.as_ref().map(|event| event.id),
            text,
            network: visitor.network.clone(),
        };
        let complaint = match complain(&app.store, &app.surroundings, new) {
            Ok(complaint) => complaint,
            Err(ComplainRefused::Store(error)) => return Err(error.into()),
            Err(refused @ ComplainRefused::TooMany) => {
                let contact = event.map_or_else(
                    || app.settings.privacy.contact.clone(),
                    |event| event.contact_email,
                );
                let message = format!(
                    "{refused}. Nothing was sent. Try again in an hour, or write to {contact}"
                );
                return page(&app, &visitor, fields.form.error("", message));
            }
        };
        let page = ComplaintTaken {
            layout: layout(&app, &visitor, "We have your complaint"),
            answer_by_text: when::date(complaint.answer_by(), LONDON),
            reference: complaint.reference,
            email: email.to_string(),
            controller: event.map_or_else(
                || app.settings.privacy.controller.clone(),
                |event| event.organiser_name,
            ),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}
