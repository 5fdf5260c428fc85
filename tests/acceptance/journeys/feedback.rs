//! After a day: those who took part say how it was, and its organisers read it.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_model::closing::Closing;
use marketday_notify::close_due;
use marketday_testkit::on_each_database;

const RHYS: &str = "rhys.bevan@darlington.example";
const FEEDBACK: &str = "/organise/events/care-day-2027/feedback";

/// A day with a company, and with Rhys, who agreed to be asked; it is the morning after it. Returns his browser and the
/// path of his link.
fn the_morning_after(app: &TestApp) -> (Browser<'_>, String) {
    app.may_leave_letters();
    let day = app.published_day(1);
    app.browser().books(day.slots[0].id, &careloop());
    let rhys = app.browser();
    rhys.registers("care-day-2027", &delegate());
    let form = rhys.visit("/my/letters").form("Save");
    rhys.presses(&form.fill(&[("feedback-request", "yes")]), "Save");
    app.deliver();
    let due = Closing::Feedback.due_at(&day.event).expect("a morning");
    app.world.clock.set(due);
    let written = close_due(&app.world.store, &app.world.surroundings);
    assert_eq!(written.expect("the database answers"), 2);
    app.deliver();
    let letters = app.letters_to(RHYS);
    let letter = letters.last().expect("a letter");
    assert_eq!(letter.subject, "How was Care Day?");
    (app.browser(), letter.link("/feedback/"))
}

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

fn says(browser: &Browser<'_>, link: &str, typed: &[(&str, &str)]) -> Page {
    let form = browser.visit(link).form("Send it to the organisers");
    browser.presses(&form.fill(typed), "Send it to the organisers")
}

#[test]
fn a_delegate_says_how_it_was_without_signing_in_and_the_organisers_read_it_without_the_name() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (rhys, link) = the_morning_after(&app);
        let ines = organiser(&app);
        assert!(ines.visit(FEEDBACK).says("Nobody has answered yet."));

        let page = rhys.visit(&link);
        assert_eq!(page.heading(), "How was Care Day?");
        let refused = says(&rhys, &link, &[("better", "A longer lunch.")]);
        refused.is_refused_with(&[("helped", "Choose whether the day helped you")]);
        assert_eq!(
            refused.form("Send it to the organisers").value("better"),
            Some("A longer lunch.")
        );
        let typed = [("helped", "some"), ("better", "A longer lunch.")];
        let page = rhys.follow(says(&rhys, &link, &typed));
        assert_eq!(
            page.flash(),
            "Thank you. The organisers can read what you said."
        );

        let bookings = ines.visit("/organise/events/care-day-2027/bookings");
        let read = ines.visit(&bookings.link("Feedback"));
        assert!(read.says("1 person who took part answered."));
        assert_eq!(
            read.all(".number"),
            ["A lot 0", "Somewhat 1", "A little 0", "Not at all 0"]
        );
        assert_eq!(read.all("blockquote"), ["A longer lunch."]);
        let history = ines.visit("/organise/events/care-day-2027/history");
        assert!(
            !history.says("feedback"),
            "it would tell who said something"
        );
    });
}

#[test]
fn whoever_lets_the_organisers_know_their_name_is_named_until_they_take_that_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (rhys, link) = the_morning_after(&app);
        let ines = organiser(&app);
        let typed = [
            ("helped", "a-lot"),
            ("better", "More days."),
            ("named", "yes"),
        ];
        says(&rhys, &link, &typed);
        assert_eq!(
            ines.visit(FEEDBACK).all("blockquote"),
            ["More days. Rhys Bevan"]
        );
        // Another time he finds what he said, and changes it.
        let form = app.browser().visit(&link).form("Send it to the organisers");
        assert_eq!(form.value("helped"), Some("a-lot"));
        assert_eq!(form.value("named"), Some("yes"));
        rhys.post(&link, &[("helped", "a-lot"), ("better", "More days.")]);
        assert_eq!(ines.visit(FEEDBACK).all("blockquote"), ["More days."]);
    });
}

#[test]
fn the_link_is_one_persons_and_closes_a_month_after_the_day() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (rhys, link) = the_morning_after(&app);
        let forged = format!("{}0", &link[..link.len() - 1]);
        let forged = if forged == link {
            format!("{}1", &link[..link.len() - 1])
        } else {
            forged
        };
        rhys.visit(&link);
        assert_eq!(rhys.get(&forged).status, 404);
        assert_eq!(rhys.post(&forged, &[("helped", "some")]).status, 404);
        app.later(Duration::days(30));
        let page = rhys.visit(&link);
        assert!(page.says("Feedback was taken until"));
        let late = rhys.post(&link, &[("helped", "some")]);
        assert_eq!(late.status, 303);
        let ines = organiser(&app);
        assert!(ines.visit(FEEDBACK).says("Nobody has answered yet."));
    });
}
