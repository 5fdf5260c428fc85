//! Where the files lie that people send in: a folder of this machine, or an S3-compatible store.
//!
//! A file is known by an id. What somebody typed, its name above all, never becomes a part of a path. Who may read a
//! file, and which files there are, stands in the database: nothing is ever listed here.

mod error;
mod folder;
mod s3;

pub use error::{FileError, SettingsRefused};
pub use s3::{S3Settings, UrlStyle};

use folder::Folder;
use s3::Bucket;
use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// The most that one file may weigh unless something else is configured, in octets.
pub const LARGEST: u64 = 30 * 1024 * 1024;

/// A store of files. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Files {
    place: Arc<Place>,
    largest: u64,
}

#[derive(Debug)]
enum Place {
    Nowhere,
    Folder(Folder),
    Bucket(Box<Bucket>),
}

impl Files {
    /// No store at all: nothing is taken.
    pub fn nowhere() -> Self {
        Self::of(Place::Nowhere)
    }

    /// A folder, which is made when the first file comes. It and its files are for their owner only.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self::of(Place::Folder(Folder::at(folder.into())))
    }

    /// A bucket of an S3-compatible store.
    pub fn in_bucket(settings: &S3Settings) -> Result<Self, SettingsRefused> {
        Ok(Self::of(Place::Bucket(Box::new(Bucket::of(settings)?))))
    }

    fn of(place: Place) -> Self {
        Self {
            place: Arc::new(place),
            largest: LARGEST,
        }
    }

    /// The same with another limit on what one file may weigh, in octets.
    #[must_use]
    pub fn with_largest(mut self, largest: u64) -> Self {
        self.largest = largest;
        self
    }

    /// The most that one file may weigh, in octets.
    pub fn largest(&self) -> u64 {
        self.largest
    }

    /// Whether files are taken at all.
    pub fn is_somewhere(&self) -> bool {
        !matches!(*self.place, Place::Nowhere)
    }

    /// Whether they lie in a folder, which other machines do not have.
    pub fn is_folder(&self) -> bool {
        matches!(*self.place, Place::Folder(_))
    }

    /// Whether they will lie in a folder that is not there yet: the first file makes it.
    pub fn is_to_be_made(&self) -> bool {
        matches!(&*self.place, Place::Folder(folder) if !folder.is_there())
    }

    /// Keeps `size` octets under an id, whole or not at all. The same id again is the same file again.
    pub fn put(&self, id: Uuid, bytes: &mut dyn Read, size: u64) -> Result<(), FileError> {
        match &*self.place {
            Place::Nowhere => Err(FileError::Nowhere),
            Place::Folder(folder) => folder.put(id, bytes, size),
            Place::Bucket(bucket) => bucket.put(id, bytes, size),
        }
    }

    /// What lies under an id, to be read once.
    pub fn get(&self, id: Uuid) -> Result<Box<dyn Read + Send>, FileError> {
        match &*self.place {
            Place::Nowhere => Err(FileError::Nowhere),
            Place::Folder(folder) => folder.get(id),
            Place::Bucket(bucket) => bucket.get(id),
        }
    }

    /// Removes what lies under an id; what is not there is gone already.
    pub fn delete(&self, id: Uuid) -> Result<(), FileError> {
        match &*self.place {
            Place::Nowhere => Err(FileError::Nowhere),
            Place::Folder(folder) => folder.delete(id),
            Place::Bucket(bucket) => bucket.delete(id),
        }
    }

    /// Puts a few octets under this id, reads them, and removes them again.
    pub fn probe(&self, id: Uuid) -> Result<(), FileError> {
        const TRIAL: &[u8] = b"marketday";
        self.put(id, &mut &*TRIAL, TRIAL.len() as u64)?;
        let mut read = Vec::new();
        let whole = self
            .get(id)?
            .take(TRIAL.len() as u64 + 1)
            .read_to_end(&mut read)
            .map_err(FileError::Broken);
        self.delete(id)?;
        whole?;
        if read == TRIAL {
            Ok(())
        } else {
            Err(FileError::Incomplete)
        }
    }
}

impl fmt::Display for Files {
    /// Where files lie, without what would open the store.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.place {
            Place::Nowhere => f.write_str("nowhere"),
            Place::Folder(folder) => write!(f, "{folder}"),
            Place::Bucket(bucket) => write!(f, "{bucket}"),
        }
    }
}
