//! The architecture as a table, held against what cargo says. A new crate gets a row here and in `docs/architecture.md`.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each crate, and every other crate of ours that it may use in the product.
const MAY_USE: [(&str, &[&str]); 18] = [
    ("model", &[]),
    ("store", &["model"]),
    ("places", &["model", "store"]),
    ("accounts", &["model", "store", "places"]),
    ("scheduling", &["model", "store", "places"]),
    ("booking", &["model", "store", "places", "files"]),
    ("attendance", &["model", "store", "places"]),
    ("calendar", &["model"]),
    ("incoming", &["calendar"]),
    ("mail", &[]),
    ("files", &[]),
    ("render", &["model"]),
    ("feeds", &["model", "store", "calendar"]),
    ("imports", &["model", "store", "calendar"]),
    (
        "notify",
        &[
            "model", "store", "render", "calendar", "feeds", "incoming", "mail",
        ],
    ),
    ("web", &ALL_BUT_MAIL),
    ("testkit", &["model", "store", "mail"]),
    ("xtask", &[]),
];

/// All above `web` but `mail`.
const ALL_BUT_MAIL: [&str; 14] = [
    "model",
    "store",
    "places",
    "accounts",
    "scheduling",
    "booking",
    "attendance",
    "calendar",
    "render",
    "feeds",
    "imports",
    "incoming",
    "files",
    "notify",
];

/// Libraries that are to be met in one place only.
const ONLY_IN: [(&str, &[&str]); 8] = [
    ("ical", &["calendar"]),
    ("lettre", &["mail"]),
    ("rusty-s3", &["files"]),
    ("openidconnect", &["accounts"]),
    ("webauthn-rs", &["accounts"]),
    ("diesel", &["store"]),
    ("diesel_migrations", &["store"]),
    ("actix-web", &["web", "marketday"]),
];

/// The binary may use everything; the tests are no part of the product.
const UNLIMITED: [&str; 2] = ["marketday", "tests"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata answers")
}

/// `marketday-store` is `store` in the table.
fn short(name: &str) -> &str {
    name.strip_prefix("marketday-").unwrap_or(name)
}

fn used(package: &Package, kinds: &[DependencyKind]) -> BTreeSet<String> {
    let of_kind = package
        .dependencies
        .iter()
        .filter(|dependency| kinds.contains(&dependency.kind));
    of_kind
        .map(|dependency| short(&dependency.name).to_owned())
        .collect()
}

const PRODUCT: [DependencyKind; 2] = [DependencyKind::Normal, DependencyKind::Build];

#[test]
fn every_crate_uses_only_the_crates_that_the_architecture_allows() {
    let metadata = metadata();
    let table: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let ours: BTreeSet<&str> = metadata
        .packages
        .iter()
        .map(|package| short(&package.name))
        .collect();
    let described: BTreeSet<&str> = table.keys().copied().chain(UNLIMITED).collect();
    assert_eq!(ours, described, "the crates, and the rows of the table");

    let mut against = Vec::new();
    for package in &metadata.packages {
        let name = short(&package.name);
        let Some(allowed) = table.get(name) else {
            continue;
        };
        for other in used(package, &PRODUCT) {
            if ours.contains(other.as_str()) && !allowed.contains(&other.as_str()) {
                against.push(format!("{name} uses {other}"));
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn each_library_is_met_only_where_it_belongs() {
    let mut against = Vec::new();
    for package in &metadata().packages {
        let name = short(&package.name);
        let used = used(package, &PRODUCT);
        for (library, places) in ONLY_IN {
            if used.contains(library) && !places.contains(&name) {
                against.push(format!("{name} uses {library}"));
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn the_test_kit_is_only_ever_used_by_tests() {
    let mut against = Vec::new();
    for package in &metadata().packages {
        if short(&package.name) != "tests" && used(package, &PRODUCT).contains("testkit") {
            against.push(package.name.to_string());
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn nobody_uses_the_developers_tool() {
    let kinds = [
        DependencyKind::Normal,
        DependencyKind::Build,
        DependencyKind::Development,
    ];
    let mut against = Vec::new();
    for package in &metadata().packages {
        if used(package, &kinds).contains("xtask") {
            against.push(package.name.to_string());
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

fn migrations(database: &str) -> Vec<String> {
    let folder = root().join("migrations").join(database);
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the migrations are there")
        .map(|entry| {
            let name = entry.expect("the folder can be listed").file_name();
            name.into_string().expect("migrations have plain names")
        })
        .collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_the_same_migrations() {
    let sqlite = migrations("sqlite");
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, migrations("postgres"));
    for database in ["sqlite", "postgres"] {
        for migration in &sqlite {
            for file in ["up.sql", "down.sql"] {
                let path = root().join("migrations").join(database);
                let path = path.join(migration).join(file);
                assert!(path.is_file(), "{} is missing", path.display());
            }
        }
    }
}
