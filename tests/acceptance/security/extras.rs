//! Fields that a form does not have give nobody anything: no role, no seat, no state, nobody else's company.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Form, Page, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const TEAM: &str = "/organise/events/care-day-2027/team";
const SAM: &str = "sam@careloop.example";

/// A form with everything that somebody might hope for.
fn hopeful(app: &TestApp, mut form: Form) -> Form {
    let organiser = app.world.person("organiser@north.example").id.to_string();
    for (name, value) in [
        ("is_administrator", "1"),
        ("administrator", "yes"),
        ("seat", "owner"),
        ("team_role", "owner"),
        ("membership", "owner"),
        ("reach", "body"),
        ("scope", "body"),
        ("state", "active"),
        ("claim", "confirmed"),
        ("kind", "organising-body"),
        ("person_id", organiser.as_str()),
        ("person", organiser.as_str()),
        ("organiser", organiser.as_str()),
        ("id", organiser.as_str()),
    ] {
        form.fields.push((name.to_owned(), value.to_owned()));
    }
    form
}

fn presses(app: &TestApp, browser: &Browser<'_>, page: &Page, button: &str) -> Page {
    let form = hopeful(app, page.form(button));
    browser.follow(browser.presses(&form, button))
}

/// They run nothing.
fn runs_nothing(browser: &Browser<'_>) {
    for path in [
        "/organise",
        "/organise/events/new",
        TEAM,
        "/administer/complaints",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
}

#[test]
fn fields_that_a_form_does_not_have_give_nobody_a_role_or_another_state() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        let team = organiser.visit(TEAM).all("main tbody tr");
        assert!(!team.is_empty(), "the organiser is in the team");

        // Signing in, registering, booking and changing a booking.
        let rhys = app.browser();
        let form = rhys.visit("/sign-in").form("Send me a code");
        let form = form.fill(&[("email", "rhys.bevan@darlington.example")]);
        let asked = rhys.presses(&hopeful(&app, form), "Send me a code");
        let code = app.next_letter_to("rhys.bevan@darlington.example").code();
        let form = asked.form("Sign in").fill(&[("code", &code)]);
        rhys.presses(&hopeful(&app, form), "Sign in");
        let page = rhys.visit("/events/care-day-2027/registration");
        let form = page.form("Register").fill(&delegate());
        rhys.presses(&hopeful(&app, form), "Register");
        runs_nothing(&rhys);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let changed = presses(&app, &amina, &booked, "Save changes");
        assert_eq!(changed.heading(), "Your booking Confirmed");
        assert!(amina.visit("/my").says("Careloop"));
        runs_nothing(&amina);

        // Joining as less than one hopes for.
        let members = amina.visit("/my").link("Members of Careloop");
        let form = amina.visit(&members).form("Ask them");
        let form = form.fill(&[("email", SAM), ("role", "assistant")]);
        amina.presses(&hopeful(&app, form), "Ask them");
        let link = app.next_letter_to(SAM).link("/nominations/");
        let sam = app.browser();
        sam.signs_in(SAM);
        let mut question = hopeful(&app, sam.visit(&link).form("Join"));
        question.fields.push(("role".into(), "owner".into()));
        sam.presses(&question, "Join");
        runs_nothing(&sam);
        let rows = amina.visit(&members);
        assert!(rows.says(SAM));
        let form = amina.visit(&members).form("Ask them");
        let form = form.fill(&[("email", "more@careloop.example"), ("role", "owner")]);
        assert_eq!(
            sam.post(
                &members,
                &[("email", "more@careloop.example"), ("role", "owner")]
            )
            .status,
            404
        );
        assert_eq!(
            sam.post(
                &form.action.replace("/members", "/profile"),
                &[("name", "Mine")]
            )
            .status,
            404
        );

        assert_eq!(organiser.visit(TEAM).all("main tbody tr"), team);
    });
}
