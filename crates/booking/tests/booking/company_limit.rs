//! How many slots one company may hold.

use crate::given::{a_request, at_once, book_as, booked, company, confirm, confirmed, hold_as};
use marketday_booking::{BookOutcome, BookRefused, CancelledBy, cancel};
use marketday_store::events;
use marketday_testkit::{Day, World, on_each_database};

fn with_limit(world: &World, day: &mut Day, company_limit: u32) {
    day.event.company_limit = company_limit;
    let event = day.event.clone();
    world
        .store
        .write(move |tx| events::update(tx, &event))
        .unwrap();
}

#[test]
fn a_company_holds_one_slot_whoever_books_for_it_and_however_its_name_is_written() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        booked(&world, day.slots[0].id, 1);
        for (n, name) in ["Company 1", "COMPANY 1 Ltd.", "company  1 limited"]
            .into_iter()
            .enumerate()
        {
            let mut request = a_request(day.slots[1].id, 10 + n);
            request.company = company(name);
            let refused = book_as(&world, request);
            assert!(
                matches!(refused, Err(BookRefused::CompanyLimit { limit: 1 })),
                "{refused:?}"
            );
            // The hold stands: another company's name would still be taken. Give it back by letting it run out.
            world.clock.advance(marketday_model::policy::HOLD);
        }
        booked(&world, day.slots[1].id, 2);
        assert_eq!(confirmed(&world, day.event.id).len(), 2);
    });
}

#[test]
fn a_company_is_known_by_its_number_whatever_it_calls_itself() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let with_number = |n: usize, number: &str| {
            let mut request = a_request(day.slots[n].id, n);
            request.company_number = Some(number.parse().unwrap());
            book_as(&world, request)
        };
        with_number(0, "SC123456").unwrap();
        let refused = with_number(1, "sc123456");
        assert!(matches!(
            refused,
            Err(BookRefused::CompanyLimit { limit: 1 })
        ));
    });
}

#[test]
fn a_company_that_is_refused_keeps_nothing_and_can_cancel_to_book_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let first = booked(&world, day.slots[0].id, 1);
        hold_as(&world, day.slots[1].id, 1).unwrap();
        let refused = confirm(&world, a_request(day.slots[1].id, 1));
        assert!(matches!(
            refused,
            Err(BookRefused::CompanyLimit { limit: 1 })
        ));
        let contact = confirmed(&world, day.event.id)[0].contact;
        cancel(
            &world.store,
            &world.surroundings,
            first,
            CancelledBy::Company(contact),
        )
        .unwrap();
        // The hold stands where it did not run out: the same form, sent again, is taken.
        let outcome = confirm(&world, a_request(day.slots[1].id, 1)).unwrap();
        assert!(matches!(outcome, BookOutcome::Booked(_)));
    });
}

#[test]
fn an_organiser_can_let_companies_hold_more() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut day = world.published_day(3);
        with_limit(&world, &mut day, 2);
        booked(&world, day.slots[0].id, 1);
        booked(&world, day.slots[1].id, 1);
        let third = book_as(&world, a_request(day.slots[2].id, 1));
        assert!(matches!(third, Err(BookRefused::CompanyLimit { limit: 2 })));
    });
}

#[test]
fn of_eight_colleagues_who_book_at_once_for_one_company_one_succeeds() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(8);
        for n in 0..8 {
            hold_as(&world, day.slots[n].id, n).unwrap();
        }
        let answers = at_once(8, |n| {
            let mut request = a_request(day.slots[n].id, n);
            request.company = company("Acme Care");
            confirm(&world, request)
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let limited = answers
            .iter()
            .filter(|answer| matches!(answer, Err(BookRefused::CompanyLimit { limit: 1 })))
            .count();
        assert_eq!(limited, 7);
        assert_eq!(confirmed(&world, day.event.id).len(), 1);
    });
}
