//! Fresh databases, one a test: SQLite in a folder that goes with it, PostgreSQL on the server that
//! `MARKETDAY_TEST_POSTGRES_URL` names (`cargo xtask test` starts one).

use marketday_model::Randomness;
use marketday_store::{DatabaseUrl, PoolSize, Store, invariants};

/// A migrated, empty database that is gone when this is dropped.
pub struct Database {
    /// The open store.
    pub store: Store,
    /// Its URL.
    pub url: String,
    cleanup: Cleanup,
}

enum Cleanup {
    Folder { _folder: tempfile::TempDir },
    Drop { server: String, name: String },
}

impl Database {
    /// A fresh SQLite database.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self::open(url, Cleanup::Folder { _folder: folder })
    }

    /// A fresh PostgreSQL database, or none where no server is named.
    ///
    /// # Panics
    /// If it cannot be made, or if no server is named and `MARKETDAY_NO_SKIP` is set.
    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("MARKETDAY_TEST_POSTGRES_URL") else {
            assert!(
                std::env::var_os("MARKETDAY_NO_SKIP").is_none(),
                "PostgreSQL was to be tested, but no server is named"
            );
            eprintln!(
                "skipped on PostgreSQL: MARKETDAY_TEST_POSTGRES_URL is not set (cargo xtask test sets it)"
            );
            return None;
        };
        let name = format!("marketday_{}", Randomness::system().token());
        let (host, _) = server
            .rsplit_once('/')
            .expect("the server's URL names a database");
        let url = format!("{host}/{name}");
        script(&server, &format!("CREATE DATABASE {name}"));
        Some(Self::open(url, Cleanup::Drop { server, name }))
    }

    fn open(url: String, cleanup: Cleanup) -> Self {
        let parsed: DatabaseUrl = url.parse().expect("the URL is well formed");
        let store = Store::open(&parsed, PoolSize::of(12)).expect("the database opens");
        store.migrate().expect("the migrations run");
        Self {
            store,
            url,
            cleanup,
        }
    }

    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.store.url(), DatabaseUrl::Postgres(_))
    }
}

fn script(server: &str, statement: &str) {
    let url: DatabaseUrl = server.parse().expect("the server's URL is well formed");
    let store = Store::open(&url, PoolSize::of(1)).expect("the server answers");
    store.run_script(&[statement]).expect("the statement runs");
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Cleanup::Drop { server, name } = &self.cleanup {
            script(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Runs the same test on a fresh SQLite and on a fresh PostgreSQL database, and then asks each what must always hold:
/// no slot is booked twice, counts are what they count, what is offered is kept.
///
/// # Panics
/// If something of it does not hold.
pub fn on_each_database(test: impl Fn(&Database)) {
    on_each_unguarded_database(|database| {
        test(database);
        let broken = database.store.read(invariants::list_broken);
        assert_eq!(broken.expect("the database answers"), Vec::<String>::new());
    });
}

/// The same for tests that break it on purpose: those that take a guard away, or write rows past the verbs.
pub fn on_each_unguarded_database(test: impl Fn(&Database)) {
    test(&Database::sqlite());
    if let Some(postgres) = Database::postgres() {
        test(&postgres);
    }
}
