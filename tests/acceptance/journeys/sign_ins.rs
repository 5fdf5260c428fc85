//! Where somebody is signed in, and signing out there.

use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const EMAIL: &str = "amina@careloop.example";
const FIREFOX: (&str, &str) = (
    "User-Agent",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
);

/// Amina signs in with Firefox on Windows.
fn with_firefox(app: &TestApp) -> Browser<'_> {
    let amina = app.browser();
    let page = amina.asks_to_sign_in(EMAIL);
    let code = app.next_letter_to(EMAIL).code();
    let form = page.form("Sign in").fill(&[("code", &code)]);
    amina
        .presses_with(&form, "Sign in", &[FIREFOX])
        .leads_to("/my");
    amina
}

fn devices(page: &Page) -> Vec<String> {
    page.all(".rows h2")
}

#[test]
fn somebody_sees_where_they_are_signed_in_and_signs_out_there() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let here = with_firefox(&app);
        let there = app.browser();
        there.signs_in(EMAIL);
        let page = here.visit("/my/sign-ins");
        assert_eq!(
            devices(&page),
            ["A browser", "Firefox on Windows This browser"]
        );
        assert!(page.says("With an emailed code, since"));
        assert!(!page.text().contains("10.1."), "no network is shown");
        let form = page.form("Sign out A browser");
        let done = here.presses(&form, "Sign out A browser");
        let page = here.follow(done);
        assert_eq!(page.flash(), "You are signed out there.");
        assert_eq!(devices(&page), ["Firefox on Windows This browser"]);
        // At once, in the middle of whatever was being done there.
        assert_eq!(there.get("/my").status, 401);
        assert_eq!(here.get("/my").status, 200);
        // Once, and nobody else's.
        assert_eq!(here.presses(&form, "Sign out A browser").status, 404);
    });
}

#[test]
fn nobody_signs_somebody_else_out() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let here = with_firefox(&app);
        let there = app.browser();
        there.signs_in(EMAIL);
        let form = here.visit("/my/sign-ins").form("Sign out A browser");
        let bob = app.browser();
        bob.signs_in("bob@careloop.example");
        assert_eq!(bob.post(&form.action, &[]).status, 404);
        let stranger = app.browser();
        stranger.visit("/sign-in");
        assert_eq!(stranger.post(&form.action, &[]).status, 401);
        assert_eq!(there.get("/my").status, 200);
    });
}

#[test]
fn somebody_signs_out_everywhere_else_and_then_everywhere() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let browsers = [app.browser(), app.browser(), app.browser()];
        for browser in &browsers {
            browser.signs_in(EMAIL);
        }
        let [here, there, elsewhere] = &browsers;
        let others = "Sign out everywhere else";
        let form = here.visit("/my/sign-ins").form(others);
        let done = here.presses(&form, others);
        let page = here.follow(done);
        assert_eq!(page.flash(), "You are signed out everywhere else.");
        assert_eq!(
            (there.get("/my").status, elsewhere.get("/my").status),
            (401, 401)
        );
        there.signs_in(EMAIL);
        let all = "Sign out everywhere, here as well";
        let form = here.visit("/my/sign-ins").form(all);
        assert_eq!(here.presses(&form, all).heading(), "You are signed out");
        assert_eq!(
            (here.get("/my").status, there.get("/my").status),
            (401, 401)
        );
        assert_eq!(here.cookie("sign-in"), None);
    });
}
