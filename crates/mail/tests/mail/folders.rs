//! Letters as files, and in memory.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use chrono::Duration;
use marketday_mail::{Accepted, Dkim, Folder, Memory, Scope, SendError, Transport, open};
use tempfile::TempDir;

use crate::samples::letter;

fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_letter_is_a_file_and_files_sort_by_time() {
    let folder = TempDir::new().unwrap();
    let url = format!("file://{}", folder.path().display());
    let mut transport = open(&url.parse().unwrap(), &Dkim::default()).unwrap();
    let mut earlier = letter(2);
    earlier.date -= Duration::milliseconds(1);
    transport.send(&letter(1)).unwrap();
    transport.send(&earlier).unwrap();
    let [first, second] = [
        "20270301T092959.999Z-notice-2.1@marketday.example.eml",
        "20270301T093000.000Z-notice-1.1@marketday.example.eml",
    ];
    assert_eq!(names(&folder), [first, second]);
    assert_eq!(
        fs::read(folder.path().join(second)).unwrap(),
        letter(1).compose().unwrap()
    );
}

#[test]
fn only_their_owner_reads_the_letters_by_which_people_sign_in() {
    let around = TempDir::new().unwrap();
    let path = around.path().join("mail");
    let url = format!("file://{}", path.display());
    let mut transport = open(&url.parse().unwrap(), &Dkim::default()).unwrap();
    transport.send(&letter(1)).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    for entry in fs::read_dir(&path).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

#[test]
fn a_letter_sent_again_is_the_same_file() {
    let folder = TempDir::new().unwrap();
    let mut transport = Folder::open(folder.path()).unwrap();
    let mut again = letter(1);
    again.date += Duration::minutes(5);
    let kept = Accepted {
        answer: "kept as 20270301T093000.000Z-notice-1.1@marketday.example.eml".to_owned(),
    };
    for letter in [letter(1), letter(1), again] {
        assert_eq!(transport.send(&letter), Ok(kept.clone()));
    }
    assert_eq!(names(&folder).len(), 1);
}

#[test]
fn a_message_id_leads_nowhere_else() {
    let folder = TempDir::new().unwrap();
    let mut letter = letter(1);
    letter.message_id = "../../etc/x@marketday.example".to_owned();
    let mut transport = Folder::open(folder.path()).unwrap();
    assert!(transport.send(&letter).is_err());
    letter.message_id = "a/../b+c@marketday.example".to_owned();
    // Two dots in a row are no Message-ID, so one dot has to do.
    letter.message_id = letter.message_id.replace("..", ".");
    transport.send(&letter).unwrap();
    assert_eq!(
        names(&folder),
        ["20270301T093000.000Z-a%2F.%2Fb%2Bc@marketday.example.eml"]
    );
}

#[test]
fn a_folder_that_has_gone_keeps_the_letter_waiting() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mail");
    let mut transport = Folder::open(&path).unwrap();
    let found = transport.probe();
    assert_eq!(found, Ok(format!("letters are kept in {}", path.display())));
    fs::remove_dir(&path).unwrap();
    let expected = SendError::Retry {
        scope: Scope::Server,
        answer: format!(
            "cannot write to {}: No such file or directory (os error 2)",
            path.display()
        ),
        may_have_arrived: false,
    };
    assert_eq!(transport.send(&letter(1)), Err(expected.clone()));
    assert_eq!(transport.probe(), Err(expected));
}

#[test]
fn memory_keeps_what_it_does_not_refuse() {
    let memory = Memory::new();
    let mut transport = memory.clone();
    let refusal = SendError::GiveUp {
        answer: "550 no such mailbox".to_owned(),
    };
    memory.refuse_next(1, &refusal);
    assert_eq!(transport.send(&letter(1)), Err(refusal));
    transport.send(&letter(2)).unwrap();
    let kept = memory.delivered();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].letter, letter(2));
    assert_eq!(kept[0].bytes, letter(2).compose().unwrap());
}
