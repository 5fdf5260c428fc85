//! Mail that comes in through a pipe, and the addresses that are not written to.

use crate::command::{Done, run, run_with};
use marketday_model::{Suppression, WhySuppressed};
use marketday_store::{DatabaseUrl, PoolSize, Store, suppressions};
use std::path::Path;
use tempfile::tempdir;

const FROM: [(&str, &str); 1] = [("MARKETDAY__MAIL__FROM", "Days <days@example.org>")];

fn receive(folder: &Path, recipient: &str, message: &[u8]) -> Done {
    let arguments = ["mail", "receive", "--recipient", recipient];
    run_with(folder, &FROM, &arguments, message)
}

#[test]
fn a_mail_server_learns_by_the_exit_code_what_became_of_a_message() {
    let folder = tempdir().expect("a folder");
    let machine = b"From: mailer-daemon@example.net\r\nSubject: Away\r\n\r\nAway.\r\n";
    let done = receive(folder.path(), "reply+0@example.org", machine);
    assert_eq!(
        (done.code, done.said.as_str()),
        (0, "ignored: a machine wrote it\n")
    );

    let person = b"From: ada@example.net\r\nSubject: Thank you\r\n\r\nThank you.\r\n";
    let done = receive(folder.path(), "reply+0@example.org", person);
    assert_eq!(done.code, 65);
    assert!(
        done.complained
            .contains("Nobody reads this address. Please write to the organiser"),
        "{}",
        done.complained
    );

    let mut large = person.to_vec();
    large.resize(10 * 1024 * 1024 + 1, b'x');
    let done = receive(folder.path(), "reply+0@example.org", &large);
    assert_eq!(done.code, 65);
    assert!(done.complained.contains("larger than 10 MiB"));

    let arguments = ["--config", "nowhere.toml", "mail", "receive"];
    let done = run_with(folder.path(), &FROM, &arguments, person);
    assert_eq!(
        done.code, 75,
        "the mail server keeps it: {}",
        done.complained
    );
}

#[test]
fn an_operator_sees_who_is_not_written_to_and_lets_them_be_written_to_again() {
    let folder = tempdir().expect("a folder");
    let run = |arguments: &[&str]| run(folder.path(), &FROM, arguments);
    assert_eq!(
        run(&["mail", "suppressed"]).said,
        "Every address is written to.\n"
    );
    let url = DatabaseUrl::Sqlite(folder.path().join("data/marketday.db"));
    let store = Store::open(&url, PoolSize::of(1)).expect("the database opens");
    let suppression = Suppression {
        email: "ada@example.net".parse().expect("an address"),
        why: WhySuppressed::Bounced,
        status: Some("5.1.1".to_owned()),
        notice: "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11"
            .parse()
            .expect("an id"),
        since: "2027-01-12T09:00:00Z".parse().expect("an instant"),
    };
    store
        .write(move |tx| suppressions::insert(tx, &suppression))
        .expect("a row");
    assert_eq!(
        run(&["mail", "suppressed"]).said,
        "ada@example.net: bounced with 5.1.1 on 2027-01-12 (notice 0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11)\n"
    );
    let done = run(&["mail", "unsuppress", "ada@example.net"]);
    assert_eq!(
        (done.code, done.said.as_str()),
        (0, "ada@example.net is written to again.\n")
    );
    assert_eq!(run(&["mail", "unsuppress", "ada@example.net"]).code, 1);
}
