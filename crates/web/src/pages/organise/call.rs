//! `/organise/events/{slug}/call`: calling for proposals, and the criteria by which they are scored.

use super::moments::{questions, window, with_moment};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_booking::proposals::{CallRefused, CallText, publish_call, save_call, save_criteria};
use marketday_model::call::Weight;
use marketday_model::{Call, Criterion, Event, Line, Prose};
use marketday_render::pages::organise::{CallForm, Section};
use marketday_render::{FormState, Links};
use marketday_store::{assessments, calls};

/// How many criteria a call may have.
const CRITERIA: usize = 10;

/// What is known of the call.
struct Known {
    call: Option<Call>,
    criteria: Vec<Criterion>,
    is_begun: bool,
}

fn known(app: &App, event: &Event) -> Result<Known, Failure> {
    app.read(|rx| {
        Ok(Known {
            call: calls::find(rx, event.id)?,
            criteria: calls::list_criteria(rx, event.id)?,
            is_begun: assessments::has_begun(rx, event.id)?,
        })
    })
}

/// `GET`: the call as it is.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || page(&app, &organised, Fields::of(FormState::new()), flash)).await
}

/// `POST`: the call as it was typed.
pub(crate) async fn save(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mut fields = Fields::of(posted.form);
        let version = fields.text("version").parse().unwrap_or(u32::MAX);
        let why: Option<Line<200>> = fields.optional_line("why", "The reason");
        let text = read(&mut fields, &organised.event);
        let (Some(text), true) = (text, fields.is_good()) else {
            return page(&app, &organised, fields, None);
        };
        let person = organised.signed_in.person.id;
        let of = (organised.event.id, version);
        let said = (text, why.map(|why| why.to_string()));
        let done = save_call(&app.store, &app.surroundings, person, of, said);
        answer(&app, &organised, fields, (done, "why"))
    })
    .await
}

/// `POST …/criteria`: the criteria as they were typed.
pub(crate) async fn criteria(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mut fields = Fields::of(posted.form);
        let why: Option<Line<200>> = fields.optional_line("criteria_why", "The reason");
        let read = read_criteria(&app, &mut fields);
        if !fields.is_good() {
            return page(&app, &organised, fields, None);
        }
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let said = (read, why.map(|why| why.to_string()));
        let done = save_criteria(&app.store, &app.surroundings, person, event, said);
        answer(&app, &organised, fields, (done, "criteria_why"))
    })
    .await
}

/// `POST …/publication`: everybody sees it from now on.
pub(crate) async fn publish(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let done = publish_call(&app.store, &app.surroundings, person, event);
        answer(&app, &organised, Fields::of(posted.form), (done, ""))
    })
    .await
}

fn answer(
    app: &App,
    organised: &Organised,
    fields: Fields,
    (done, field): (Result<(), CallRefused>, &str),
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            let path = Links::organise_call(&organised.event.slug);
            Ok(see_other(&format!("{path}?done=call-saved")))
        }
        Err(CallRefused::Store(error)) => Err(error.into()),
        Err(refused) => {
            let field = match refused {
                CallRefused::ScoringBegun => field,
                CallRefused::NoCriteria => "name_0",
                _ => "looked_for",
            };
            let mut fields = fields;
            fields.form.push_error(field, refused.to_string());
            page(app, organised, fields, None)
        }
    }
}

fn read(fields: &mut Fields, event: &Event) -> Option<CallText> {
    let looked_for: Option<Prose<5000>> = fields.prose("looked_for", "What is looked for");
    let window = window(fields, "call", "the call", event.zone);
    let company_limit = fields.number("company_limit", "Proposals a company may have", 1..=10);
    let minimum_scores = fields.number("minimum_scores", "Scores that a proposal needs", 1..=20);
    let days_to_confirm = fields.number("days_to_confirm", "Days to confirm a place", 1..=60);
    Some(CallText {
        looked_for: looked_for?,
        window: window?,
        minimum_scores: minimum_scores?,
        days_to_confirm: days_to_confirm?,
        company_limit: company_limit?,
    })
}

/// The criteria that have a name; one whose id cannot be read is a new one.
fn read_criteria(app: &App, fields: &mut Fields) -> Vec<Criterion> {
    let mut all = Vec::new();
    for row in 0..CRITERIA {
        let of = |part: &str| format!("{part}_{row}");
        let name: Option<Line<80>> = fields.optional_line(&of("name"), "Name");
        let Some(name) = name else {
            continue;
        };
        let guidance: Option<Prose<500>> =
            fields.optional_prose(&of("guidance"), "What the scores mean");
        let weight = fields.number(&of("weight"), "Weight", 1..=10);
        let id = fields.text(&of("id")).parse().ok();
        if let (Some(guidance), Some(weight)) = (guidance, weight.and_then(Weight::new)) {
            all.push(Criterion {
                id: id.unwrap_or_else(|| app.surroundings.id()),
                name: name.to_string(),
                guidance: guidance.to_string(),
                weight,
            });
        }
    }
    all
}

/// What the form does not hold yet, as it is.
fn filled(mut form: FormState, event: &Event, known: &Known) -> FormState {
    let is_empty = form == FormState::new();
    let has_call = form.value("looked_for").is_some();
    let has_criteria = form.value("name_0").is_some();
    match &known.call {
        _ if has_call => {}
        None if is_empty => {
            form = form
                .with("version", "0")
                .with("company_limit", "1")
                .with("minimum_scores", "2")
                .with("days_to_confirm", "7");
        }
        None => {}
        Some(call) => {
            form = form
                .with("version", call.version.to_string())
                .with("looked_for", call.looked_for.clone())
                .with("company_limit", call.company_limit.to_string())
                .with("minimum_scores", call.minimum_scores.to_string())
                .with("days_to_confirm", call.days_to_confirm.to_string());
            form = with_moment(form, "call_closes", call.window.closes_at, event.zone);
            if let Some(opens_at) = call.window.opens_at {
                form = with_moment(form, "call_opens", opens_at, event.zone);
            }
        }
    }
    if !has_criteria {
        for (row, one) in known.criteria.iter().enumerate() {
            form = form
                .with(format!("id_{row}"), one.id.to_string())
                .with(format!("name_{row}"), one.name.clone())
                .with(format!("guidance_{row}"), one.guidance.clone())
                .with(format!("weight_{row}"), one.weight.get().to_string());
        }
    }
    form
}

fn page(
    app: &App,
    organised: &Organised,
    fields: Fields,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let known = known(app, event)?;
    let typed = (0..CRITERIA)
        .filter(|row| fields.form.value(&format!("name_{row}")).is_some())
        .count();
    let rows = (known.criteria.len() + 3).max(typed).min(CRITERIA);
    let published = known
        .call
        .as_ref()
        .is_some_and(|call| call.published_at.is_some());
    let slug = &event.slug;
    let mut layout = organised.layout(app, "Call for proposals");
    layout.flash = flash;
    let page = CallForm {
        layout,
        event: organised.header(app, Section::Proposals),
        twice: questions(&fields.twice, event.zone),
        form: filled(fields.form, event, &known),
        action: Links::organise_call(slug),
        criteria: (0..rows).collect(),
        criteria_action: known.call.is_some().then(|| Links::organise_criteria(slug)),
        publish_action: (known.call.is_some() && !published)
            .then(|| Links::organise_call_publication(slug)),
        is_begun: known.is_begun,
        call_href: (published && event.is_public()).then(|| Links::call(slug)),
        proposals_href: known
            .call
            .is_some()
            .then(|| Links::organise_proposals(slug)),
    };
    organised.form_page(app, &page.form, &page)
}
