//! Somebody reads what is kept of them, downloads it, and has it erased.

use crate::app::people::{careloop, delegate};
use crate::app::spawn_app;
use chrono::Duration;
use marketday_testkit::on_each_database;

const EMAIL: &str = "rhys.bevan@darlington.example";

#[test]
fn everybody_can_read_who_answers_for_personal_data_and_how_long_it_is_kept() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let anybody = app.browser();
        let page = anybody.visit("/privacy");
        for said in [
            "Marketday runs this service",
            "strictly necessary",
            "Access and dietary needs",
            "30 days after the event",
            "Article 6(1)(b)",
        ] {
            assert!(page.says(said), "{said}");
        }
        let page = anybody.visit("/events/care-day-2027/privacy");
        assert!(page.says("North Exchange organises Care Day"));
        assert!(page.says("organiser@north.example"));
        let form = anybody.visit("/events/care-day-2027/registration");
        assert_eq!(
            form.link("What happens with what you tell us"),
            "/events/care-day-2027/privacy"
        );
        assert_eq!(anybody.get("/events/nowhere/privacy").status, 404);
    });
}

#[test]
fn a_delegate_downloads_their_data_and_is_erased() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        app.browser().books(day.slots[0].id, &careloop());
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let page = rhys.visit("/my/data");
        let zip = rhys.presses(&page.form("Download my data"), "Download my data");
        assert_eq!(zip.status, 200);
        assert_eq!(zip.header("content-type"), Some("application/zip"));
        assert_eq!(zip.header("cache-control"), Some("no-store"));

        let page = rhys.visit("/my/data/erasure");
        assert!(page.says("Your registration for Care Day is withdrawn."));
        app.later(Duration::minutes(11));
        let page = rhys.visit("/my/data/erasure");
        assert_eq!(
            page.link("Sign in again"),
            "/sign-in?next=%2Fmy%2Fdata%2Ferasure"
        );
        let refused = rhys.post("/my/data/erasure", &[]);
        assert_eq!(refused.status, 303, "an old sign-in erases nobody");
        assert_eq!(rhys.post("/my/data/download", &[]).status, 303);
        assert_eq!(rhys.get("/my").status, 200);

        rhys.signs_in(EMAIL);
        let page = rhys.visit("/my/data/erasure");
        let done = rhys.presses(&page.form("Erase my data"), "Erase my data");
        assert_eq!(done.heading(), "You have been erased");
        assert_eq!(rhys.get("/my").status, 401, "they are signed out");
        app.deliver();
        let letters = app.letters_to(EMAIL);
        let last = letters.last().expect("a last letter");
        assert_eq!(last.subject, "Your data has been erased");
        let before = &letters[letters.len() - 2];
        assert_eq!(before.entry_line(), "CANCEL 1 Cancelled: Care Day");
        let left = app
            .world
            .store
            .read(|rx| marketday_store::privacy::list_columns_with(rx, EMAIL));
        assert_eq!(left.expect("a look"), Vec::<String>::new());
        let page = app.browser().visit("/events/care-day-2027");
        assert!(page.says("100 of 100 places are left."));
    });
}
