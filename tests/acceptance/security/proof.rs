//! Nobody is signed in as somebody whose address they have not shown to be theirs.

use crate::app::people::{but, careloop};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

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
