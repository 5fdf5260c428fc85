//! `/organise/events/{slug}/programme/undo` and `…/redo`: taking back what somebody did with the plan, and doing it again.

use super::programme::page;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{DraftEditId, EditKind, EventId, PersonId, Surroundings};
use marketday_render::pages::organise::EditButton;
use marketday_render::{FormState, Links};
use marketday_scheduling::{UndoRefused, redo_edit, undo_edit};
use marketday_store::Store;
use marketday_store::draft_edits::EditLine;

/// `POST …/undo`
pub(crate) async fn undo(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || step(&app, &organised, &posted.form, (undo_edit, "undone"))).await
}

/// `POST …/redo`
pub(crate) async fn redo(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || step(&app, &organised, &posted.form, (redo_edit, "redone"))).await
}

type Verb = fn(&Store, &Surroundings, EventId, PersonId, DraftEditId) -> Result<(), UndoRefused>;

fn step(
    app: &App,
    organised: &Organised,
    form: &FormState,
    (verb, done): (Verb, &str),
) -> Result<Reply, Failure> {
    let (event, person) = (&organised.event, organised.signed_in.person.id);
    let edit = form.value("edit").unwrap_or_default();
    let edit = edit.parse().map_err(|_| Failure::BadRequest)?;
    match verb(&app.store, &app.surroundings, event.id, person, edit) {
        Ok(()) => {
            let path = Links::organise_programme(&event.slug);
            Ok(see_other(&format!("{path}?done={done}")))
        }
        Err(UndoRefused::Store(error)) => Err(error.into()),
        Err(UndoRefused::NoSuchEvent) => Err(Failure::NotFound),
        Err(refused) => {
            let form = FormState::new().error("", refused.to_string());
            page(app, organised, form, None, false)
        }
    }
}

/// The button that takes an edit back, or does it again.
pub(super) fn button(action: String, line: EditLine) -> EditButton {
    let EditLine { id, kind, title } = line;
    let what = match kind {
        EditKind::Add => format!("add “{title}”"),
        EditKind::Change => format!("change “{title}”"),
        EditKind::Place => format!("move “{title}”"),
        EditKind::Swap => format!("change places of {title}"),
        EditKind::Remove => format!("remove “{title}”"),
        EditKind::MakeSlots => format!("make slots in “{title}”"),
        EditKind::WithdrawSlot => format!("withdraw a slot of “{title}”"),
        EditKind::SetMode => format!("who decides on a slot of “{title}”"),
        EditKind::Reset => "go back to a release".to_owned(),
    };
    EditButton {
        action,
        edit: id.to_string(),
        what,
    }
}
