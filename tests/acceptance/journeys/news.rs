//! Somebody hears of new market days by email, without an account.

use crate::app::people::{but, drains_day};
use crate::app::{Browser, Form, Page, TestApp, Witness, spawn_app};
use chrono::Duration;
use marketday_model::NoticeState;
use marketday_store::{news, notices, people};
use marketday_testkit::on_each_database;

const NERYS: &str = "nerys@calderford.example";

/// What Nerys would like to hear of.
fn wanted<'t>() -> Vec<(&'t str, &'t str)> {
    vec![
        ("news_regions", "north-east"),
        ("news_themes", "waste"),
        ("news_pace", "at-once"),
        ("email", NERYS),
    ]
}

fn asks(browser: &Browser<'_>, typed: &[(&str, &str)]) -> Page {
    let form = browser.visit("/news").form("Email me the news");
    browser.presses(&form.fill(typed), "Email me the news")
}

/// Asks, and confirms by the letter.
fn follows(app: &TestApp, browser: &Browser<'_>, typed: &[(&str, &str)]) -> Page {
    assert_eq!(asks(browser, typed).status, 200);
    let link = app.next_letter_to(NERYS).link("/news/confirmation/");
    let page = browser.visit(&link);
    browser.presses(&page.form("Confirm"), "Confirm")
}

/// A day about drains is published.
fn is_announced(app: &TestApp, organiser: &Browser<'_>, title: &str, region: &str) {
    let other = [("title", title), ("region", region), ("themes", "highways")];
    let typed = but(drains_day(), &other);
    let slug = organiser.creates_event(&typed);
    organiser.adds_stage(&slug, "Hall");
    organiser.adds_session(&slug, ("pitch", "Pitches", "Hall"), ("10:00", "12:00"));
    app.later(Duration::minutes(1));
    organiser.publishes(&slug);
    app.later(Duration::minutes(1));
}

fn is_known(app: &TestApp, email: &str) -> bool {
    let email = email.parse().expect("an address");
    let found = app.world.store.read(|rx| people::find_by_email(rx, &email));
    found.expect("the database answers").is_some()
}

#[test]
fn somebody_without_an_account_hears_of_new_days_once_they_confirmed_by_letter() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let nerys = app.browser();
        let home = nerys.visit("/?region=north-east");
        let path = home.link("Have them emailed to you");
        assert_eq!(path, "/news?region=north-east");
        let ticked = nerys.visit(&path).form("Email me the news");
        assert_eq!(ticked.values("news_regions"), ["north-east"]);

        let page = asks(&nerys, &wanted());
        assert_eq!(page.heading(), "Look into your mailbox");
        let letter = app.next_letter_to(NERYS);
        assert_eq!(letter.subject, "Do you want news of market days?");
        let link = letter.link("/news/confirmation/");
        // Until they confirm, nobody is written to, and nobody is there.
        is_announced(&app, &organiser, "Early Drains", "north-east");
        assert_eq!(app.tells_news(), 0);
        assert!(!is_known(&app, NERYS));

        // A scanner that follows the link confirms nothing.
        let mut witness = Witness::of(database);
        let before = witness.look();
        let page = app.browser().visit(&link);
        assert_eq!(page.heading(), "Get news of market days?");
        assert!(page.says("n***@calderford.example") && page.says("North East"));
        assert_eq!(witness.look(), before);
        let phone = app.browser();
        let page = phone.visit(&link);
        for _ in 0..2 {
            let done = phone.presses(&page.form("Confirm"), "Confirm");
            assert_eq!(done.heading(), "You get news of market days");
        }
        assert_eq!(phone.get("/my").status, 401, "nobody is signed in by it");

        is_announced(&app, &organiser, "Drains Day", "north-east");
        is_announced(&app, &organiser, "Far Drains", "wales");
        assert_eq!(app.tells_news(), 1);
        let letter = app.next_letter_to(NERYS);
        assert_eq!(letter.subject, "New market day: Drains Day");
        let mail = String::from_utf8_lossy(&letter.data);
        assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    });
}

#[test]
fn by_the_link_in_each_letter_somebody_changes_what_they_hear_of_and_stops_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let nerys = app.browser();
        let done = follows(&app, &nerys, &wanted());
        let letters = done.link("Change or stop it");
        let form = nerys.visit(&letters).form("Save");
        assert_eq!(form.values("news_regions"), ["north-east"]);
        assert_eq!(form.values("news_themes"), ["waste"]);
        assert_eq!(form.value("news_pace"), Some("at-once"));

        // Nothing is left of what they followed: the page comes back with everything as it was ticked.
        let mut none = without(form.clone(), "news_regions");
        none = without(none, "news_themes");
        let refused = nerys.presses(&none, "Save");
        refused.is_refused_with(&[("news_regions", "Choose at least one region or theme")]);
        assert_eq!(refused.form("Save").values("event-news"), ["yes"]);

        let other = without(form, "news_regions").fill(&[("news_regions", "wales")]);
        let saved = nerys.follow(nerys.presses(&other, "Save"));
        assert_eq!(saved.flash(), "Your choice has been saved.");
        is_announced(&app, &organiser, "Drains Day", "north-east");
        assert_eq!(app.tells_news(), 0);
        is_announced(&app, &organiser, "Far Drains", "wales");
        assert_eq!(app.tells_news(), 1);
        let letter = app.next_letter_to(NERYS);
        assert_eq!(letter.subject, "New market day: Far Drains");
        assert_eq!(letter.link("/letters/"), letters);

        let program = app.browser();
        let stop = letter.link("/unsubscribe/");
        let one_click = b"List-Unsubscribe=One-Click".to_vec();
        assert_eq!(program.post_bytes(&stop, &[], one_click).status, 200);
        is_announced(&app, &organiser, "Last Drains", "wales");
        assert_eq!(app.tells_news(), 0);
        let form = nerys.visit(&letters).form("Save");
        assert_eq!(
            form.values("news_regions"),
            [""; 0],
            "nothing of it is kept"
        );
    });
}

fn without(mut form: Form, name: &str) -> Form {
    form.fields.retain(|(field, _)| field != name);
    form
}

#[test]
fn whoever_is_signed_in_has_nothing_to_confirm() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let page = organiser.visit("/news");
        assert!(page.says("We write to organiser@north.example."));
        assert_eq!(page.all("main input[type=email]").len(), 0);
        let form = page.form("Email me the news");
        let form = form.fill(&[("news_themes", "waste"), ("news_pace", "weekly")]);
        let page = organiser.follow(organiser.presses(&form, "Email me the news"));
        assert_eq!(page.flash(), "We email you when there is news.");
        let form = page.form("Save");
        assert_eq!(form.values("event-news"), ["yes"]);
        assert_eq!(form.values("news_themes"), ["waste"]);
        assert!(page.says("on the page /news."));
        app.deliver();
    });
}

#[test]
fn nobody_learns_whether_an_address_is_known_and_few_letters_go_to_one_address_in_a_day() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let said = |email: &str| {
            let page = asks(&app.browser(), &but(wanted(), &[("email", email)]));
            (page.status, page.one("main").replace(email, "…"))
        };
        assert_eq!(
            said("organiser@north.example"),
            said("nobody@north.example")
        );
        app.deliver();

        let letters = || app.letters_to(NERYS).len();
        let nerys = app.browser();
        for number in 1..=3 {
            assert_eq!(asks(&nerys, &wanted()).status, 200);
            app.deliver();
            assert_eq!(letters(), number);
        }
        let refused = asks(&nerys, &wanted());
        let message = "Many letters were asked for, to this address or from your network. Open the newest one and use its link, or try again tomorrow";
        refused.is_refused_with(&[("email", message)]);
        assert_eq!(
            refused.form("Email me the news").values("news_regions"),
            ["north-east"]
        );
        // From other networks a few more, and then none.
        let statuses = [(); 3].map(|()| asks(&app.browser(), &wanted()).status);
        assert_eq!(statuses, [200, 200, 422]);
        app.later(Duration::days(1));
        assert_eq!(asks(&nerys, &wanted()).status, 200);
        app.deliver();
        assert_eq!(letters(), 6);
    });
}

#[test]
fn a_link_that_ran_out_confirms_nothing_and_what_was_asked_is_forgotten() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let nerys = app.browser();
        asks(&nerys, &wanted());
        let link = app.next_letter_to(NERYS).link("/news/confirmation/");
        let form = nerys.visit(&link).form("Confirm");
        let forged = link
            .rsplit_once('/')
            .map(|(path, _)| format!("{path}/{}", "0".repeat(32)));
        let forged = forged.expect("a path");
        app.later(Duration::days(7));
        for page in [
            nerys.get(&link),
            nerys.presses(&form, "Confirm"),
            nerys.get(&forged),
            nerys.get("/news/confirmation/x/y"),
        ] {
            assert_eq!(page.status, 410);
            assert_eq!(page.heading(), "This link does not work any more");
        }
        assert!(!is_known(&app, NERYS));
        app.later(Duration::days(2));
        app.retains();
        let id = link.split('/').nth(3).and_then(|id| id.parse().ok());
        let id = id.expect("an id");
        let kept = app.world.store.read(|rx| news::find_request(rx, id));
        assert_eq!(kept.expect("the database answers"), None);
        let waiting = app
            .world
            .store
            .read(|rx| notices::count(rx, NoticeState::Pending));
        assert_eq!(waiting.expect("the database answers"), 0);
    });
}
