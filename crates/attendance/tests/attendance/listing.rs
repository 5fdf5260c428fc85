//! The attendee list: opt-in, and off by default.

use crate::given::{a_request, registered, send};
use chrono::Duration;
use marketday_attendance::{ListingRefused, change_listing, withdraw};
use marketday_model::notice::Subject;
use marketday_model::{EventId, RegistrationId};
use marketday_store::{attendees, audit, registrations};
use marketday_testkit::{World, on_each_database};

fn listed(world: &World, event: EventId) -> Vec<String> {
    let list = world.store.read(|rx| attendees::list(rx, event));
    let list = list.expect("the database answers").into_iter();
    list.map(|attendee| format!("{}, {}", attendee.name, attendee.organisation))
        .collect()
}

fn change(world: &World, id: RegistrationId, listed: bool) -> Result<(), ListingRefused> {
    // Each line of the audit trail at an instant of its own.
    world
        .clock
        .set(world.surroundings.now() + Duration::seconds(1));
    let person = world.store.read(|rx| registrations::find(rx, id)).unwrap();
    let person = person.expect("a registration").person;
    change_listing(&world.store, &world.surroundings, person, id, listed)
}

#[test]
fn only_those_who_ticked_it_are_listed_until_they_untick_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        registered(&world, day.event.id, 1);
        let second = registered(&world, day.event.id, 2);
        let mut request = a_request(day.event.id, 3);
        request.listed = true;
        send(&world, request).unwrap();
        assert_eq!(listed(&world, day.event.id), ["Delegate 3, Some Council"]);

        change(&world, second, true).unwrap();
        change(&world, second, true).unwrap();
        assert_eq!(
            listed(&world, day.event.id),
            ["Delegate 2, Some Council", "Delegate 3, Some Council"]
        );
        change(&world, second, false).unwrap();
        assert_eq!(listed(&world, day.event.id), ["Delegate 3, Some Council"]);
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Registration(second)))
            .unwrap();
        let actions: Vec<&str> = trail.iter().map(|(action, _, _)| action.as_str()).collect();
        assert_eq!(
            actions,
            [
                "registration.confirm",
                "registration.list",
                "registration.unlist"
            ]
        );
    });
}

#[test]
fn whoever_withdraws_is_off_the_list_and_cannot_be_put_on_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let mut request = a_request(day.event.id, 1);
        request.listed = true;
        let id = send(&world, request).unwrap();
        let place = world.store.read(|rx| registrations::find(rx, id)).unwrap();
        let person = place.expect("a registration").person;
        withdraw(&world.store, &world.surroundings, person, id).unwrap();
        assert_eq!(listed(&world, day.event.id), Vec::<String>::new());
        let place = world.store.read(|rx| registrations::find(rx, id)).unwrap();
        assert!(!place.expect("it stays, counted").listed);
        assert!(matches!(
            change(&world, id, true),
            Err(ListingRefused::NoSuchRegistration)
        ));
        let part = world
            .store
            .read(|rx| attendees::takes_part(rx, day.event.id, person, &[]));
        assert!(!part.unwrap());
    });
}
