//! Whoever has something to do with an event sees what changed in its programme since they last looked.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PROGRAMME: &str = "/events/care-day-2027/programme";
const HEADING: &str = "What changed since you last looked";

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

/// The organiser adds a session and releases the programme, a minute later.
fn adds(app: &TestApp, organiser: &Browser<'_>, title: &str, times: (&str, &str)) {
    organiser.adds_session(SLUG, ("keynote", title, ""), times);
    app.later(Duration::minutes(1));
    organiser.releases(SLUG);
}

fn unseen(page: &Page) -> Vec<String> {
    page.all("section[aria-labelledby=unseen] li")
}

#[test]
fn a_company_sees_what_changed_since_it_booked_and_then_since_it_said_that_it_saw_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let organiser = organiser(&app);
        adds(&app, &organiser, "Welcome", ("09:30", "09:40"));
        app.later(Duration::minutes(1));
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        // What she could read when she booked is nothing new to her.
        assert!(!amina.visit(PROGRAMME).says(HEADING));

        adds(&app, &organiser, "Opening", ("09:40", "10:00"));
        let page = amina.visit(PROGRAMME);
        assert_eq!(unseen(&page), ["New: Opening, 9:40am to 10am, whole venue"]);
        // Looking at it notes nothing.
        let page = amina.visit(PROGRAMME);
        let seen = amina.presses(&page.form("Mark as seen"), "Mark as seen");
        let page = amina.follow(seen);
        assert_eq!(
            page.flash(),
            "Noted. The next time you see here what changed since."
        );
        assert!(!page.says(HEADING));

        adds(&app, &organiser, "Farewell", ("15:50", "16:00"));
        let page = amina.visit(PROGRAMME);
        assert_eq!(unseen(&page), ["New: Farewell, 3:50pm to 4pm, whole venue"]);
    });
}

#[test]
fn a_page_that_was_open_for_long_notes_only_what_it_showed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = organiser(&app);
        let rhys = app.browser();
        rhys.registers(SLUG, &delegate());
        adds(&app, &organiser, "Opening", ("09:30", "10:00"));
        let open = rhys.visit(PROGRAMME);
        adds(&app, &organiser, "Farewell", ("15:50", "16:00"));
        rhys.presses(&open.form("Mark as seen"), "Mark as seen");
        let page = rhys.visit(PROGRAMME);
        assert_eq!(unseen(&page), ["New: Farewell, 3:50pm to 4pm, whole venue"]);
        // Nobody goes back to what they saw before.
        rhys.presses(&page.form("Mark as seen"), "Mark as seen");
        rhys.presses(&open.form("Mark as seen"), "Mark as seen");
        assert!(!rhys.visit(PROGRAMME).says(HEADING));
    });
}

#[test]
fn whoever_has_nothing_to_do_with_the_event_is_shown_the_programme_alone() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(1);
        let ines = organiser(&app);
        app.browser().books(day.slots[0].id, &careloop());
        adds(&app, &ines, "Opening", ("09:30", "10:00"));
        assert!(ines.visit(PROGRAMME).says(HEADING), "she is in the team");
        let stranger = app.browser();
        assert!(!stranger.visit(PROGRAMME).says(HEADING));
        let signed_in = app.browser();
        signed_in.signs_in_at_once("bo@else.example");
        assert!(!signed_in.visit(PROGRAMME).says(HEADING));
        let seen = format!("{PROGRAMME}/seen");
        assert_eq!(signed_in.post(&seen, &[("release", "2")]).status, 404);
    });
}
