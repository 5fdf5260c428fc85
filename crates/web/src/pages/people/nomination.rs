//! `/nominations/{id}`: what somebody is asked to join, and the button that accepts. Only for the address that was
//! asked: everybody else is told that there is nothing here.

use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, sign_in_cookie};
use crate::failure::Failure;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_accounts::{AcceptRefused, accept_nomination, still_stands};
use marketday_model::time::LONDON;
use marketday_model::{Nominated, Nomination, SeatScope, TeamRole, permission};
use marketday_render::{Links, pages, when};
use marketday_store::{Rx, StoreError, events, nominations, organisations, people};

/// The nomination of an address, if it is for whoever is signed in.
fn nomination_of(app: &App, visitor: &Visitor, id: &str) -> Result<Nomination, Failure> {
    let email = &visitor.required()?.person.email;
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let nomination = app.read(|rx| nominations::find(rx, id))?;
    found(nomination.filter(|nomination| permission::may_accept_nomination(email, nomination)))
}

/// What they would join, in words, and where it is.
fn place(rx: &mut Rx<'_>, nomination: &Nomination) -> Result<Option<(String, String)>, StoreError> {
    Ok(match nomination.place {
        Nominated::Seat(SeatScope::Event(id), role) => events::find(rx, id)?.map(|event| {
            let what = format!("the team of {}", event.title);
            if role == TeamRole::Assessor {
                (what, Links::assessing(&event.slug))
            } else {
                (what, Links::organise_event(&event.slug))
            }
        }),
        Nominated::Seat(SeatScope::Body(id), _) => organisations::find(rx, id)?.map(|body| {
            let what = format!("the team of every event of {}", body.name);
            (what, Links::organise())
        }),
        Nominated::Membership(id, _) => {
            organisations::find(rx, id)?.map(|body| (body.name, Links::members(&id)))
        }
    })
}

fn page(app: &App, visitor: &Visitor, nomination: &Nomination) -> Result<Reply, Failure> {
    let (what, by, is_open) = app.read(|rx| {
        let by = match nomination.named_by {
            Some(person) => people::find(rx, person)?,
            None => None,
        };
        let is_open = still_stands(rx, nomination, app.now())?;
        Ok((place(rx, nomination)?, by, is_open))
    })?;
    let (what, _) = found(what)?;
    let page = pages::people::Nomination {
        layout: visitor.layout(app, &format!("Join {what}")),
        named_by: by.map_or_else(|| "whoever asked you".to_owned(), |person| person.name),
        what,
        role_text: nomination.place.as_what().to_owned(),
        may_text: nomination.place.may().to_owned(),
        expires_text: when::moment(nomination.expires_at, LONDON),
        action: is_open.then(|| Links::nomination(&nomination.id)),
    };
    let status = if is_open {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `GET`: the question.
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let nomination = nomination_of(&app, &visitor, &path)?;
        page(&app, &visitor, &nomination)
    })
    .await
}

/// `POST`: accepts. Whoever can do more from now on gets a fresh sign-in cookie.
pub(crate) async fn accept(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let nomination = nomination_of(&app, visitor, &path)?;
        let signed_in = visitor.required()?;
        let (person, sign_in) = (signed_in.person.id, signed_in.sign_in);
        match accept_nomination(
            &app.store,
            &app.surroundings,
            person,
            sign_in,
            nomination.id,
        ) {
            Ok((accepted, token)) => {
                let place = app.read(|rx| place(rx, &accepted))?;
                let path = place.map_or_else(Links::my, |(_, path)| path);
                let reply = see_other(&format!("{path}?done=joined"));
                Ok(reply.with_cookie(sign_in_cookie(&app, &token)))
            }
            Err(AcceptRefused::Over) => page(&app, visitor, &nomination),
            Err(AcceptRefused::NoSuchNomination) => Err(Failure::NotFound),
            Err(AcceptRefused::SignedOut) => Ok(see_other(&Links::nomination(&nomination.id))),
            Err(AcceptRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}
