//! The limit of bookings: single rows, inserted under the same partial unique index in the same database, by
//! connections that do nothing else.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use marketday_store::{DatabaseUrl, Store};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

diesel::table! {
    bare_bookings (id) {
        id -> Text,
        slot_id -> Text,
        state -> Text,
    }
}

#[derive(Insertable)]
#[diesel(table_name = bare_bookings)]
struct Row {
    id: String,
    slot_id: String,
    state: &'static str,
}

/// The table and its index, as `bookings` has one.
const SCRIPT: [&str; 2] = [
    "CREATE TABLE bare_bookings (id TEXT NOT NULL PRIMARY KEY, slot_id TEXT NOT NULL, state TEXT NOT NULL)",
    "CREATE UNIQUE INDEX bare_bookings_one_live_a_slot ON bare_bookings (slot_id) WHERE state IN ('held', 'confirmed')",
];

/// Inserts rows that no other has.
pub(crate) struct Bare {
    url: DatabaseUrl,
    next: AtomicUsize,
}

impl Bare {
    /// Makes the table in the database of `store`.
    pub(crate) fn new(store: &Store) -> Self {
        store.run_script(&SCRIPT).expect("a table");
        Self {
            url: store.url().clone(),
            next: AtomicUsize::new(0),
        }
    }

    /// Inserts `rows`, a commit each, and returns how many a second: from `threads` connections on PostgreSQL, from
    /// one on SQLite, where more would only wait for each other.
    pub(crate) fn one_by_one(&self, rows: usize, threads: usize) -> f64 {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = sqlite(path);
                let began = Instant::now();
                for _ in 0..rows {
                    let inserted = self
                        .row()
                        .insert_into(bare_bookings::table)
                        .execute(&mut connection);
                    inserted.expect("a row that no other has");
                }
                rate(rows, began)
            }
            DatabaseUrl::Postgres(url) => {
                let mut connections: Vec<_> = (0..threads)
                    .map(|_| PgConnection::establish(url).expect("a connection"))
                    .collect();
                let (left, began) = (AtomicUsize::new(rows), Instant::now());
                thread::scope(|scope| {
                    for connection in &mut connections {
                        scope.spawn(|| {
                            while take(&left) {
                                let inserted = self
                                    .row()
                                    .insert_into(bare_bookings::table)
                                    .execute(connection);
                                inserted.expect("a row that no other has");
                            }
                        });
                    }
                });
                rate(rows, began)
            }
        }
    }

    /// The same on SQLite with a commit for `group` rows, as the product's writer does it when so many wait.
    pub(crate) fn in_groups(&self, rows: usize, group: usize) -> Option<f64> {
        let DatabaseUrl::Sqlite(path) = &self.url else {
            return None;
        };
        let mut connection = sqlite(path);
        let began = Instant::now();
        for first in (0..rows).step_by(group) {
            connection.batch_execute("BEGIN IMMEDIATE").expect("a lock");
            for _ in first..rows.min(first + group) {
                let inserted = self
                    .row()
                    .insert_into(bare_bookings::table)
                    .execute(&mut connection);
                inserted.expect("a row that no other has");
            }
            connection.batch_execute("COMMIT").expect("a commit");
        }
        Some(rate(rows, began))
    }

    fn row(&self) -> Row {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        // As long as the ids of the product.
        Row {
            id: format!("{number:036}"),
            slot_id: format!("{number:036}"),
            state: "confirmed",
        }
    }
}

fn take(left: &AtomicUsize) -> bool {
    let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(1)
    });
    taken.is_ok()
}

fn sqlite(path: &std::path::Path) -> SqliteConnection {
    let path = path.to_str().expect("the path is text");
    let mut connection = SqliteConnection::establish(path).expect("a connection");
    connection
        .batch_execute(
            "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )
        .expect("settings");
    connection
}

fn rate(rows: usize, began: Instant) -> f64 {
    let rows = u32::try_from(rows).expect("a number of rows that one can wait for");
    f64::from(rows) / began.elapsed().as_secs_f64()
}
