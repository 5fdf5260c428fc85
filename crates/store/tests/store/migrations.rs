//! Migrations: twins in both folders, run once.

use marketday_testkit::on_each_database;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where a script begins to say the same in each database's own words, and where it ends to.
const GUARDS: &str = "-- Guards, in each database's own words.";
const SHARED: &str = "-- Shared again.";

/// The statements of a script in order, without comments; a table is its columns with what is said of each, but for
/// their types, which may differ between the two databases.
fn shape(sql: &str) -> Vec<String> {
    // Triggers are written in two dialects: of those the names are compared.
    let (sql, guards) = match sql.split_once(GUARDS) {
        Some((shared, guards)) => (
            [
                shared,
                guards.split_once(SHARED).map_or("", |(_, rest)| rest),
            ]
            .concat(),
            guards.split_once(SHARED).map_or(guards, |(own, _)| own),
        ),
        None => (sql.to_owned(), ""),
    };
    let triggers = guards
        .lines()
        .filter_map(|line| line.split_once(" TRIGGER "))
        .filter_map(|(_, rest)| rest.split([' ', ';']).next().map(ToOwned::to_owned));
    let types = ["TEXT", "INTEGER", "BIGINT", "BOOLEAN", "TIMESTAMP"];
    let bare: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ");
    bare.split(';')
        .map(|statement| {
            let spaced = [',', '(', ')']
                .iter()
                .fold(statement.to_owned(), |text, mark| {
                    text.replace(*mark, &format!(" {mark} "))
                });
            let words: Vec<&str> = spaced
                .split_whitespace()
                .filter(|word| !types.contains(word))
                .collect();
            words.join(" ")
        })
        .chain(triggers)
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// Each script of a folder of migrations by its path, with its shape.
fn scripts(product: &str) -> BTreeMap<String, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../migrations")
        .join(product);
    let mut scripts = BTreeMap::new();
    for migration in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        for script in ["up.sql", "down.sql"] {
            let name = format!("{}/{script}", migration.file_name().to_string_lossy());
            let sql = fs::read_to_string(migration.path().join(script)).unwrap();
            scripts.insert(name, shape(&sql));
        }
    }
    scripts
}

#[test]
fn the_two_folders_of_migrations_are_twins_in_names_tables_columns_and_indexes() {
    let (sqlite, postgres) = (scripts("sqlite"), scripts("postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

#[test]
fn a_column_or_an_index_that_only_one_of_two_twins_has_is_noticed() {
    let one = "CREATE TABLE a (id TEXT NOT NULL, -- why\n b INTEGER); CREATE INDEX c ON a (b);";
    assert_eq!(shape(one), shape(&one.replace("INTEGER", "BIGINT")));
    assert_ne!(shape(one), shape(&one.replace("b INTEGER", "d INTEGER")));
    assert_ne!(
        shape(one),
        shape(&one.replace("INTEGER", "INTEGER NOT NULL"))
    );
    assert_ne!(
        shape(one),
        shape(&one.replace("CREATE INDEX", "CREATE UNIQUE INDEX"))
    );
}

#[test]
fn a_migrated_database_has_nothing_left_to_migrate() {
    on_each_database(|database| {
        let none: Vec<String> = Vec::new();
        assert_eq!(database.store.pending_migrations().unwrap(), none);
        assert_eq!(database.store.migrate().unwrap(), none);
    });
}

#[test]
fn an_empty_database_waits_for_every_migration_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("day.db").display());
    let store =
        marketday_store::Store::open(&url.parse().unwrap(), marketday_store::PoolSize::of(1))
            .unwrap();
    let mut folders: Vec<String> = scripts("sqlite")
        .into_keys()
        .filter_map(|name| name.strip_suffix("/up.sql").map(str::to_owned))
        .collect();
    folders.sort();
    assert_eq!(store.pending_migrations().unwrap(), folders);
    assert_eq!(store.migrate().unwrap().len(), folders.len());
}
