//! Attacks on signing in that must fail: shutting somebody out, fixing their token, leading them elsewhere.

use crate::app::{Browser, Sent, TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;

const EMAIL: &str = "amina@careloop.example";
const USE_NEWEST: &str = "We have sent several letters to this address in the last 10 minutes. Open the newest one and use its link, which works in any browser";

/// A stranger asks for letters to Amina and types five wrong codes into each, until no more are sent.
fn attacks(stranger: &Browser<'_>) {
    for _ in 0..4 {
        let page = stranger.asks_to_sign_in(EMAIL);
        if page.status == 422 {
            return;
        }
        let guess = page.form("Sign in").fill(&[("code", "000000")]);
        for _ in 0..5 {
            stranger.presses(&guess, "Sign in");
        }
    }
    panic!("nobody stopped them");
}

#[test]
fn the_owner_of_an_address_gets_in_while_strangers_from_everywhere_ask_and_guess() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let others = app.browser();
        for _ in 0..3 {
            attacks(&app.browser());
        }
        app.deliver();
        // Amina, in a browser that was never here: no more letters, but one that lets her in.
        let amina = app.browser();
        amina
            .asks_to_sign_in(EMAIL)
            .is_refused_with(&[("code", USE_NEWEST)]);
        let letters = app.letters_to(EMAIL);
        assert_eq!(letters.len(), 5);
        let newest = letters.last().expect("a letter");
        let page = amina.visit(&newest.link("/sign-in/link/"));
        amina
            .presses(&page.form("Sign in"), "Sign in")
            .leads_to("/my?done=signed-in");
        // Now that her browser is known, it has letters of its own, with codes.
        amina.post("/sign-out", &[]);
        attacks(&app.browser());
        assert_eq!(amina.signs_in(EMAIL).path, "/my");
        // Nobody else was ever concerned.
        assert_eq!(others.signs_in("bob@careloop.example").path, "/my");
        app.may_leave_letters();
    });
}

#[test]
fn a_letter_beyond_six_codes_in_an_hour_holds_the_link_alone_and_its_page_says_so() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for _ in 0..2 {
            for _ in 0..3 {
                app.browser().asks_to_sign_in(EMAIL);
            }
            app.deliver();
            app.later(Duration::minutes(10));
        }
        let amina = app.browser();
        let page = amina.asks_to_sign_in(EMAIL);
        assert!(page.says("There is no code this time"));
        let letter = app.next_letter_to(EMAIL);
        assert_eq!(letter.subject, "Your Marketday sign-in link");
        let digits = |word: &str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        assert!(!letter.text.split_whitespace().any(digits));
        let page = amina.visit(&letter.link("/sign-in/link/"));
        amina
            .presses(&page.form("Sign in"), "Sign in")
            .leads_to("/my?done=signed-in");
        app.keep_letters("link-alone");
    });
}

#[test]
fn a_network_that_asks_too_much_is_answered_the_same_for_everybody_and_reaches_only_people() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.world.person("known@careloop.example");
        let office = app.browser();
        for n in 0..120 {
            office.asks_to_sign_in(&format!("person{n}@careloop.example"));
        }
        let pages = ["known@careloop.example", "unheard@careloop.example"].map(|email| {
            let page = office.asks_to_sign_in(email);
            assert!(page.says("Very many letters were asked for from your network"));
            (page.status, page.one("main").replace(email, "them"))
        });
        assert_eq!(pages[0], pages[1]);
        while app.undelivered() > 0 {
            app.deliver();
        }
        assert_eq!(app.letters_to("known@careloop.example").len(), 1);
        assert_eq!(app.letters_to("unheard@careloop.example").len(), 0);
    });
}

#[test]
fn a_mail_scanner_that_opens_a_link_by_get_or_head_uses_nothing_up() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.browser().asks_to_sign_in(EMAIL);
        let link = app.next_letter_to(EMAIL).link("/sign-in/link/");
        let scanner = app.browser();
        for method in ["HEAD", "GET", "HEAD", "GET"] {
            let page = scanner.send(Sent {
                method,
                path: &link,
                ..Sent::default()
            });
            assert_eq!(page.status, 200, "{method}");
            assert_eq!(scanner.cookie("sign-in"), None);
        }
        let amina = app.browser();
        let form = amina.visit(&link).form("Sign in");
        amina
            .presses(&form, "Sign in")
            .leads_to("/my?done=signed-in");
    });
}

#[test]
fn a_token_that_was_planted_in_a_browser_is_worth_nothing_once_its_owner_signs_in() {
    on_each_database(|database| {
        let app = spawn_app(database);
        // Mallory signs in, and gets Amina to use the same token.
        let mallory = app.browser();
        mallory.signs_in("mallory@elsewhere.example");
        let planted = mallory.cookie("sign-in").expect("a token");
        let amina = mallory.window();
        amina.signs_in(EMAIL);
        let hers = amina.cookie("sign-in").expect("a token");
        assert_ne!(hers, planted);
        assert_eq!(mallory.get("/my").status, 401);
        assert!(amina.visit("/my").says(EMAIL));
        // Signing in again gives a new one each time, and the one before is over.
        let window = amina.window();
        amina.signs_in(EMAIL);
        assert_ne!(amina.cookie("sign-in"), Some(hers));
        assert_eq!(window.get("/my").status, 401);
    });
}

fn comes_back_to(app: &TestApp, next: &str) -> Option<String> {
    let amina = app.browser();
    let page = amina.visit("/sign-in");
    let form = page
        .form("Send me a code")
        .fill(&[("email", EMAIL), ("next", next)]);
    let page = amina.presses(&form, "Send me a code");
    let code = app.next_letter_to(EMAIL).code();
    let form = page
        .form("Sign in")
        .fill(&[("code", &code), ("next", next)]);
    let answer = amina.presses(&form, "Sign in");
    assert_eq!(answer.status, 303, "{next:?}");
    app.later(Duration::hours(1));
    answer.location()
}

#[test]
fn nobody_is_led_to_another_site_after_signing_in() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for elsewhere in [
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "/%2fevil.example",
            "%2f%2fevil.example",
            "/%5cevil.example",
            "javascript:alert(1)",
            "https://evil.example/my",
            "https:evil.example",
            "/\tevil",
        ] {
            let location = comes_back_to(&app, elsewhere);
            assert_eq!(location.as_deref(), Some("/my"), "{elsewhere:?}");
        }
        let own = comes_back_to(&app, "/?region=wales");
        assert_eq!(own.as_deref(), Some("/?region=wales"));
    });
}

#[test]
fn a_page_that_asks_to_sign_in_leads_back_with_its_query_or_to_the_page_of_a_form() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        let page = amina.get("/my?done=signed-in");
        assert_eq!(
            (page.status, page.links("main a")[0].as_str()),
            (401, "/sign-in?next=%2Fmy%3Fdone%3Dsigned-in")
        );
        amina.visit("/sign-in");
        let csrf = amina.csrf();
        let body = || format!("csrf={csrf}").into_bytes();
        for (referer, next) in [
            (
                "https://marketday.example/my/data?x=1",
                "%2Fmy%2Fdata%3Fx%3D1",
            ),
            ("https://evil.example/my/data", "%2Fmy"),
            ("nonsense", "%2Fmy"),
        ] {
            let page = amina.post_bytes("/my/data/download", &[("Referer", referer)], body());
            let expected = format!("/sign-in?next={next}");
            assert_eq!(
                (page.status, page.links("main a")[0].clone()),
                (401, expected)
            );
        }
    });
}

#[test]
fn links_of_letters_and_redirects_never_take_their_host_from_the_request() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let mallory = app.browser();
        let form = mallory.visit("/sign-in").form("Send me a code");
        let form = form.fill(&[("email", EMAIL)]);
        for headers in [
            [
                ("Host", "evil.example"),
                ("X-Forwarded-Host", "evil.example"),
            ],
            [
                ("Forwarded", "host=evil.example;proto=http"),
                ("X-Forwarded-Host", "evil.example"),
            ],
        ] {
            let page = mallory.presses_with(&form, "Send me a code", &headers);
            assert_eq!(page.status, 200);
            assert!(!page.text().contains("evil.example"));
            let letter = app.next_letter_to(EMAIL);
            let data = String::from_utf8_lossy(&letter.data);
            assert!(!data.contains("evil.example"));
            // It begins with the public address, or there is no such link.
            letter.link("/sign-in/link/");
            let typed = page.form("Sign in").fill(&[("code", &letter.code())]);
            let answer = mallory.presses_with(&typed, "Sign in", &headers);
            assert_eq!(answer.header("location"), Some("/my"));
        }
    });
}

#[test]
fn behind_a_proxy_that_adds_a_line_of_its_own_nobody_makes_up_their_network() {
    on_each_database(|database| {
        let app = spawn_app(database);
        // Each browser of a test sends another X-Forwarded-For, and HAProxy adds its own behind it.
        let by_the_proxy = [("X-Forwarded-For", "203.0.113.9")];
        let asks = || {
            let mallory = app.browser();
            let form = mallory.visit("/sign-in").form("Send me a code");
            let form = form.fill(&[("email", EMAIL)]);
            mallory.presses_with(&form, "Send me a code", &by_the_proxy)
        };
        for _ in 0..3 {
            assert_eq!(asks().status, 200);
        }
        asks().is_refused_with(&[("code", USE_NEWEST)]);
        app.may_leave_letters();
    });
}
