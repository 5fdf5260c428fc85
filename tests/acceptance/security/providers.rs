//! What must not sign anybody in: tokens that do not hold, addresses that a provider may not speak for, and returns
//! that are not this browser's.

use crate::app::providers::{ANWEN, RHYS, darlington, settings};
use crate::app::{Page, TestApp, Witness, spawn_app_with};
use chrono::Duration;
use marketday_testkit::on_each_database;
use marketday_testkit::provider::{Account, Algorithm, Health, Seal, TestProvider, Token};
use serde_json::json;

/// Signs in with a twisted token, and returns what was answered.
fn with_token(
    app: &TestApp,
    provider: &TestProvider,
    account: &Account,
    twist: impl FnOnce(&mut Token),
) -> Page {
    let browser = app.browser();
    let href = browser.sets_out_for("Darlington");
    let now = app.world.surroundings.now();
    let back = browser.comes_back(&provider.signs_in_but(&href, account, now, twist));
    let done = browser.finishes(&back);
    let is_signed_in = browser.get("/my").status == 200;
    assert_eq!(is_signed_in, done.status == 303, "{}", done.heading());
    done
}

/// Whether there is somebody with this address.
fn is_known(app: &TestApp, email: &str) -> bool {
    let email = email.parse().expect("an address");
    let found = app
        .world
        .store
        .read(|rx| marketday_store::people::find_by_email(rx, &email));
    found.expect("the database answers").is_some()
}

type Twist = (&'static str, fn(&mut Token, i64));

/// What may be wrong with a token. The number is the instant, in seconds.
const WRONG: [Twist; 17] = [
    ("another issuer", |token, _| {
        token
            .claims
            .insert("iss".into(), json!("https://evil.example"));
    }),
    ("no issuer", |token, _| {
        token.claims.remove("iss");
    }),
    ("another audience", |token, _| {
        token.claims.insert("aud".into(), json!("another-client"));
    }),
    ("an audience besides us", |token, _| {
        let both = json!([token.claims["aud"], "another-client"]);
        token.claims.insert("aud".into(), both);
    }),
    ("another authorised party", |token, _| {
        token.claims.insert("azp".into(), json!("another-client"));
    }),
    ("another nonce", |token, _| {
        token.claims.insert("nonce".into(), json!("guessed"));
    }),
    ("no nonce", |token, _| {
        token.claims.remove("nonce");
    }),
    ("expired", |token, now| {
        token.claims.insert("exp".into(), json!(now));
    }),
    ("no expiry", |token, _| {
        token.claims.remove("exp");
    }),
    ("issued in the future", |token, now| {
        token.claims.insert("iat".into(), json!(now + 121));
    }),
    ("not valid yet", |token, now| {
        token.claims.insert("nbf".into(), json!(now + 121));
    }),
    ("no subject", |token, _| {
        token.claims.remove("sub");
    }),
    ("unsigned", |token, _| token.seal = Seal::Nobody),
    ("signed by another", |token, _| token.seal = Seal::Stranger),
    ("signed with the published key as a secret", |token, _| {
        token.seal = Seal::PublishedKey;
    }),
    ("signed with the client's secret", |token, _| {
        token.seal = Seal::ClientSecret;
    }),
    ("of another kind", |token, _| {
        token.header.insert("typ".into(), json!("at+jwt"));
    }),
];

fn every_wrong_token_is_refused(algorithm: Algorithm) {
    let provider = TestProvider::start(algorithm);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let now = app.world.surroundings.now().timestamp();
        for (what, twist) in WRONG {
            let done = with_token(&app, &provider, &RHYS, |token| twist(token, now));
            assert_eq!(
                (done.status, done.heading().as_str()),
                (502, "Darlington did not sign you in"),
                "{what}"
            );
            assert!(
                done.says("have a code sent to your email address"),
                "{what}"
            );
        }
        assert!(!is_known(&app, "rhys.bevan@darlington.example"));
        // The same without a twist, and on the very edge of what holds.
        let done = with_token(&app, &provider, &RHYS, |token| {
            token.claims.insert("exp".into(), json!(now + 1));
            token.claims.insert("iat".into(), json!(now + 120));
            token.claims.insert("nbf".into(), json!(now + 120));
            token
                .claims
                .insert("azp".into(), token.claims["aud"].clone());
        });
        assert_eq!(done.status, 303);
        app.deliver();
    });
}

#[test]
fn every_wrong_token_of_a_provider_with_rsa_is_refused() {
    every_wrong_token_is_refused(Algorithm::Rs256);
}

#[test]
fn every_wrong_token_of_a_provider_with_elliptic_curves_is_refused() {
    every_wrong_token_is_refused(Algorithm::Es256);
}

#[test]
fn a_provider_speaks_for_its_own_domains_only() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        // Somebody whom it must not become.
        app.browser().signs_in("amina@careloop.example");
        for (email, is_verified) in [
            (Some("amina@careloop.example"), Some(true)),
            (Some("rhys@evil.darlington.example"), Some(true)),
            (Some("rhys@darlington.example.evil.example"), Some(true)),
            (Some("rhys@evildarlington.example"), Some(true)),
            (Some("rhys.bevan@darlington.example"), Some(false)),
            (Some("not an address"), Some(true)),
            (None, Some(true)),
        ] {
            let account = Account {
                email,
                is_verified,
                ..RHYS
            };
            let done = with_token(&app, &provider, &account, |_| {});
            assert_eq!(
                (done.status, done.heading().as_str()),
                (403, "Darlington cannot sign you in here"),
                "{email:?}"
            );
        }
        assert_eq!(with_token(&app, &provider, &ANWEN, |_| {}).status, 303);
        app.deliver();
        assert_eq!(app.letters_to("amina@careloop.example").len(), 1);
    });
}

#[test]
fn a_provider_without_domains_must_say_that_it_verified_the_address() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let any = settings(&provider, ("any", "Darlington"), &[]);
        let app = spawn_app_with(database, vec![any]);
        for (is_verified, status) in [(None, 403), (Some(false), 403), (Some(true), 303)] {
            let account = Account {
                is_verified,
                ..RHYS
            };
            let done = with_token(&app, &provider, &account, |_| {});
            assert_eq!(done.status, status, "{is_verified:?}");
        }
        app.deliver();
    });
}

#[test]
fn an_address_that_changed_hands_at_the_provider_takes_nobody_over() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        assert_eq!(with_token(&app, &provider, &RHYS, |_| {}).status, 303);
        assert_eq!(with_token(&app, &provider, &ANWEN, |_| {}).status, 303);
        app.deliver();
        // His account gets her address: it stays his.
        let renamed = Account {
            email: ANWEN.email,
            ..RHYS
        };
        let browser = app.browser();
        let href = browser.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = browser.comes_back(&provider.signs_in(&href, &renamed, now));
        browser.finishes(&back).leads_to("/my");
        assert!(browser.visit("/my").says("(rhys.bevan@darlington.example)"));
        // Somebody new gets his address: that opens nothing of his.
        let newcomer = Account {
            subject: "n-9000",
            ..RHYS
        };
        let done = with_token(&app, &provider, &newcomer, |_| {});
        assert_eq!(done.status, 403);
        assert!(done.says("Another account at Darlington is connected with your email address"));
    });
}

#[test]
fn a_return_works_once_for_ten_minutes_in_the_browser_that_set_out() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let now = app.world.surroundings.now();
        let gone = "This sign-in does not work any more";
        let rhys = app.browser();
        let href = rhys.sets_out_for("Darlington");
        let return_href = provider.signs_in(&href, &RHYS, now);
        // A scanner, or another's browser that was made to open it.
        let other = app.browser();
        other.visit("/sign-in");
        let page = other.comes_back(&return_href);
        assert_eq!((page.status, page.heading().as_str()), (410, gone));
        let back = rhys.comes_back(&return_href);
        let stolen = back
            .form("Continue")
            .fill(&[("csrf", other.csrf().as_str())]);
        assert_eq!(other.presses(&stolen, "Continue").status, 410);
        // Opening it changes nothing, however often.
        let mut witness = Witness::of(database);
        let before = witness.look();
        for _ in 0..3 {
            assert_eq!(rhys.comes_back(&return_href).status, 200);
        }
        assert_eq!(witness.look(), before);
        // A state that was tampered with, and one that was made up.
        for state in [
            "",
            "x",
            "00000000-0000-7000-8000-000000000000.0123456789abcdef",
        ] {
            let form = back.form("Continue").fill(&[("state", state)]);
            assert_eq!(rhys.presses(&form, "Continue").status, 410, "{state}");
        }
        rhys.finishes(&back).leads_to("/my");
        // Once.
        assert_eq!(rhys.finishes(&back).status, 410);
        assert_eq!(rhys.comes_back(&return_href).status, 410);
        // Not after ten minutes.
        let late = app.browser();
        let href = late.sets_out_for("Darlington");
        app.later(Duration::minutes(10) - Duration::seconds(1));
        let now = app.world.surroundings.now();
        let back = late.comes_back(&provider.signs_in(&href, &RHYS, now));
        assert_eq!(back.status, 200);
        app.later(Duration::seconds(1));
        assert_eq!(late.finishes(&back).status, 410);
        assert_eq!(late.get("/my").status, 401);
        app.deliver();
    });
}

#[test]
fn a_return_is_of_no_use_at_another_provider() {
    let (council, other) = (
        TestProvider::start(Algorithm::Es256),
        TestProvider::start(Algorithm::Es256),
    );
    on_each_database(|database| {
        let of_other = settings(&other, ("other", "Another"), &[]);
        let app = spawn_app_with(database, vec![darlington(&council), of_other]);
        let rhys = app.browser();
        let href = rhys.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = council.signs_in(&href, &RHYS, now);
        let mixed = back.replace("/providers/darlington/", "/providers/other/");
        assert_eq!(rhys.comes_back(&mixed).status, 410);
        // A provider that says who it is, and is not the one that was asked (RFC 9207).
        let named = format!("{back}&iss=https%3A%2F%2Fevil.example");
        let page = rhys.comes_back(&named);
        assert_eq!(rhys.finishes(&page).status, 502);
        assert_eq!(rhys.get("/my").status, 401);
        assert_eq!(other.asked("/token"), 0);
    });
}

#[test]
fn a_code_of_somebody_elses_attempt_is_worth_nothing() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let now = app.world.surroundings.now();
        let (rhys, thief) = (app.browser(), app.browser());
        let his = provider.signs_in(&rhys.sets_out_for("Darlington"), &RHYS, now);
        let hers = provider.signs_in(&thief.sets_out_for("Darlington"), &ANWEN, now);
        let his_code = rhys
            .comes_back(&his)
            .form("Continue")
            .value("code")
            .expect("a code")
            .to_owned();
        let form = thief
            .comes_back(&hers)
            .form("Continue")
            .fill(&[("code", &his_code)]);
        assert_eq!(thief.presses(&form, "Continue").status, 410);
        assert_eq!(thief.get("/my").status, 401);
    });
}

#[test]
fn an_error_of_the_provider_is_told_in_our_own_words_with_the_way_out() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        for (error, status, heading) in [
            ("access_denied", 403, "You are not signed in"),
            ("server_error", 503, "Darlington cannot be reached"),
            ("invalid_scope", 502, "Darlington did not sign you in"),
        ] {
            let rhys = app.browser();
            let href = rhys.sets_out_for("Darlington");
            let page = rhys.comes_back(&provider.turns_away(&href, error));
            assert_eq!((page.status, page.heading().as_str()), (status, heading));
            assert!(!page.text().contains("0900"));
            assert_eq!(
                page.link("Sign in with an emailed code"),
                "/sign-in?next=%2Fmy"
            );
        }
    });
}

#[test]
fn a_provider_that_is_down_keeps_nobody_out_and_is_left_alone_for_a_while() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = app.browser();
        let button = "Sign in with Darlington";
        let page = rhys.visit("/sign-in");
        for health in [
            Health::Silent,
            Health::Failing,
            Health::Redirecting,
            Health::Endless,
        ] {
            provider.fares(health);
            app.later(Duration::seconds(31));
            let before = provider.asked("/.well-known/openid-configuration");
            for _ in 0..3 {
                let down = rhys.presses(&page.form(button), button);
                assert_eq!(
                    (down.status, down.heading().as_str()),
                    (503, "Darlington cannot be reached"),
                    "{health:?}"
                );
            }
            let after = provider.asked("/.well-known/openid-configuration");
            assert_eq!((after - before, provider.asked("/elsewhere")), (1, 0));
        }
        provider.fares(Health::Well);
        // The emailed code is still there.
        rhys.signs_in("rhys.bevan@darlington.example");
        app.later(Duration::seconds(31));
        assert_eq!(with_token(&app, &provider, &RHYS, |_| {}).status, 303);
        // It falls ill between going and coming back.
        let office = app.browser();
        let href = office.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = office.comes_back(&provider.signs_in(&href, &RHYS, now));
        provider.fares(Health::Failing);
        assert_eq!(office.finishes(&back).status, 503);
        provider.fares(Health::Well);
        app.deliver();
    });
}

#[test]
fn a_provider_that_calls_itself_otherwise_is_not_believed() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let right = provider.issuer();
        provider.calls_itself("https://login.evil.example");
        let rhys = app.browser();
        let page = rhys.visit("/sign-in");
        let button = "Sign in with Darlington";
        assert_eq!(rhys.presses(&page.form(button), button).status, 503);
        provider.calls_itself(&right);
    });
}

#[test]
fn the_database_holds_nothing_that_a_provider_would_take() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = app.browser();
        let href: String = rhys.sets_out_for("Darlington");
        for field in ["nonce=", "state="] {
            let (_, rest) = href.split_once(field).expect("it is sent");
            let secret = rest.split('&').next().unwrap_or_default();
            let secret = secret.rsplit('.').next().unwrap_or_default();
            let found = app
                .world
                .store
                .read(|rx| marketday_store::privacy::list_columns_with(rx, secret));
            assert_eq!(found.expect("the database answers"), Vec::<String>::new());
        }
    });
}
