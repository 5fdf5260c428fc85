//! Reading the audit trail, newest first and a page at a time.

use crate::audit::Altered;
use crate::columns::{At, MaybeText, Text, at};
use crate::connection::Rx;
use crate::error::StoreError;
use crate::schema::{
    audit, bookings, events, memberships, people, proposals, registrations, seats, waiting_entries,
};
use diesel::prelude::*;
use diesel::sql_types::Text as SqlText;
use marketday_model::notice::Subject;
use marketday_model::{EventId, Instant, MembershipState, OrganisationId, PersonId};

/// A line as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id; later lines have greater ones.
    pub id: String,
    /// When.
    pub at: Instant,
    /// Who; none for the product itself, and for the command line.
    pub person: Option<PersonId>,
    /// Their name, while they are known.
    pub name: Option<String>,
    /// The network that they acted from.
    pub network: Option<String>,
    /// What was done, as `noun.verb`.
    pub action: String,
    /// To what, as `noun:id`.
    pub subject: String,
    /// What else was noted.
    pub detail: String,
    /// What was otherwise afterwards.
    pub altered: Vec<Altered>,
}

/// Which lines: every condition that is set must hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// About this event, and its bookings, registrations and proposals.
    pub event: Option<EventId>,
    /// About this organisation, and the bookings of which it is the company.
    pub organisation: Option<OrganisationId>,
    /// About exactly this.
    pub subject: Option<Subject>,
    /// By this person.
    pub person: Option<PersonId>,
    /// Only these deeds; all where none is named.
    pub actions: &'static [&'static str],
    /// Not older than this.
    pub since: Option<Instant>,
    /// Older than the line with this id: the next page.
    pub before: Option<uuid::Uuid>,
}

type Row = (
    String,
    At,
    MaybeText<PersonId>,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
    String,
);

/// The newest lines that the filter finds, so many at most: one query.
pub fn list(rx: &mut Rx<'_>, filter: &Filter, most: u32) -> Result<Vec<Line>, StoreError> {
    let mut found = audit::table
        .left_join(people::table.on(audit::person_id.eq(people::id.nullable())))
        .into_boxed();
    if let Some(event) = filter.event {
        let id = event.to_string();
        let of_bookings = bookings::table
            .filter(bookings::event_id.eq(id.clone()))
            .select(noun("booking:").concat(bookings::id));
        let of_registrations = registrations::table
            .filter(registrations::event_id.eq(id))
            .select(noun("registration:").concat(registrations::id));
        let of_proposals = proposals::table
            .filter(proposals::event_id.eq(event.to_string()))
            .select(noun("proposal:").concat(proposals::id));
        let of_waiting = waiting_entries::table
            .filter(waiting_entries::event_id.eq(event.to_string()))
            .select(noun("waiting:").concat(waiting_entries::id));
        found = found.filter(
            audit::subject
                .eq(Subject::Event(event).to_string())
                .or(audit::subject.eq_any(of_waiting))
                .or(audit::subject.eq_any(of_bookings))
                .or(audit::subject.eq_any(of_registrations))
                .or(audit::subject.eq_any(of_proposals)),
        );
    }
    if let Some(organisation) = filter.organisation {
        let of_bookings = bookings::table
            .filter(bookings::company_id.eq(organisation.to_string()))
            .select(noun("booking:").concat(bookings::id));
        found = found.filter(
            audit::subject
                .eq(Subject::Organisation(organisation).to_string())
                .or(audit::subject.eq_any(of_bookings)),
        );
    }
    if let Some(subject) = filter.subject {
        found = found.filter(audit::subject.eq(subject.to_string()));
    }
    if let Some(person) = filter.person {
        found = found.filter(audit::person_id.eq(person.to_string()));
    }
    if !filter.actions.is_empty() {
        found = found.filter(audit::action.eq_any(filter.actions));
    }
    if let Some(since) = filter.since {
        found = found.filter(audit::at.ge(at(since)));
    }
    if let Some(before) = filter.before {
        found = found.filter(audit::id.lt(before.to_string()));
    }
    let rows: Vec<Row> = found
        .order(audit::id.desc())
        .limit(most.into())
        .select((
            audit::id,
            audit::at,
            audit::person_id,
            people::name.nullable(),
            audit::network,
            audit::action,
            audit::subject,
            audit::detail,
            audit::altered,
        ))
        .load(rx.db())?;
    rows.into_iter().map(line).collect()
}

/// How people who are no members of a company come to be in its history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outsiders {
    /// Those who booked for it.
    pub contacts: Vec<PersonId>,
    /// Those who run an event at which it has, or had, a slot.
    pub organisers: Vec<PersonId>,
}

/// Which of these people booked for a company, and which run an event of its bookings: three queries.
pub fn list_outsiders(
    rx: &mut Rx<'_>,
    company: OrganisationId,
    people: &[PersonId],
) -> Result<Outsiders, StoreError> {
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let of_company = || bookings::table.filter(bookings::company_id.eq(company.to_string()));
    let events_of = || of_company().select(bookings::event_id);
    let bodies_of = || {
        events::table
            .filter(events::id.eq_any(events_of()))
            .select(events::organiser_id)
    };
    let contacts: Vec<MaybeText<PersonId>> = of_company()
        .filter(bookings::contact_id.eq_any(ids.clone()))
        .select(bookings::contact_id)
        .distinct()
        .load(rx.db())?;
    let in_body: Vec<Text<PersonId>> = memberships::table
        .filter(memberships::person_id.eq_any(ids.clone()))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .filter(memberships::organisation_id.eq_any(bodies_of()))
        .select(memberships::person_id)
        .load(rx.db())?;
    let in_team: Vec<Text<PersonId>> = seats::table
        .filter(seats::person_id.eq_any(ids))
        .filter(
            seats::event_id
                .eq_any(events_of().select(bookings::event_id.nullable()))
                .or(seats::body_id.eq_any(bodies_of().select(events::organiser_id.nullable()))),
        )
        .select(seats::person_id)
        .load(rx.db())?;
    Ok(Outsiders {
        contacts: contacts.into_iter().filter_map(|id| id.0).collect(),
        organisers: in_body.into_iter().chain(in_team).map(|id| id.0).collect(),
    })
}

/// A word before an id, as SQL.
fn noun(text: &'static str) -> diesel::dsl::AsExprOf<&'static str, SqlText> {
    diesel::IntoSql::into_sql::<SqlText>(text)
}

fn line(
    (id, at, person, name, network, action, subject, detail, altered): Row,
) -> Result<Line, StoreError> {
    Ok(Line {
        altered: Altered::read(&altered)?,
        id,
        at: at.0,
        person: person.0,
        name,
        network,
        action,
        subject,
        detail,
    })
}
