//! The folder of a demonstration: one that it made itself, and nobody else's.

use super::Refused;
use anyhow::Context;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file by which a demonstration knows its own folder.
const MARKER: &str = "marketday-demonstration.toml";
/// What a demonstration keeps in its folder.
const DATABASE: &str = "marketday.db";
const KEY: &str = "security.key";
const MAIL: &str = "mail";

/// What the database in the folder was filled with. No such lines: it was not filled to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Filled {
    /// What decided its chance.
    pub(super) seed: u64,
    /// The date of the day on which it was filled.
    pub(super) made_on: NaiveDate,
}

/// A folder that this process alone uses.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Locked until the process ends.
    _marker: File,
}

impl Folder {
    /// Opens the folder at `path`, made if it is not there. One that something else made is refused; one that is
    /// `fresh` is emptied of what an earlier demonstration put there.
    pub(super) fn open(path: &Path, fresh: bool) -> anyhow::Result<Self> {
        let marker = path.join(MARKER);
        let is_ours = marker.is_file();
        if !is_ours && !is_empty(path).with_context(|| setting(path))? {
            return Err(Refused::ForeignFolder(path.to_owned()).into());
        }
        fs::create_dir_all(path.join(MAIL)).with_context(|| setting(path))?;
        let locked = File::options()
            .create(true)
            .append(true)
            .open(&marker)
            .with_context(|| setting(path))?;
        match locked.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Refused::InUse(path.to_owned()).into());
            }
            Err(fs::TryLockError::Error(error)) => return Err(error).context(setting(path)),
        }
        let folder = Self {
            path: fs::canonicalize(path)?,
            _marker: locked,
        };
        if fresh || folder.filled().is_none() {
            folder.empty().with_context(|| setting(path))?;
        }
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    pub(super) fn mail(&self) -> PathBuf {
        self.path.join(MAIL)
    }

    /// What its database was filled with, if it was filled to the end.
    pub(super) fn filled(&self) -> Option<Filled> {
        toml::from_str(&fs::read_to_string(self.path.join(MARKER)).ok()?).ok()
    }

    /// Notes that its database is filled.
    pub(super) fn note(&self, filled: Filled) -> anyhow::Result<()> {
        let text = toml::to_string(&filled)?;
        let text = format!("# Made by `marketday demo`. Delete this folder as you like.\n{text}");
        Ok(fs::write(self.path.join(MARKER), text)?)
    }

    /// Takes away what a demonstration put there, and nothing else.
    fn empty(&self) -> std::io::Result<()> {
        fs::write(self.path.join(MARKER), "")?;
        for end in ["", "-wal", "-shm"] {
            remove(&self.path.join(format!("{DATABASE}{end}")))?;
        }
        remove(&self.path.join(KEY))?;
        for letter in fs::read_dir(self.mail())? {
            remove(&letter?.path())?;
        }
        Ok(())
    }
}

fn setting(path: &Path) -> String {
    format!("--data-dir {}", path.display())
}

fn is_empty(path: &Path) -> std::io::Result<bool> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn remove(file: &Path) -> std::io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILLED: Filled = Filled {
        seed: 7,
        made_on: NaiveDate::from_ymd_opt(2027, 1, 12).expect("a date"),
    };

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("UTF-8")
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_that_was_filled_is_used_again_and_one_half_filled_is_emptied() {
        let parent = tempfile::tempdir().expect("a folder");
        let path = parent.path().join("new");
        let folder = Folder::open(&path, false).expect("it is new");
        assert_eq!(folder.filled(), None);
        fs::write(folder.database(), "half").expect("a file");
        drop(folder);

        let folder = Folder::open(&path, false).expect("it is ours");
        assert!(!folder.database().exists());
        fs::write(folder.database(), "whole").expect("a file");
        folder.note(FILLED).expect("the note");
        drop(folder);

        let folder = Folder::open(&path, false).expect("it is ours");
        assert_eq!(folder.filled(), Some(FILLED));
        assert!(folder.database().exists());
    }

    #[test]
    fn a_fresh_start_takes_away_only_what_the_demonstration_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let opened = Folder::open(folder.path(), false).expect("it is empty");
        opened.note(FILLED).expect("the note");
        for file in [
            opened.database(),
            opened.mail().join("a.eml"),
            opened.path().join(KEY),
        ] {
            fs::write(file, "old").expect("a file");
        }
        fs::write(opened.path().join("notes.txt"), "mine").expect("a file");
        drop(opened);

        let opened = Folder::open(folder.path(), true).expect("it is ours");
        assert_eq!(names(opened.path()), [MAIL, MARKER, "notes.txt"]);
        assert_eq!(names(&opened.mail()), Vec::<String>::new());
        assert_eq!(opened.filled(), None);
    }

    #[test]
    fn a_folder_with_anything_else_in_it_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.txt"), "mine").expect("a file");
        for fresh in [false, true] {
            let refused = Folder::open(folder.path(), fresh).expect_err("it is not ours");
            assert!(matches!(
                refused.downcast_ref::<Refused>(),
                Some(Refused::ForeignFolder(_))
            ));
        }
        assert_eq!(names(folder.path()), ["thesis.txt"]);
    }

    #[test]
    fn two_demonstrations_do_not_share_a_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Folder::open(folder.path(), false).expect("it is empty");
        first.note(FILLED).expect("the note");
        let refused = Folder::open(folder.path(), true).expect_err("it is in use");
        assert!(matches!(
            refused.downcast_ref::<Refused>(),
            Some(Refused::InUse(_))
        ));
        assert_eq!(first.filled(), Some(FILLED));
    }
}
