//! Nobody is on two stages at once.

use crate::given::{a_request, a_second_stage, at_once, book_as, confirm, confirmed, hold_as, pat};
use marketday_booking::{BookRefused, BookRequest, CancelledBy, cancel};
use marketday_model::SlotId;
use marketday_testkit::{World, on_each_database};

/// The `n`-th company wants a slot for Pat.
fn for_pat(slot: SlotId, n: usize) -> BookRequest {
    BookRequest {
        presenter: Some(pat()),
        ..a_request(slot, n)
    }
}

#[test]
fn a_presenter_who_is_on_stage_is_refused_on_another_at_the_same_time() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let second = a_second_stage(&world, &day);
        book_as(&world, for_pat(day.slots[0].id, 1)).unwrap();
        let refused = book_as(&world, for_pat(second[0].id, 2));
        assert!(
            matches!(refused, Err(BookRefused::PresenterBusy)),
            "{refused:?}"
        );
        assert_eq!(
            confirmed(&world, day.event.id).len(),
            1,
            "a refusal books nothing"
        );
        // The next slot begins when the first is over: Pat walks from one stage to the other.
        book_as(&world, for_pat(second[1].id, 3)).unwrap();
    });
}

#[test]
fn the_contact_is_the_presenter_unless_another_is_named() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let second = a_second_stage(&world, &day);
        book_as(&world, a_request(day.slots[0].id, 1)).unwrap();
        let mut elsewhere = a_request(second[0].id, 2);
        elsewhere.contact_email = a_request(day.slots[0].id, 1).contact_email;
        let refused = book_as(&world, elsewhere.clone());
        assert!(matches!(refused, Err(BookRefused::PresenterBusy)));
        elsewhere.presenter = Some(pat());
        confirm(&world, elsewhere).unwrap();
    });
}

#[test]
fn of_two_companies_that_send_the_same_presenter_to_two_stages_at_once_one_succeeds() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let second = a_second_stage(&world, &day);
        let slots = [day.slots[0].id, second[0].id];
        for (n, slot) in slots.into_iter().enumerate() {
            hold_as(&world, slot, n).unwrap();
        }
        let answers = at_once(2, |n| confirm(&world, for_pat(slots[n], n)));
        let [booked, busy] = [
            answers.iter().filter(|answer| answer.is_ok()).count(),
            answers
                .iter()
                .filter(|a| matches!(a, Err(BookRefused::PresenterBusy)))
                .count(),
        ];
        assert_eq!((booked, busy), (1, 1));
        assert_eq!(confirmed(&world, day.event.id).len(), 1);
    });
}

#[test]
fn a_cancelled_booking_gives_its_presenter_the_time_back() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let second = a_second_stage(&world, &day);
        let first = book_as(&world, for_pat(day.slots[0].id, 1)).unwrap();
        let by = CancelledBy::Organiser(day.organiser.id, "Pat is ill".into());
        cancel(&world.store, &world.surroundings, first, by).unwrap();
        book_as(&world, for_pat(second[0].id, 2)).unwrap();
    });
}
