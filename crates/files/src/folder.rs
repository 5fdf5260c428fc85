//! Files in a folder of this machine.

use crate::FileError;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;
use uuid::Uuid;

/// A folder with a file an id.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub(crate) fn is_there(&self) -> bool {
        self.0.exists()
    }

    fn whole(&self, id: Uuid) -> PathBuf {
        self.0.join(id.to_string())
    }

    fn half_done(&self, id: Uuid) -> PathBuf {
        self.0.join(format!(".{id}.part"))
    }

    pub(crate) fn put(&self, id: Uuid, bytes: &mut dyn Read, size: u64) -> Result<(), FileError> {
        let mut maker = fs::DirBuilder::new();
        let made = maker.recursive(true).mode(0o700).create(&self.0);
        made.map_err(FileError::Folder)?;
        let kept = self.write(id, bytes, size);
        if kept.is_err() {
            // The first failure is the one to tell of.
            let _ = fs::remove_file(self.half_done(id));
        }
        kept
    }

    /// Under another name until it is whole and on the disk, so that nobody ever reads half a file.
    fn write(&self, id: Uuid, bytes: &mut dyn Read, size: u64) -> Result<(), FileError> {
        let half_done = self.half_done(id);
        let mut file = File::options()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&half_done)
            .map_err(FileError::Folder)?;
        let written = io::copy(&mut bytes.take(size + 1), &mut file).map_err(FileError::Folder)?;
        if written != size {
            return Err(FileError::Incomplete);
        }
        file.sync_all()
            .and_then(|()| fs::rename(&half_done, self.whole(id)))
            // The new name is kept by the folder.
            .and_then(|()| File::open(&self.0)?.sync_all())
            .map_err(FileError::Folder)
    }

    pub(crate) fn get(&self, id: Uuid) -> Result<Box<dyn Read + Send>, FileError> {
        match File::open(self.whole(id)) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(FileError::Missing),
            Err(error) => Err(FileError::Folder(error)),
        }
    }

    pub(crate) fn delete(&self, id: Uuid) -> Result<(), FileError> {
        for path in [self.half_done(id), self.whole(id)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(FileError::Folder(error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the folder {}", self.0.display())
    }
}
