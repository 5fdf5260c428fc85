//! Passkeys as pages go: who is asked for one, and what a browser without one, or without a script, is told.

use crate::app::{TestApp, spawn_app, spawn_app_at};
use chrono::Duration;
use marketday_model::{EmailAddress, Passkey};
use marketday_store::{passkeys, people};
use marketday_testkit::on_each_database;

const ORGANISER: &str = "organiser@north.example";

#[test]
fn an_organiser_is_asked_for_a_passkey_until_they_say_no() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in(ORGANISER);
        let page = organiser.visit("/organise");
        assert_eq!(page.link("Add a passkey"), "/my/passkeys");
        let answer = organiser.presses(&page.form("Do not ask again"), "Do not ask again");
        answer.leads_to("/organise");
        assert!(!organiser.follow(answer).says("Add a passkey"));
        // Also after another sign-in, in another browser.
        let phone = app.browser();
        phone.signs_in(ORGANISER);
        assert!(!phone.visit("/organise").says("Add a passkey"));
    });
}

#[test]
fn somebody_who_signed_in_a_while_ago_signs_in_again_before_adding_one() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        amina.signs_in("amina@careloop.example");
        let page = amina.visit("/my/passkeys");
        assert!(page.says("Adding a passkey needs JavaScript"));
        let sent = amina.presses(&page.form("Add a passkey"), "Add a passkey");
        assert_eq!(sent.status, 422);
        assert_eq!(
            amina
                .post("/my/passkeys/challenge", &[])
                .header("content-type"),
            Some("application/json")
        );
        app.later(Duration::minutes(15));
        let page = amina.visit("/my/passkeys");
        assert_eq!(page.link("Sign in again"), "/sign-in?next=%2Fmy%2Fpasskeys");
        assert_eq!(amina.post("/my/passkeys/challenge", &[]).status, 403);
    });
}

/// Gives somebody a passkey, as no browser here has a device.
fn give_passkey(app: &TestApp, email: &str) {
    let email: EmailAddress = email.parse().unwrap();
    let found = app
        .world
        .store
        .read(|rx| people::find_by_email(rx, &email))
        .unwrap();
    let passkey = Passkey {
        id: app.world.surroundings.id(),
        person: found.expect("they signed in before").id,
        credential_id: "phone".into(),
        credential: "{}".into(),
        name: "Phone".into(),
        created_at: app.world.surroundings.now(),
        last_used_at: None,
    };
    app.world
        .store
        .write(move |tx| passkeys::insert(tx, &passkey))
        .unwrap();
}

#[test]
fn somebody_who_signed_in_a_while_ago_signs_in_again_before_removing_one() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        amina.signs_in("amina@careloop.example");
        give_passkey(&app, "amina@careloop.example");
        let href = amina.visit("/my/passkeys").links(".rows a")[0].clone();
        let form = amina.visit(&href).form("Remove this passkey");
        app.later(Duration::minutes(11));
        amina.presses(&form, "Remove this passkey").leads_to(&href);
        let question = amina.visit(&href);
        assert!(question.says("sign in again before you remove it"));
        assert_eq!(
            question.link("Sign in again"),
            format!("/sign-in?next={}", href.replace('/', "%2F"))
        );
        assert_eq!(amina.visit("/my/passkeys").all(".rows h2"), ["Phone"]);

        amina.signs_in("amina@careloop.example");
        let form = amina.visit(&href).form("Remove this passkey");
        amina
            .presses(&form, "Remove this passkey")
            .leads_to("/my/passkeys?done=passkey-removed");
        let letter = app.next_letter_to("amina@careloop.example");
        assert!(letter.subject.contains("passkey"), "{}", letter.subject);
    });
}

#[test]
fn a_challenge_is_given_only_to_a_form_of_ours() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, other) = (app.browser(), app.browser());
        amina.signs_in("amina@careloop.example");
        other.visit("/sign-in");
        for path in ["/my/passkeys/challenge", "/sign-in/passkey/challenge"] {
            let ours = format!("csrf={}", amina.csrf());
            let theirs = format!("csrf={}", other.csrf());
            let from_elsewhere = [("Origin", "https://evil.example")];
            for (headers, body, status) in [
                (&[][..], "", 403),
                (&[][..], theirs.as_str(), 403),
                (&from_elsewhere[..], ours.as_str(), 403),
                (&[][..], ours.as_str(), 200),
            ] {
                let page = amina.post_bytes(path, headers, body.into());
                assert_eq!(page.status, status, "{path} {body}");
            }
        }
    });
}

#[test]
fn where_browsers_take_no_passkeys_none_are_offered() {
    on_each_database(|database| {
        let app = spawn_app_at(database, "http://marketday.example");
        app.published_day(1);
        let organiser = app.browser();
        assert!(!organiser.visit("/sign-in").says("passkey"));
        organiser.signs_in(ORGANISER);
        assert!(!organiser.visit("/organise").says("passkey"));
        assert!(!organiser.visit("/my").says("passkeys"));
        assert_eq!(organiser.get("/my/passkeys").status, 404);
    });
}
