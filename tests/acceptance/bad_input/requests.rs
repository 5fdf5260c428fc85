//! Requests that are no form of ours.

use super::nothing_is_lost;
use crate::app::people::careloop;
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

#[test]
fn a_body_over_the_limit_is_refused_as_too_large() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        amina.visit("/sign-in");
        for size in [65 * 1024, 1024 * 1024] {
            let page = amina.post("/sign-in", &[("email", &"x".repeat(size))]);
            assert_eq!(
                (page.status, page.heading().as_str()),
                (413, "What you sent is too large")
            );
        }
        assert_eq!(amina.get("/").status, 200);
    });
}

#[test]
fn broken_utf8_is_said_at_its_field_and_the_rest_is_kept() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        amina.holds(day.slots[0].id);
        let whole: Vec<_> = careloop()
            .into_iter()
            .filter(|(name, _)| *name != "pitch_title")
            .collect();
        let csrf = amina.csrf();
        let own = [("csrf", csrf.as_str())];
        let mut body = crate::app::encoded(own.iter().chain(&whole).copied());
        body.push_str("&pitch_title=%ff%fe+falls");
        let path = format!("/slots/{}/booking", day.slots[0].id);
        let page = amina.post_bytes(&path, &[], body.into());
        page.is_refused_with(&[(
            "pitch_title",
            "This text holds characters that could not be read. Type it again",
        )]);
        nothing_is_lost(&page, "Continue", &whole);
    });
}

#[test]
fn a_body_that_is_not_even_text_breaks_nothing() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let amina = app.browser();
        amina.visit("/sign-in");
        let octets: Vec<u8> = (0..=255).cycle().take(10_000).collect();
        assert_eq!(amina.post_bytes("/sign-in", &[], octets).status, 403);
        let csrf = amina.csrf();
        let mut body = format!("csrf={csrf}&email=").into_bytes();
        body.extend([0xff, 0xfe, 0x00]);
        assert_eq!(amina.post_bytes("/sign-in", &[], body).status, 422);
    });
}

#[test]
fn addresses_with_nonsense_in_them_are_not_found() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        for path in [
            "/events/%ff%fe",
            "/events/care-day-2027%00",
            "/events/..%2f..%2fetc%2fpasswd",
            "/slots/00000000-0000-0000-0000-000000000000/booking",
            "/sign-in/link/00000000-0000-0000-0000-000000000000/x",
        ] {
            let page = app.browser().get(path);
            assert!(
                matches!(page.status, 400 | 404 | 410),
                "{path}: {}",
                page.status
            );
            assert!(!page.heading().is_empty(), "{path}");
        }
        for path in [
            "/?region=%ff",
            "/?region=wales&region=london",
            "/?theme=%00",
        ] {
            let page = app.browser().get(path);
            assert!(matches!(page.status, 200 | 400), "{path}: {}", page.status);
            assert!(!page.heading().is_empty(), "{path}");
        }
    });
}
