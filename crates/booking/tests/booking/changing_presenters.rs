//! Changing who presents.

use crate::given::{a_pitch, a_request, a_second_stage, book_as, booked, find, pat};
use marketday_booking::{BookRefused, BookRequest, ChangeRefused, Presenter, change_pitch};
use marketday_model::notice::Subject;
use marketday_model::{BookingId, SlotId};
use marketday_store::audit::{self, Change};
use marketday_testkit::{World, on_each_database};

fn change(world: &World, id: BookingId, presenter: Option<Presenter>) -> Result<(), ChangeRefused> {
    let contact = find(world, id).contact;
    let n = if find(world, id).company_name == "Company 1" {
        1
    } else {
        2
    };
    let (store, surroundings) = (&world.store, &world.surroundings);
    change_pitch(store, surroundings, contact, id, (a_pitch(n), presenter))
}

/// The second company wants a slot for Pat.
fn for_pat(world: &World, slot: SlotId) -> Result<BookingId, BookRefused> {
    let request = BookRequest {
        presenter: Some(pat()),
        ..a_request(slot, 2)
    };
    book_as(world, request)
}

#[test]
fn another_presenter_is_told_of_once_and_takes_over_the_first_ones_time() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let beside = a_second_stage(&world, &day)[0].id;
        let id = booked(&world, day.slots[0].id, 1);
        for _ in 0..2 {
            change(&world, id, Some(pat())).unwrap();
        }
        let booking = find(&world, id);
        assert_eq!(
            (booking.sequence, booking.presenter_name.as_str()),
            (1, "Pat Presenter")
        );
        let changes = world
            .store
            .read(|rx| audit::changes_since(rx, Subject::Booking(id), 0))
            .unwrap();
        assert_eq!(
            changes,
            [Change {
                version: 1,
                what: "Presenter".into(),
                before: "Contact 1".into(),
                after: "Pat Presenter, pat@speakers.example".into(),
            }]
        );
        assert!(matches!(
            for_pat(&world, beside),
            Err(BookRefused::PresenterBusy)
        ));
        change(&world, id, None).unwrap();
        assert_eq!(find(&world, id).presenter_name, "Contact 1");
        for_pat(&world, beside).unwrap();
    });
}

#[test]
fn a_presenter_who_is_busy_is_refused_and_nothing_changes() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let beside = a_second_stage(&world, &day)[0].id;
        for_pat(&world, beside).unwrap();
        let id = booked(&world, day.slots[0].id, 1);
        let before = find(&world, id);
        let refused = change(&world, id, Some(pat()));
        assert!(matches!(refused, Err(ChangeRefused::PresenterBusy)));
        assert_eq!(find(&world, id), before);
    });
}

#[test]
fn an_unchanged_form_changes_nothing_of_a_contact_who_was_known_by_another_name() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        // Signing in had named the contact after their address.
        world.person("contact@company1.example");
        let id = booked(&world, day.slots[0].id, 1);
        change(&world, id, None).unwrap();
        let booking = find(&world, id);
        assert_eq!(
            (booking.sequence, booking.presenter_name.as_str()),
            (0, "Contact 1")
        );
    });
}
