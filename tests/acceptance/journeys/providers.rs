//! Signing in with an account at another organisation.

use crate::app::providers::{ANWEN, RHYS, darlington, settings};
use crate::app::{TestApp, spawn_app_with};
use chrono::Duration;
use marketday_testkit::on_each_database;
use marketday_testkit::provider::{Account, Algorithm, TestProvider};

const RHYS_EMAIL: &str = "rhys.bevan@darlington.example";

/// How many people there are.
fn people(app: &TestApp, emails: &[&str]) -> Vec<bool> {
    emails
        .iter()
        .map(|email| {
            let email = email.parse().expect("an address");
            let found = app
                .world
                .store
                .read(|rx| marketday_store::people::find_by_email(rx, &email));
            found.expect("the database answers").is_some()
        })
        .collect()
}

#[test]
fn an_officer_signs_in_with_the_councils_account_and_is_told_once() {
    let provider = TestProvider::start(Algorithm::Rs256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = app.browser();
        let href = rhys.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = rhys.comes_back(&provider.signs_in(&href, &RHYS, now));
        assert_eq!(
            (back.status, back.heading().as_str()),
            (200, "Finish signing in")
        );
        assert_eq!(rhys.get("/my").status, 401);
        rhys.finishes(&back).leads_to("/my");
        let my = rhys.visit("/my");
        assert!(my.says(&format!("({RHYS_EMAIL})")) && my.says("Rhys Bevan"));
        let letter = app.next_letter_to(RHYS_EMAIL);
        assert_eq!(letter.subject, "A new way to sign in to Marketday as you");
        assert!(letter.text.contains("127.0.0.1"), "{}", letter.text);

        // Again, elsewhere: nothing new, so nothing to tell.
        let office = app.browser();
        let href = office.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = office.comes_back(&provider.signs_in(&href, &RHYS, now));
        office.finishes(&back).leads_to("/my");
        app.deliver();
        assert_eq!(app.letters_to(RHYS_EMAIL).len(), 1);
        assert_ne!(rhys.cookie("sign-in"), office.cookie("sign-in"));
        app.keep_letters("providers");
    });
}

#[test]
fn whoever_came_by_code_before_is_the_same_person_at_the_provider() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let day = app.published_day(1);
        let rhys = app.browser();
        let mut typed = crate::app::people::delegate();
        typed.retain(|(name, _)| *name != "name");
        typed.push(("name", "R. Bevan"));
        rhys.registers(&day.event.slug, &typed);
        app.deliver();
        let office = app.browser();
        let href = office.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = office.comes_back(&provider.signs_in(&href, &RHYS, now));
        office.finishes(&back).leads_to("/my");
        // The registration is there, and so is the name that he typed himself.
        let my = office.visit("/my");
        assert!(my.says(&day.event.title), "{}", my.text());
        assert!(my.says("R. Bevan"));
        app.deliver();
    });
}

#[test]
fn two_providers_stand_side_by_side_and_each_signs_in_its_own() {
    let (council, hub) = (
        TestProvider::start(Algorithm::Es256),
        TestProvider::start(Algorithm::Es256),
    );
    on_each_database(|database| {
        let mut of_council = darlington(&council);
        of_council.authority = Some("Darlington Borough Council".to_owned());
        let of_hub = settings(&hub, ("hub", "the Digital Hub"), &[]);
        let app = spawn_app_with(database, vec![of_council, of_hub]);
        let page = app.browser().visit("/sign-in");
        assert!(page.says("For people of Darlington Borough Council"));
        assert!(
            page.forms()
                .iter()
                .any(|form| form.has_button("Send me a code"))
        );
        let tess = Account {
            subject: "r-7316",
            email: Some("tess@startup.example"),
            is_verified: Some(true),
            name: "Tess",
        };
        for (label, provider, account, email) in [
            ("Darlington", &council, &ANWEN, "anwen@darlington.example"),
            ("the Digital Hub", &hub, &tess, "tess@startup.example"),
            ("Darlington", &council, &RHYS, RHYS_EMAIL),
        ] {
            let browser = app.browser();
            let href = browser.sets_out_for(label);
            let now = app.world.surroundings.now();
            let back = browser.comes_back(&provider.signs_in(&href, account, now));
            browser.finishes(&back).leads_to("/my");
            assert!(browser.visit("/my").says(&format!("({email})")));
        }
        app.deliver();
    });
}

#[test]
fn whoever_was_asked_to_sign_in_comes_back_from_the_provider_to_where_they_were_going() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = app.browser();
        let mut came_to = Vec::new();
        for next in ["/my/data", "https://evil.example/", "//evil.example"] {
            let page = rhys.visit("/sign-in");
            let form = page.form("Sign in with Darlington").fill(&[("next", next)]);
            let away = rhys.presses(&form, "Sign in with Darlington");
            let now = app.world.surroundings.now();
            let href = provider.signs_in(&away.link("Continue to"), &RHYS, now);
            let back = rhys.comes_back(&href);
            came_to.push(rhys.finishes(&back).location().expect("a way on"));
        }
        assert_eq!(came_to, ["/my/data", "/my", "/my"]);
        app.deliver();
    });
}

#[test]
fn a_browser_goes_to_the_provider_by_itself_without_javascript_and_takes_its_form_nowhere_else() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = app.browser();
        let page = rhys.visit("/sign-in");
        let away = rhys.presses(
            &page.form("Sign in with Darlington"),
            "Sign in with Darlington",
        );
        // A redirect would be stopped by form-action 'self', in which nobody else is named.
        assert_eq!((away.status, away.location()), (200, None));
        let policy = away.header("content-security-policy").expect("a policy");
        assert!(policy.contains("form-action 'self';"), "{policy}");
        let href = away.link("Continue to").replace('&', "&amp;");
        let refresh = format!("<meta http-equiv=\"refresh\" content=\"0; url={href}\">");
        assert!(away.text().contains(&refresh), "{}", away.text());
    });
}

#[test]
fn what_a_provider_says_of_itself_is_asked_for_once_an_hour_and_new_keys_are_found() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let discovery = "/.well-known/openid-configuration";
        let before = (provider.asked(discovery), provider.asked("/keys"));
        let asked = || {
            (
                provider.asked(discovery) - before.0,
                provider.asked("/keys") - before.1,
            )
        };
        let signs_in = || {
            let rhys = app.browser();
            let href = rhys.sets_out_for("Darlington");
            let now = app.world.surroundings.now();
            let back = rhys.comes_back(&provider.signs_in(&href, &RHYS, now));
            rhys.finishes(&back).status
        };
        assert_eq!((signs_in(), signs_in(), asked()), (303, 303, (1, 1)));
        // A key that nobody has seen is looked for, but not at every try.
        provider.changes_keys();
        assert_eq!((signs_in(), asked()), (502, (1, 1)));
        app.later(Duration::seconds(31));
        assert_eq!((signs_in(), signs_in(), asked()), (303, 303, (2, 2)));
        app.later(Duration::hours(1));
        assert_eq!((signs_in(), asked()), (303, (3, 3)));
        app.deliver();
    });
}

#[test]
fn the_letter_of_somebody_who_was_erased_meanwhile_is_not_sent() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = app.browser();
        let href = rhys.sets_out_for("Darlington");
        let now = app.world.surroundings.now();
        let back = rhys.comes_back(&provider.signs_in(&href, &RHYS, now));
        rhys.finishes(&back).leads_to("/my");
        let question = rhys.visit("/my/data/erasure");
        let form = question.form("Erase my data");
        assert_eq!(rhys.presses(&form, "Erase my data").status, 200);
        app.deliver();
        let subjects: Vec<String> = app
            .letters_to(RHYS_EMAIL)
            .into_iter()
            .map(|letter| letter.subject)
            .collect();
        assert_eq!(subjects, ["Your data has been erased"]);
        assert_eq!(people(&app, &[RHYS_EMAIL]), [false]);
    });
}
