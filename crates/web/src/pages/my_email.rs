//! `/my/email`: changing one's address, with a fresh sign-in and a code to the new one; and taking it back.

use super::booking::code_message;
use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::sign_in_log;
use actix_web::http::StatusCode;
use actix_web::web;
use chrono_tz::Europe::London;
use marketday_accounts::{
    AddressRefused, AskRefused, ask_code, change_address, find_undo, undo_address,
};
use marketday_model::code::CodePurpose;
use marketday_model::{EmailAddress, EmailChangeId};
use marketday_render::pages::my_email::{MyEmail, MyEmailCode, MyEmailUndo, MyEmailUndone};
use marketday_render::{FormState, Links, when};

fn status_of(form: &FormState) -> StatusCode {
    if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

/// `GET /my/email`
pub(crate) async fn show(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    email_page(&app, &visitor, FormState::new())
}

fn email_page(app: &App, visitor: &Visitor, form: FormState) -> Result<Reply, Failure> {
    let signed_in = visitor.required()?;
    let page = MyEmail {
        layout: visitor.own_layout(app, "Change your email address"),
        email: signed_in.person.email.to_string(),
        is_fresh: signed_in.is_fresh(app.now()),
        sign_in_href: Links::sign_in_then(&Links::my_email()),
        action: Links::my_email(),
        form,
    };
    Ok(visitor.page_with_status(app, status_of(&page.form), app.html(&page)?))
}

/// `POST /my/email`: sends a code to the new address, whoever has it.
pub(crate) async fn ask(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let signed_in = visitor.required()?;
        if !signed_in.is_fresh(app.now()) {
            return Ok(see_other(&Links::my_email()));
        }
        let mut fields = Fields::of(form);
        let Some(email) = fields.email("email").filter(|_| fields.is_good()) else {
            return email_page(&app, &visitor, fields.form);
        };
        if email == signed_in.person.email {
            let mut form = fields.form;
            form.push_error("email", "This is your address already. Enter another one");
            return email_page(&app, &visitor, form);
        }
        send(&app, &visitor, fields.form, &email)
    })
    .await
}

fn send(
    app: &App,
    visitor: &Visitor,
    mut form: FormState,
    email: &EmailAddress,
) -> Result<Reply, Failure> {
    match ask_code(
        &app.store,
        &app.surroundings,
        CodePurpose::NewAddress,
        email,
        &visitor.browser(),
        &visitor.network,
    ) {
        Ok(_) => {}
        Err(AskRefused::Store(error)) => return Err(error.into()),
        Err(_) => form.push_error(
            "code",
            "Too many codes were asked for. Use the newest one you have, or try again in an hour",
        ),
    }
    code_page(app, visitor, form, email)
}

fn code_page(
    app: &App,
    visitor: &Visitor,
    form: FormState,
    email: &EmailAddress,
) -> Result<Reply, Failure> {
    let page = MyEmailCode {
        layout: visitor.own_layout(app, "Check your email"),
        action: Links::my_email_code(),
        sent_to: email.to_string(),
        form: form.without("code").without("action"),
    };
    Ok(visitor.page_with_status(app, status_of(&page.form), app.html(&page)?))
}

/// `POST /my/email/code`: changes the address by the typed code, or sends another.
pub(crate) async fn check(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let signed_in = visitor.required()?;
        if !signed_in.is_fresh(app.now()) {
            return Ok(see_other(&Links::my_email()));
        }
        let mut fields = Fields::of(form);
        let Some(email) = fields.email("email") else {
            return email_page(&app, &visitor, fields.form);
        };
        let mut form = fields.form;
        if form.value("action") == Some("resend") {
            return send(&app, &visitor, form, &email);
        }
        let code = visitor.typed_code(
            &app,
            CodePurpose::NewAddress,
            &email,
            form.value("code").unwrap_or_default(),
        );
        let (person, sign_in) = (signed_in.person.id, signed_in.sign_in);
        match change_address(&app.store, &app.surroundings, person, sign_in, code) {
            Ok(_) => visitor.renewed(&app, see_other("/my?done=address-changed")),
            Err(AddressRefused::Code(check)) => {
                form.push_error("code", code_message(check));
                code_page(&app, &visitor, form, &email)
            }
            Err(AddressRefused::Store(error)) => Err(error.into()),
            Err(AddressRefused::NoSuchPerson) => Err(Failure::NotFound),
            Err(refused @ (AddressRefused::Taken | AddressRefused::Dead)) => {
                form.push_error("email", refused.to_string());
                email_page(&app, &visitor, form.without("code").without("action"))
            }
        }
    })
    .await
}

/// `GET /my/email/undo/{id}/{token}`: only its button acts, since mail scanners follow links.
pub(crate) async fn show_undo(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (id, token) = path.into_inner();
        let id: Option<EmailChangeId> = id.parse().ok();
        let found = match id {
            Some(id) => find_undo(&app.store, &app.surroundings, &app.key, id, &token)?,
            None => None,
        };
        let Some(change) = found else {
            return dead(&app, &visitor);
        };
        let page = MyEmailUndo {
            layout: visitor.layout(&app, "Take the change of address back"),
            action: Links::my_email_undo(&change.id, &token),
            email: change.old.to_string(),
            changed_text: when::moment(change.made_at, London),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn dead(app: &App, visitor: &Visitor) -> Result<Reply, Failure> {
    undone(
        app,
        visitor,
        StatusCode::GONE,
        "This link does not work any more",
        "A change of address can be taken back once, within 7 days. If you need help, answer the letter.",
    )
}

fn undone(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    heading: &str,
    text: &str,
) -> Result<Reply, Failure> {
    let page = MyEmailUndone {
        layout: visitor.layout(app, heading),
        heading: heading.to_owned(),
        text: text.to_owned(),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST /my/email/undo/{id}/{token}`
pub(crate) async fn undo(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let (id, token) = path.into_inner();
        let Ok(id) = id.parse() else {
            return dead(&app, &visitor);
        };
        match undo_address(&app.store, &app.surroundings, &app.key, id, &token) {
            Ok(person) => {
                sign_in_log::signed_out(person, "everywhere");
                undone(
                    &app,
                    &visitor,
                    StatusCode::OK,
                    "The change has been taken back",
                    "Everybody who was signed in as you is signed out. Sign in with this address, and look at what was booked and changed meanwhile.",
                )
            }
            Err(AddressRefused::Taken) => undone(
                &app,
                &visitor,
                StatusCode::CONFLICT,
                "Your old address has another account by now",
                "Somebody signed in with it since. Answer the letter, so that we can put the two together.",
            ),
            Err(AddressRefused::Store(error)) => Err(error.into()),
            Err(_) => dead(&app, &visitor),
        }
    })
    .await
}
