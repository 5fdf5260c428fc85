//! Somebody chooses which letters they want that they do not need.

use crate::app::people::delegate;
use crate::app::{Page, spawn_app};
use marketday_model::OptionalLetter;
use marketday_testkit::on_each_database;

/// Which boxes are ticked.
fn ticked(page: &Page) -> usize {
    page.all("main input[type=checkbox][checked]").len()
}

#[test]
fn nothing_is_ticked_until_somebody_ticks_it_and_one_click_takes_it_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let my = rhys.visit("/my");
        let path = my.link("Choose which letters you want");
        assert_eq!(path, "/my/letters");
        let page = rhys.visit(&path);
        assert_eq!(page.all("main input[type=checkbox]").len(), 2);
        assert_eq!(ticked(&page), 0, "registering ticks nothing");

        let form = page.form("Save").fill(&[("event-news", "yes")]);
        let saved = rhys.presses(&form, "Save");
        saved.leads_to("/my/letters?done=letters-saved");
        let page = rhys.follow(saved);
        assert_eq!(page.flash(), "Your choice has been saved.");
        assert_eq!(ticked(&page), 1);
        assert!(
            page.says("You agreed at 10:02am on Monday 6 October 2025, on the page /my/letters.")
        );

        let mut form = page.form("Save");
        form.fields.retain(|(name, _)| name != "event-news");
        let page = rhys.follow(rhys.presses(&form, "Save"));
        assert_eq!(ticked(&page), 0);
        assert!(!page.says("You agreed"));
        assert_eq!(app.browser().get("/my/letters").status, 401);
    });
}

#[test]
fn one_click_of_a_mail_program_stops_a_kind_of_letters_without_a_sign_in_or_a_token_of_a_browser() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let form = rhys.visit("/my/letters").form("Save");
        let form = form.fill(&[("event-news", "yes"), ("feedback-request", "yes")]);
        rhys.presses(&form, "Save");
        let list = app.list_headers("rhys.bevan@darlington.example", OptionalLetter::EventNews);
        let (_, path) = list
            .unsubscribe_url
            .rsplit_once("/unsubscribe/")
            .expect("a path");
        let path = format!("/unsubscribe/{path}");

        // A scanner that follows the link stops nothing.
        let asked = app.browser().visit(&path);
        assert_eq!(asked.heading(), "Get no more of these letters?");
        assert!(asked.says(OptionalLetter::EventNews.wording()));
        assert_eq!(ticked(&rhys.visit("/my/letters")), 2);

        for _ in 0..2 {
            let program = app.browser();
            let done = program.post_bytes(&path, &[], b"List-Unsubscribe=One-Click".to_vec());
            assert_eq!(done.status, 200);
            assert_eq!(done.heading(), "You get no more of these letters");
            assert_eq!(ticked(&rhys.visit("/my/letters")), 1);
        }
        let forged = path.replace("/unsubscribe/0", "/unsubscribe/1");
        let program = app.browser();
        assert_eq!(program.post_bytes(&forged, &[], Vec::new()).status, 404);
        assert_eq!(program.get(&forged).status, 404);
    });
}
