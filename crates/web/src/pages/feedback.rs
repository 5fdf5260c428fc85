//! `/feedback/{token}`: how a day was, by a link that is one person's, without signing in.

use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_attendance::{FeedbackRefused, give_feedback};
use marketday_model::feedback::{Feedback, Helped};
use marketday_model::{Event, Person};
use marketday_render::pages::feedback::FeedbackForm;
use marketday_render::{Choice, FormState, Links, when};
use marketday_store::{events, feedback, people, reminders};

/// A link, whose it is, of which event, and what they said of it already.
struct Asked {
    token: String,
    person: Person,
    event: Event,
    said: Option<Feedback>,
}

impl Asked {
    /// Nothing, unless the link is whole, and whose it is took part in an event that is over.
    fn by(app: &App, token: &str) -> Result<Self, Failure> {
        let (person, event) = app.key.feedback_of(token).ok_or(Failure::NotFound)?;
        let now = app.now();
        app.read(|rx| {
            let (Some(person), Some(event)) = (people::find(rx, person)?, events::find(rx, event)?)
            else {
                return Ok(None);
            };
            let took_part = reminders::list_taking_part(rx, event.id)?.contains(&person.id);
            if !took_part || !event.has_taken_place(now) {
                return Ok(None);
            }
            Ok(Some(Self {
                token: token.to_owned(),
                said: feedback::find(rx, event.id, person.id)?,
                person,
                event,
            }))
        })
        .and_then(found)
    }

    fn page(
        &self,
        app: &App,
        visitor: &Visitor,
        form: FormState,
        flash: Option<String>,
    ) -> Result<Reply, Failure> {
        let event = &self.event;
        let mut layout = visitor.layout(app, &format!("How was {}?", event.title));
        layout.flash = flash;
        let is_taken = Feedback::is_taken(event, app.now());
        let page = FeedbackForm {
            layout,
            event: view::event_brief(event),
            name: self.person.name.clone(),
            choices: Helped::ALL
                .iter()
                .map(|one| Choice::new(one.as_str(), one.name()))
                .collect(),
            action: is_taken.then(|| Links::feedback(&self.token)),
            until_text: when::date(event.time.end() + Feedback::TAKEN, event.zone),
            form,
        };
        let status = if page.form.has_errors() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        Ok(visitor.page_with_status(app, status, app.html(&page)?))
    }
}

/// `GET`: the form, with what was said before.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let asked = Asked::by(&app, &token)?;
        let form = asked.said.as_ref().map_or_else(FormState::new, |said| {
            let form = FormState::new()
                .with("helped", said.helped.as_str())
                .with("better", said.better.to_string());
            if said.is_named {
                form.with("named", "yes")
            } else {
                form
            }
        });
        asked.page(&app, &visitor, form, flash)
    })
    .await
}

/// `POST`: over what was said before.
pub(crate) async fn give(
    app: web::Data<App>,
    posted: Posted,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let asked = Asked::by(&app, &token)?;
        let mut fields = Fields::of(form);
        let helped: Option<Helped> = fields.word("helped", "Choose whether the day helped you");
        let better = fields.optional_prose("better", "What would make the next one better");
        let is_named = fields.form.value("named") == Some("yes");
        let (Some(helped), Some(better), true) = (helped, better, fields.is_good()) else {
            return asked.page(&app, &visitor, fields.form, None);
        };
        let said = Feedback {
            helped,
            better,
            is_named,
        };
        let (person, event) = (asked.person.id, asked.event.id);
        let link = Links::feedback(&asked.token);
        match give_feedback(&app.store, &app.surroundings, person, event, said) {
            Ok(()) => Ok(see_other(&format!("{link}?done=feedback-given"))),
            Err(FeedbackRefused::TooLate) => Ok(see_other(&link)),
            Err(FeedbackRefused::NotThere) => Err(Failure::NotFound),
            Err(FeedbackRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}
