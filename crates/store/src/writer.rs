//! The writer thread of an SQLite database: it alone owns the writing connection, and commits in groups.
//!
//! While one group is being synced to disk the next jobs queue up, so under load one `COMMIT` (and one fsync) serves
//! up to [`GROUP`] of them. Each job runs in a savepoint of its own; it is answered after the group's commit.

use crate::connection::{Db, Tx};
use crate::error::StoreError;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

/// The most jobs that share a commit.
const GROUP: usize = 64;

/// Tells the caller how its job went, once the group's commit is known.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Runs in the transaction that was begun; where none could be, it is told why and runs nothing.
type Job = Box<dyn FnOnce(Result<&mut Db, StoreError>) -> Answer + Send>;
type Transactions = <Db as diesel::Connection>::TransactionManager;

/// A handle on the thread, which ends when the last handle is dropped and the queue is empty.
pub(crate) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the thread on this connection.
    pub(crate) fn start(db: Db) -> Self {
        let (jobs, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || run(db, &queue))
            .expect("a thread can be started while the process starts");
        Self(jobs)
    }

    /// Queues `job` and waits until it is committed or undone.
    pub(crate) fn write<T, E>(
        &self,
        job: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, outcome) = mpsc::sync_channel::<Result<T, E>>(1);
        let queued = self.0.send(Box::new(move |db| {
            let result = db.map_err(E::from).and_then(|db| in_savepoint(db, job));
            Box::new(move |committed| {
                // Nobody is left to be told if the caller's thread is gone.
                let _ = reply.send(match committed {
                    Ok(()) => result,
                    Err(error) => Err(error.into()),
                });
            })
        }));
        let gone = || StoreError::Failed("the write was abandoned".into());
        queued.map_err(|_| gone())?;
        outcome.recv().unwrap_or_else(|_| Err(gone().into()))
    }
}

fn run(mut db: Db, queue: &mpsc::Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        if let Err(error) = begin_immediate(&mut db).map_err(StoreError::from) {
            // Those who queued up meanwhile have waited too: each in turn would wait as long again.
            for job in std::iter::once(first).chain(queue.try_iter()) {
                job(Err(error.clone()))(Ok(()));
            }
            continue;
        }
        let mut answers = vec![first(Ok(&mut db))];
        while answers.len() < GROUP
            && let Ok(job) = queue.try_recv()
        {
            answers.push(job(Ok(&mut db)));
        }
        let committed = Transactions::commit_transaction(&mut db).map_err(StoreError::from);
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = answers.len(), "a group of writes could not be committed");
            let _ = Transactions::rollback_transaction(&mut db);
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
}

/// A deferred transaction that later wants to write is refused as busy; this one has its lock from the start.
fn begin_immediate(db: &mut Db) -> Result<(), diesel::result::Error> {
    match db {
        Db::Sqlite(connection) => {
            AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
        }
        Db::Pg(connection) => AnsiTransactionManager::begin_transaction(connection),
    }
}

fn in_savepoint<T, E: From<StoreError>>(
    db: &mut Db,
    job: impl Fn(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    Transactions::begin_transaction(db).map_err(StoreError::from)?;
    let outcome = catch_unwind(AssertUnwindSafe(|| job(&mut Tx::new(db))))
        .unwrap_or_else(|_| Err(StoreError::Failed("the write panicked".into()).into()));
    if outcome.is_ok() {
        Transactions::commit_transaction(db).map_err(StoreError::from)?;
    } else {
        Transactions::rollback_transaction(db).map_err(StoreError::from)?;
    }
    outcome
}
