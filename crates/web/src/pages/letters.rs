//! `/my/letters`: which letters somebody wants that they do not need; and stopping them without signing in.

use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use chrono_tz::Europe::London;
use marketday_accounts::{give_consent, withdraw_consent};
use marketday_model::{Consent, OptionalLetter};
use marketday_render::pages::letters::{LetterKind, MyLetters, Unsubscribe};
use marketday_render::{FormState, Links, when};
use marketday_store::consents;

/// `GET /my/letters`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let signed_in = visitor.required()?;
        let mut given = app.read(|rx| consents::list_of_person(rx, signed_in.person.id))?;
        given.retain(Consent::is_in_force);
        let mut layout = visitor.own_layout(&app, "Letters that you can do without");
        layout.flash = flash;
        let page = MyLetters {
            layout,
            email: signed_in.person.email.to_string(),
            action: Links::my_letters(),
            kinds: OptionalLetter::ALL
                .iter()
                .map(|letter| kind(*letter, &given))
                .collect(),
            form: given.iter().fold(FormState::new(), |form, consent| {
                form.with(consent.letter.as_str(), "yes")
            }),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn kind(letter: OptionalLetter, given: &[Consent]) -> LetterKind {
    let consent = given.iter().find(|consent| consent.letter == letter);
    LetterKind {
        name: letter.to_string(),
        wording: letter.wording().to_owned(),
        hint: letter.hint().to_owned(),
        given_text: consent.map(|consent| {
            format!(
                "You agreed at {}, on the page {}.",
                when::moment(consent.given_at, London),
                consent.given_on
            )
        }),
    }
}

/// `POST /my/letters`: what is ticked is given, what is not is taken back.
pub(crate) async fn save(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.id;
        let page = Links::my_letters();
        for letter in OptionalLetter::ALL.iter().copied() {
            if posted.form.value(letter.as_str()) == Some("yes") {
                give_consent(&app.store, &app.surroundings, person, letter, &page)?;
            } else {
                withdraw_consent(&app.store, &app.surroundings, person, letter)?;
            }
        }
        Ok(see_other(&format!("{page}?done=letters-saved")))
    })
    .await
}

/// `GET /unsubscribe/{token}`: only its button acts, since mail scanners follow links.
pub(crate) async fn ask_unsubscribe(
    app: web::Data<App>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    let (_, letter) = app.key.unsubscribed(&token).ok_or(Failure::NotFound)?;
    let page = unsubscribe(&app, &visitor, &token, letter, false);
    Ok(visitor.page(&app, app.html(&page)?))
}

/// `POST /unsubscribe/{token}`: one click of a mail program, which knows no browser and has no token of one (RFC 8058). The
/// token in the address is all that it needs, and doing it twice does nothing more.
pub(crate) async fn unsubscribe_now(
    app: web::Data<App>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    let (person, letter) = app.key.unsubscribed(&token).ok_or(Failure::NotFound)?;
    blocking(move || {
        withdraw_consent(&app.store, &app.surroundings, person, letter)?;
        let page = unsubscribe(&app, &visitor, &token, letter, true);
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn unsubscribe(
    app: &App,
    visitor: &Visitor,
    token: &str,
    letter: OptionalLetter,
    is_done: bool,
) -> Unsubscribe {
    Unsubscribe {
        layout: visitor.layout(app, "Get no more of these letters"),
        wording: letter.wording().to_owned(),
        is_done,
        action: Links::unsubscribe(token),
        letters_href: Links::my_letters(),
    }
}
