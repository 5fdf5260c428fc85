//! Moving everything that hangs on one organisation to another: when two turn out to be one, and when an authority
//! is succeeded.

use crate::columns::{Count, Text, at};
use crate::company_groups;
use crate::connection::{Db, Rx, Tx};
use crate::error::StoreError;
use crate::schema::company_groups as groups;
use crate::schema::{
    authorities, bookings, company_documents, company_identifiers, company_profiles, events,
    imported_calendars, kept_venues, memberships, merged_organisations, nominations, organisations,
    pitches, proposals, registrations, seats, series, waiting_entries,
};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text as SqlText;
use marketday_model::{
    BookingState, EventId, Instant, MembershipId, MembershipState, Organisation, OrganisationId,
    PersonId, Role, SeatId, TeamRole,
};
use std::collections::HashMap;

/// Every column that refers to an organisation, and what becomes of it here. A test holds it against the schema: who
/// adds a table that refers to organisations decides here what a merger does with it.
pub const REFERENCES: &[(&str, &str)] = &[
    // Moved; somebody who is in both is in the other with the stronger role.
    ("memberships", "organisation_id"),
    ("seats", "body_id"),
    // Moved.
    ("bookings", "company_id"),
    // Moved; where both wait at an event, the other does.
    ("waiting_entries", "company_id"),
    ("events", "organiser_id"),
    ("pitches", "company_id"),
    ("proposals", "company_id"),
    ("registrations", "organisation_id"),
    ("series", "body_id"),
    ("kept_venues", "body_id"),
    ("imported_calendars", "body_id"),
    ("nominations", "organisation_id"),
    ("authorities", "successor_id"),
    ("merged_organisations", "into_id"),
    ("company_documents", "organisation_id"),
    // Moved where the other says nothing there itself; what it says stays, and so does what it stands against.
    ("company_profiles", "organisation_id"),
    ("company_groups", "organisation_id"),
    ("company_identifiers", "organisation_id"),
    // Moved, unless the other is in the list of authorities itself.
    ("authorities", "organisation_id"),
    // Kept: it says what became of the organisation itself.
    ("merged_organisations", "organisation_id"),
];

#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = SqlText)]
    table_name: String,
    #[diesel(sql_type = SqlText)]
    column_name: String,
}

/// The columns that refer to an organisation, as the database has them.
pub fn references(rx: &mut Rx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<Reference> = match rx.db() {
        Db::Pg(c) => sql_query(
            "SELECT f.conrelid::regclass::text AS table_name, a.attname::text AS column_name \
             FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey) \
             WHERE f.contype = 'f' AND f.confrelid = to_regclass('organisations')",
        )
        .load(c)?,
        Db::Sqlite(c) => sql_query(
            "SELECT m.name AS table_name, f.\"from\" AS column_name \
             FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.\"table\" = 'organisations'",
        )
        .load(c)?,
    };
    Ok(rows
        .into_iter()
        .map(|row| (row.table_name, row.column_name))
        .collect())
}

/// How much hangs on an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ties {
    /// People, claims among them.
    pub people: i64,
    /// Bookings, whatever their state.
    pub bookings: i64,
    /// Registrations, whatever their state.
    pub registrations: i64,
    /// Events that it organises.
    pub events: i64,
}

impl Ties {
    /// Whether nothing hangs on it.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// How much hangs on each of these organisations; one on which nothing does may be left out. Four queries.
pub fn count_ties(
    rx: &mut Rx<'_>,
    of: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Ties>, StoreError> {
    macro_rules! count {
        ($table:ident, $column:ident, $ids:expr, $rx:expr) => {{
            let rows: Vec<(Option<String>, i64)> = $table::table
                .filter($table::$column.eq_any($ids))
                .group_by($table::$column)
                .select(($table::$column.nullable(), diesel::dsl::count_star()))
                .load($rx.db())?;
            rows
        }};
    }
    let ids: Vec<String> = of.iter().map(ToString::to_string).collect();
    let mut ties: HashMap<OrganisationId, Ties> = HashMap::new();
    let mut add = |rows: Vec<(Option<String>, i64)>, to: fn(&mut Ties) -> &mut i64| {
        for (id, count) in rows {
            if let Some(id) = id.and_then(|id| id.parse().ok()) {
                *to(ties.entry(id).or_default()) = count;
            }
        }
    };
    add(count!(memberships, organisation_id, &ids, rx), |t| {
        &mut t.people
    });
    add(count!(bookings, company_id, &ids, rx), |t| &mut t.bookings);
    add(count!(registrations, organisation_id, &ids, rx), |t| {
        &mut t.registrations
    });
    add(count!(events, organiser_id, &ids, rx), |t| &mut t.events);
    Ok(ties)
}

/// Keeps everybody out who would tie something new to one of these organisations, until the transaction ends: whoever
/// finds an organisation to book or register for waits in [`crate::organisations::find_and_keep`], and finds what it
/// has become. On SQLite the one writer already sees to it.
pub fn lock(tx: &mut Tx<'_>, ids: &[OrganisationId]) -> Result<(), StoreError> {
    let mut ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.sort();
    for id in ids {
        if let Db::Pg(c) = tx.db() {
            let _: Option<String> = organisations::table
                .find(id)
                .select(organisations::id)
                .for_update()
                .first(c)
                .optional()?;
        }
    }
    Ok(())
}

/// An event at which a company has live bookings: how many, and how many it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The event.
    pub event: EventId,
    /// Its title.
    pub title: String,
    /// How many live bookings the two have together.
    pub together: u32,
    /// How many one company may have.
    pub limit: u32,
}

/// The events that are not over at `now` and at which two organisations both have live bookings.
pub fn list_shared(
    rx: &mut Rx<'_>,
    (one, other): (&Organisation, &Organisation),
    now: Instant,
) -> Result<Vec<Counted>, StoreError> {
    let live = |id: OrganisationId, rx: &mut Rx<'_>| -> Result<HashMap<String, i64>, StoreError> {
        let rows: Vec<(String, i64)> = bookings::table
            .filter(bookings::company_id.eq(id.to_string()))
            .filter(bookings::state.eq(BookingState::Confirmed.as_str()))
            .group_by(bookings::event_id)
            .select((bookings::event_id, diesel::dsl::count_star()))
            .load(rx.db())?;
        Ok(rows.into_iter().collect())
    };
    let (ones, others) = (live(one.id, rx)?, live(other.id, rx)?);
    let both: Vec<&String> = ones.keys().filter(|id| others.contains_key(*id)).collect();
    let rows: Vec<(Text<EventId>, String, Count)> = events::table
        .filter(events::id.eq_any(both))
        .filter(events::ends_at.gt(at(now)))
        .order((events::starts_at, events::id))
        .select((events::id, events::title, events::company_limit))
        .load(rx.db())?;
    let together = |id: EventId| {
        let id = id.to_string();
        let sum = ones.get(&id).unwrap_or(&0) + others.get(&id).unwrap_or(&0);
        u32::try_from(sum).unwrap_or(u32::MAX)
    };
    Ok(rows
        .into_iter()
        .map(|(event, title, limit)| Counted {
            event: event.0,
            title,
            together: together(event.0),
            limit: limit.0,
        })
        .collect())
}

/// Moves everything that hangs on `from` to `into`. Lock both first.
///
/// Bookings before the counts of places, as whoever cancels one does.
pub fn move_ties(
    tx: &mut Tx<'_>,
    from: &Organisation,
    into: &Organisation,
) -> Result<(), StoreError> {
    let (old, new) = (from.id.to_string(), into.id.to_string());
    let counted =
        |of: &Organisation, tx: &mut Tx<'_>| company_groups::find_counted_identity(tx, of);
    let (was, others) = (counted(from, tx)?, counted(into, tx)?);
    move_group(tx, &old, &new)?;
    let identity = counted(into, tx)?;
    crate::bookings::recount_company(tx, into.id, &others, &identity)?;
    crate::bookings::recount_company(tx, from.id, &was, &identity)?;
    diesel::update(bookings::table.filter(bookings::company_id.eq(&old)))
        .set(bookings::company_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(proposals::table.filter(proposals::company_id.eq(&old)))
        .set(proposals::company_id.eq(&new))
        .execute(tx.db())?;
    move_waiting(tx, &old, &new)?;
    diesel::update(pitches::table.filter(pitches::company_id.eq(&old)))
        .set(pitches::company_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(registrations::table.filter(registrations::organisation_id.eq(&old)))
        .set(registrations::organisation_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(events::table.filter(events::organiser_id.eq(&old)))
        .set(events::organiser_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(kept_venues::table.filter(kept_venues::body_id.eq(&old)))
        .set(kept_venues::body_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(imported_calendars::table.filter(imported_calendars::body_id.eq(&old)))
        .set(imported_calendars::body_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(series::table.filter(series::body_id.eq(&old)))
        .set(series::body_id.eq(&new))
        .execute(tx.db())?;
    diesel::update(nominations::table.filter(nominations::organisation_id.eq(&old)))
        .set(nominations::organisation_id.eq(&new))
        .execute(tx.db())?;
    move_profile(tx, &old, &new)?;
    move_memberships(tx, &old, &new)?;
    move_seats(tx, &old, &new)
}

fn move_profile(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<(), StoreError> {
    diesel::update(company_documents::table.filter(company_documents::organisation_id.eq(old)))
        .set(company_documents::organisation_id.eq(new))
        .execute(tx.db())?;
    let said: i64 = company_profiles::table
        .filter(company_profiles::organisation_id.eq(new))
        .count()
        .get_result(tx.db())?;
    if said == 0 {
        diesel::update(company_profiles::table.find(old))
            .set(company_profiles::organisation_id.eq(new))
            .execute(tx.db())?;
    }
    let schemes: Vec<String> = company_identifiers::table
        .filter(company_identifiers::organisation_id.eq(new))
        .select(company_identifiers::scheme)
        .load(tx.db())?;
    let moving = company_identifiers::table
        .filter(company_identifiers::organisation_id.eq(old))
        .filter(company_identifiers::scheme.ne_all(schemes));
    diesel::update(moving)
        .set(company_identifiers::organisation_id.eq(new))
        .execute(tx.db())?;
    Ok(())
}

/// Moves what waits. Where both wait at an event, what the other was offered stays as it is and is not answered by
/// anybody: it ends here, and its hold with it.
fn move_waiting(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<(), StoreError> {
    let live =
        || waiting_entries::table.filter(waiting_entries::state.eq_any(["waiting", "offered"]));
    let theirs: Vec<String> = live()
        .filter(waiting_entries::company_id.eq(new))
        .select(waiting_entries::event_id)
        .load(tx.db())?;
    let both = || {
        live()
            .filter(waiting_entries::company_id.eq(old))
            .filter(waiting_entries::event_id.eq_any(theirs.clone()))
    };
    let holds: Vec<Option<String>> = both().select(waiting_entries::hold_id).load(tx.db())?;
    let ids: Vec<String> = both().select(waiting_entries::id).load(tx.db())?;
    let kept = bookings::table
        .filter(bookings::id.eq_any(holds.into_iter().flatten()))
        .filter(bookings::state.eq("held"));
    diesel::update(kept)
        .set(bookings::state.eq("expired"))
        .execute(tx.db())?;
    diesel::update(waiting_entries::table.filter(waiting_entries::id.eq_any(ids)))
        .set(waiting_entries::state.eq("ended"))
        .execute(tx.db())?;
    diesel::update(waiting_entries::table.filter(waiting_entries::company_id.eq(old)))
        .set(waiting_entries::company_id.eq(new))
        .execute(tx.db())?;
    Ok(())
}

/// Lets the survivor be of the other's group, where it is of none itself.
fn move_group(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<(), StoreError> {
    let of_its_own: i64 = groups::table.find(new).count().get_result(tx.db())?;
    if of_its_own == 0 {
        diesel::update(groups::table.find(old))
            .set(groups::organisation_id.eq(new))
            .execute(tx.db())?;
    }
    Ok(())
}

type Tie = (
    Text<MembershipId>,
    Text<PersonId>,
    Text<Role>,
    Text<MembershipState>,
);

fn move_memberships(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<(), StoreError> {
    let of = |id: &str, tx: &mut Tx<'_>| -> Result<Vec<Tie>, StoreError> {
        Ok(memberships::table
            .filter(memberships::organisation_id.eq(id))
            .order(memberships::id)
            .select((
                memberships::id,
                memberships::person_id,
                memberships::role,
                memberships::state,
            ))
            .load(tx.db())?)
    };
    let (moving, staying) = (of(old, tx)?, of(new, tx)?);
    for (id, person, role, state) in moving {
        let Some((other, _, other_role, other_state)) =
            staying.iter().find(|tie| tie.1.0 == person.0)
        else {
            diesel::update(memberships::table.find(id.0.to_string()))
                .set(memberships::organisation_id.eq(new))
                .execute(tx.db())?;
            continue;
        };
        let is_active = |state: MembershipState| state == MembershipState::Active;
        // A tie that stands says more than a claim; of two that stand, the stronger role says more.
        let role = match (is_active(state.0), is_active(other_state.0)) {
            (true, false) => role.0,
            (false, true) => other_role.0,
            _ if (role.0 as u8) < other_role.0 as u8 => role.0,
            _ => other_role.0,
        };
        let state = if is_active(state.0) {
            state.0
        } else {
            other_state.0
        };
        diesel::delete(memberships::table.find(id.0.to_string())).execute(tx.db())?;
        diesel::update(memberships::table.find(other.0.to_string()))
            .set((
                memberships::role.eq(role.as_str()),
                memberships::state.eq(state.as_str()),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

fn move_seats(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<(), StoreError> {
    type Row = (Text<SeatId>, Text<PersonId>, Text<TeamRole>);
    let of = |id: &str, tx: &mut Tx<'_>| -> Result<Vec<Row>, StoreError> {
        Ok(seats::table
            .filter(seats::body_id.eq(id))
            .order(seats::id)
            .select((seats::id, seats::person_id, seats::role))
            .load(tx.db())?)
    };
    let (moving, staying) = (of(old, tx)?, of(new, tx)?);
    for (id, person, role) in moving {
        let seat = seats::table.find(id.0.to_string());
        let Some((other, _, other_role)) = staying.iter().find(|seat| seat.1.0 == person.0) else {
            diesel::update(seat)
                .set(seats::body_id.eq(new))
                .execute(tx.db())?;
            continue;
        };
        diesel::delete(seat).execute(tx.db())?;
        if (role.0 as u8) < other_role.0 as u8 {
            diesel::update(seats::table.find(other.0.to_string()))
                .set(seats::role.eq(role.0.as_str()))
                .execute(tx.db())?;
        }
    }
    Ok(())
}

/// Lets `from` lead to `into`, and with it whatever was merged into `from` before. What is known of `from` alone
/// completes what is known of `into`.
pub fn merge(
    tx: &mut Tx<'_>,
    from: &Organisation,
    into: &Organisation,
    now: Instant,
) -> Result<(), StoreError> {
    let (old, new) = (from.id.to_string(), into.id.to_string());
    diesel::update(merged_organisations::table.filter(merged_organisations::into_id.eq(&old)))
        .set(merged_organisations::into_id.eq(&new))
        .execute(tx.db())?;
    diesel::insert_into(merged_organisations::table)
        .values((
            merged_organisations::organisation_id.eq(&old),
            merged_organisations::into_id.eq(&new),
            merged_organisations::merged_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    // What a list said of the authority is said of the other, unless it is in the list itself.
    let is_listed: i64 = authorities::table
        .filter(authorities::organisation_id.eq(&new))
        .count()
        .get_result(tx.db())?;
    if is_listed == 0 {
        diesel::update(authorities::table.find(&old))
            .set(authorities::organisation_id.eq(&new))
            .execute(tx.db())?;
    }
    // An authority never succeeds itself.
    diesel::update(
        authorities::table
            .filter(authorities::successor_id.eq(&old))
            .filter(authorities::organisation_id.ne(&new)),
    )
    .set(authorities::successor_id.eq(&new))
    .execute(tx.db())?;
    diesel::update(
        authorities::table
            .filter(authorities::successor_id.eq(&old))
            .filter(authorities::organisation_id.eq(&new)),
    )
    .set(authorities::successor_id.eq(None::<String>))
    .execute(tx.db())?;
    diesel::update(organisations::table.find(&new))
        .set((
            organisations::website.eq(into.website.as_ref().or(from.website.as_ref())),
            organisations::company_number.eq(into
                .company_number
                .as_ref()
                .or(from.company_number.as_ref())),
            organisations::gss.eq(into.gss.as_ref().or(from.gss.as_ref())),
            organisations::region.eq(into
                .region
                .or(from.region)
                .map(marketday_model::Region::as_str)),
        ))
        .execute(tx.db())?;
    Ok(())
}
