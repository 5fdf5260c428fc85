//! What both pages share: roles as choices, and who was asked.

use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use marketday_model::time::LONDON;
use marketday_model::{Nominated, Nomination, OrganisationId, Person, Role, TeamRole, permission};
use marketday_render::pages::people::AskedRow;
use marketday_render::{Choice, when};

/// The organisation of an address, for one of its active members.
pub(super) fn of_member(visitor: &Visitor, id: &str) -> Result<OrganisationId, Failure> {
    let actor = &visitor.required()?.actor;
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    if permission::may_see_members(actor, id) {
        Ok(id)
    } else {
        Err(Failure::NotFound)
    }
}

/// "Front desk".
pub(super) const fn team_role_text(role: TeamRole) -> &'static str {
    match role {
        TeamRole::Owner => "Owner",
        TeamRole::Editor => "Editor",
        TeamRole::Programme => "Programme",
        TeamRole::FrontDesk => "Front desk",
        TeamRole::Viewer => "Viewer",
        TeamRole::Assessor => "Assessor",
    }
}

/// "Assistant".
pub(super) const fn role_text(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Member => "Member",
        Role::Assistant => "Assistant",
    }
}

pub(super) fn team_roles() -> Vec<Choice> {
    let choice = |role: &TeamRole| {
        Choice::new(role.as_str(), team_role_text(*role))
            .hint(format!("They could {}.", role.may()))
    };
    TeamRole::ALL.iter().map(choice).collect()
}

pub(super) fn roles() -> Vec<Choice> {
    let choice = |role: &Role| {
        Choice::new(role.as_str(), role_text(*role)).hint(format!("They could {}.", role.may()))
    };
    Role::ALL.iter().map(choice).collect()
}

/// Their name, or their address where they gave none.
pub(super) fn name_of(person: &Person) -> String {
    if person.name.is_empty() {
        person.email.to_string()
    } else {
        person.name.clone()
    }
}

/// Somebody who was asked; `withdraw` builds the address of the button, for those who may press it.
pub(super) fn asked(
    nomination: &Nomination,
    withdraw: Option<impl Fn(&Nomination) -> String>,
) -> AskedRow {
    let role = match nomination.place {
        Nominated::Seat(_, role) => team_role_text(role),
        Nominated::Membership(_, role) => role_text(role),
    };
    AskedRow {
        email: nomination.email.to_string(),
        role_text: role.to_owned(),
        expires_text: when::moment(nomination.expires_at, LONDON),
        withdraw_action: withdraw.map(|address| address(nomination)),
    }
}
