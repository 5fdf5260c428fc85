//! Letters as files in a folder, one `.eml` each: for demonstrations and for reading in a mail program.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::transport::{Accepted, OpenError, SendError, Transport};
use crate::{Dkim, Letter};

/// How the time begins a file's name, so that names sort by time.
const TIME: &str = "%Y%m%dT%H%M%S%.3fZ";
/// What a file name may not hold or should not.
const UNSAFE_IN_FILE_NAMES: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'@')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');
/// Characters of [`TIME`] once written.
const TIME_LENGTH: usize = "20270328T013000.000Z".len();

/// A folder that letters are put into. The same letter twice is one file.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    dkim: Dkim,
}

impl Folder {
    /// Uses the folder at `path`, and makes it when it is missing. It and its letters are for their owner only: whoever
    /// reads the letters can sign in by them.
    ///
    /// # Errors
    ///
    /// When it is missing and cannot be made.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let made = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path);
        made.map_err(|source| OpenError::Folder {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
            dkim: Dkim::default(),
        })
    }

    /// Signs letters as `dkim` says.
    #[must_use]
    pub fn signing(mut self, dkim: Dkim) -> Self {
        self.dkim = dkim;
        self
    }

    fn put(&self, letter: &Letter, bytes: &[u8]) -> io::Result<String> {
        let ending = format!("-{}.eml", file_name_of(&letter.message_id));
        if let Some(name) = self.find(&ending)? {
            return Ok(name);
        }
        let name = format!("{}{ending}", letter.date.format(TIME));
        // A name of its own for each process: whoever renames last wins, with the same bytes.
        let half_done = self
            .path
            .join(format!(".{}{ending}.part", std::process::id()));
        let mut file = File::options()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&half_done)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&half_done, self.path.join(&name))?;
        Ok(name)
    }

    fn find(&self, ending: &str) -> io::Result<Option<String>> {
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.get(TIME_LENGTH..) == Some(ending) {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    fn trouble(&self, error: &io::Error) -> SendError {
        SendError::server(format!("cannot write to {}: {error}", self.path.display()))
    }
}

impl Transport for Folder {
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError> {
        let bytes = self.dkim.compose(letter)?;
        let name = self
            .put(letter, &bytes)
            .map_err(|error| self.trouble(&error))?;
        Ok(Accepted {
            answer: format!("kept as {name}"),
        })
    }

    fn probe(&mut self) -> Result<String, SendError> {
        let trial = self.path.join(format!(".{}.probe", std::process::id()));
        File::create(&trial)
            .and_then(|_| fs::remove_file(&trial))
            .map_err(|error| self.trouble(&error))?;
        Ok(format!("letters are kept in {}", self.path.display()))
    }
}

/// A file name out of a Message-ID, a different one for each.
fn file_name_of(message_id: &str) -> PercentEncode<'_> {
    utf8_percent_encode(message_id, UNSAFE_IN_FILE_NAMES)
}
