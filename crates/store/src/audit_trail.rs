//! Reading the audit trail, newest first and a page at a time.

use crate::audit::Altered;
use crate::columns::{At, MaybeText, at};
use crate::connection::Rx;
use crate::error::StoreError;
use crate::schema::{audit, bookings, people, registrations};
use diesel::prelude::*;
use diesel::sql_types::Text as SqlText;
use marketday_model::notice::Subject;
use marketday_model::{EventId, Instant, PersonId};

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
    /// About this event, and its bookings and registrations.
    pub event: Option<EventId>,
    /// About exactly this.
    pub subject: Option<Subject>,
    /// By this person.
    pub person: Option<PersonId>,
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
        found = found.filter(
            audit::subject
                .eq(Subject::Event(event).to_string())
                .or(audit::subject.eq_any(of_bookings))
                .or(audit::subject.eq_any(of_registrations)),
        );
    }
    if let Some(subject) = filter.subject {
        found = found.filter(audit::subject.eq(subject.to_string()));
    }
    if let Some(person) = filter.person {
        found = found.filter(audit::person_id.eq(person.to_string()));
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
