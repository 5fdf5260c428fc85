//! Forms count only if our own page sent them.

use crate::app::people::{careloop, delegate, drains_day};
use crate::app::{Browser, Form, TestApp, Witness, spawn_app};
use marketday_testkit::{Database, on_each_database};

/// A form of each kind, filled in by somebody who might send it.
fn forms(app: &TestApp) -> Vec<(Browser<'_>, Form, &'static str)> {
    let day = app.published_day(3);
    let (amina, rhys, organiser) = (app.browser(), app.browser(), app.browser());
    let booked = amina.books(day.slots[0].id, &careloop());
    let registered = rhys.registers("care-day-2027", &delegate());
    organiser.signs_in("organiser@north.example");
    app.deliver();
    let new = organiser
        .visit("/organise/events/new")
        .form("Create the event")
        .fill(&drains_day());
    let cancellation = organiser
        .visit("/organise/events/care-day-2027/cancellation")
        .form("Cancel this event")
        .fill(&[("reason", "Because.")]);
    let taken = app.browser();
    let offer = taken.visit(&format!("/slots/{}/booking", day.slots[1].id));
    let stranger = app.browser();
    let sign_in = stranger
        .visit("/sign-in")
        .form("Send me a code")
        .fill(&[("email", "somebody@careloop.example")]);
    let change = booked.form("Save changes");
    let cancel = amina
        .visit(&booked.link("Cancel this booking"))
        .form("Cancel this booking");
    let withdraw = rhys
        .visit(&registered.link("Withdraw your registration"))
        .form("Withdraw");
    let out = rhys.visit("/my").form_anywhere("Sign out");
    let again = amina.window();
    let leaver = rhys.window();
    let boss = organiser.window();
    vec![
        (stranger, sign_in, "Send me a code"),
        (taken, offer.form("Keep this slot"), "Keep this slot"),
        (amina, change, "Save changes"),
        (again, cancel, "Cancel this booking"),
        (rhys, withdraw, "Withdraw"),
        (leaver, out, "Sign out"),
        (organiser, new, "Create the event"),
        (boss, cancellation, "Cancel this event"),
    ]
}

/// Spoils each form, and sees that it is refused and changes nothing.
fn each_is_refused(
    database: &Database,
    spoil: impl Fn(&TestApp, &Browser<'_>, Form, &str) -> crate::app::Page,
) {
    let app = spawn_app(database);
    let forms = forms(&app);
    let mut witness = Witness::of(database);
    let before = witness.look();
    for (browser, form, button) in forms {
        let action = form.action.clone();
        let page = spoil(&app, &browser, form, button);
        assert_eq!((page.status, action.as_str()), (403, page.path.as_str()));
        assert_eq!(page.heading(), "This form has been open for too long");
        assert_eq!(witness.look(), before, "{action}");
    }
}

#[test]
fn a_form_without_its_token_is_refused() {
    on_each_database(|database| {
        each_is_refused(database, |_, browser, mut form, button| {
            form.fields.retain(|(name, _)| name != "csrf");
            browser.presses(&form, button)
        });
    });
}

#[test]
fn a_form_with_the_token_of_another_browser_is_refused() {
    on_each_database(|database| {
        each_is_refused(database, |app, browser, form, button| {
            let other = app.browser();
            other.visit("/sign-in");
            let csrf = other.csrf();
            browser.presses(&form.fill(&[("csrf", &csrf)]), button)
        });
    });
}

#[test]
fn a_form_from_the_page_of_another_site_is_refused_even_with_its_token() {
    on_each_database(|database| {
        each_is_refused(database, |_, browser, form, button| {
            browser.presses_with(&form, button, &[("Origin", "https://evil.example")])
        });
    });
}

#[test]
fn a_form_that_the_browser_says_comes_from_another_site_is_refused() {
    on_each_database(|database| {
        each_is_refused(database, |_, browser, form, button| {
            browser.presses_with(&form, button, &[("Sec-Fetch-Site", "cross-site")])
        });
    });
}

#[test]
fn a_form_of_our_own_site_is_taken() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for headers in [
            [
                ("Origin", "https://marketday.example"),
                ("Sec-Fetch-Site", "same-origin"),
            ],
            [
                ("Origin", "https://marketday.example"),
                ("Sec-Fetch-Site", "none"),
            ],
        ] {
            let amina = app.browser();
            let form = amina.visit("/sign-in").form("Send me a code");
            let form = form.fill(&[("email", "amina@careloop.example")]);
            let page = amina.presses_with(&form, "Send me a code", &headers);
            assert_eq!(page.heading(), "Check your email");
        }
        app.deliver();
    });
}

#[test]
fn every_form_of_every_page_carries_a_token() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for (browser, form, _) in forms(&app) {
            assert_eq!(
                form.value("csrf"),
                Some(browser.csrf().as_str()),
                "{}",
                form.action
            );
        }
    });
}
