//! Which databases can be named.

use marketday_store::{DatabaseUrl, OpenError, PoolSize, Store};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

fn refusal(url: &str) -> String {
    match url.parse::<DatabaseUrl>() {
        Err(OpenError::Url(why)) => why,
        other => panic!("{url} gave {other:?}"),
    }
}

#[test]
fn an_unknown_scheme_is_refused_by_name() {
    let unknown = |scheme: &str| {
        format!(
            "unknown scheme {scheme:?}: use sqlite:///path/to/file.db or postgres://user@host/database"
        )
    };
    assert_eq!(refusal("mysql://host/db"), unknown("mysql"));
    assert_eq!(refusal("foo.db"), unknown(""));
    assert_eq!(refusal(""), unknown(""));
    assert_eq!(refusal("postgres:foo"), unknown("postgres"));
    assert_eq!(refusal("SQLITE:foo.db"), unknown("SQLITE"));
}

#[test]
fn a_sqlite_url_without_a_file_is_refused() {
    for url in ["sqlite:", "sqlite://", "sqlite:///"] {
        assert_eq!(
            refusal(url),
            "a sqlite URL names a file, as in sqlite:///var/lib/marketday/marketday.db"
        );
    }
}

#[test]
fn a_url_that_asks_for_tls_is_refused_by_a_build_without_it() {
    assert_eq!(
        refusal("postgres://u@host/db?sslmode=require"),
        "the URL asks for TLS (sslmode) and this build has none: build with --features tls or vendored-tls"
    );
}

#[test]
fn a_refused_url_creates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no-such-folder").join("day.db");
    let url: DatabaseUrl = format!("sqlite:{}", missing.display()).parse().unwrap();
    let Err(OpenError::Connect { reason, .. }) = Store::open(&url, PoolSize::default()) else {
        panic!("it opened");
    };
    assert_eq!(
        reason,
        format!(
            "the folder {} does not exist",
            missing.parent().unwrap().display()
        )
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    for name in ["postgres:foo", "foo.db", "sqlite:"] {
        assert!(name.parse::<DatabaseUrl>().is_err());
        assert!(!PathBuf::from(name).exists());
    }
}

#[test]
fn relative_and_absolute_paths_are_told_apart() {
    let path = |url: &str| match url.parse() {
        Ok(DatabaseUrl::Sqlite(path)) => path,
        other => panic!("{url} gave {other:?}"),
    };
    assert_eq!(path("sqlite:data/x.db"), PathBuf::from("data/x.db"));
    assert_eq!(path("sqlite:///abs/x.db"), PathBuf::from("/abs/x.db"));
}

#[test]
fn a_password_is_never_shown() {
    let url: DatabaseUrl = "postgres://ann:secret@host/day".parse().unwrap();
    assert_eq!(url.to_string(), "postgres://ann:***@host/day");
    assert_eq!(format!("{url:?}"), "postgres://ann:***@host/day");
}

#[test]
fn only_its_owner_reads_a_new_database() {
    let folder = tempfile::tempdir().unwrap();
    let url: DatabaseUrl = format!("sqlite:{}/day.db", folder.path().display())
        .parse()
        .unwrap();
    let store = Store::open(&url, PoolSize::default()).unwrap();
    store.migrate().unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
}
