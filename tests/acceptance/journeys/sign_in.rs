//! Signing in, by code and by link.

use crate::app::spawn_app;
use chrono::Duration;
use marketday_testkit::on_each_database;

const EMAIL: &str = "amina@careloop.example";

#[test]
fn somebody_signs_in_with_the_code_of_the_letter_and_out_again() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        assert_eq!(amina.get("/my").status, 401);
        let page = amina.signs_in(EMAIL);
        assert_eq!((page.status, page.path.as_str()), (200, "/my"));
        assert!(page.says(&format!("({EMAIL})")));
        let letter = &app.letters_to(EMAIL)[0];
        assert_eq!(letter.subject, "Your Marketday sign-in code");
        assert_eq!(letter.entry_line(), "-");
        let out = amina.presses(&page.form_anywhere("Sign out"), "Sign out");
        assert_eq!(
            (out.status, out.heading().as_str()),
            (200, "You are signed out")
        );
        assert_eq!(amina.get("/my").status, 401);
        app.keep_letters("sign-in");
    });
}

#[test]
fn a_link_signs_in_by_its_button_and_not_by_being_opened() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        amina.asks_to_sign_in(EMAIL);
        let link = app.next_letter_to(EMAIL).link("/sign-in/link/");
        // A mail scanner opens whatever it finds, as often as it likes.
        let scanner = app.browser();
        for _ in 0..3 {
            assert_eq!(scanner.get(&link).status, 200);
            assert_eq!(scanner.get("/my").status, 401);
        }
        // Another browser than the one that asked, such as that of a phone.
        let phone = app.browser();
        let page = phone.visit(&link);
        assert_eq!(page.heading(), format!("Sign in as {EMAIL}?"));
        assert_eq!(phone.get("/my").status, 401);
        let form = page.form("Sign in");
        let done = phone.presses(&form, "Sign in");
        done.leads_to("/my?done=signed-in");
        assert_eq!(phone.follow(done).flash(), "You are signed in.");
        // Once.
        assert_eq!(phone.presses(&form, "Sign in").status, 410);
        assert_eq!(amina.get(&link).status, 410);
        assert_eq!(amina.get("/my").status, 401);
    });
}

#[test]
fn a_code_works_once_for_ten_minutes_in_the_browser_that_asked() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, stranger) = (app.browser(), app.browser());
        let page = amina.asks_to_sign_in(EMAIL);
        let code = app.next_letter_to(EMAIL).code();
        let form = page.form("Sign in").fill(&[("code", &code)]);
        let dead =
            "This code does not work any more, or was sent for another address. Ask for a new one";

        stranger.visit("/sign-in");
        let csrf = stranger.csrf();
        let theirs = form.clone().fill(&[("csrf", &csrf)]);
        stranger
            .presses(&theirs, "Sign in")
            .is_refused_with(&[("code", dead)]);

        amina.presses(&form, "Sign in").leads_to("/my");
        amina
            .presses(&form, "Sign in")
            .is_refused_with(&[("code", dead)]);

        let late = app.browser();
        let page = late.asks_to_sign_in(EMAIL);
        let code = app.next_letter_to(EMAIL).code();
        app.later(Duration::minutes(10));
        let form = page.form("Sign in").fill(&[("code", &code)]);
        late.presses(&form, "Sign in")
            .is_refused_with(&[("code", dead)]);
    });
}

#[test]
fn five_wrong_codes_are_the_end_of_a_code() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        let page = amina.asks_to_sign_in(EMAIL);
        let code = app.next_letter_to(EMAIL).code();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let guess = page.form("Sign in").fill(&[("code", wrong)]);
        for left in ["4 more tries", "3 more tries", "2 more tries", "1 more try"] {
            let message = format!("That is not the code we sent. You have {left}");
            amina
                .presses(&guess, "Sign in")
                .is_refused_with(&[("code", &message)]);
        }
        amina.presses(&guess, "Sign in");
        let right = guess.fill(&[("code", &code)]);
        assert_eq!(amina.presses(&right, "Sign in").status, 422);
        assert_eq!(amina.get("/my").status, 401);
        // A new one works.
        let again = amina.presses(&right, "Send another code");
        let code = app.next_letter_to(EMAIL).code();
        assert_eq!(amina.types_code(&again, &code, "Sign in").path, "/my");
    });
}

#[test]
fn whoever_was_asked_to_sign_in_comes_back_to_where_they_were_going() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        let refused = organiser.get("/organise");
        assert_eq!(refused.status, 401);
        let page = organiser.visit(&refused.links("main a")[0]);
        let form = page.form("Send me a code");
        let form = form.fill(&[("email", "organiser@north.example")]);
        let asked = organiser.presses(&form, "Send me a code");
        let code = app.next_letter_to("organiser@north.example").code();
        let there = organiser.types_code(&asked, &code, "Sign in");
        assert_eq!((there.status, there.path.as_str()), (200, "/organise"));
    });
}
