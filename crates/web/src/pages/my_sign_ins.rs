//! `/my/sign-ins`: where somebody is signed in, and signing out there.

use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, signed_out};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::sign_in_log;
use crate::view;
use actix_web::{HttpRequest, web};
use chrono_tz::Europe::London;
use marketday_accounts::{end_others, end_own, list_sign_ins};
use marketday_render::pages::my_sign_ins::{MySignIns, SignInLine};
use marketday_render::pages::sign_in::SignedOut;
use marketday_render::{Links, when};

/// `GET /my/sign-ins`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let signed_in = visitor.required()?;
        let limits = app.settings.sign_in;
        let open = app.read(|rx| list_sign_ins(rx, signed_in.person.id, &limits, app.now()))?;
        let line = |sign_in: marketday_store::sign_ins::SignIn| SignInLine {
            device: if sign_in.device.is_empty() {
                "A browser".to_owned()
            } else {
                sign_in.device
            },
            way_text: sign_in.way.text().to_owned(),
            since_text: when::moment(sign_in.created_at, London),
            seen_text: when::moment(sign_in.last_seen_at, London),
            is_here: sign_in.id == signed_in.sign_in,
            action: Links::my_sign_in_end(&sign_in.id),
        };
        let mut layout = visitor.own_layout(&app, "Where you are signed in");
        layout.flash = flash;
        let page = MySignIns {
            layout,
            sign_ins: open.into_iter().map(line).collect(),
            action: Links::my_sign_ins(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /my/sign-ins/{id}/end`: one of their own.
pub(crate) async fn end_one(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let signed_in = posted.visitor.required()?;
        let id = path.parse().map_err(|_| Failure::NotFound)?;
        if !end_own(&app.store, &app.surroundings, signed_in.person.id, id)? {
            return Err(Failure::NotFound);
        }
        let reply = see_other(&format!("{}?done=signed-out-there", Links::my_sign_ins()));
        let is_here = id == signed_in.sign_in;
        let which = if is_here { "here" } else { "there" };
        sign_in_log::signed_out(signed_in.person.id, which);
        Ok(if is_here {
            signed_out(&app, reply)
        } else {
            reply
        })
    })
    .await
}

/// `POST /my/sign-ins`: all others, or all.
pub(crate) async fn end_several(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { mut visitor, form } = posted;
        let signed_in = visitor.required()?.clone();
        let person = signed_in.person.id;
        match form.value("action") {
            Some("others") => {
                let kept = Some(signed_in.sign_in);
                end_others(&app.store, &app.surroundings, person, kept)?;
                sign_in_log::signed_out(person, "elsewhere");
                let next = format!("{}?done=signed-out-elsewhere", Links::my_sign_ins());
                Ok(see_other(&next))
            }
            Some("all") => {
                end_others(&app.store, &app.surroundings, person, None)?;
                sign_in_log::signed_out(person, "everywhere");
                visitor.signed_in = None;
                let page = SignedOut {
                    layout: visitor.layout(&app, "You are signed out"),
                };
                let reply = visitor.page(&app, app.html(&page)?);
                Ok(signed_out(&app, reply))
            }
            _ => Err(Failure::BadRequest),
        }
    })
    .await
}
