//! A company that books at every day of a series at the same moment.

use crate::given::{a_request, at_once, company, confirm, confirmed, hold_as};
use marketday_booking::BookRefused;
use marketday_model::{BookingRules, SeriesId};
use marketday_scheduling::{SeriesText, make_series, put_in_series, set_rules};
use marketday_store::company_groups;
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

/// Days of one series, a slot each, of which a company may have two where the series has a limit.
fn six_days(world: &World, series_limit: Option<u32>) -> (SeriesId, Vec<Day>) {
    let days: Vec<Day> = (0..6).map(|n| world.another_day(n, 1)).collect();
    let (store, surroundings) = (&world.store, &world.surroundings);
    let (event, organiser) = (days[0].event.id, days[0].organiser.id);
    let text = SeriesText {
        name: line("Care on the Road"),
        description: prose(""),
    };
    let series = make_series(store, surroundings, event, organiser, text).unwrap();
    for day in &days {
        let event = day.event.id;
        put_in_series(store, surroundings, event, organiser, Some(series.id)).unwrap();
        let rules = BookingRules {
            series_limit,
            ..BookingRules::default()
        };
        set_rules(store, surroundings, event, organiser, rules).unwrap();
    }
    (series.id, days)
}

/// Six colleagues hold a slot each, and book it for the same company at the same moment, once `look` lets them.
fn all_book(
    world: &World,
    days: &[Day],
    look: impl Fn() + Sync,
) -> Vec<Result<marketday_booking::BookOutcome, BookRefused>> {
    for (n, day) in days.iter().enumerate() {
        hold_as(world, day.slots[0].id, n).unwrap();
    }
    at_once(days.len(), |n| {
        let mut request = a_request(days[n].slots[0].id, n);
        request.company = company("Acme Care");
        look();
        confirm(world, request)
    })
}

fn how_many_booked(world: &World, days: &[Day]) -> usize {
    let booked = |day: &Day| confirmed(world, day.event.id).len();
    days.iter().map(booked).sum()
}

#[test]
fn a_company_that_books_at_every_day_of_a_series_at_once_has_as_many_slots_as_the_series_allows() {
    on_each_database(|database| {
        let world = World::on(database);
        let (_, days) = six_days(&world, Some(2));
        let answers = all_book(&world, &days, || ());
        let refused = |answer: &&Result<_, BookRefused>| {
            matches!(answer, Err(BookRefused::SeriesLimit { limit: 2 }))
        };
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2);
        assert_eq!(answers.iter().filter(refused).count(), 4, "{answers:?}");
        assert_eq!(how_many_booked(&world, &days), 2);
    });
}

/// The limit as the product does not keep it: each looks how many the company has before its transaction, and none
/// locks what is counted.
#[test]
fn with_a_look_before_the_write_and_no_lock_the_same_company_has_a_slot_at_all_six() {
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let (series, days) = six_days(&world, None);
        let together = Barrier::new(days.len());
        let answers = all_book(&world, &days, || {
            let identity = "name:acme care";
            let has = world
                .store
                .read(|rx| company_groups::count_in_series(rx, series, identity));
            assert!(has.unwrap() < 2, "it may have one more");
            together.wait();
        });
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(how_many_booked(&world, &days), 6, "three times what it may");
        let has = world
            .store
            .read(|rx| company_groups::count_in_series(rx, series, "name:acme care"));
        assert_eq!(has.unwrap(), 6, "and the count says so too late");
    });
}
