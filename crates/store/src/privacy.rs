//! Personal data by the table of [`marketday_model::privacy`]: what the schema holds, and what it holds of one person.
//!
//! The names of tables and columns in these statements come from that table, never from what somebody typed.

use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Text};
use marketday_model::privacy::{Held, Of};
use marketday_model::{EmailAddress, PersonId};

/// A column of the schema as the database has it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Column {
    /// Its table.
    #[diesel(sql_type = Text)]
    pub table_name: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub column_name: String,
    /// Whether it holds text.
    #[diesel(sql_type = Bool)]
    pub is_text: bool,
    /// Whether the database ties it to a person.
    #[diesel(sql_type = Bool)]
    pub is_person: bool,
}

/// Every column of every table.
pub fn columns(rx: &mut Rx<'_>) -> Result<Vec<Column>, StoreError> {
    let columns = match rx.db() {
        Db::Pg(c) => sql_query(
            "SELECT k.table_name::text AS table_name, k.column_name::text AS column_name, \
             k.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea') AS is_text, \
             EXISTS (SELECT 1 FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey) \
                 WHERE f.contype = 'f' AND f.conrelid = to_regclass(quote_ident(k.table_name)) AND f.confrelid = to_regclass('people') \
                 AND a.attname = k.column_name) AS is_person \
             FROM information_schema.columns k WHERE k.table_schema = 'public' ORDER BY 1, 2",
        )
        .load(c)?,
        Db::Sqlite(c) => sql_query(
            "SELECT m.name AS table_name, k.name AS column_name, \
             upper(k.type) NOT IN ('INTEGER', 'BIGINT', 'BOOLEAN', 'TIMESTAMP', 'REAL') AS is_text, \
             EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f.\"table\" = 'people' AND f.\"from\" = k.name) AS is_person \
             FROM sqlite_master m, pragma_table_info(m.name) k \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2",
        )
        .load(c)?,
    };
    Ok(columns)
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The condition by which a row is about a person, and what it is compared with.
fn condition(of: Of, person: PersonId, email: &EmailAddress) -> (String, String) {
    match of {
        Of::Person(column) => (format!("{column} = $1"), person.to_string()),
        Of::Email(column) => (format!("{column} = $1"), email.to_string()),
        // Of whom nothing but a name is known, no row is known to be.
        Of::Name(_) => ("$1 = ''".to_owned(), person.to_string()),
        Of::Reference(column) => (format!("{column} = $1"), format!("person:{person}")),
        Of::Through {
            column,
            noun,
            table,
            key,
            person: owner,
        } => {
            let key = match noun {
                Some(noun) => format!("'{noun}:' || {key}"),
                None => key.to_owned(),
            };
            (
                format!("{column} IN (SELECT {key} FROM {table} WHERE {owner} = $1)"),
                person.to_string(),
            )
        }
    }
}

/// What somebody reads in the place of an id.
fn expression(table: &str, column: &str) -> String {
    match column {
        "event_id" => format!("(SELECT title FROM events e WHERE e.id = {table}.event_id)"),
        "organisation_id" | "company_id" | "body_id" => {
            format!("(SELECT name FROM organisations o WHERE o.id = {table}.{column})")
        }
        _ => format!("{table}.{column}"),
    }
}

/// The name of a column without `_id`: what stands there is a name, not the id.
fn label(column: &str) -> &str {
    column.strip_suffix("_id").unwrap_or(column)
}

/// What `held` holds of a person, a JSON object a row, in the order in which it was made as far as ids tell.
pub fn list_of_person(
    rx: &mut Rx<'_>,
    held: &Held,
    person: PersonId,
    email: &EmailAddress,
) -> Result<Vec<String>, StoreError> {
    if held.shown.is_empty() {
        return Ok(Vec::new());
    }
    let (condition, value) = condition(held.of, person, email);
    let pairs: Vec<String> = held
        .shown
        .iter()
        .map(|column| format!("'{}', {}", label(column), expression(held.table, column)))
        .collect();
    let (table, pairs) = (held.table, pairs.join(", "));
    let lines: Vec<Line> = match rx.db() {
        Db::Pg(c) => sql_query(format!(
            "SELECT json_build_object({pairs})::text AS line FROM {table} WHERE {condition} ORDER BY 1"
        ))
        .bind::<Text, _>(value)
        .load(c)?,
        Db::Sqlite(c) => sql_query(format!(
            "SELECT json_object({pairs}) AS line FROM {table} WHERE {condition} ORDER BY 1"
        ))
        .bind::<Text, _>(value)
        .load(c)?,
    };
    Ok(lines.into_iter().map(|line| line.line).collect())
}

/// Deletes what `held` holds of a person, and returns how many rows.
pub fn delete_of_person(
    tx: &mut Tx<'_>,
    held: &Held,
    person: PersonId,
    email: &EmailAddress,
) -> Result<usize, StoreError> {
    let (condition, value) = condition(held.of, person, email);
    let statement = format!("DELETE FROM {} WHERE {condition}", held.table);
    Ok(on_each!(tx.db(), |c| sql_query(statement)
        .bind::<Text, _>(value)
        .execute(c))?)
}

/// The text columns, as `table.column`, in which this text stands somewhere: what is left of somebody.
pub fn list_columns_with(rx: &mut Rx<'_>, text: &str) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for column in columns(rx)?.into_iter().filter(|column| column.is_text) {
        let (table, name) = (column.table_name, column.column_name);
        let statement = format!(
            "SELECT '{table}.{name}' AS line FROM {table} WHERE lower({name}) LIKE '%' || lower($1) || '%' LIMIT 1"
        );
        let lines: Vec<Line> = on_each!(rx.db(), |c| sql_query(statement)
            .bind::<Text, _>(text)
            .load(c))?;
        found.extend(lines.into_iter().map(|line| line.line));
    }
    Ok(found)
}
