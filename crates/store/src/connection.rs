//! The one place that knows that there are two databases: opening them, reading, writing, and the statements that
//! must differ.
//!
//! Reading goes through [`Store::read`], writing through [`Store::write`] and nothing else. On SQLite one thread owns
//! the writing connection and commits what waits in one group, each job in a savepoint; on PostgreSQL a write is a
//! transaction of a pooled connection, tried again, three times at most, after a serialisation failure or a deadlock.

use crate::acting::{self, By};
use crate::error::{OpenError, StoreError};
use crate::writer::Writer;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::connection::InstrumentationEvent;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::sql_types::Timestamp;
use diesel::{Connection, MultiConnection, PgConnection, RunQueryDsl, SqliteConnection, sql_query};
use marketday_model::Instant;
use std::error::Error;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::OpenOptionsExt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A connection to either database.
#[derive(MultiConnection)]
pub(crate) enum Db {
    /// PostgreSQL.
    Pg(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Runs the same expression on whichever backend the connection has, for the few things that Diesel's enum of
/// connections cannot do by itself: upserts, batch inserts and locking statements.
macro_rules! on_each {
    ($connection:expr, |$inner:ident| $body:expr) => {
        match &mut *$connection {
            $crate::connection::Db::Pg($inner) => $body,
            $crate::connection::Db::Sqlite($inner) => $body,
        }
    };
}
pub(crate) use on_each;

/// Where the data lies.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file, by its path.
    Sqlite(std::path::PathBuf),
    /// A server, by its URL with user and password.
    Postgres(String),
}

impl DatabaseUrl {
    /// `SQLite` or `PostgreSQL`.
    pub const fn product(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = OpenError;

    fn from_str(text: &str) -> Result<Self, OpenError> {
        let (scheme, rest) = text.split_once(':').unwrap_or(("", text));
        match scheme {
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                if path.is_empty() || path == "/" {
                    return Err(OpenError::Url(
                        "a sqlite URL names a file, as in sqlite:///var/lib/marketday/marketday.db"
                            .into(),
                    ));
                }
                Ok(Self::Sqlite(path.into()))
            }
            "postgres" | "postgresql" if rest.starts_with("//") => {
                let asks_for_tls =
                    rest.contains("sslmode=require") || rest.contains("sslmode=verify");
                if asks_for_tls && !cfg!(feature = "tls") {
                    return Err(OpenError::Url(
                        "the URL asks for TLS (sslmode) and this build has none: build with --features tls or vendored-tls"
                            .into(),
                    ));
                }
                Ok(Self::Postgres(text.to_owned()))
            }
            _ => Err(OpenError::Url(format!(
                "unknown scheme {scheme:?}: use sqlite:///path/to/file.db or postgres://user@host/database"
            ))),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    /// The URL with its password masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match (url.find("://"), url.rfind('@')) {
                (Some(start), Some(at)) => {
                    let user = url[start + 3..at].split(':').next().unwrap_or_default();
                    let masked = if url[start + 3..at].contains(':') {
                        ":***"
                    } else {
                        ""
                    };
                    write!(f, "postgres://{user}{masked}{}", &url[at..])
                }
                _ => f.write_str(url),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How many connections a store keeps, and how patient they are.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize {
    /// The most connections: readers on SQLite, all on PostgreSQL.
    pub connections: u32,
    /// How long a statement waits for a lock that somebody else has, before it gives up as [`StoreError::Busy`].
    pub lock_wait: Duration,
}

impl PoolSize {
    /// So many connections, as patient as any.
    pub fn of(connections: u32) -> Self {
        Self {
            connections,
            ..Self::default()
        }
    }
}

impl Default for PoolSize {
    fn default() -> Self {
        Self {
            connections: 16,
            lock_wait: Duration::from_secs(10),
        }
    }
}

/// The database, shared by every thread of a process. Cloning is cheap.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    url: DatabaseUrl,
    pool: Pool<ConnectionManager<Db>>,
    writer: Option<Writer>,
    queries: Arc<AtomicU64>,
}

/// A connection that may only read: what writes takes a [`Tx`], which this never becomes.
///
/// ```compile_fail,E0308
/// fn read_and_write(rx: &mut marketday_store::Rx<'_>) {
///     let _ = marketday_store::revisions::bump_public(rx);
/// }
/// ```
pub struct Rx<'a>(&'a mut Db);

/// A transaction that is being written.
pub struct Tx<'a>(Rx<'a>, By);

impl<'a> Tx<'a> {
    pub(crate) fn new(db: &'a mut Db) -> Self {
        Self(Rx(db), By::default())
    }

    /// Who asked for this write, and from where.
    pub(crate) fn by(&self) -> &By {
        &self.1
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Rx<'a>;
    fn deref(&self) -> &Rx<'a> {
        &self.0
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Tx<'_> {
    /// Runs an insert that a unique index may refuse, and says whether it was taken: on PostgreSQL in a savepoint of
    /// its own, since a refused statement would spoil the whole transaction.
    pub(crate) fn insert_if_free(
        &mut self,
        insert: impl FnOnce(&mut Db) -> Result<usize, diesel::result::Error>,
    ) -> Result<bool, StoreError> {
        let outcome = match self.db() {
            db @ Db::Pg(_) => db.transaction(insert),
            db @ Db::Sqlite(_) => insert(db),
        };
        match outcome.map_err(StoreError::from) {
            Ok(_) => Ok(true),
            Err(StoreError::Taken(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Rx<'_> {
    pub(crate) fn db(&mut self) -> &mut Db {
        self.0
    }
}

/// Sets up each pooled connection before its first use.
#[derive(Debug)]
struct Prepare {
    queries: Arc<AtomicU64>,
    lock_wait: Duration,
}

impl CustomizeConnection<Db, diesel::r2d2::Error> for Prepare {
    fn on_acquire(&self, db: &mut Db) -> Result<(), diesel::r2d2::Error> {
        let settings = match db {
            Db::Pg(_) => PG_SETTINGS,
            Db::Sqlite(_) => SQLITE_READER,
        };
        batch(db, settings)
            .and_then(|()| wait_for_locks(db, self.lock_wait))
            .map_err(diesel::r2d2::Error::QueryError)?;
        let queries = Arc::clone(&self.queries);
        db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                queries.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(())
    }
}

/// How often a write is tried on PostgreSQL. The victim of a deadlock may take its first row again before the other
/// wakes up to it, so that a second try alone can meet the same deadlock again.
const TRIES: usize = 4;

const PG_SETTINGS: &[&str] = &[
    "SET TIME ZONE 'UTC'",
    "SET statement_timeout = '30s'",
    "SET idle_in_transaction_session_timeout = '60s'",
];

const SQLITE_READER: &[&str] = &["PRAGMA foreign_keys = ON", "PRAGMA query_only = ON"];

const SQLITE_WRITER: &[&str] = &[
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    // What a group of writes changes, and what its savepoints would undo, stays in memory until the commit: 64 MB of
    // pages at most instead of 2, and no file beside the database for each savepoint.
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
];

fn batch(db: &mut Db, statements: &[&str]) -> Result<(), diesel::result::Error> {
    for statement in statements {
        on_each!(db, |c| sql_query(*statement).execute(c))?;
    }
    Ok(())
}

/// Lets a connection wait for a lock so long and no longer.
fn wait_for_locks(db: &mut Db, wait: Duration) -> Result<(), diesel::result::Error> {
    let milliseconds = wait.as_millis();
    let setting = match db {
        Db::Pg(_) => format!("SET lock_timeout = {milliseconds}"),
        Db::Sqlite(_) => format!("PRAGMA busy_timeout = {milliseconds}"),
    };
    batch(db, &[&setting])
}

impl Store {
    /// Opens the database that `url` names. An SQLite file is made if it is not there; its folder must be.
    /// Migrations are not run: see [`Store::migrate`].
    pub fn open(url: &DatabaseUrl, size: PoolSize) -> Result<Self, OpenError> {
        let (target, writer) = match url {
            DatabaseUrl::Sqlite(path) => {
                let path = path
                    .to_str()
                    .ok_or_else(|| OpenError::Url("the path is not UTF-8".into()))?;
                (
                    path.to_owned(),
                    Some(Writer::start(open_writer(path, size.lock_wait)?)),
                )
            }
            DatabaseUrl::Postgres(url) => (url.clone(), None),
        };
        let queries = Arc::new(AtomicU64::new(0));
        let pool = Pool::builder()
            .max_size(size.connections)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            // A server may have closed a connection that lay idle. A file does not, and asking takes as long as the
            // revision of a cached page does.
            .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
            .connection_customizer(Box::new(Prepare {
                queries: Arc::clone(&queries),
                lock_wait: size.lock_wait,
            }))
            .build_unchecked(ConnectionManager::new(target));
        drop(pool.get().map_err(|source| OpenError::Connect {
            url: url.to_string(),
            reason: source.to_string(),
        })?);
        Ok(Self(Arc::new(Inner {
            url: url.clone(),
            pool,
            writer,
            queries,
        })))
    }

    /// Where the data lies.
    pub fn url(&self) -> &DatabaseUrl {
        &self.0.url
    }

    /// Runs `job` on a connection that may only read.
    pub fn read<T, E: From<StoreError>>(
        &self,
        job: impl FnOnce(&mut Rx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self
            .0
            .pool
            .get()
            .map_err(|e| StoreError::Busy(e.to_string()))?;
        job(&mut Rx(&mut connection))
    }

    /// Runs `job` in one transaction: what it wrote is kept if it returns `Ok`, and nothing of it otherwise.
    ///
    /// The job can be run twice, so instants, ids and tokens are drawn before it. When this returns `Ok`, the data is
    /// on disk.
    pub fn write<T, E>(
        &self,
        job: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Error + From<StoreError> + Send + 'static,
    {
        // The job may run on another thread, which would not know.
        let by = acting::current();
        let job = move |tx: &mut Tx<'_>| {
            tx.1.clone_from(&by);
            job(tx)
        };
        match &self.0.writer {
            Some(writer) => writer.write(job),
            None => self.write_pooled(&job),
        }
    }

    fn write_pooled<T, E: Error + From<StoreError> + 'static>(
        &self,
        job: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self
            .0
            .pool
            .get()
            .map_err(|e| StoreError::Busy(e.to_string()))?;
        let db: &mut Db = &mut connection;
        for _ in 1..TRIES {
            match transaction(db, job).map_err(Undone::into_error) {
                Err(error)
                    if StoreError::inside(&error).is_some_and(StoreError::is_worth_retrying) => {}
                outcome => return outcome,
            }
        }
        transaction(db, job).map_err(Undone::into_error)
    }

    /// Runs statements that a maintainer wrote, outside any transaction of the product. Tests use it to make and drop
    /// databases, and to take a guard away and see it missed.
    pub fn run_script(&self, statements: &[&str]) -> Result<(), OpenError> {
        let failed = |e: diesel::result::Error| OpenError::Migration(e.to_string());
        batch(&mut self.dedicated()?, statements).map_err(failed)
    }

    /// How far the database's clock is from `now`: positive if the database is ahead. SQLite has no clock of its own.
    pub fn clock_skew(&self, now: Instant) -> Result<TimeDelta, StoreError> {
        let mut connection = self
            .0
            .pool
            .get()
            .map_err(|e| StoreError::Busy(e.to_string()))?;
        match &mut *connection {
            Db::Sqlite(_) => Ok(TimeDelta::zero()),
            Db::Pg(c) => {
                let theirs: NaiveDateTime = diesel::select(diesel::dsl::sql::<Timestamp>(
                    "clock_timestamp() AT TIME ZONE 'UTC'",
                ))
                .get_result(c)?;
                Ok(theirs.and_utc() - now)
            }
        }
    }

    /// A connection outside the pool, for migrations.
    pub(crate) fn dedicated(&self) -> Result<Db, OpenError> {
        let refused = |reason: String| OpenError::Connect {
            url: self.0.url.to_string(),
            reason,
        };
        match &self.0.url {
            DatabaseUrl::Sqlite(path) => {
                let wait = PoolSize::default().lock_wait;
                open_writer(path.to_str().unwrap_or_default(), wait)
            }
            DatabaseUrl::Postgres(url) => {
                let mut db =
                    Db::Pg(PgConnection::establish(url).map_err(|e| refused(e.to_string()))?);
                batch(&mut db, &PG_SETTINGS[..1]).map_err(|e| refused(e.to_string()))?;
                Ok(db)
            }
        }
    }

    /// The number of statements that pooled connections have run: tests hold it against the rows on a page.
    pub fn queries(&self) -> u64 {
        self.0.queries.load(Ordering::Relaxed)
    }
}

/// Why a transaction was rolled back.
enum Undone<E> {
    Job(E),
    Store(StoreError),
}

impl<E> From<diesel::result::Error> for Undone<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

impl<E: From<StoreError>> Undone<E> {
    fn into_error(self) -> E {
        match self {
            Self::Job(error) => error,
            Self::Store(error) => error.into(),
        }
    }
}

fn transaction<T, E: From<StoreError>>(
    db: &mut Db,
    job: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, Undone<E>> {
    db.transaction(|db| job(&mut Tx::new(db)).map_err(Undone::Job))
}

/// Makes the file of a database that is not there yet, for its owner only; SQLite gives the files beside it the same
/// permissions.
fn make_private(path: &str) -> std::io::Result<()> {
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn open_writer(path: &str, lock_wait: Duration) -> Result<Db, OpenError> {
    let refused = |reason: String| OpenError::Connect {
        url: format!("sqlite:{path}"),
        reason,
    };
    if let Some(folder) = std::path::Path::new(path).parent()
        && !folder.as_os_str().is_empty()
        && !folder.is_dir()
    {
        return Err(refused(format!(
            "the folder {} does not exist",
            folder.display()
        )));
    }
    make_private(path).map_err(|e| refused(e.to_string()))?;
    let connection = SqliteConnection::establish(path).map_err(|e| refused(e.to_string()))?;
    let mut db = Db::Sqlite(connection);
    // First of all: to turn to write-ahead logging takes a lock as well.
    wait_for_locks(&mut db, lock_wait)
        .and_then(|()| batch(&mut db, SQLITE_WRITER))
        .map_err(|e| refused(e.to_string()))?;
    Ok(db)
}
