//! Every row of every table as it stands, and what differs between two looks.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use diesel::{PgConnection, SqliteConnection};
use marketday_testkit::Database;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A row by its table and its id; one without an id by all that it holds.
type Key = (String, String);

/// All rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows(BTreeMap<Key, Map<String, Value>>);

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines<C>(connection: &mut C, statement: String) -> Vec<String>
where
    C: Connection + diesel::connection::LoadConnection,
    diesel::query_builder::SqlQuery: for<'q> diesel::query_dsl::LoadQuery<'q, C, Line>,
{
    let lines: Vec<Line> = sql_query(statement).load(connection).expect("rows");
    lines.into_iter().map(|line| line.line).collect()
}

impl Rows {
    /// What this database holds now.
    pub(crate) fn of(database: &Database) -> Self {
        let all = match database.url.strip_prefix("sqlite:") {
            Some(path) => of_sqlite(&mut SqliteConnection::establish(path).expect("it opens")),
            None => of_postgres(&mut PgConnection::establish(&database.url).expect("it answers")),
        };
        let row = |(table, line): (String, String)| {
            let row: Map<String, Value> = serde_json::from_str(&line).expect("an object");
            let id = row.get("id").map_or(line, ToString::to_string);
            ((table, id), row)
        };
        Self(all.into_iter().map(row).collect())
    }

    /// The name of every column.
    pub(crate) fn columns(&self) -> BTreeSet<String> {
        self.0.values().flat_map(Map::keys).cloned().collect()
    }

    /// What is another since `before`, each with how often: `table.column` of rows that were there, `table +` of new
    /// rows and `table -` of those that are gone; and the values that came.
    pub(crate) fn since(&self, before: &Self) -> (Vec<String>, Vec<Value>) {
        let (mut changes, mut values) = (BTreeMap::new(), Vec::new());
        let mut count = |change: String| *changes.entry(change).or_insert(0) += 1;
        for (key, row) in &self.0 {
            let Some(was) = before.0.get(key) else {
                count(format!("{} +", key.0));
                values.extend(row.values().cloned());
                continue;
            };
            for (column, value) in row {
                if was.get(column) != Some(value) {
                    count(format!("{}.{column}", key.0));
                    values.push(value.clone());
                }
            }
        }
        for (table, _) in before.0.keys().filter(|key| !self.0.contains_key(*key)) {
            count(format!("{table} -"));
        }
        let counted = |(change, count): (String, u32)| format!("{change} {count}");
        (changes.into_iter().map(counted).collect(), values)
    }
}

fn of_postgres(connection: &mut PgConnection) -> Vec<(String, String)> {
    let tables = lines(
        connection,
        "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public'".into(),
    );
    let mut all = Vec::new();
    for table in tables {
        let statement = format!("SELECT row_to_json(t)::text AS line FROM \"{table}\" t");
        all.extend(
            lines(connection, statement)
                .into_iter()
                .map(|line| (table.clone(), line)),
        );
    }
    all
}

fn of_sqlite(connection: &mut SqliteConnection) -> Vec<(String, String)> {
    let tables = lines(
        connection,
        "SELECT m.name || '\t' || group_concat('''' || k.name || ''', \"' || k.name || '\"') AS line \
         FROM sqlite_master m, pragma_table_info(m.name) k \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name"
            .into(),
    );
    let mut all = Vec::new();
    for table in tables {
        let (table, pairs) = table.split_once('\t').expect("a name and its columns");
        let statement = format!("SELECT json_object({pairs}) AS line FROM \"{table}\"");
        all.extend(
            lines(connection, statement)
                .into_iter()
                .map(|line| (table.to_owned(), line)),
        );
    }
    all
}
