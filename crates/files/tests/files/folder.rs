//! A folder.

use crate::{id, put, read};
use marketday_files::{FileError, Files};
use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.into_string().expect("a plain name")
        })
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

#[test]
fn a_file_is_kept_read_and_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files::in_folder(folder.path().join("files"));
    put(&files, 1, b"%PDF-1.7 one").expect("it is kept");
    put(&files, 2, b"").expect("it is kept");
    assert_eq!(read(&files, 1), b"%PDF-1.7 one");
    assert_eq!(read(&files, 2), b"");
    put(&files, 1, b"another").expect("it is kept");
    assert_eq!(read(&files, 1), b"another");
    files.delete(id(1)).expect("it goes");
    files.delete(id(1)).expect("it is gone already");
    assert!(matches!(files.get(id(1)), Err(FileError::Missing)));
    assert_eq!(read(&files, 2), b"");
}

#[test]
fn a_folder_and_its_files_are_for_their_owner_only_and_named_by_ids() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("deep").join("files");
    let files = Files::in_folder(&folder);
    put(&files, 7, b"x").expect("it is kept");
    assert_eq!(names(&folder), [id(7).to_string()]);
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join(id(7).to_string())), 0o600);
    assert_eq!(
        files.to_string(),
        format!("the folder {}", folder.display())
    );
}

/// Gives three octets, then breaks off.
struct Breaking(bool);

impl Read for Breaking {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if std::mem::replace(&mut self.0, true) {
            return Err(io::Error::other("the sender hung up"));
        }
        into[..3].copy_from_slice(b"abc");
        Ok(3)
    }
}

#[test]
fn what_breaks_off_or_has_another_length_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files::in_folder(folder.path());
    put(&files, 1, b"whole").expect("it is kept");
    let broken = files.put(id(1), &mut Breaking(false), 10);
    assert!(matches!(broken, Err(FileError::Folder(_))), "{broken:?}");
    for said in [2, 4] {
        let refused = files.put(id(1), &mut &b"abc"[..], said);
        assert!(matches!(refused, Err(FileError::Incomplete)), "{refused:?}");
    }
    assert_eq!(read(&files, 1), b"whole");
    assert_eq!(names(folder.path()), [id(1).to_string()]);
}

#[test]
fn what_a_dead_process_left_half_done_is_never_read_and_goes_with_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files::in_folder(folder.path());
    let half_done = folder.path().join(format!(".{}.part", id(3)));
    fs::write(&half_done, b"hal").expect("it can be written");
    assert!(matches!(files.get(id(3)), Err(FileError::Missing)));
    files.delete(id(3)).expect("it goes");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    let outer = tempfile::tempdir().expect("a folder");
    let in_the_way = outer.path().join("files");
    fs::write(&in_the_way, b"a file").expect("it can be written");
    let files = Files::in_folder(&in_the_way);
    let refused = put(&files, 1, b"x");
    assert!(matches!(refused, Err(FileError::Folder(_))), "{refused:?}");
    assert!(files.probe(id(9)).is_err());
    assert!(Files::in_folder(outer.path()).probe(id(9)).is_ok());
    assert_eq!(names(outer.path()), ["files"]);
}

#[test]
fn nothing_is_taken_where_no_place_is_configured() {
    let files = Files::nowhere();
    assert!(!files.is_somewhere());
    assert!(matches!(put(&files, 1, b"x"), Err(FileError::Nowhere)));
    assert!(matches!(files.get(id(1)), Err(FileError::Nowhere)));
}
