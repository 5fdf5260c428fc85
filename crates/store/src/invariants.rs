//! What must hold of places whatever happened: asked of the database as it is, by tests after each test and by
//! `marketday doctor`.

use crate::connection::Rx;
use crate::error::StoreError;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

/// What must not be found, and the statement that finds it as `found`.
const BROKEN: &[(&str, &str)] = &[
    (
        "a slot has more than one live booking",
        "SELECT slot_id AS found FROM bookings WHERE state IN ('held', 'confirmed') GROUP BY slot_id HAVING COUNT(*) > 1",
    ),
    (
        "a company is counted otherwise than it has bookings",
        "SELECT p.name AS found FROM pools p WHERE p.name LIKE 'company:%' AND p.used <> (SELECT COUNT(*) FROM bookings b \
         WHERE b.state = 'confirmed' AND 'company:' || b.event_id || ':' || b.company_identity = p.name)",
    ),
    (
        "delegates are counted otherwise than they are registered",
        "SELECT p.name AS found FROM pools p WHERE p.name LIKE 'registrations:%' AND p.used <> (SELECT COUNT(*) FROM \
         registrations r WHERE r.state = 'confirmed' AND 'registrations:' || r.event_id = p.name)",
    ),
    (
        "a presenter is on a stage without a booking",
        "SELECT t.booking_id AS found FROM presenter_ticks t JOIN bookings b ON b.id = t.booking_id WHERE b.state <> \
         'confirmed'",
    ),
    (
        "a slot is offered and not kept",
        "SELECT w.id AS found FROM waiting_entries w WHERE w.state = 'offered' AND NOT EXISTS (SELECT 1 FROM bookings b \
         WHERE b.id = w.hold_id AND b.state = 'held' AND b.slot_id = w.offered_slot_id AND b.hold_browser = 'offer:' || \
         w.id)",
    ),
    (
        "a slot is kept for an offer that is over",
        "SELECT b.id AS found FROM bookings b WHERE b.state = 'held' AND b.hold_browser LIKE 'offer:%' AND NOT EXISTS \
         (SELECT 1 FROM waiting_entries w WHERE w.hold_id = b.id AND w.state = 'offered')",
    ),
    (
        "an offer was taken and is no booking",
        "SELECT w.id AS found FROM waiting_entries w WHERE w.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM bookings b \
         WHERE b.id = w.hold_id AND b.state IN ('confirmed', 'cancelled'))",
    ),
];

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    found: String,
}

/// What of it does not hold, each with the row where it was found; empty where all is well.
pub fn list_broken(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    let mut broken = Vec::new();
    for (what, statement) in BROKEN {
        let found: Vec<Found> = sql_query(*statement).load(rx.db())?;
        broken.extend(
            found
                .into_iter()
                .map(|row| format!("{what}: {}", row.found)),
        );
    }
    Ok(broken)
}
