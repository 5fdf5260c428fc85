//! Colleagues: asked by email, they join, act, and are removed.

use crate::app::people::careloop;
use crate::app::{Browser, Page, spawn_app};
use marketday_testkit::on_each_database;

const TEAM: &str = "/organise/events/care-day-2027/team";
const SAM: &str = "sam@north.example";

/// Asks somebody to join from the page at `path`.
fn asks(browser: &Browser<'_>, path: &str, typed: &[(&str, &str)]) -> Page {
    let form = browser.visit(path).form("Ask them").fill(typed);
    let answer = browser.presses(&form, "Ask them");
    browser.follow(answer)
}

/// Follows the link of the newest letter, signs in on the way, and joins.
fn joins(browser: &Browser<'_>, link: &str) -> Page {
    let question = browser.visit(link);
    let answer = browser.presses(&question.form("Join"), "Join");
    browser.follow(answer)
}

#[test]
fn an_editor_who_was_asked_joins_and_changes_the_event_but_not_the_team_until_removed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        let page = asks(
            &organiser,
            TEAM,
            &[("email", SAM), ("role", "editor"), ("reach", "event")],
        );
        assert_eq!(
            page.flash(),
            "We have emailed them a link. They have 14 days to accept."
        );
        let letter = app.next_letter_to(SAM);
        assert_eq!(letter.subject, "Join the team of Care Day on Marketday");
        let link = letter.link("/nominations/");

        // A mail scanner follows the link, and a stranger who has it: nothing happens.
        assert_eq!(app.browser().get(&link).status, 401);
        let sam = app.browser();
        sam.signs_in(SAM);
        assert_eq!(sam.get("/organise/events/care-day-2027").status, 404);
        let before = sam.cookie("sign-in");
        let joined = joins(&sam, &link);
        assert_eq!(joined.flash(), "You have joined.");
        assert_ne!(sam.cookie("sign-in"), before, "more rights, another token");

        assert_eq!(sam.get("/organise").status, 200);
        assert_eq!(sam.get("/organise/events/new").status, 404);
        assert_eq!(
            sam.get("/organise/events/care-day-2027/details").status,
            200
        );
        assert_eq!(
            sam.get("/organise/events/care-day-2027/cancellation")
                .status,
            404
        );
        assert_eq!(sam.get(TEAM).status, 404);
        // Nobody raises their own role.
        let raised = sam.post(
            TEAM,
            &[("email", SAM), ("role", "owner"), ("reach", "body")],
        );
        assert_eq!(raised.status, 404);

        let team = organiser.visit(TEAM);
        let answer = organiser.presses(&team.form("Remove"), "Remove");
        assert_eq!(
            organiser.follow(answer).flash(),
            "They have been removed, and see nothing of it any more."
        );
        assert_eq!(sam.get("/organise/events/care-day-2027").status, 404);
        assert_eq!(sam.get("/organise").status, 404);
    });
}

#[test]
fn a_colleague_joins_the_company_acts_for_it_and_loses_it_in_the_middle_of_what_they_do() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let booking = booked.path.split('?').next().unwrap_or_default().to_owned();
        let members = amina.visit("/my").link("Members of Careloop");
        let page = asks(
            &amina,
            &members,
            &[("email", "omar@careloop.example"), ("role", "member")],
        );
        assert_eq!(
            page.flash(),
            "We have emailed them a link. They have 14 days to accept."
        );
        let letter = app.next_letter_to("omar@careloop.example");
        assert_eq!(letter.subject, "Join Careloop on Marketday");
        let omar = app.browser();
        omar.signs_in("omar@careloop.example");
        assert_eq!(omar.get(&booking).status, 404);
        joins(&omar, &letter.link("/nominations/"));
        assert_eq!(omar.get(&booking).status, 200);
        // A member looks at the members, and decides about none of them but themselves.
        let seen = omar.visit(&members);
        assert!(!seen.says("Ask somebody to join"));
        let refused = omar.post(
            &members,
            &[("email", "omar@careloop.example"), ("role", "owner")],
        );
        assert_eq!(refused.status, 404);

        let form = omar.visit(&booking).form("Save changes");
        let answer = amina.presses(&amina.visit(&members).form("Remove"), "Remove");
        amina.follow(answer);
        assert_eq!(omar.presses(&form, "Save changes").status, 404);
        assert_eq!(omar.get(&members).status, 404);

        // The only owner stays.
        let leaves = amina.presses(&amina.visit(&members).form("Leave"), "Leave");
        assert_eq!(leaves.status, 422);
        assert!(leaves.says("This is the only owner. Make somebody else an owner first"));
    });
}
