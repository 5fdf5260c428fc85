//! What each role of a team is offered.

use crate::app::{Browser, TestApp, spawn_app};
use marketday_model::{Seat, SeatScope, TeamRole};
use marketday_store::teams;
use marketday_testkit::{Day, on_each_database};

const OVERVIEW: &str = "/organise/events/care-day-2027";

/// Somebody signed in who has this role in the team of the day.
pub(super) fn somebody<'a>(app: &'a TestApp, day: &Day, role: TeamRole) -> Browser<'a> {
    let email = format!("{role}@north.example");
    let seat = Seat {
        id: app.world.surroundings.id(),
        person: app.world.person(&email).id,
        scope: SeatScope::Event(day.event.id),
        role,
        since: app.world.surroundings.now(),
    };
    let seated = app.world.store.write(move |tx| teams::insert(tx, &seat));
    seated.expect("a seat");
    let browser = app.browser();
    browser.signs_in_at_once(&email);
    browser
}

/// What they are offered below the tabs of the overview, without what all addresses begin with.
fn offered(app: &TestApp, day: &Day, role: TeamRole) -> Vec<String> {
    let page = somebody(app, day, role).visit(OVERVIEW);
    let links = page.links(".numbers a, .buttons a");
    let below = |link: &String| link.strip_prefix(OVERVIEW).expect("its own").to_owned();
    links.iter().map(below).collect()
}

#[test]
fn the_overview_offers_each_role_what_it_may_do_and_nothing_else() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let offered = |role| offered(&app, &day, role);
        assert_eq!(
            offered(TeamRole::Owner),
            [
                "/bookings",
                "/registrations",
                "/programme",
                "/shift",
                "/postponement",
                "/cancellation"
            ]
        );
        assert_eq!(
            offered(TeamRole::Editor),
            ["/bookings", "/registrations", "/programme", "/shift"]
        );
        assert_eq!(
            offered(TeamRole::Programme),
            ["/bookings", "/programme", "/shift"]
        );
        assert_eq!(
            offered(TeamRole::FrontDesk),
            ["/registrations", "/programme"]
        );
        assert_eq!(offered(TeamRole::Viewer), ["/programme"]);
        app.deliver();
    });
}

#[test]
fn only_those_who_may_change_the_programme_are_offered_to() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        for (role, may_change) in [
            (TeamRole::Owner, true),
            (TeamRole::Editor, true),
            (TeamRole::Programme, true),
            (TeamRole::FrontDesk, false),
            (TeamRole::Viewer, false),
        ] {
            let page = somebody(&app, &day, role).visit(&format!("{OVERVIEW}/programme"));
            let links = page.links("main .item a, main .buttons a");
            let forms = page.all("main form").len();
            assert_eq!((!links.is_empty(), forms == 1), (may_change, may_change));
            assert_eq!(page.all("main .item").len(), 1, "the session is there");
        }
        app.deliver();
    });
}
