//! A page asks the database equally often, however much there is to show.

use crate::app::people::{but, careloop, delegate};
use crate::app::{Browser, TestApp, spawn_app};
use marketday_accounts::add_administrator;
use marketday_scheduling::{SessionText, change_session, release};
use marketday_store::{memberships, people};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Database, Day, on_each_database};
use std::collections::BTreeMap;

const PAGES: &[&str] = &[
    "/",
    "/events/care-day-2027",
    "/events/care-day-2027/programme",
    "/events/care-day-2027/changes",
    "/events/care-day-2027/changes.atom",
    "/events/care-day-2027/releases/1",
    "/events/care-day-2027/slots",
    "/events/care-day-2027/registration",
    "/events/care-day-2027/calendar.ics",
    "/events/care-day-2027/attendees",
    "/calendar",
    "/calendar/all.ics",
    "/calendar/near/north-east.ics",
    "/calendar/all.ics?region=north-east&theme=adult-social-care",
    "/events/care-day-2027/calendar.ics?theme=adult-social-care",
    "/my",
    "/my/calendars",
    "/my/letters",
    "/news",
    "/my/providers",
    "/my/data",
    "/my/data/erasure",
    "/organise",
    "/organise/calendars",
    "/organise/events/care-day-2027",
    "/organise/events/care-day-2027/programme",
    "/organise/events/care-day-2027/programme?view=list",
    "/organise/events/care-day-2027/run-sheet",
    "/organise/events/care-day-2027/run-sheet.csv",
    "/organise/events/care-day-2027/bookings",
    "/organise/events/care-day-2027/fairness",
    "/organise/events/care-day-2027/fairness.zip",
    "/organise/events/care-day-2027/slides",
    "/organise/events/care-day-2027/feedback",
    "/organise/events/care-day-2027/slides.zip",
    "/organise/events/care-day-2027/waiting",
    "/organise/events/care-day-2027/rules",
    "/organise/events/care-day-2027/wordings",
    "/organise/events/care-day-2027/wordings/booking-confirmed",
    "/organise/events/care-day-2027/wordings/event-changed/text",
    "/organise/events/care-day-2027/registrations",
    "/organise/events/care-day-2027/team",
    "/organise/events/care-day-2027/complaints",
    "/organise/events/care-day-2027/call",
    "/organise/events/care-day-2027/proposals",
    "/organise/events/care-day-2027/placing",
    "/organise/events/care-day-2027/assessing",
    "/organise/events/care-day-2027/history",
    "/organise/events/care-day-2027/history.csv",
    "/organise/events/care-day-2027/release",
    "/organise/events/care-day-2027/releases",
    "/organise/events/care-day-2027/releases/1/reset",
    "/organise/events/care-day-2027/cancellation",
    "/organisations/{id}/history",
    "/administer/audit",
    "/administer/audit.csv",
];

/// How many queries each page takes an organiser and administrator who also pitches and comes, at a day with this many slots on its
/// first stage, half of them booked, as many delegates, and so many stages more with 24 slots each,
/// released so often again.
fn queries(
    database: &Database,
    slots: u32,
    (stages, releases): (usize, usize),
) -> BTreeMap<&'static str, u64> {
    let app = spawn_app(database);
    app.may_leave_letters();
    let day = app.published_day(slots);
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    for (number, slot) in day
        .slots
        .iter()
        .enumerate()
        .take((slots as usize).div_ceil(2))
    {
        books(&app, &organiser, number, &slot.id.to_string());
        registers(&app, number);
    }
    organiser.registers("care-day-2027", &delegate());
    for number in 1..=stages {
        adds_stage(&organiser, number);
    }
    if stages > 0 {
        organiser.releases("care-day-2027");
    }
    for number in 1..=releases {
        releases_again(&app, &day, number);
    }
    let all = organiser.visit("/events/care-day-2027/slots").all(".slot");
    assert_eq!(all.len(), slots as usize + 24 * stages);
    let email = "organiser@north.example".parse().expect("an address");
    let world = &app.world;
    add_administrator(&world.store, &world.surroundings, &email).expect("an administrator");
    let ties = world.store.read(|rx| {
        let person = people::find_by_email(rx, &email)?.expect("the organiser");
        memberships::list_of_person(rx, person.id)
    });
    let mut ties = ties.expect("the database answers").into_iter();
    let company = ties.find(|tie| tie.organisation != day.event.organiser);
    let company = company.expect("a company").organisation.to_string();
    let count = |path: &'static str| {
        let before = app.world.store.queries();
        organiser.visit(&path.replace("{id}", &company));
        (path, app.world.store.queries() - before)
    };
    PAGES.iter().copied().map(count).collect()
}

/// One more stage, full of slots.
fn adds_stage(organiser: &Browser<'_>, number: usize) {
    let (stage, title) = (format!("Room {number}"), format!("Pitches {number}"));
    organiser.adds_stage("care-day-2027", &stage);
    let times = ("10:00", "16:00");
    organiser.adds_session("care-day-2027", ("pitch", &title, &stage), times);
    let preview = organiser.previews_slots_of("care-day-2027", &title);
    organiser.makes_slots(&preview);
}

/// The pitches are called otherwise, and the programme is released.
fn releases_again(app: &TestApp, day: &Day, number: usize) {
    let (store, surroundings) = (&app.world.store, &app.world.surroundings);
    let (event, by) = (day.event.id, day.organiser.id);
    let text = SessionText {
        title: line(&format!("Pitches, version {number}")),
        description: prose(""),
        chair: None,
        kind: day.session.kind,
        stage: day.session.stage,
        time: day.session.time,
    };
    change_session(
        store,
        surroundings,
        (event, day.session.id),
        by,
        (text, None),
    )
    .expect("saved");
    release(store, surroundings, event, by, (prose("Again"), None)).expect("released");
}

/// A company of its own books a slot; every other one is the organiser's.
fn books(app: &TestApp, organiser: &Browser<'_>, number: usize, slot: &str) {
    let company = format!("Company {number}");
    let email = format!("founder{number}@company{number}.example");
    let typed = but(careloop(), &[("company", &company), ("website", "")]);
    let slot = slot.parse().expect("an id");
    let booked = if number.is_multiple_of(2) {
        organiser.books(slot, &typed)
    } else {
        let founder = app.browser();
        founder.signs_in_at_once(&email);
        founder.books(slot, &typed)
    };
    assert_eq!(booked.heading(), "Your booking Confirmed");
}

/// A delegate of their own registers.
fn registers(app: &TestApp, number: usize) {
    let delegate = app.browser();
    delegate.signs_in_at_once(&format!("delegate{number}@council.example"));
    let page = delegate.registers("care-day-2027", &crate::app::people::delegate());
    assert_eq!(page.heading(), "Your registration Confirmed");
}

#[test]
fn a_full_day_takes_no_more_queries_than_an_empty_one() {
    on_each_database(|database| {
        let fresh = || {
            if database.is_postgres() {
                Database::postgres().expect("it was there a moment ago")
            } else {
                Database::sqlite()
            }
        };
        // Released twice at least, so that something changed since they looked.
        let few = queries(&fresh(), 1, (0, 1));
        assert_eq!(few, queries(&fresh(), 10, (0, 2)));
        // On thirteen stages 300 slots, released forty times and more.
        assert_eq!(few, queries(&fresh(), 12, (12, 40)));
        let most = few.values().max().copied().unwrap_or_default();
        assert!(most <= 20, "{few:?}");
    });
}
