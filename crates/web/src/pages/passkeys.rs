//! `/my/passkeys`: somebody's own. Scripts talk to a challenge's address with the form's token, as forms do.

use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono_tz::Europe::London;
use marketday_accounts::passkey::{self, AddRefused, NewPasskey, RelyingParty, RemoveRefused};
use marketday_model::{Passkey, PasskeyId};
use marketday_render::pages::passkeys::{PasskeyLine, PasskeyRemoval, Passkeys};
use marketday_render::{FormState, Links, when};
use marketday_store::passkeys;

/// Who asks for passkeys here.
pub(super) fn party(app: &App) -> Result<&RelyingParty, Failure> {
    app.passkeys.as_ref().ok_or(Failure::NotFound)
}

/// `GET /my/passkeys`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || page(&app, &visitor, FormState::new(), flash)).await
}

fn page(
    app: &App,
    visitor: &Visitor,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let signed_in = visitor.required()?;
    let own = app.read(|rx| passkeys::list_of_person(rx, signed_in.person.id))?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut layout = visitor.own_layout(app, "Your passkeys");
    layout.flash = flash;
    let page = Passkeys {
        layout,
        passkeys: own.iter().map(line).collect(),
        is_fresh: signed_in.is_fresh(app.now()),
        sign_in_href: Links::sign_in_then(&Links::my_passkeys()),
        action: Links::my_passkeys(),
        challenge_action: Links::my_passkeys_challenge(),
        form,
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn line(passkey: &Passkey) -> PasskeyLine {
    PasskeyLine {
        name: passkey.name.clone(),
        added_text: when::moment(passkey.created_at, London),
        used_text: passkey.last_used_at.map(|at| when::moment(at, London)),
        removal_href: Links::my_passkey_removal(&passkey.id),
    }
}

/// `POST /my/passkeys/challenge`, by a script.
pub(crate) async fn challenge(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let asked = passkey::ask_to_add(
            &app.store,
            &app.surroundings,
            party(&app)?,
            visitor.required()?,
            &visitor.browser(),
        );
        match asked {
            Ok(asked) => Ok(Reply::json(asked.json)),
            Err(AddRefused::Store(error)) => Err(error.into()),
            Err(_) => Err(Failure::StaleForm),
        }
    })
    .await
}

/// `POST /my/passkeys`: adds the passkey that the script put into the form.
pub(crate) async fn add(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let signed_in = visitor.required()?;
        let mut fields = Fields::of(form);
        let name = fields.line("name", "Name");
        let answer = fields.text("credential").to_owned();
        if answer.is_empty() {
            fields.form.push_error(
                "name",
                "Nothing came from your device. Adding a passkey needs JavaScript",
            );
        }
        let challenge = fields.text("challenge").parse();
        let (Some(name), true) = (name, fields.is_good()) else {
            return page(&app, &visitor, fields.form, None);
        };
        let added = match challenge {
            Ok(challenge) => {
                let new = NewPasskey {
                    challenge,
                    browser: visitor.browser(),
                    answer,
                    name,
                };
                passkey::add(&app.store, &app.surroundings, party(&app)?, signed_in, new)
            }
            Err(_) => Err(AddRefused::NoChallenge),
        };
        let message = match added {
            Ok(_) => return Ok(see_other("/my/passkeys?done=passkey-added")),
            Err(AddRefused::Store(error)) => return Err(error.into()),
            Err(AddRefused::TooMany) => "You have as many passkeys as we keep. Remove one first",
            Err(AddRefused::Known) => "This passkey is in use already. Add another",
            Err(AddRefused::NotFresh | AddRefused::NoChallenge | AddRefused::Wrong) => {
                "This passkey could not be added. Try once more"
            }
        };
        let mut form = fields.form;
        form.push_error("name", message);
        page(&app, &visitor, form, None)
    })
    .await
}

/// A passkey of whoever asks; another's is not there.
fn own(app: &App, visitor: &Visitor, id: &str) -> Result<Passkey, Failure> {
    let person = visitor.required()?.person.id;
    let id: PasskeyId = id.parse().map_err(|_| Failure::NotFound)?;
    let own = app.read(|rx| passkeys::list_of_person(rx, person))?;
    own.into_iter()
        .find(|passkey| passkey.id == id)
        .ok_or(Failure::NotFound)
}

/// `GET /my/passkeys/{id}/removal`
pub(crate) async fn ask_removal(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let passkey = own(&app, &visitor, &path)?;
        let action = Links::my_passkey_removal(&passkey.id);
        let page = PasskeyRemoval {
            layout: visitor
                .own_layout(&app, "Remove a passkey")
                .crumb("Your passkeys", Links::my_passkeys()),
            name: passkey.name,
            is_fresh: visitor.required()?.is_fresh(app.now()),
            sign_in_href: Links::sign_in_then(&action),
            action,
            passkeys_href: Links::my_passkeys(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /my/passkeys/{id}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let passkey = own(&app, &posted.visitor, &path)?;
        let signed_in = posted.visitor.required()?;
        match passkey::remove(&app.store, &app.surroundings, signed_in, passkey.id) {
            Ok(_) => Ok(see_other("/my/passkeys?done=passkey-removed")),
            // The question says that they sign in again first.
            Err(RemoveRefused::NotFresh) => Ok(see_other(&Links::my_passkey_removal(&passkey.id))),
            Err(RemoveRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

/// `POST /my/passkeys/prompt`: do not ask again.
pub(crate) async fn dismiss(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.id;
        passkey::dismiss_prompt(&app.store, &app.surroundings, person)?;
        Ok(see_other("/organise"))
    })
    .await
}
