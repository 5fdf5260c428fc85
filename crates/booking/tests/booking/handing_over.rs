//! Handing a booking over to a colleague.

use crate::given::{a_request, a_second_stage, book_as, booked, find};
use marketday_booking::{HandOverRefused, hand_over};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{BookingId, Membership, MembershipState, NoticeKind, PersonId, Role};
use marketday_store::{memberships, notices};
use marketday_testkit::{World, on_each_database};

/// Somebody joins the company of a booking.
fn joins(world: &World, id: BookingId, email: &str) -> PersonId {
    let person = world.person(email).id;
    let tie = Membership {
        id: world.surroundings.id(),
        person,
        organisation: find(world, id).company,
        role: Role::Assistant,
        state: MembershipState::Active,
        since: world.surroundings.now(),
    };
    let written = world.store.write(move |tx| memberships::insert(tx, &tie));
    written.expect("the database answers");
    person
}

fn hands(world: &World, id: BookingId, to: PersonId) -> Result<(), HandOverRefused> {
    let contact = find(world, id).contact;
    hand_over(&world.store, &world.surroundings, contact, (id, to))
}

#[test]
fn a_colleague_is_the_contact_and_presents_and_both_are_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let id = booked(&world, day.slots[0].id, 1);
        let was = find(&world, id).contact;
        let bea = joins(&world, id, "bea@company1.example");
        hands(&world, id, bea).unwrap();
        let booking = find(&world, id);
        assert_eq!((booking.contact, booking.sequence), (bea, 1));
        assert_eq!(
            booking.presenter_name,
            world.person("bea@company1.example").name
        );
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        let mut told: Vec<_> = told
            .iter()
            .map(|n| (n.version, n.kind.as_str(), n.recipient))
            .collect();
        told.sort_by_key(|(version, kind, _)| (*version, *kind));
        let kinds = [
            (
                0,
                NoticeKind::BookingConfirmed.as_str(),
                Recipient::Person(was),
            ),
            (
                1,
                NoticeKind::BookingChanged.as_str(),
                Recipient::Person(bea),
            ),
            (
                1,
                NoticeKind::BookingHandedOver.as_str(),
                Recipient::Person(was),
            ),
        ];
        assert_eq!(told, kinds);
        // A double click.
        hands(&world, id, bea).unwrap();
        assert_eq!(find(&world, id).sequence, 1);
    });
}

#[test]
fn nobody_has_it_who_does_not_belong_to_the_company_or_presents_elsewhere() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let other = a_second_stage(&world, &day);
        let id = booked(&world, day.slots[0].id, 1);
        let stranger = world.person("stranger@mail.example").id;
        let refused = hands(&world, id, stranger);
        assert!(matches!(refused, Err(HandOverRefused::NoColleague)));
        let mut request = a_request(other[0].id, 2);
        request.contact_email = "bea@company1.example".parse().unwrap();
        book_as(&world, request).unwrap();
        let bea = joins(&world, id, "bea@company1.example");
        let refused = hands(&world, id, bea);
        assert!(matches!(refused, Err(HandOverRefused::PresenterBusy)));
        assert_eq!(find(&world, id).sequence, 0);
        world.clock.set(day.slots[0].times.starts_at);
        let refused = hands(&world, id, bea);
        assert!(matches!(refused, Err(HandOverRefused::Begun)));
    });
}
