//! Seeing and unlinking the accounts at other organisations that sign somebody in.

use crate::app::providers::{RHYS, darlington};
use crate::app::{Browser, TestApp, spawn_app, spawn_app_with};
use chrono::Duration;
use marketday_testkit::on_each_database;
use marketday_testkit::provider::{Algorithm, TestProvider};

const RHYS_EMAIL: &str = "rhys.bevan@darlington.example";

/// Rhys, signed in with the council's account, with the first letter read.
fn rhys<'a>(app: &'a TestApp, provider: &TestProvider) -> Browser<'a> {
    let rhys = app.browser();
    let href = rhys.sets_out_for("Darlington");
    let now = app.world.surroundings.now();
    let back = rhys.comes_back(&provider.signs_in(&href, &RHYS, now));
    rhys.finishes(&back).leads_to("/my");
    app.next_letter_to(RHYS_EMAIL);
    rhys
}

#[test]
fn an_officer_unlinks_the_councils_account_is_told_and_still_signs_in_by_code() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        let rhys = rhys(&app, &provider);
        let list = rhys.visit(&rhys.visit("/my").link("Your linked accounts"));
        assert_eq!(list.all(".rows h2").len(), 1);
        let question = rhys.visit(&list.links(".rows a")[0]);
        let done = rhys.presses(&question.form("Unlink this account"), "Unlink this account");
        done.leads_to("/my/providers?done=provider-unlinked");
        let list = rhys.follow(done);
        assert!(list.says("No account is linked."), "{}", list.text());
        let letter = app.next_letter_to(RHYS_EMAIL);
        assert_eq!(
            letter.subject,
            "A way to sign in to Marketday as you was taken away"
        );
        assert_eq!(rhys.get(&question.path).status, 404, "it is gone");

        let elsewhere = app.browser();
        elsewhere.signs_in(RHYS_EMAIL);
        assert!(elsewhere.visit("/my").says(&format!("({RHYS_EMAIL})")));
        app.deliver();
    });
}

#[test]
fn an_account_is_unlinked_only_by_its_person_and_only_soon_after_signing_in() {
    let provider = TestProvider::start(Algorithm::Es256);
    on_each_database(|database| {
        let app = spawn_app_with(database, vec![darlington(&provider)]);
        app.may_leave_letters();
        let rhys = rhys(&app, &provider);
        let href = rhys.visit("/my/providers").links(".rows a")[0].clone();
        let other = app.browser();
        other.signs_in_at_once("bea@council.example");
        assert_eq!(other.get(&href).status, 404);
        assert_eq!(other.post(&href, &[]).status, 404);

        let form = rhys.visit(&href).form("Unlink this account");
        app.later(Duration::minutes(11));
        rhys.presses(&form, "Unlink this account").leads_to(&href);
        assert!(rhys.visit(&href).says("sign in again before you unlink it"));
        assert_eq!(rhys.visit("/my/providers").all(".rows h2").len(), 1);
    });
}

#[test]
fn where_no_provider_is_configured_and_none_is_linked_nothing_leads_to_linked_accounts() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let bea = app.browser();
        bea.signs_in_at_once("bea@council.example");
        assert!(!bea.visit("/my").says("Your linked accounts"));
    });
}
