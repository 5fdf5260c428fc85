//! Somebody chooses which letters they want that they do not need.

use crate::app::people::delegate;
use crate::app::{Page, spawn_app};
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
