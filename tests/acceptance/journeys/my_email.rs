//! Somebody changes their email address, and somebody whose address was changed by another takes it back.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;

const OLD: &str = "rhys.bevan@darlington.example";
const NEW: &str = "rhys@home.example";

/// Gives a new address and types the code that was sent to it.
fn changes(app: &TestApp, browser: &Browser<'_>, email: &str) -> crate::app::Page {
    let button = "Send a code to the new address";
    let form = browser.visit("/my/email").form(button);
    let page = browser.presses(&form.fill(&[("email", email)]), button);
    assert_eq!(page.heading(), "Check your email");
    let code = app.next_letter_to(email).code();
    let form = page.form("Change my address").fill(&[("code", &code)]);
    browser.presses(&form, "Change my address")
}

#[test]
fn a_delegate_changes_their_address_and_both_are_told_and_what_is_to_come_goes_to_the_new_one() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        app.browser().books(day.slots[0].id, &careloop());
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let telephone = app.browser();
        telephone.signs_in(OLD);
        let token = rhys.cookie("sign-in");

        // A while later the sign-in is not fresh any more.
        app.later(Duration::minutes(11));
        let page = rhys.visit("/my/email");
        assert_eq!(page.link("Sign in again"), "/sign-in?next=%2Fmy%2Femail");
        rhys.post("/my/email", &[("email", NEW)])
            .leads_to("/my/email");
        let again = rhys.asks_to_sign_in(OLD);
        let code = app.next_letter_to(OLD).code();
        rhys.types_code(&again, &code, "Sign in");
        assert_ne!(
            rhys.cookie("sign-in"),
            token,
            "signing in again gave a new token"
        );
        let token = rhys.cookie("sign-in");

        let done = changes(&app, &rhys, NEW);
        done.leads_to("/my?done=address-changed");
        assert_ne!(rhys.cookie("sign-in"), token, "and so did the change");
        let page = rhys.follow(done);
        assert!(page.says(&format!("({NEW})")));
        assert_eq!(telephone.get("/my").status, 401);
        app.deliver();
        let to_new = app.letters_to(NEW).pop().expect("a letter");
        assert_eq!(to_new.subject, "Your Marketday email address has changed");
        let to_old = app.letters_to(OLD).pop().expect("a letter");
        assert_eq!(
            to_old.subject,
            "Your Marketday account has another email address now"
        );
        assert!(
            !to_old.text.contains(NEW),
            "the new address is not told to the old one"
        );

        // The calendar conversation goes on where they are now.
        let registration = rhys.visit("/events/care-day-2027/registration");
        rhys.withdraws(&registration);
        let last = app.next_letter_to(NEW);
        assert!(
            last.entry_line().starts_with("CANCEL"),
            "{}",
            last.entry_line()
        );
        app.keep_letters("address");
    });
}

#[test]
fn the_owner_of_an_address_takes_a_change_back_with_the_letter_that_it_got() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let thief = app.browser();
        thief.signs_in(OLD);
        changes(&app, &thief, NEW);
        app.deliver();
        let link = app
            .letters_to(OLD)
            .pop()
            .expect("a letter")
            .link("/my/email/undo/");
        // A mail scanner opens it, and nothing happens.
        let scanner = app.browser();
        for _ in 0..2 {
            assert_eq!(scanner.get(&link).status, 200);
        }
        assert_eq!(thief.get("/my").status, 200);
        let rhys = app.browser();
        let form = rhys.visit(&link).form("Take the change back");
        let page = rhys.presses(&form, "Take the change back");
        assert_eq!(page.heading(), "The change has been taken back");
        assert_eq!(thief.get("/my").status, 401);
        assert_eq!(rhys.presses(&form, "Take the change back").status, 410);
        assert_eq!(rhys.get(&link).status, 410);
        let page = rhys.signs_in(OLD);
        assert!(page.says(&format!("({OLD})")));
    });
}

#[test]
fn nobody_learns_by_changing_their_address_whether_another_has_an_account() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.world.person("known@careloop.example");
        let rhys = app.browser();
        rhys.signs_in(OLD);
        let button = "Send a code to the new address";
        let pages = ["known@careloop.example", "unheard@careloop.example"].map(|email| {
            let form = rhys.visit("/my/email").form(button);
            let page = rhys.presses(&form.fill(&[("email", email)]), button);
            (page.status, page.one("main").replace(email, "them"))
        });
        assert_eq!(pages[0], pages[1]);
        app.deliver();
        // Only whoever reads its mail is told.
        let refused = changes(&app, &rhys, "known@careloop.example");
        refused.is_refused_with(&[(
            "email",
            "There is an account with this address already. Sign out and sign in with it",
        )]);
        assert!(rhys.visit("/my").says(&format!("({OLD})")));
    });
}

#[test]
fn a_bad_address_or_a_wrong_code_is_said_at_its_field() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let rhys = app.browser();
        rhys.signs_in(OLD);
        let button = "Send a code to the new address";
        let form = rhys.visit("/my/email").form(button);
        for (typed, message) in [
            ("rhys@", None),
            (OLD, Some("This is your address already. Enter another one")),
        ] {
            let page = rhys.presses(&form.clone().fill(&[("email", typed)]), button);
            assert_eq!(page.status, 422);
            let error = page.error_at("email").expect("an error");
            assert!(message.is_none_or(|message| message == error), "{error}");
            assert_eq!(page.form(button).value("email"), Some(typed));
        }
        let page = rhys.presses(&form.fill(&[("email", NEW)]), button);
        let code = app.next_letter_to(NEW).code();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let guess = page.form("Change my address").fill(&[("code", wrong)]);
        rhys.presses(&guess, "Change my address")
            .is_refused_with(&[(
                "code",
                "That is not the code we sent. You have 4 more tries",
            )]);
        assert!(rhys.visit("/my").says(&format!("({OLD})")));
    });
}
