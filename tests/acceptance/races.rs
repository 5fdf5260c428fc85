//! Many at once want what only a few can have.

use crate::app::people::{but, careloop, delegate};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_store::bookings::{self, BookingFilter};
use marketday_store::invariants;
use marketday_store::pools::{self, Pool};
use marketday_testkit::{Day, on_each_database, on_each_unguarded_database};
use std::collections::BTreeSet;
use std::sync::Barrier;

const COMPANIES: usize = 64;
const SLOTS: u32 = 20;

/// How it ended for one company.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Booked(String),
    Full,
}

/// Everything that a company was answered on its way.
struct Way {
    end: End,
    statuses: Vec<u16>,
}

/// Keeps trying the slot that it is offered, until it has one or is told that none is left.
fn keeps_trying(app: &TestApp, day: &Day, number: usize, together: &Barrier) -> Way {
    let founder = app.browser();
    founder.signs_in_at_once(&format!("founder{number}@company{number}.example"));
    // Everybody begins with one of the first three slots.
    let wanted = day.slots[number % 3].id;
    founder.visit("/sign-in");
    together.wait();
    let mut statuses = Vec::new();
    let mut page = founder.post(&format!("/slots/{wanted}/hold"), &[]);
    loop {
        statuses.push(page.status);
        match page.status {
            303 => break,
            409 if page.heading() == "This day is full" => {
                assert!(
                    page.says("A slot that is given back is offered to the companies that wait.")
                );
                return Way {
                    end: End::Full,
                    statuses,
                };
            }
            409 => {
                let button = "Keep this slot";
                page = founder.presses(&page.form(button), button);
            }
            other => panic!("{other}: {}", page.heading()),
        }
    }
    let booked = books(&founder, page, number, &mut statuses);
    Way {
        end: End::Booked(booked),
        statuses,
    }
}

/// Fills in the form of a held slot.
fn books(founder: &Browser<'_>, held: Page, number: usize, statuses: &mut Vec<u16>) -> String {
    let company = format!("Company {number}");
    let typed = but(careloop(), &[("company", &company), ("website", "")]);
    let form = founder.follow(held);
    statuses.push(form.status);
    let done = founder.fills_in(&form, &typed);
    statuses.push(done.status);
    done.location().expect("the page of a booking")
}

#[test]
fn sixty_four_companies_get_twenty_slots_and_forty_four_clean_refusals() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(SLOTS);
        let together = Barrier::new(COMPANIES);
        let ways: Vec<Way> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..COMPANIES)
                .map(|number| {
                    let (app, day, together) = (&app, &day, &together);
                    scope.spawn(move || keeps_trying(app, day, number, together))
                })
                .collect();
            let ends = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            ends.map(|end| end.expect("no company breaks off"))
                .collect()
        });
        let booked: BTreeSet<&String> = ways
            .iter()
            .filter_map(|way| match &way.end {
                End::Booked(path) => Some(path),
                End::Full => None,
            })
            .collect();
        let full = ways.iter().filter(|way| way.end == End::Full).count();
        assert_eq!((booked.len(), full), (20, 44));
        let answers: BTreeSet<u16> = ways.iter().flat_map(|way| way.statuses.clone()).collect();
        assert_eq!(answers, BTreeSet::from([200, 303, 409]));
        let filter = BookingFilter {
            event: Some(day.event.id),
            ..BookingFilter::default()
        };
        let stored = app.world.store.read(|rx| bookings::list(rx, &filter));
        let stored = stored.expect("the database answers");
        let slots: BTreeSet<_> = stored.iter().map(|booking| booking.slot).collect();
        assert_eq!((stored.len(), slots.len()), (20, 20));
    });
}

/// Two hundred browsers press the button of the day's one slot at once: what each was answered.
fn two_hundred_press<'a>(app: &'a TestApp, day: &Day) -> Vec<(Page, Browser<'a>)> {
    let together = Barrier::new(200);
    let wanted = format!("/slots/{}/hold", day.slots[0].id);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..200)
            .map(|_| {
                let (together, wanted) = (&together, &wanted);
                scope.spawn(move || {
                    let founder = app.browser();
                    founder.visit("/sign-in");
                    together.wait();
                    (founder.post(wanted, &[]), founder)
                })
            })
            .collect();
        let ends = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        ends.map(|end| end.expect("no company breaks off"))
            .collect()
    })
}

#[test]
fn of_two_hundred_browsers_that_press_for_one_slot_one_has_it_and_all_others_read_that_the_day_is_full()
 {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(1);
        let answers = two_hundred_press(&app, &day);
        let (had, refused): (Vec<_>, Vec<_>) = answers
            .into_iter()
            .partition(|(answer, _)| answer.status == 303);
        assert_eq!((had.len(), refused.len()), (1, 199));
        for (answer, _) in &refused {
            assert_eq!(
                (answer.status, answer.heading().as_str()),
                (409, "This day is full")
            );
        }
        for (held, founder) in had {
            founder.signs_in_at_once("amina@careloop.example");
            let booked = books(&founder, held, 1, &mut Vec::new());
            assert_eq!(founder.visit(&booked).status, 200);
        }
        let booked = app.world.store.read(|rx| {
            let filter = BookingFilter {
                event: Some(day.event.id),
                ..BookingFilter::default()
            };
            bookings::list(rx, &filter)
        });
        assert_eq!(booked.expect("the database answers").len(), 1);
    });
}

#[test]
fn without_the_unique_index_the_same_two_hundred_browsers_all_have_the_one_slot() {
    on_each_unguarded_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let guard = "DROP INDEX bookings_one_live_a_slot";
        app.world.store.run_script(&[guard]).expect("it is dropped");
        let answers = two_hundred_press(&app, &day);
        let had = answers.iter().filter(|(answer, _)| answer.status == 303);
        assert_eq!(had.count(), 200);
        let broken = app.world.store.read(invariants::list_broken);
        assert_eq!(broken.expect("the database answers").len(), 1);
    });
}

#[test]
fn the_last_places_for_delegates_are_given_once_each() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        organiser.changes_event("care-day-2027", &[("capacity", "5")]);
        let together = Barrier::new(16);
        let headings: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16)
                .map(|number| {
                    let (app, together) = (&app, &together);
                    scope.spawn(move || {
                        let rhys = app.browser();
                        rhys.signs_in_at_once(&format!("delegate{number}@council.example"));
                        let page = rhys.visit("/events/care-day-2027/registration");
                        let form = page.form("Register").fill(&delegate());
                        together.wait();
                        let answer = rhys.presses(&form, "Register");
                        rhys.follow(answer).heading()
                    })
                })
                .collect();
            let ends = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            ends.map(|end| end.expect("nobody breaks off")).collect()
        });
        let count = |heading: &str| headings.iter().filter(|found| *found == heading).count();
        assert_eq!(
            (
                count("Your registration Confirmed"),
                count("Every place is taken")
            ),
            (5, 11),
            "{headings:?}"
        );
        let used = app
            .world
            .store
            .read(|rx| pools::used(rx, &Pool::Registrations(day.event.id)));
        assert_eq!(used.expect("the database answers"), 5);
    });
}

#[test]
fn a_double_click_of_one_browser_is_one_booking() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let amina = app.browser();
        amina.signs_in_at_once("amina@careloop.example");
        let page = amina.holds(day.slots[0].id);
        let form = page.form("Book this slot").fill(&careloop());
        let together = Barrier::new(8);
        let ends: BTreeSet<(u16, Option<String>)> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let window = amina.window();
                        together.wait();
                        let done = window.presses(&form, "Book this slot");
                        (done.status, done.location())
                    })
                })
                .collect();
            let ends = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            ends.map(|end| end.expect("no click breaks off")).collect()
        });
        assert_eq!(ends.len(), 1, "{ends:?}");
        assert_eq!(ends.first().map(|(status, _)| *status), Some(303));
        assert_eq!(amina.visit("/my").all("#bookings ~ ul li").len(), 1);
    });
}
