//! The walk over the schema: no personal data lies where the table of kinds does not say so.

use marketday_model::privacy::{Held, KINDS, NOT_PERSONAL, Of};
use marketday_store::privacy::{Column, columns};
use marketday_testkit::{Database, on_each_database};

fn held(table: &str) -> impl Iterator<Item = &'static Held> {
    KINDS
        .iter()
        .flat_map(|kind| kind.held)
        .filter(move |held| held.table == table)
}

/// The column by which a row is known to be about a person.
fn key(of: Of) -> &'static str {
    match of {
        Of::Person(column)
        | Of::Email(column)
        | Of::Name(column)
        | Of::Reference(column)
        | Of::Through { column, .. } => column,
    }
}

/// Whether the table of kinds, or the list of what is not personal, knows this column.
fn is_known(column: &Column) -> bool {
    let (table, name) = (column.table_name.as_str(), column.column_name.as_str());
    if column.is_person {
        return held(table).any(|held| held.of == Of::Person(leak(name)));
    }
    let is_held = held(table).any(|held| {
        key(held.of) == name || held.shown.contains(&name) || held.hidden.contains(&name)
    });
    let is_not_personal = NOT_PERSONAL
        .iter()
        .any(|(of, columns)| *of == table && (columns.contains(&name) || *columns == ["*"]));
    let is_id = name == "id" || name.ends_with("_id");
    is_held || is_not_personal || is_id || !column.is_text
}

fn leak(name: &str) -> &'static str {
    name.to_owned().leak()
}

fn schema(database: &Database) -> Vec<Column> {
    database.store.read(columns).expect("the schema")
}

#[test]
fn every_text_column_and_every_tie_to_a_person_is_in_the_table_of_personal_data() {
    on_each_database(|database| {
        let unknown: Vec<String> = schema(database)
            .iter()
            .filter(|column| !is_known(column))
            .map(|column| format!("{}.{}", column.table_name, column.column_name))
            .collect();
        assert_eq!(
            unknown,
            Vec::<String>::new(),
            "give each a Held in model/src/privacy/kinds.rs, or a line in not_personal.rs"
        );
    });
}

#[test]
fn the_table_of_personal_data_names_no_column_that_is_not_there() {
    on_each_database(|database| {
        let schema = schema(database);
        let is_there = |table: &str, name: &str| {
            schema
                .iter()
                .any(|column| column.table_name == table && column.column_name == name)
        };
        for held in KINDS.iter().flat_map(|kind| kind.held) {
            for name in held.shown.iter().chain(held.hidden).chain(&[key(held.of)]) {
                assert!(is_there(held.table, name), "{}.{name}", held.table);
            }
        }
        for (table, columns) in NOT_PERSONAL {
            for name in columns.iter().filter(|name| **name != "*") {
                assert!(is_there(table, name), "{table}.{name}");
            }
        }
    });
}

#[test]
fn a_table_that_nobody_wrote_into_the_table_of_personal_data_is_noticed() {
    on_each_database(|database| {
        database
            .store
            .run_script(&[
                "CREATE TABLE diaries (id TEXT PRIMARY KEY, person_id TEXT REFERENCES people (id), entry TEXT, pages INTEGER)",
            ])
            .expect("a table");
        let unknown: Vec<String> = schema(database)
            .iter()
            .filter(|column| !is_known(column))
            .map(|column| column.column_name.clone())
            .collect();
        assert_eq!(unknown, ["entry", "person_id"]);
    });
}
