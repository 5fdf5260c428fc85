//! Deleting files that nothing needs any more: removed versions, those whose booking's data was deleted, and what was
//! kept for a transaction that never came.

use marketday_files::{FileError, Files};
use marketday_model::{Surroundings, policy};
use marketday_store::{Store, StoreError, stored_files};

/// How many files one sweep deletes at most: each asks the store.
const MOST: u32 = 50;

/// Why files could not be swept; what was deleted before is.
#[derive(Debug, thiserror::Error)]
pub enum SweepFailed {
    /// A file stays for the next sweep.
    #[error("a file could not be deleted")]
    File(#[from] FileError),
    /// The database failed.
    #[error("files could not be looked through")]
    Store(#[from] StoreError),
}

/// Deletes files that nothing needs any more, and returns how many. Two sweeps at once do no harm: what is deleted
/// twice is gone.
pub fn sweep_files(
    store: &Store,
    files: &Files,
    surroundings: &Surroundings,
) -> Result<usize, SweepFailed> {
    let before = surroundings.now() - policy::STRAY_FILE;
    let stray = store.read(|rx| stored_files::list_stray(rx, before, MOST))?;
    for id in &stray {
        let id = *id;
        files.delete(id.into())?;
        store.write(move |tx| stored_files::forget(tx, id))?;
    }
    Ok(stray.len())
}
