//! `/organise/events/{slug}/stages/{id}`: changing a stage, and `…/removal`.

use super::programme::stage_text;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{Stage, StageId};
use marketday_render::pages::organise::{Section, StageForm};
use marketday_render::{FormState, Links};
use marketday_scheduling::{StageRefused, change_stage, remove_stage};
use marketday_store::programme;

fn stage_of(app: &App, organised: &Organised, id: &str) -> Result<Stage, Failure> {
    let id: StageId = id.parse().map_err(|_| Failure::NotFound)?;
    let stages = app.read(|rx| programme::list_stages(rx, organised.event.id))?;
    let found = stages.into_iter().find(|stage| stage.id == id);
    found.ok_or(Failure::NotFound)
}

/// `GET`: the form as the stage is.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let stage = stage_of(&app, &organised, &path.1)?;
        page(&app, &organised, &stage, typed(&stage))
    })
    .await
}

/// `POST`
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let stage = stage_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(text) = stage_text(&mut fields) else {
            return page(&app, &organised, &stage, fields.form);
        };
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let ids = (event, stage.id);
        let done = change_stage(&app.store, &app.surroundings, ids, person, text);
        answered(
            &app,
            &organised,
            &stage,
            (done, "stage-changed"),
            fields.form,
        )
    })
    .await
}

/// `POST …/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let stage = stage_of(&app, &organised, &path.1)?;
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let ids = (event, stage.id);
        let done = remove_stage(&app.store, &app.surroundings, ids, person);
        answered(
            &app,
            &organised,
            &stage,
            (done, "stage-removed"),
            typed(&stage),
        )
    })
    .await
}

/// On to the programme, or back to the form with the refusal at its field.
fn answered(
    app: &App,
    organised: &Organised,
    stage: &Stage,
    (done, word): (Result<(), StageRefused>, &str),
    form: FormState,
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            let path = Links::organise_programme(&organised.event.slug);
            Ok(see_other(&format!("{path}?done={word}")))
        }
        Err(StageRefused::Store(error)) => Err(error.into()),
        Err(StageRefused::NoSuchEvent | StageRefused::NoSuchStage) => Err(Failure::NotFound),
        Err(refused @ StageRefused::NameTaken) => page(
            app,
            organised,
            stage,
            form.error("name", refused.to_string()),
        ),
        Err(refused @ (StageRefused::Used | StageRefused::Over)) => {
            page(app, organised, stage, form.error("", refused.to_string()))
        }
    }
}

/// The form of a stage as it is.
fn typed(stage: &Stage) -> FormState {
    let time = |time: Option<chrono::NaiveTime>| {
        time.map_or_else(String::new, |time| time.format("%H:%M").to_string())
    };
    let capacity = stage.capacity.map(|capacity| capacity.to_string());
    FormState::from_pairs([
        ("name", stage.name.clone()),
        ("capacity", capacity.unwrap_or_default()),
        ("equipment", stage.equipment.clone()),
        ("access", stage.access.clone()),
        ("opens", time(stage.opening.map(|opening| opening.opens))),
        ("closes", time(stage.opening.map(|opening| opening.closes))),
    ])
}

fn page(
    app: &App,
    organised: &Organised,
    stage: &Stage,
    form: FormState,
) -> Result<Reply, Failure> {
    let slug = &organised.event.slug;
    let page = StageForm {
        layout: organised
            .layout(app, &format!("Change “{}”", stage.name))
            .crumb("Programme", Links::organise_programme(slug)),
        form,
        event: organised.header(app, Section::Programme),
        action: Links::organise_stage(slug, &stage.id),
        removal_action: Links::organise_stage_removal(slug, &stage.id),
    };
    organised.form_page(app, &page.form, &page)
}
