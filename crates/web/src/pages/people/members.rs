//! `/organisations/{id}/members`: who acts for a company or a body, asking somebody to join, and leaving.

use super::rows::{asked, name_of, of_member, role_text, roles};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_accounts::{
    MembershipRefused, NominateRefused, change_membership, end_membership, nominate,
    withdraw_nomination,
};
use marketday_model::{
    Membership, Nominated, Nomination, Organisation, OrganisationKind, Person, PersonId, Role,
    permission,
};
use marketday_render::pages::people::{MemberRow, Members};
use marketday_render::{FormState, Links};
use marketday_store::{memberships, nominations, organisations, people};
use std::collections::HashMap;

/// The organisation of an address, for one of its active members.
fn organisation_of(app: &App, visitor: &Visitor, id: &str) -> Result<Organisation, Failure> {
    let id = of_member(visitor, id)?;
    found(app.read(|rx| organisations::find(rx, id))?)
}

fn may_manage(visitor: &Visitor, organisation: &Organisation) -> Result<bool, Failure> {
    let actor = &visitor.required()?.actor;
    Ok(permission::may_manage_members(actor, organisation.id))
}

fn may_read_history(visitor: &Visitor, organisation: &Organisation) -> Result<bool, Failure> {
    let actor = &visitor.required()?.actor;
    Ok(permission::may_read_organisation_history(
        actor,
        organisation.id,
    ))
}

/// The organisation of an address, for one of its owners.
fn managed(app: &App, visitor: &Visitor, id: &str) -> Result<Organisation, Failure> {
    let organisation = organisation_of(app, visitor, id)?;
    if may_manage(visitor, &organisation)? {
        Ok(organisation)
    } else {
        Err(Failure::NotFound)
    }
}

fn page(
    app: &App,
    visitor: &Visitor,
    organisation: &Organisation,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let me = visitor.required()?.person.id;
    let manages = may_manage(visitor, organisation)?;
    let (ties, nominations, people) = app.read(|rx| {
        let ties = memberships::list_of_organisation(rx, organisation.id)?;
        let ids: Vec<PersonId> = ties.iter().map(|tie| tie.person).collect();
        let nominations = nominations::list_of_organisation(rx, organisation.id, app.now())?;
        Ok((ties, nominations, people::list(rx, &ids)?))
    })?;
    let people: HashMap<PersonId, Person> = people.into_iter().map(|p| (p.id, p)).collect();
    let id = &organisation.id;
    let row = |tie: &Membership| {
        let person = people.get(&tie.person)?;
        let is_me = tie.person == me;
        Some(MemberRow {
            name: name_of(person),
            email: person.email.to_string(),
            role_text: role_text(tie.role).to_owned(),
            note: (!tie.is_active()).then(|| "Not yet confirmed".to_owned()),
            role: tie.role.to_string(),
            change_action: (manages && tie.is_active()).then(|| Links::member(id, &tie.id)),
            remove_action: (manages || is_me).then(|| Links::member_removal(id, &tie.id)),
            remove_text: if is_me { "Leave" } else { "Remove" },
        })
    };
    let withdraw =
        |nomination: &Nomination| Links::member_nomination_withdrawal(id, &nomination.id);
    let mut layout = visitor.own_layout(app, &format!("Members of {}", organisation.name));
    layout.flash = flash;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = Members {
        layout,
        form,
        event: None,
        lead: format!(
            "They act for {}, each as far as their role goes.",
            organisation.name
        ),
        profile_href: (organisation.kind == OrganisationKind::Company).then(|| Links::profile(id)),
        history_href: may_read_history(visitor, organisation)?
            .then(|| Links::organisation_history(id)),
        members: ties.iter().filter_map(row).collect(),
        asked: nominations
            .iter()
            .map(|nomination| asked(nomination, manages.then_some(withdraw)))
            .collect(),
        action: manages.then(|| Links::members(id)),
        roles: roles(),
        reaches: Vec::new(),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `GET`: the members, for each of them.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let organisation = organisation_of(&app, &visitor, &path)?;
        page(&app, &visitor, &organisation, FormState::new(), flash)
    })
    .await
}

/// `POST`: asks somebody to join.
pub(crate) async fn ask(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let organisation = managed(&app, visitor, &path)?;
        let mut fields = Fields::of(posted.form);
        let email = fields.email("email");
        let role: Option<Role> = fields.word("role", "Choose a role");
        let (Some(email), Some(role), true) = (email, role, fields.is_good()) else {
            return page(&app, visitor, &organisation, fields.form, None);
        };
        let by = visitor.required()?.person.id;
        let place = Nominated::Membership(organisation.id, role);
        match nominate(&app.store, &app.surroundings, by, &email, place) {
            Ok(_) => Ok(back(&organisation, "asked-to-join")),
            Err(NominateRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let form = fields.form.error("email", refused.to_string());
                page(&app, visitor, &organisation, form, None)
            }
        }
    })
    .await
}

fn back(organisation: &Organisation, done: &str) -> Reply {
    let path = Links::members(&organisation.id);
    see_other(&format!("{path}?done={done}"))
}

/// The membership of an address, if it is one of this organisation.
fn tie_of(app: &App, organisation: &Organisation, id: &str) -> Result<Membership, Failure> {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let tie = app.read(|rx| memberships::find(rx, id))?;
    found(tie.filter(|tie| tie.organisation == organisation.id))
}

fn answer(
    app: &App,
    visitor: &Visitor,
    organisation: &Organisation,
    outcome: Result<(), MembershipRefused>,
    done: Reply,
) -> Result<Reply, Failure> {
    match outcome {
        // Somebody else was faster: what was wanted has happened.
        Ok(()) | Err(MembershipRefused::NoSuchMembership) => Ok(done),
        Err(MembershipRefused::Store(error)) => Err(error.into()),
        Err(refused @ MembershipRefused::LastOwner) => {
            let form = FormState::new().error("", refused.to_string());
            page(app, visitor, organisation, form, None)
        }
    }
}

/// `POST …/{membership}`: another role.
pub(crate) async fn change(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let organisation = managed(&app, visitor, &path.0)?;
        let tie = tie_of(&app, &organisation, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let role = fields.word("role", "Choose a role");
        let (Some(role), true) = (role, tie.is_active()) else {
            return page(&app, visitor, &organisation, fields.form, None);
        };
        let by = visitor.required()?.person.id;
        let outcome = change_membership(&app.store, &app.surroundings, by, tie.id, role);
        let done = back(&organisation, "role-changed");
        answer(&app, visitor, &organisation, outcome, done)
    })
    .await
}

/// `POST …/{membership}/removal`: an owner removes somebody, or somebody leaves.
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let organisation = organisation_of(&app, visitor, &path.0)?;
        let tie = tie_of(&app, &organisation, &path.1)?;
        let me = visitor.required()?.person.id;
        let is_me = tie.person == me;
        if !permission::may_end_membership(&visitor.required()?.actor, &tie) {
            return Err(Failure::NotFound);
        }
        let outcome = end_membership(&app.store, &app.surroundings, me, tie.id);
        let done = if is_me {
            see_other(&format!("{}?done=left", Links::my()))
        } else {
            back(&organisation, "person-removed")
        };
        answer(&app, visitor, &organisation, outcome, done)
    })
    .await
}

/// `POST /organisations/{id}/nominations/{nomination}/withdrawal`
pub(crate) async fn withdraw(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let organisation = managed(&app, visitor, &path.0)?;
        let id = path.1.parse().map_err(|_| Failure::NotFound)?;
        let nomination = app.read(|rx| nominations::find(rx, id))?;
        let nomination = found(nomination.filter(|nomination| {
            matches!(nomination.place, Nominated::Membership(of, _) if of == organisation.id)
        }))?;
        let by = visitor.required()?.person.id;
        withdraw_nomination(&app.store, &app.surroundings, by, &nomination)?;
        Ok(back(&organisation, "asked-no-longer"))
    })
    .await
}
