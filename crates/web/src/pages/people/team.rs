//! `/organise/events/{slug}/team`: who runs the event, and asking somebody to join.

use super::rows::{asked, name_of, team_role_text, team_roles};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_accounts::{
    NominateRefused, change_seat, nominate, remove_seat, withdraw_nomination,
};
use marketday_model::{
    Event, Membership, Nominated, Nomination, Person, PersonId, Role, Seat, SeatScope, TeamRole,
};
use marketday_render::pages::organise::Section;
use marketday_render::pages::people::{MemberRow, Members};
use marketday_render::{Choice, FormState, Links};
use marketday_store::{Rx, StoreError, memberships, nominations, people, teams};
use std::collections::HashMap;

/// Everybody of a team, with what hangs on them.
struct Content {
    members: Vec<Membership>,
    seats: Vec<Seat>,
    nominations: Vec<Nomination>,
    people: HashMap<PersonId, Person>,
}

impl Content {
    /// Four queries, however many there are.
    fn read(app: &App, rx: &mut Rx<'_>, event: &Event) -> Result<Self, StoreError> {
        let mut members = memberships::list_of_organisation(rx, event.organiser)?;
        members.retain(Membership::is_active);
        let seats = teams::list_of_event(rx, event.id, event.organiser)?;
        let ids: Vec<PersonId> = members
            .iter()
            .map(|tie| tie.person)
            .chain(seats.iter().map(|seat| seat.person))
            .collect();
        let people = people::list(rx, &ids)?;
        Ok(Self {
            nominations: nominations::list_of_team(rx, event.id, event.organiser, app.now())?,
            people: people
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            members,
            seats,
        })
    }
}

/// Whether somebody may decide about all events of the body, and not of this one only: its owners.
fn rules_body(organised: &Organised) -> bool {
    let role = organised.signed_in.actor.role_in(organised.event.organiser);
    role == Some(Role::Owner)
}

fn may_decide(organised: &Organised, scope: SeatScope) -> bool {
    match scope {
        SeatScope::Event(id) => id == organised.event.id,
        SeatScope::Body(id) => id == organised.event.organiser && rules_body(organised),
    }
}

fn page(
    app: &App,
    organised: &Organised,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let content = app.read(|rx| Content::read(app, rx, event))?;
    let row = |person: &Person, role: TeamRole, note: Option<String>| MemberRow {
        name: name_of(person),
        email: person.email.to_string(),
        role_text: team_role_text(role).to_owned(),
        note,
        role: role.to_string(),
        change_action: None,
        remove_action: None,
        remove_text: "Remove",
    };
    let everywhere = format!("For every event of {}", event.organiser_name);
    let members = content.members.iter().filter_map(|tie| {
        let note = format!("Belongs to {}", event.organiser_name);
        let person = content.people.get(&tie.person)?;
        Some(row(person, TeamRole::Owner, Some(note)))
    });
    let seats = content.seats.iter().filter_map(|seat| {
        let note = matches!(seat.scope, SeatScope::Body(_)).then(|| everywhere.clone());
        let row = row(content.people.get(&seat.person)?, seat.role, note);
        Some(if may_decide(organised, seat.scope) {
            MemberRow {
                change_action: Some(Links::organise_seat(&event.slug, &seat.id)),
                remove_action: Some(Links::organise_seat_removal(&event.slug, &seat.id)),
                ..row
            }
        } else {
            row
        })
    });
    let withdraw = |nomination: &Nomination| {
        Links::organise_nomination_withdrawal(&event.slug, &nomination.id)
    };
    let asked = content.nominations.iter().map(|nomination| {
        let may =
            matches!(nomination.place, Nominated::Seat(scope, _) if may_decide(organised, scope));
        asked(nomination, may.then_some(withdraw))
    });
    let mut layout = organised.layout(app, "Team");
    layout.flash = flash;
    let reaches = if rules_body(organised) {
        vec![
            Choice::new("event", "This event"),
            Choice::new("body", format!("Every event of {}", event.organiser_name)),
        ]
    } else {
        Vec::new()
    };
    let page = Members {
        layout,
        form,
        event: Some(organised.header(app, Section::Team)),
        profile_href: None,
        lead: "These people see and run this event, each as far as their role goes.".to_owned(),
        history_href: None,
        members: members.chain(seats).collect(),
        asked: asked.collect(),
        action: Some(Links::organise_team(&event.slug)),
        roles: team_roles(),
        reaches,
    };
    organised.form_page(app, &page.form, &page)
}

/// `GET`: the team.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        page(
            &app,
            &organised,
            FormState::new().with("reach", "event"),
            flash,
        )
    })
    .await
}

/// `POST`: asks somebody to join.
pub(crate) async fn ask(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mut fields = Fields::of(posted.form);
        let email = fields.email("email");
        let role: Option<TeamRole> = fields.word("role", "Choose a role");
        let everywhere = rules_body(&organised) && fields.text("reach") == "body";
        let (Some(email), Some(role), true) = (email, role, fields.is_good()) else {
            return page(&app, &organised, fields.form, None);
        };
        let scope = if everywhere {
            SeatScope::Body(organised.event.organiser)
        } else {
            SeatScope::Event(organised.event.id)
        };
        let by = organised.signed_in.person.id;
        let place = Nominated::Seat(scope, role);
        match nominate(&app.store, &app.surroundings, by, &email, place) {
            Ok(_) => Ok(back(&organised, "asked-to-join")),
            Err(NominateRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let form = fields.form.error("email", refused.to_string());
                page(&app, &organised, form, None)
            }
        }
    })
    .await
}

fn back(organised: &Organised, done: &str) -> Reply {
    let path = Links::organise_team(&organised.event.slug);
    see_other(&format!("{path}?done={done}"))
}

/// The seat of an address, if this visitor decides about it.
fn seat_of(app: &App, organised: &Organised, id: &str) -> Result<Seat, Failure> {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let seat = app.read(|rx| teams::find(rx, id))?;
    found(seat.filter(|seat| may_decide(organised, seat.scope)))
}

/// `POST …/{seat}`: another role.
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let seat = seat_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(role) = fields.word("role", "Choose a role") else {
            return page(&app, &organised, fields.form, None);
        };
        let by = organised.signed_in.person.id;
        change_seat(&app.store, &app.surroundings, by, &seat, role)?;
        Ok(back(&organised, "role-changed"))
    })
    .await
}

/// `POST …/{seat}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let seat = seat_of(&app, &organised, &path.1)?;
        let by = organised.signed_in.person.id;
        remove_seat(&app.store, &app.surroundings, by, &seat)?;
        Ok(back(&organised, "person-removed"))
    })
    .await
}

/// `POST …/nominations/{id}/withdrawal`
pub(crate) async fn withdraw(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let id = path.1.parse().map_err(|_| Failure::NotFound)?;
        let nomination = app.read(|rx| nominations::find(rx, id))?;
        let nomination = found(nomination.filter(|nomination| {
            matches!(nomination.place, Nominated::Seat(scope, _) if may_decide(&organised, scope))
        }))?;
        let by = organised.signed_in.person.id;
        withdraw_nomination(&app.store, &app.surroundings, by, &nomination)?;
        Ok(back(&organised, "asked-no-longer"))
    })
    .await
}
