//! Booking for a company that is known already.

use crate::given::{a_request, book_as, booked, company, confirmed, find};
use chrono::Duration;
use marketday_booking::{BookRefused, confirm_claim, sweep};
use marketday_model::notice::Subject;
use marketday_model::organisation::identity;
use marketday_model::permission::{Actor, may_change_booking};
use marketday_model::{
    BookingId, BookingState, Claim, NoticeKind, Organisation, OrganisationKind, PersonId, policy,
};
use marketday_store::{audit, memberships, notices, organisations};
use marketday_testkit::{Day, World, on_each_database};

/// A company that is known, with this website, but has no member yet.
fn a_known_company(world: &World, name: &str, website: Option<&str>) {
    let known = Organisation {
        id: world.surroundings.id(),
        kind: OrganisationKind::Company,
        name: name.into(),
        identity: identity(name, None),
        website: website.map(Into::into),
        company_number: None,
        gss: None,
        region: None,
    };
    let now = world.surroundings.now();
    world
        .store
        .write(move |tx| organisations::find_or_insert(tx, &known, now))
        .unwrap();
}

/// A stranger books for a company that is known.
fn a_claim(world: &World, day: &Day) -> BookingId {
    a_known_company(world, "Acme Care", None);
    let mut request = a_request(day.slots[0].id, 2);
    request.company = company("Acme Care");
    book_as(world, request).unwrap()
}

fn actor(world: &World, person: PersonId) -> Actor {
    let memberships = world
        .store
        .read(|rx| memberships::list_of_person(rx, person))
        .unwrap();
    Actor {
        person,
        memberships,
        seats: Vec::new(),
        is_administrator: false,
    }
}

#[test]
fn saying_that_a_known_company_is_theirs_is_a_claim_whatever_name_they_typed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let first = find(&world, booked(&world, day.slots[0].id, 1));
        let mut request = a_request(day.slots[1].id, 2);
        request.company = company("Another spelling");
        request.known_company = Some(first.company);
        // It counts as the known company's, of which one slot is all.
        let refused = book_as(&world, request.clone());
        assert!(matches!(refused, Err(BookRefused::CompanyLimit { .. })));
        let by = marketday_booking::CancelledBy::Company(first.contact);
        marketday_booking::cancel(&world.store, &world.surroundings, first.id, by).unwrap();
        let claim = find(&world, book_as(&world, request).unwrap());
        assert_eq!(
            (claim.company, claim.claim),
            (first.company, Claim::Unconfirmed)
        );
    });
}

#[test]
fn nobody_books_for_what_is_no_company_by_naming_its_id() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let mut request = a_request(day.slots[0].id, 1);
        request.known_company = Some(day.event.organiser);
        let booking = find(&world, book_as(&world, request).unwrap());
        assert_ne!(booking.company, day.event.organiser);
        let ties = actor(&world, booking.contact).memberships;
        assert!(ties.iter().all(|tie| tie.organisation == booking.company));
    });
}

#[test]
fn whoever_books_for_a_new_company_may_speak_for_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let booking = find(&world, booked(&world, day.slots[0].id, 1));
        assert_eq!(
            (booking.claim, booking.claim_expires_at),
            (Claim::Settled, None)
        );
        let ties = actor(&world, booking.contact).memberships;
        assert_eq!(
            ties.iter()
                .map(|tie| (tie.organisation, tie.is_active()))
                .collect::<Vec<_>>(),
            [(booking.company, true)]
        );
    });
}

#[test]
fn naming_a_known_company_is_a_claim_that_sees_nothing_of_the_company() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut day = world.published_day(2);
        day.event.company_limit = 2;
        let event = day.event.clone();
        world
            .store
            .write(move |tx| marketday_store::events::update(tx, &event))
            .unwrap();
        let first = find(&world, booked(&world, day.slots[0].id, 1));
        let mut request = a_request(day.slots[1].id, 2);
        request.company = company("Company 1");
        let claim = find(&world, book_as(&world, request).unwrap());
        let expires_at = Some(world.surroundings.now() + Duration::days(3));
        assert_eq!(
            (claim.state, claim.claim),
            (BookingState::Confirmed, Claim::Unconfirmed)
        );
        assert_eq!(
            (claim.claim_expires_at, claim.company),
            (expires_at, first.company)
        );
        let (stranger, member) = (actor(&world, claim.contact), actor(&world, first.contact));
        assert!(may_change_booking(&stranger, &claim), "their own booking");
        assert!(
            !may_change_booking(&stranger, &first),
            "the company's booking"
        );
        assert!(
            may_change_booking(&member, &claim),
            "a member sees the claim"
        );
    });
}

#[test]
fn claims_count_against_the_companys_limit() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        a_claim(&world, &day);
        let mut request = a_request(day.slots[1].id, 3);
        request.company = company("Acme Care");
        assert!(matches!(
            book_as(&world, request),
            Err(BookRefused::CompanyLimit { limit: 1 })
        ));
    });
}

#[test]
fn a_first_claim_from_the_companys_own_domain_is_settled_at_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        a_known_company(
            &world,
            "Company 1",
            Some("https://www.company1.example/about"),
        );
        a_known_company(&world, "Company 2", Some("https://www.company22.example"));
        let claim = |n: usize| find(&world, booked(&world, day.slots[n].id, n)).claim;
        assert_eq!([claim(1), claim(2)], [Claim::Settled, Claim::Unconfirmed]);
    });
}

#[test]
fn a_second_claim_from_the_companys_domain_is_for_its_members_to_confirm() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut day = world.published_day(2);
        day.event.company_limit = 2;
        let event = day.event.clone();
        world
            .store
            .write(move |tx| marketday_store::events::update(tx, &event))
            .unwrap();
        a_known_company(&world, "Company 1", Some("https://company1.example"));
        assert_eq!(
            find(&world, booked(&world, day.slots[0].id, 1)).claim,
            Claim::Settled
        );
        let mut request = a_request(day.slots[1].id, 2);
        request.company = company("Company 1");
        request.contact_email = "colleague@company1.example".parse().unwrap();
        let claim = find(&world, book_as(&world, request).unwrap());
        assert_eq!(claim.claim, Claim::Unconfirmed);
    });
}

#[test]
fn a_claim_that_nobody_confirms_is_freed_after_three_days_and_its_contact_is_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let since = world.surroundings.now();
        let id = a_claim(&world, &day);
        let sweep = || sweep(&world.store, &world.surroundings).unwrap();
        world
            .clock
            .set(since + policy::CLAIM - Duration::microseconds(1));
        assert_eq!(sweep(), (0, 0));
        world.clock.set(since + policy::CLAIM);
        assert_eq!(sweep(), (0, 1));
        assert_eq!(sweep(), (0, 0));
        let lapsed = find(&world, id);
        assert_eq!(
            (lapsed.state, lapsed.sequence),
            (BookingState::Cancelled, 1)
        );
        assert_eq!(
            lapsed.cancel_reason.as_deref(),
            Some("Nobody at the company confirmed that the booking was made for it")
        );
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        assert_eq!(
            told.iter()
                .map(|notice| (notice.kind, notice.version))
                .collect::<Vec<_>>(),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingCancelled, 1)
            ]
        );
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Booking(id)))
            .unwrap();
        let actions: Vec<_> = trail.iter().map(|(action, ..)| action.as_str()).collect();
        assert_eq!(actions, ["booking.confirm", "claim.lapse"]);
        // Slot, count and presenter are free again.
        let mut again = a_request(day.slots[0].id, 2);
        again.company = company("Acme Care");
        book_as(&world, again).unwrap();
    });
}

#[test]
fn a_claim_that_is_confirmed_stays_and_its_contact_speaks_for_the_company() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = a_claim(&world, &day);
        let confirm = || confirm_claim(&world.store, &world.surroundings, day.organiser.id, id);
        assert!(confirm().unwrap());
        assert!(!confirm().unwrap(), "it was open only once");
        let booking = find(&world, id);
        assert_eq!(
            (booking.claim, booking.claim_expires_at),
            (Claim::Settled, None)
        );
        assert!(actor(&world, booking.contact).memberships[0].is_active());
        world.clock.advance(policy::CLAIM * 2);
        assert_eq!(sweep(&world.store, &world.surroundings).unwrap(), (0, 0));
        assert_eq!(confirmed(&world, day.event.id).len(), 1);
    });
}

#[test]
fn a_member_books_for_their_company_again_without_a_claim() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let first = booked(&world, day.slots[0].id, 1);
        let contact = find(&world, first).contact;
        let by = marketday_booking::CancelledBy::Company(contact);
        marketday_booking::cancel(&world.store, &world.surroundings, first, by).unwrap();
        let again = find(&world, booked(&world, day.slots[1].id, 1));
        assert_eq!((again.contact, again.claim), (contact, Claim::Settled));
    });
}
