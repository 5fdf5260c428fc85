//! `/organisations/{id}/history`: who did what with an organisation and its bookings, for its owners and members. Of
//! those who are no members it shows as little as tells what happened: never their network, and a name only of whoever
//! booked for it.

use crate::app::{App, blocking};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::found;
use crate::pages::history::{Asked, Lines, Trail};
use crate::reply::Reply;
use actix_web::web;
use marketday_model::time::LONDON;
use marketday_model::{Organisation, OrganisationId, PersonId, permission};
use marketday_render::pages::history::{History, HistoryRow};
use marketday_render::{FormState, Links};
use marketday_store::audit_trail::{Filter, Line, Outsiders};
use marketday_store::{audit_trail, memberships, organisations};
use std::collections::HashSet;

/// The organisation of an address, for one who may read its history.
fn read_by(app: &App, visitor: &Visitor, id: &str) -> Result<Organisation, Failure> {
    let id: OrganisationId = id.parse().map_err(|_| Failure::NotFound)?;
    if permission::may_read_organisation_history(&visitor.required()?.actor, id) {
        found(app.read(|rx| organisations::find(rx, id))?)
    } else {
        Err(Failure::NotFound)
    }
}

/// Who of a page's people is what to the organisation.
struct Known {
    members: HashSet<PersonId>,
    outsiders: Outsiders,
}

impl Known {
    fn of(app: &App, id: OrganisationId, people: &HashSet<PersonId>) -> Result<Self, Failure> {
        app.read(|rx| {
            let ties = memberships::list_of_organisation(rx, id)?;
            let active = ties.iter().filter(|tie| tie.is_active());
            let members: HashSet<PersonId> = active.map(|tie| tie.person).collect();
            let others: Vec<PersonId> = people.difference(&members).copied().collect();
            let outsiders = if others.is_empty() {
                Outsiders::default()
            } else {
                audit_trail::list_outsiders(rx, id, &others)?
            };
            Ok(Self { members, outsiders })
        })
    }

    /// Whether the organisation sees their name.
    fn names(&self, person: PersonId) -> bool {
        self.members.contains(&person) || self.outsiders.contacts.contains(&person)
    }

    /// A line as the organisation reads it.
    fn row(&self, trail: &Trail, mut line: Line) -> HistoryRow {
        // An id alone says whose membership it is: nothing to read.
        if line.detail.parse::<PersonId>().is_ok() {
            line.detail.clear();
        }
        let person = line.person.filter(|who| !self.members.contains(who));
        let Some(person) = person else {
            return trail.row(line);
        };
        line.network = None;
        if self.names(person) {
            return trail.row(line);
        }
        line.person = None;
        let is_of_booking = line.subject.starts_with("booking:");
        if !is_of_booking {
            line.detail.clear();
        }
        HistoryRow {
            who_text: if is_of_booking && self.outsiders.organisers.contains(&person) {
                "The organisers of the event"
            } else {
                "Somebody who is not a member now"
            },
            ..trail.row(line)
        }
    }
}

/// `GET`
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let organisation = read_by(&app, &visitor, &path)?;
        let id = organisation.id;
        let part = asked.read(Filter {
            organisation: Some(id),
            ..Filter::default()
        })?;
        let trail = Trail {
            path: Links::organisation_history(&id),
            zone: LONDON,
            of: "organisation",
        };
        let Lines { lines, older_href } = trail.lines(&app, &part)?;
        let by = part.filter.person;
        let people = lines.iter().filter_map(|line| line.person).chain(by);
        let known = Known::of(&app, id, &people.collect())?;
        // Or whoever knows an id would learn what its person did.
        if by.is_some_and(|by| !known.names(by)) {
            return Err(Failure::NotFound);
        }
        let name = &organisation.name;
        let page = History {
            layout: visitor
                .layout(&app, &format!("History of {name}"))
                .crumb("My bookings and registrations", Links::my())
                .crumb(format!("Members of {name}"), Links::members(&id)),
            form: FormState::new(),
            lead: format!("Who did what with {name} and its bookings, newest first."),
            action: None,
            only: trail.only(&part),
            rows: lines
                .into_iter()
                .map(|line| known.row(&trail, line))
                .collect(),
            older_href,
            files: Vec::new(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}
