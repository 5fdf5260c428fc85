//! The demonstration: what it holds, where it lies, how it starts and stops.

use crate::command::{Heard, run, start};
use crate::visit::{get, parts};
use chrono::{DateTime, Days, Duration};
use marketday::cli::DemoArgs;
use marketday::demo::{self, Content, is_working_day};
use marketday_model::time::LONDON;
use marketday_model::{Event, EventState, Instant, SeatScope, Surroundings};
use marketday_store::bookings::BookingFilter;
use marketday_store::events::EventFilter;
use marketday_store::{
    Rx, Store, StoreError, bookings, events, people, profiles, programme, registrations, releases,
    teams,
};
use marketday_testkit::Database;
use marketday_testkit::given::now;
use std::fmt::Write;
use std::path::Path;
use tempfile::tempdir;

fn seeded(database: &Database, chance: u64, at: Instant) -> &Store {
    let content = Content::load().expect("the content parses");
    demo::seed(&database.store, &content, chance, at).expect("it can be told by the verbs");
    &database.store
}

fn days(rx: &mut Rx<'_>) -> Result<Vec<Event>, StoreError> {
    events::list(rx, &EventFilter::default())
}

/// Everything that people would see, as text.
fn digest(rx: &mut Rx<'_>) -> Result<String, StoreError> {
    let mut all = String::new();
    let mut note = |thing: &dyn std::fmt::Debug| {
        writeln!(all, "{thing:?}").expect("a string takes every write");
    };
    for event in days(rx)? {
        note(&event);
        note(&teams::list_of_event(rx, event.id, event.organiser)?);
        note(&programme::list_stages(rx, event.id)?);
        note(&programme::list_sessions(rx, event.id)?);
        note(&programme::list_slots(rx, event.id)?);
        note(&releases::list_slots(rx, event.id, event.release)?);
        let filter = BookingFilter {
            event: Some(event.id),
            cancelled: true,
            ..BookingFilter::default()
        };
        note(&bookings::list(rx, &filter)?);
        note(&registrations::list_confirmed(rx, event.id)?);
    }
    Ok(all)
}

#[test]
fn equal_seed_and_equal_date_give_equal_data() {
    let (morning, evening) = (now(), now() + Duration::hours(9));
    let first = Database::sqlite();
    let expected = seeded(&first, 1, morning).read(digest).expect("an answer");
    let second = Database::sqlite();
    let again = seeded(&second, 1, evening).read(digest).expect("an answer");
    assert!(expected == again, "the same seed on the same day differs");
    let other = Database::sqlite();
    let different = seeded(&other, 2, morning).read(digest).expect("an answer");
    assert!(expected != different, "another seed is the same");
    if let Some(postgres) = Database::postgres() {
        let same = seeded(&postgres, 1, morning)
            .read(digest)
            .expect("an answer");
        assert!(expected == same, "PostgreSQL holds something else");
    }
}

#[test]
fn every_day_lies_ahead_on_a_working_day_whatever_the_season() {
    for weeks in [0, 6, 11, 23, 31, 48] {
        let (database, at) = (Database::sqlite(), now() + Duration::weeks(weeks));
        for event in seeded(&database, 1, at).read(days).expect("an answer") {
            let start = event.time.start().with_timezone(&LONDON);
            let ahead = start.date_naive() - at.with_timezone(&LONDON).date_naive();
            assert!(is_working_day(start.date_naive()), "{start}");
            assert!((14..140).contains(&ahead.num_days()), "{start} from {at}");
        }
    }
}

#[test]
fn one_day_is_full_two_are_open_one_is_a_draft_and_one_was_cancelled() {
    let database = Database::sqlite();
    let store = seeded(&database, 1, now());
    let mut found: Vec<_> = store
        .read(|rx| {
            days(rx)?
                .into_iter()
                .map(|event| {
                    let slots = programme::list_slots(rx, event.id)?.len();
                    let live = bookings::list_live(rx, event.id, now())?.len();
                    let delegates = registrations::list_confirmed(rx, event.id)?.len();
                    Ok((event.state, event.is_public(), slots, live, delegates))
                })
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .expect("an answer");
    found.sort_by_key(|(state, _, slots, live, _)| (state.as_str(), slots - live));
    assert_eq!(
        found,
        [
            (EventState::Cancelled, true, 16, 0, 0),
            (EventState::Draft, false, 18, 0, 0),
            (EventState::Published, true, 16, 16, 20),
            (EventState::Published, true, 18, 11, 17),
            (EventState::Published, true, 20, 9, 15),
        ]
    );
}

#[test]
fn the_first_day_has_somebody_in_each_role_of_its_team() {
    let database = Database::sqlite();
    let team = seeded(&database, 1, now()).read(|rx| {
        let mut days = days(rx)?;
        days.retain(|day| day.title.starts_with("Living well at home"));
        let seats = teams::list_of_event(rx, days[0].id, days[0].organiser)?;
        let mut team = Vec::new();
        for seat in seats {
            let person = people::find(rx, seat.person)?.expect("somebody");
            let is_everywhere = matches!(seat.scope, SeatScope::Body(_));
            team.push((seat.role.as_str(), person.name, is_everywhere));
        }
        team.sort();
        Ok::<_, StoreError>(team)
    });
    let seat = |role, name: &str, is_everywhere| (role, name.to_owned(), is_everywhere);
    assert_eq!(
        team.expect("an answer"),
        [
            seat("editor", "Ottoline Barraclough", false),
            seat("front-desk", "Maureen Tasker", false),
            seat("programme", "Kwabena Sithole", false),
            seat("viewer", "Idris Penhaligon", true),
        ]
    );
}

#[test]
fn every_company_that_booked_says_what_it_is_and_some_documents_have_run_out() {
    let database = Database::sqlite();
    let store = seeded(&database, 1, now());
    let filter = BookingFilter {
        cancelled: true,
        ..BookingFilter::default()
    };
    let today = now().with_timezone(&LONDON).date_naive();
    let booked = store.read(|rx| bookings::list(rx, &filter)).expect("all");
    let companies: std::collections::BTreeSet<_> =
        booked.iter().map(|booking| booking.company).collect();
    let (mut over, mut good) = (0, 0);
    for id in companies {
        let profile = store.read(|rx| profiles::find(rx, id)).expect("an answer");
        let profile = profile.expect("a profile");
        let is_whole = profile.size.is_some()
            && profile.region.is_some()
            && profile.website.is_some()
            && !profile.products.is_empty()
            && !profile.themes.is_empty();
        assert!(is_whole, "{profile:?}");
        let documents = store
            .read(|rx| profiles::list_documents(rx, id))
            .expect("all");
        assert!(!documents.is_empty(), "{}", profile.name);
        for day in documents.iter().filter_map(|document| document.expires_on) {
            if day < today {
                over += 1;
            } else {
                good += 1;
            }
        }
    }
    assert!(over >= 2 && good >= 30, "{over} {good}");
}

#[test]
fn what_happened_is_spread_over_the_past_weeks_in_working_hours() {
    let database = Database::sqlite();
    let filter = BookingFilter {
        cancelled: true,
        ..BookingFilter::default()
    };
    let booked = seeded(&database, 1, now())
        .read(|rx| bookings::list(rx, &filter))
        .expect("an answer");
    let dates: std::collections::BTreeSet<_> = booked
        .iter()
        .map(|booking| booking.confirmed_at.with_timezone(&LONDON).date_naive())
        .collect();
    let today = now().with_timezone(&LONDON).date_naive();
    assert!(dates.iter().all(|date| is_working_day(*date)));
    assert!(dates.last() < Some(&today) && dates.first() >= Some(&(today - Days::new(28))));
    assert!(dates.len() >= 10, "{dates:?}");
}

#[test]
fn the_clock_change_does_not_move_a_day() {
    // In early March three weeks ahead is summer time.
    let at = DateTime::from_timestamp(1_804_500_000, 0).expect("an instant");
    let database = Database::sqlite();
    for event in seeded(&database, 1, at).read(days).expect("an answer") {
        let time = event
            .time
            .start()
            .with_timezone(&LONDON)
            .format("%H:%M")
            .to_string();
        assert!(["09:30", "10:00"].contains(&time.as_str()), "{time}");
    }
}

fn args(folder: &Path, fresh: bool) -> DemoArgs {
    DemoArgs {
        bind: "127.0.0.1:0".parse().expect("an address"),
        data_dir: folder.to_owned(),
        seed: 1,
        fresh,
    }
}

/// Opens every printed link, and returns what was printed without addresses.
fn visit(links: &[(String, String)]) -> Vec<String> {
    let mut printed = Vec::new();
    for (label, link) in links {
        let (address, path) = parts(link);
        let page = if path.is_empty() { "/" } else { &path };
        assert_eq!(get(address, page).0, 200, "{label}");
        printed.push(format!("{label}{path}"));
    }
    printed
}

#[test]
fn a_demonstration_goes_on_where_it_was_left_and_its_links_work_again() {
    let folder = tempdir().expect("a folder");
    let mut printed = Vec::new();
    for _ in 0..2 {
        let demonstration =
            demo::start(&args(folder.path(), false), Surroundings::real()).expect("it starts");
        printed.push(visit(demonstration.links()));
        demonstration.stop().expect("it stops");
    }
    assert_eq!(printed[0], printed[1]);
    let fresh = demo::start(&args(folder.path(), true), Surroundings::real()).expect("it starts");
    assert_ne!(visit(fresh.links()), printed[0], "the key is a new one");
    fresh.stop().expect("it stops");
}

#[test]
fn the_command_prints_nine_lines_and_nothing_else() {
    let folder = tempdir().expect("a folder");
    let arguments = ["demo", "--bind", "127.0.0.1:0"];
    let mut demonstration = start(folder.path(), &[], &arguments, &Heard::Said);
    let beginnings = [
        "Marketday is ready at http://127.0.0.1:",
        "Organiser: http://127.0.0.1:",
        "Editor: http://127.0.0.1:",
        "Programme maker: http://127.0.0.1:",
        "Front desk: http://127.0.0.1:",
        "Viewer: http://127.0.0.1:",
        "SME: http://127.0.0.1:",
        "Council delegate: http://127.0.0.1:",
        "Letters: http://127.0.0.1:",
    ];
    for beginning in beginnings {
        let line = demonstration.line();
        assert!(line.starts_with(beginning), "{line}");
    }
    // At once: a signal that comes early is not lost.
    assert_eq!(demonstration.stop(), (Some(0), String::new()));
    assert!(folder.path().join("marketday-demo/marketday.db").is_file());
}

#[test]
fn a_folder_that_holds_something_else_is_refused_and_left_alone() {
    let folder = tempdir().expect("a folder");
    std::fs::write(folder.path().join("thesis.txt"), "mine").expect("a file");
    let arguments = [
        "demo",
        "--bind",
        "127.0.0.1:0",
        "--data-dir",
        ".",
        "--fresh",
    ];
    let done = run(folder.path(), &[], &arguments);
    assert_eq!((done.code, done.said.as_str()), (2, ""));
    assert_eq!(
        done.complained,
        "marketday: --data-dir .: this folder holds something that is not a demonstration. Name another, or an empty one\n"
    );
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        1
    );
}

#[test]
fn a_demonstration_listens_on_this_machine_only() {
    let folder = tempdir().expect("a folder");
    let done = run(folder.path(), &[], &["demo", "--bind", "0.0.0.0:0"]);
    assert_eq!(done.code, 2);
    assert!(done.complained.contains("this machine only"));
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        0
    );
}
