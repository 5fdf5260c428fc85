//! The headers that keep browsers safe, and the cookies.

use crate::app::people::careloop;
use crate::app::{Sent, spawn_app, spawn_app_at};
use marketday_testkit::on_each_database;

const SAFE: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
];

#[test]
fn every_answer_carries_the_safe_headers() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let visitor = app.browser();
        let asset = visitor.visit("/").links("link[rel=stylesheet]")[0].clone();
        for (method, path, status) in [
            ("GET", "/", 200),
            ("HEAD", "/", 200),
            ("GET", "/events/care-day-2027", 200),
            ("GET", "/sign-in", 200),
            ("GET", "/my", 401),
            ("GET", "/nothing", 404),
            ("GET", "/%00", 404),
            ("POST", "/sign-in", 403),
            ("POST", "/calendar/all.ics", 405),
            ("GET", "/calendar/all.ics", 200),
            ("GET", "/healthz", 200),
            ("GET", "/robots.txt", 200),
            ("GET", &asset, 200),
        ] {
            let page = app.browser().send(Sent {
                method,
                path,
                ..Sent::default()
            });
            assert_eq!(page.status, status, "{method} {path}");
            for (name, value) in SAFE {
                assert_eq!(page.header(name), Some(value), "{name} of {method} {path}");
            }
            assert_eq!(
                page.header("strict-transport-security"),
                Some("max-age=31536000; includeSubDomains"),
                "{method} {path}"
            );
        }
    });
}

#[test]
fn nothing_comes_from_another_host_and_nothing_is_inline() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let visitor = app.browser();
        let pages = [
            visitor.visit("/"),
            visitor.visit("/events/care-day-2027"),
            visitor.visit("/events/care-day-2027/programme"),
            visitor.visit("/events/care-day-2027/registration"),
            visitor.visit("/calendar"),
            visitor.visit("/sign-in"),
            visitor.holds(day.slots[0].id),
        ];
        for page in pages {
            assert!(
                page.all("style, script:not([src]), [style], iframe")
                    .is_empty(),
                "{}",
                page.path
            );
            assert!(!page.text().contains(" onclick="), "{}", page.path);
            for address in page.sources() {
                assert!(
                    address.starts_with("/assets/"),
                    "{address} on {}",
                    page.path
                );
            }
        }
    });
}

#[test]
fn only_https_is_told_to_stay_https_and_binds_its_cookies() {
    on_each_database(|database| {
        let app = spawn_app_at(database, "http://127.0.0.1:8080");
        let page = app.browser().get("/sign-in");
        assert_eq!(page.header("strict-transport-security"), None);
        let cookie = page.header("set-cookie").expect("a cookie");
        assert!(cookie.starts_with("browser="), "{cookie}");
        assert!(!cookie.contains("Secure"), "{cookie}");
    });
}

#[test]
fn cookies_are_kept_from_scripts_and_from_other_sites() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        let attributes = |cookie: &str| {
            let mut parts: Vec<String> = cookie.split("; ").map(ToOwned::to_owned).collect();
            let name = parts.remove(0).split('=').next().map(ToOwned::to_owned);
            parts.retain(|part| !part.starts_with("Max-Age"));
            parts.sort();
            (name.unwrap_or_default(), parts.join("; "))
        };
        let asked = amina.get("/sign-in");
        let safe = "HttpOnly; Path=/; SameSite=Lax; Secure".to_owned();
        let browser = asked.header("set-cookie").expect("a cookie");
        assert_eq!(
            attributes(browser),
            ("__Host-browser".to_owned(), safe.clone())
        );

        let page = amina.asks_to_sign_in("amina@careloop.example");
        let code = app.next_letter_to("amina@careloop.example").code();
        let form = page.form("Sign in").fill(&[("code", &code)]);
        let done = amina.presses(&form, "Sign in");
        let sign_in = done.header("set-cookie").expect("a cookie");
        assert_eq!(attributes(sign_in), ("__Host-sign-in".to_owned(), safe));
    });
}

#[test]
fn a_page_for_one_visitor_is_never_kept_by_anybody() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        app.deliver();
        for path in [
            "/my",
            "/sign-in",
            "/",
            "/events/care-day-2027",
            &booked.path,
        ] {
            let page = amina.get(path);
            assert_eq!(page.status, 200);
            assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        }
    });
}

#[test]
fn whoever_signs_out_or_is_erased_leaves_nothing_in_the_browser_but_what_holds_slots() {
    const EMAIL: &str = "amina@careloop.example";
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        for (path, button) in [
            ("/my", "Sign out"),
            ("/my/sign-ins", "Sign out everywhere, here as well"),
            ("/my/data/erasure", "Erase my data"),
        ] {
            let amina = app.browser();
            amina.signs_in(EMAIL);
            let page = amina.visit(path);
            assert_eq!(page.header("clear-site-data"), None, "{path}");
            let held = amina.cookie("browser");
            let done = amina.presses(&page.form_anywhere(button), button);
            assert_eq!(done.status, 200, "{button}");
            let cleared = done.header("clear-site-data");
            assert_eq!(cleared, Some("\"cache\", \"storage\""), "{button}");
            assert_eq!(amina.cookie("sign-in"), None, "{button}");
            assert!(
                held.is_some() && amina.cookie("browser") == held,
                "{button}"
            );
        }
        // Elsewhere only: this browser keeps what it has.
        let (bob, elsewhere) = (app.browser(), app.browser());
        for browser in [&elsewhere, &bob] {
            browser.signs_in("bob@careloop.example");
        }
        let others = "Sign out everywhere else";
        let done = bob.presses(&bob.visit("/my/sign-ins").form(others), others);
        assert_eq!((done.status, done.header("clear-site-data")), (303, None));
    });
}
