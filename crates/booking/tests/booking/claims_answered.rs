//! Whether somebody may speak for a company is answered by its members, once.

use crate::given::{a_request, at_once, book_as, booked, company, confirmed, find};
use marketday_booking::{CancelledBy, cancel, confirm_claim, refuse_claim};
use marketday_model::booking::CLAIM_REFUSED;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::{Actor, may_settle_claim};
use marketday_model::{
    Booking, BookingId, BookingState, Claim, Membership, MembershipState, NoticeKind,
    OrganisationId, PersonId, Role, policy,
};
use marketday_places::free_booking;
use marketday_store::{StoreError, audit, bookings, memberships, notices, people};
use marketday_testkit::{Day, World, on_each_database};
use std::sync::Barrier;

/// The first company's founder, who has a slot no more, and a stranger who booked for that company.
fn a_claim(world: &World, day: &Day) -> (PersonId, Booking) {
    let first = booked(world, day.slots[0].id, 1);
    let founder = find(world, first).contact;
    let by = CancelledBy::Company(founder);
    cancel(&world.store, &world.surroundings, first, by).unwrap();
    (founder, claim_by(world, day, 2))
}

/// The `n`-th stranger books for that company.
fn claim_by(world: &World, day: &Day, n: usize) -> Booking {
    let mut request = a_request(day.slots[1].id, n);
    request.company = company("Company 1");
    find(world, book_as(world, request).unwrap())
}

/// Somebody new belongs to a company.
fn join(world: &World, to: OrganisationId, name: &str, role: Role, state: MembershipState) {
    let (id, membership) = (world.surroundings.id(), world.surroundings.id());
    let (now, name) = (world.surroundings.now(), name.to_owned());
    let email = format!("{name}@company1.example").parse().unwrap();
    world
        .store
        .write(move |tx| {
            let person = people::find_or_insert(tx, id, &email, &name, None, now)?;
            let tie = Membership {
                id: membership,
                person: person.id,
                organisation: to,
                role,
                state,
                since: now,
            };
            memberships::insert(tx, &tie)
        })
        .unwrap();
}

/// The names of those who are asked about a claim.
fn asked(world: &World, id: BookingId) -> Vec<String> {
    let names = world.store.read(|rx| {
        let mut names = Vec::new();
        for notice in notices::list(rx, Subject::Booking(id))? {
            if let (NoticeKind::ClaimWaiting, Recipient::Person(person)) =
                (notice.kind, notice.recipient)
            {
                names.extend(people::find(rx, person)?.map(|person| person.name));
            }
        }
        Ok::<_, StoreError>(names)
    });
    let mut names = names.unwrap();
    names.sort();
    names
}

fn actor(world: &World, person: PersonId) -> Actor {
    let ties = world
        .store
        .read(|rx| memberships::list_of_person(rx, person));
    Actor {
        person,
        memberships: ties.unwrap(),
        seats: Vec::new(),
        is_administrator: false,
    }
}

#[test]
fn owners_and_members_are_asked_about_a_claim_and_nobody_else() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, claim) = a_claim(&world, &day);
        assert_eq!(asked(&world, claim.id), ["Contact 1"]);
        let refuse = refuse_claim(&world.store, &world.surroundings, founder, claim.id);
        assert!(refuse.unwrap());
        let (active, claimed) = (MembershipState::Active, MembershipState::Claimed);
        join(&world, claim.company, "member", Role::Member, active);
        join(&world, claim.company, "assistant", Role::Assistant, active);
        join(&world, claim.company, "pretender", Role::Owner, claimed);
        let again = claim_by(&world, &day, 2);
        assert_eq!(asked(&world, again.id), ["Contact 1", "member"]);
    });
}

#[test]
fn a_company_with_many_members_is_not_flooded_with_letters() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, claim) = a_claim(&world, &day);
        refuse_claim(&world.store, &world.surroundings, founder, claim.id).unwrap();
        for n in 0..20 {
            let name = format!("member {n:02}").replace(' ', "");
            join(
                &world,
                claim.company,
                &name,
                Role::Member,
                MembershipState::Active,
            );
        }
        let again = claim_by(&world, &day, 2);
        assert_eq!(asked(&world, again.id).len(), policy::CLAIM_LETTERS);
    });
}

#[test]
fn a_booking_for_a_new_company_or_by_its_own_member_asks_nobody() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let first = booked(&world, day.slots[0].id, 1);
        let by = CancelledBy::Company(find(&world, first).contact);
        cancel(&world.store, &world.surroundings, first, by).unwrap();
        let second = booked(&world, day.slots[1].id, 1);
        for id in [first, second] {
            assert_eq!(asked(&world, id), Vec::<String>::new());
        }
    });
}

#[test]
fn only_active_owners_and_members_may_answer_a_claim() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, claim) = a_claim(&world, &day);
        assert!(may_settle_claim(&actor(&world, founder), &claim));
        let stranger = actor(&world, claim.contact);
        assert!(!may_settle_claim(&stranger, &claim), "whoever claims");
        let organiser = actor(&world, day.organiser.id);
        assert!(!may_settle_claim(&organiser, &claim), "on another page");
        for role in Role::ALL {
            let mut member = actor(&world, founder);
            member.memberships[0].role = *role;
            assert_eq!(
                may_settle_claim(&member, &claim),
                *role != Role::Assistant,
                "{role}"
            );
        }
    });
}

#[test]
fn a_refused_claim_frees_the_slot_and_its_contact_is_told_and_speaks_for_nobody() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, claim) = a_claim(&world, &day);
        let refuse = || refuse_claim(&world.store, &world.surroundings, founder, claim.id);
        assert!(refuse().unwrap());
        assert!(!refuse().unwrap(), "it was open only once");
        let refused = find(&world, claim.id);
        assert_eq!(
            (
                refused.state,
                refused.sequence,
                refused.cancel_reason.as_deref()
            ),
            (BookingState::Cancelled, 1, Some(CLAIM_REFUSED))
        );
        assert!(!actor(&world, claim.contact).memberships[0].is_active());
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(claim.id)))
            .unwrap();
        let told: Vec<_> = told
            .iter()
            .filter(|notice| notice.recipient == Recipient::Person(claim.contact))
            .map(|notice| (notice.kind, notice.version))
            .collect();
        assert_eq!(
            told,
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingCancelled, 1)
            ]
        );
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Booking(claim.id)))
            .unwrap();
        let refused = trail.iter().filter(|(deed, ..)| deed == "claim.refuse");
        let by: Vec<_> = refused.map(|(_, who, _)| who.clone()).collect();
        assert_eq!(by, [Some(founder.to_string())]);
        // Slot, count and presenter are free again.
        claim_by(&world, &day, 2);
    });
}

#[test]
fn a_claim_that_was_confirmed_is_not_refused_afterwards() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, claim) = a_claim(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        assert!(confirm_claim(store, surroundings, founder, claim.id).unwrap());
        assert!(!refuse_claim(store, surroundings, founder, claim.id).unwrap());
        assert_eq!(confirmed(&world, day.event.id).len(), 1);
    });
}

#[test]
fn of_two_members_who_answer_at_once_one_is_heard() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, mut claim) = a_claim(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        for round in 0..10 {
            let done = at_once(2, |n| {
                let answer = [confirm_claim, refuse_claim][n];
                answer(store, surroundings, founder, claim.id).unwrap()
            });
            let now = find(&world, claim.id);
            let is_member = actor(&world, claim.contact).memberships[0].is_active();
            if done == [true, false] {
                assert_eq!(
                    (now.state, now.claim, is_member),
                    (BookingState::Confirmed, Claim::Settled, true)
                );
                let by = CancelledBy::Company(founder);
                cancel(store, surroundings, claim.id, by).unwrap();
            } else {
                assert_eq!(done, [false, true]);
                assert_eq!((now.state, is_member), (BookingState::Cancelled, false));
            }
            claim = claim_by(&world, &day, 3 + round);
        }
    });
}

#[test]
fn without_the_look_inside_the_transaction_both_are_heard() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (founder, claim) = a_claim(&world, &day);
        let looked = Barrier::new(2);
        let (store, surroundings, now) =
            (&world.store, &world.surroundings, world.surroundings.now());
        let done = at_once(2, |n| {
            if n == 0 {
                looked.wait();
                let done = confirm_claim(store, surroundings, founder, claim.id).unwrap();
                looked.wait();
                return done;
            }
            // As the product does not: it looks, and writes what it saw after the other has answered.
            let seen = store
                .read(|rx| bookings::find(rx, claim.id))
                .unwrap()
                .unwrap();
            assert!(seen.is_claim_open());
            looked.wait();
            looked.wait();
            store
                .write(move |tx| free_booking(tx, &seen, Some(CLAIM_REFUSED), now))
                .unwrap()
        });
        assert_eq!(done, [true, true], "a member without a booking");
    });
}
