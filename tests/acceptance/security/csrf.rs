//! At every address that takes a form: without a token of our own, or with another browser's, nothing happens.

use super::routes::SEND;
use super::rules::one_and_other;
use super::town::Town;
use crate::app::{Browser, Page, Witness, spawn_app};
use marketday_testkit::on_each_database;

/// Sends a form everywhere by somebody who may and somebody who may not, and sees it refused without a change.
fn is_refused_everywhere(send: impl Fn(&Browser<'_>, &str, &str) -> Page) {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let other = app.browser();
        other.visit("/sign-in");
        let theirs = other.csrf();
        let mut witness = Witness::of(database);
        let before = witness.look();
        for &(row, rule, status) in SEND {
            let path = town.address(row);
            for (browser, expected) in one_and_other(&app, &town, (row, rule, status)) {
                let page = send(browser, &path, &theirs);
                // Whoever may not come at all is told that, and nothing more.
                let is_refused = page.status == 403
                    && page.heading() == "This form has been open for too long"
                    || (page.status == expected && matches!(expected, 401 | 404));
                assert!(is_refused, "{row}: {} {}", page.status, page.heading());
                assert_eq!(witness.look(), before, "{row}");
            }
        }
    });
}

#[test]
fn no_address_takes_a_form_without_a_token() {
    is_refused_everywhere(|browser, path, _| {
        browser.post_bytes(path, &[], b"email=mallory%40evil.example".to_vec())
    });
}

#[test]
fn no_address_takes_a_form_with_the_token_of_another_browser() {
    is_refused_everywhere(|browser, path, theirs| {
        browser.post_bytes(path, &[], format!("csrf={theirs}").into_bytes())
    });
}

#[test]
fn no_address_takes_a_form_with_the_token_beside_another_or_in_the_query() {
    is_refused_everywhere(|browser, path, theirs| {
        let own = browser.csrf();
        let body = format!("csrf={theirs}&csrf={own}").into_bytes();
        browser.post_bytes(&format!("{path}?csrf={own}"), &[], body)
    });
}
