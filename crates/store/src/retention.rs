//! What a rule of retention finds older than its period, and forgetting it.
//!
//! One condition a rule, by which the same rows are counted and forgotten.

use crate::columns::at;
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::revisions;
use crate::schema::audit_forgetting;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text as SqlText, Timestamp};
use marketday_model::privacy::{ERASED_DOMAIN, Rule};
use marketday_model::{Instant, PersonId};

/// The table of a rule and the condition by which its rows are too old; `$1` is the instant before which they are.
fn rows(rule: Rule) -> (&'static str, String) {
    let (table, condition) = match rule {
        Rule::CodeRequests => ("code_requests", "asked_at < $1"),
        Rule::SignIns => ("sign_ins", "last_seen_at < $1"),
        Rule::EmailChanges => ("email_changes", "made_at < $1"),
        Rule::Holds => (
            "bookings",
            "changed_at < $1 AND hold_browser IS NOT NULL AND state <> 'held'",
        ),
        Rule::Needs => (
            "registration_needs",
            "registration_id IN (SELECT r.id FROM registrations r JOIN events e ON e.id = r.event_id WHERE e.ends_at < $1)",
        ),
        Rule::NewsRequests => ("news_requests", "expires_at < $1"),
        Rule::Suppressions => ("suppressions", "since < $1"),
        Rule::Nominations => ("nominations", "expires_at < $1"),
        // A session of a release is one of the draft as well, or was.
        Rule::Chairs => (
            "sessions",
            "event_id IN (SELECT e.id FROM events e WHERE e.ends_at < $1) AND (chair <> '' OR EXISTS \
             (SELECT 1 FROM released_sessions r WHERE r.session_id = sessions.id AND r.chair <> ''))",
        ),
        Rule::Slides => (
            "slides",
            "booking_id IN (SELECT b.id FROM bookings b JOIN events e ON e.id = b.event_id WHERE e.ends_at < $1)",
        ),
        Rule::Notices => (
            "notices",
            "made_at < $1 AND state NOT IN ('pending', 'sending')",
        ),
        Rule::Changes => ("changes", "made_at < $1"),
        Rule::DraftEdits => ("draft_edits", "made_at < $1"),
        Rule::Farewells => ("farewells", "made_at < $1"),
        Rule::Complaints => ("complaints", "closed_at < $1"),
        Rule::Proposals => (
            "proposals",
            "event_id IN (SELECT e.id FROM events e WHERE e.ends_at < $1)",
        ),
        Rule::Audit => ("audit", "at < $1"),
        Rule::People => return ("people", people()),
    };
    (table, condition.to_owned())
}

/// Somebody who was not here and had no event since: neither booked, proposed, presented, registered nor organised, and does
/// not run the installation.
fn people() -> String {
    format!(
        "created_at < $1 AND (seen_at IS NULL OR seen_at < $1) AND email NOT LIKE '%@{ERASED_DOMAIN}' \
         AND NOT EXISTS (SELECT 1 FROM administrators a WHERE a.person_id = people.id) \
         AND NOT EXISTS (SELECT 1 FROM sign_ins s WHERE s.person_id = people.id AND s.last_seen_at >= $1) \
         AND NOT EXISTS (SELECT 1 FROM bookings b JOIN events e ON e.id = b.event_id \
             WHERE (b.contact_id = people.id OR b.presenter_id = people.id) AND e.ends_at >= $1) \
         AND NOT EXISTS (SELECT 1 FROM registrations r JOIN events e ON e.id = r.event_id \
             WHERE r.person_id = people.id AND e.ends_at >= $1) \
         AND NOT EXISTS (SELECT 1 FROM proposals o JOIN events e ON e.id = o.event_id \
             WHERE (o.contact_id = people.id OR o.presenter_id = people.id) AND e.ends_at >= $1) \
         AND NOT EXISTS (SELECT 1 FROM memberships m JOIN events e ON e.organiser_id = m.organisation_id \
             WHERE m.person_id = people.id AND e.ends_at >= $1) \
         AND NOT EXISTS (SELECT 1 FROM seats t JOIN events e ON e.id = t.event_id OR e.organiser_id = t.body_id \
             WHERE t.person_id = people.id AND e.ends_at >= $1)"
    )
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlText)]
    id: String,
}

/// How much a rule would forget.
pub fn count(rx: &mut Rx<'_>, rule: Rule, before: Instant) -> Result<i64, StoreError> {
    let (table, condition) = rows(rule);
    let statement = format!("SELECT count(*) AS n FROM {table} WHERE {condition}");
    let number: Number = on_each!(rx.db(), |c| sql_query(statement)
        .bind::<Timestamp, _>(at(before))
        .get_result(c))?;
    Ok(number.n)
}

/// The people that the rule about them finds, oldest first, so many at most: they are erased one by one.
pub fn list_people(
    rx: &mut Rx<'_>,
    before: Instant,
    most: u32,
) -> Result<Vec<PersonId>, StoreError> {
    let (table, condition) = rows(Rule::People);
    let statement =
        format!("SELECT id FROM {table} WHERE {condition} ORDER BY created_at, id LIMIT {most}");
    let ids: Vec<Id> = on_each!(rx.db(), |c| sql_query(statement)
        .bind::<Timestamp, _>(at(before))
        .load(c))?;
    let read = |id: Id| {
        id.id.parse().map_err(|_| StoreError::Unreadable {
            table: "people",
            value: id.id.clone(),
        })
    };
    ids.into_iter().map(read).collect()
}

/// Forgets what a rule finds, and returns how much. People are erased by a verb, not here: of them nothing.
pub fn forget(tx: &mut Tx<'_>, rule: Rule, before: Instant) -> Result<usize, StoreError> {
    let (table, condition) = rows(rule);
    let statement = match rule {
        Rule::People => return Ok(0),
        Rule::Holds => {
            format!("UPDATE {table} SET hold_browser = NULL, hold_network = NULL WHERE {condition}")
        }
        Rule::Chairs => format!("UPDATE {table} SET chair = '' WHERE {condition}"),
        _ => format!("DELETE FROM {table} WHERE {condition}"),
    };
    if rule == Rule::Audit {
        permit_forgetting(tx, before)?;
    }
    let forgotten = on_each!(tx.db(), |c| sql_query(statement)
        .bind::<Timestamp, _>(at(before))
        .execute(c))?;
    if rule == Rule::Chairs && forgotten > 0 {
        on_each!(tx.db(), |c| sql_query(
            "UPDATE released_sessions SET chair = '' WHERE chair <> '' \
             AND event_id IN (SELECT e.id FROM events e WHERE e.ends_at < $1)"
        )
        .bind::<Timestamp, _>(at(before))
        .execute(c))?;
        revisions::bump_public(tx)?;
    }
    if rule == Rule::Slides {
        let texts = on_each!(tx.db(), |c| sql_query(
            "DELETE FROM slide_texts WHERE booking_id IN \
             (SELECT b.id FROM bookings b JOIN events e ON e.id = b.event_id WHERE e.ends_at < $1)"
        )
        .bind::<Timestamp, _>(at(before))
        .execute(c))?;
        if forgotten + texts > 0 {
            revisions::bump_public(tx)?;
        }
    }
    if rule == Rule::Audit {
        diesel::delete(audit_forgetting::table).execute(tx.db())?;
    }
    Ok(forgotten)
}

/// Lets lines of the audit trail that are older than `before` be deleted by this transaction: its guard in the database
/// asks for this row, which no other transaction ever sees.
fn permit_forgetting(tx: &mut Tx<'_>, before: Instant) -> Result<(), StoreError> {
    diesel::insert_into(audit_forgetting::table)
        .values(audit_forgetting::before.eq(at(before)))
        .execute(tx.db())?;
    Ok(())
}

/// Notes that somebody was here.
pub fn note_seen(tx: &mut Tx<'_>, person: PersonId, now: Instant) -> Result<(), StoreError> {
    use crate::schema::people;
    diesel::update(people::table.find(person.to_string()))
        .set(people::seen_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}
