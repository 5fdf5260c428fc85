//! Somebody who sees whether anything at all has changed in a database.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection};
use marketday_testkit::Database;

/// A connection of its own that only looks.
pub(crate) enum Witness {
    /// SQLite counts what other connections change.
    Sqlite(SqliteConnection),
    /// PostgreSQL digests every row of every table.
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Witness {
    /// A witness of this database.
    pub(crate) fn of(database: &Database) -> Self {
        match database.url.strip_prefix("sqlite:") {
            Some(path) => {
                Self::Sqlite(SqliteConnection::establish(path).expect("the database opens"))
            }
            None => {
                Self::Postgres(PgConnection::establish(&database.url).expect("the server answers"))
            }
        }
    }

    /// Two looks are equal if and only if nothing was changed between them.
    pub(crate) fn look(&mut self) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => {
                let version: Version = sql_query("SELECT data_version FROM pragma_data_version")
                    .get_result(connection)
                    .expect("a version");
                vec![version.data_version.to_string()]
            }
            Self::Postgres(connection) => digests(connection),
        }
    }
}

fn digests(connection: &mut PgConnection) -> Vec<String> {
    let tables: Vec<Name> = sql_query(
        "SELECT table_name::text AS name FROM information_schema.tables \
         WHERE table_schema = 'public' ORDER BY 1",
    )
    .load(connection)
    .expect("a list of tables");
    tables
        .into_iter()
        .map(|Name { name: table }| {
            let digest: Name = sql_query(format!(
                "SELECT coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '') AS name FROM \"{table}\" t"
            ))
            .get_result(connection)
            .expect("a digest");
            format!("{table} {}", digest.name)
        })
        .collect()
}
