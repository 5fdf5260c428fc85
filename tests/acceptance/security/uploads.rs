//! Two addresses take a file: elsewhere bodies that are no form, or larger than any form, are refused.

use super::routes::SEND;
use super::rules::one_and_other;
use super::town::Town;
use crate::app::{Browser, Page, Witness, spawn_app};
use marketday_testkit::on_each_database;

/// The addresses that take a file: `journeys/imported_calendars.rs` and `journeys/slides.rs` see what they refuse.
const TAKE_FILES: [&str; 2] = ["/organise/calendars/file", "/bookings/{id}/slides"];

/// Sends these to every address by somebody who may send something there, and sees them refused without a change.
fn is_refused_everywhere<T>(
    refused: u16,
    heading: &str,
    but: &[&str],
    what: &[T],
    send: impl Fn(&Browser<'_>, &str, &T) -> Page,
) {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let mut witness = Witness::of(database);
        let before = witness.look();
        for &(row, rule, status) in SEND.iter().filter(|(row, ..)| !but.contains(row)) {
            let path = town.address(row);
            let people = one_and_other(&app, &town, (row, rule, status)).into_iter();
            for (browser, _) in people.filter(|(_, expected)| !matches!(expected, 401 | 404)) {
                for sent in what {
                    let page = send(browser, &path, sent);
                    assert_eq!(
                        (page.status, page.heading().as_str()),
                        (refused, heading),
                        "{row}"
                    );
                }
            }
            assert_eq!(witness.look(), before, "{row}");
        }
    });
}

#[test]
fn a_file_is_refused_at_every_address_but_two_whatever_it_says_it_is() {
    const FILE: &str = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.svg\"\r\n\
                        Content-Type: image/svg+xml\r\n\r\n<svg/>\r\n--x--\r\n";
    let kinds = [
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        "image/svg+xml",
        "application/octet-stream",
    ];
    let heading = "This page takes no files";
    is_refused_everywhere(415, heading, &TAKE_FILES, &kinds, |browser, path, kind| {
        browser.send(crate::app::Sent {
            method: "POST",
            path,
            headers: &[("Content-Type", kind)],
            body: FILE.into(),
        })
    });
}

#[test]
fn a_body_larger_than_any_form_is_refused_at_every_address() {
    let bodies = [vec![b'x'; 65 * 1024]];
    let heading = "What you sent is too large";
    is_refused_everywhere(413, heading, &[], &bodies, |browser, path, body| {
        browser.post_bytes(path, &[], body.clone())
    });
}
