//! Nobody is signed in as somebody whose address they have not shown to be theirs.

use crate::app::people::{but, careloop, delegate};
use crate::app::{Browser, TestApp, spawn_app};
use marketday_store::people;
use marketday_testkit::on_each_database;
use std::sync::Barrier;

const VICTIM: &str = "organiser@north.example";

#[test]
fn a_form_that_is_sent_again_with_another_address_signs_nobody_in() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let slot = day.slots[0].id;
        let amina = app.browser();
        amina.books(slot, &careloop());
        assert!(
            amina.cookie("sign-in").is_some(),
            "her own code signed her in"
        );
        amina.post("/sign-out", &[]);
        let typed = but(
            careloop(),
            &[("email", VICTIM), ("code", "000000"), ("action", "book")],
        );
        let answer = amina.post(&format!("/slots/{slot}/booking"), &typed);
        assert_eq!(
            answer.status, 303,
            "the form was sent before, and is answered as before"
        );
        assert_eq!(amina.get("/organise").status, 401);
        assert_eq!(amina.get("/my").status, 401);
        app.may_leave_letters();
    });
}

#[test]
fn somebody_comes_back_only_to_a_path_that_can_stand_in_a_header() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for next in ["/\u{1}x", "//evil.example", "/é"] {
            let amina = app.browser();
            let page = amina.asks_to_sign_in("amina@careloop.example");
            let code = app.next_letter_to("amina@careloop.example").code();
            let form = page
                .form("Sign in")
                .fill(&[("code", &code), ("next", next)]);
            let answer = amina.presses(&form, "Sign in");
            assert_eq!(
                (answer.status, answer.location().as_deref()),
                (303, Some("/my")),
                "{next:?}"
            );
        }
    });
}

/// What somebody does in one window, while they register in seven others at the same time.
fn does_while_registering(who: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> u16 {
    let together = Barrier::new(8);
    std::thread::scope(|threads| {
        for _ in 0..7 {
            let (window, together) = (who.window(), &together);
            threads.spawn(move || {
                together.wait();
                window.post("/events/care-day-2027/registration", &delegate());
            });
        }
        together.wait();
        who.post(path, fields).status
    })
}

fn is_known(app: &TestApp, email: &str) -> bool {
    let email = email.parse().expect("an address");
    let found = app.world.store.read(|rx| people::find_by_email(rx, &email));
    found.expect("the database answers").is_some()
}

#[test]
fn a_form_under_way_does_not_take_up_an_address_that_its_sender_has_just_left() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        for number in 0..3 {
            let old = format!("rhys{number}@darlington.example");
            let new = format!("rhys{number}@home.example");
            let rhys = app.browser();
            rhys.signs_in(&old);
            rhys.post("/my/email", &[("email", &new)]);
            let code = app.next_letter_to(&new).code();
            let typed = [("email", new.as_str()), ("code", code.as_str())];
            assert_eq!(does_while_registering(&rhys, "/my/email/code", &typed), 303);
            // Somebody new there would keep the owner of the address from taking the change back.
            assert!(!is_known(&app, &old));
            app.deliver();
            let letters = app.letters_to(&old);
            let left = letters
                .iter()
                .find(|letter| letter.subject.contains("another email address"));
            let owner = app.browser();
            let page = owner.visit(&left.expect("a letter").link("/my/email/undo/"));
            let button = "Take the change back";
            assert_eq!(owner.presses(&page.form(button), button).status, 200);
            assert!(is_known(&app, &old));
        }
        app.may_leave_letters();
    });
}

#[test]
fn a_form_under_way_does_not_make_anew_whoever_has_just_been_erased() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        for number in 0..3 {
            let email = format!("rhys{number}@darlington.example");
            let rhys = app.browser();
            rhys.signs_in(&email);
            assert_eq!(does_while_registering(&rhys, "/my/data/erasure", &[]), 200);
            assert!(!is_known(&app, &email));
        }
        app.may_leave_letters();
    });
}
