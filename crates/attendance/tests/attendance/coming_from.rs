//! Which authority a delegate comes from.

use crate::given::{a_request, send};
use marketday_model::organisation::identity;
use marketday_model::{
    Authority, AuthorityType, MembershipState, Nation, Organisation, OrganisationId,
    OrganisationKind, Role,
};
use marketday_store::{authorities, memberships, organisations, registrations};
use marketday_testkit::given::line;
use marketday_testkit::{Day, World, on_each_database};

/// An authority that is there until a day.
fn authority(world: &World, name: &str, ends_on: Option<&str>) -> OrganisationId {
    let new = Organisation {
        id: world.surroundings.id(),
        kind: OrganisationKind::Authority,
        name: name.into(),
        identity: identity(name, None),
        website: None,
        company_number: None,
        gss: None,
        region: None,
    };
    let details = Authority {
        organisation: new.id,
        code: name[..4].to_uppercase(),
        kind: AuthorityType::Unitary,
        nation: Nation::England,
        starts_on: None,
        ends_on: ends_on.map(|day| day.parse().expect("a day")),
        successor: None,
    };
    let (id, now) = (new.id, world.surroundings.now());
    let stored = world.store.write(move |tx| {
        organisations::find_or_insert(tx, &new, now)?;
        authorities::put(tx, &details)
    });
    stored.expect("an authority");
    id
}

/// Registers somebody who writes this, and returns the authority that it is taken for.
fn comes_from(world: &World, day: &Day, n: usize, written: &str) -> Option<OrganisationId> {
    let mut request = a_request(day.event.id, n);
    request.organisation = line(written);
    let id = send(world, request).expect("a place");
    let found = world.store.read(|rx| registrations::find(rx, id));
    let found = found.expect("a look").expect("a registration");
    assert_eq!(found.organisation, written, "what was written stays");
    found.authority
}

#[test]
fn a_delegate_who_names_a_known_authority_is_tied_to_it_and_claims_to_belong_to_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let leeds = authority(&world, "Leeds City Council", None);
        assert_eq!(
            comes_from(&world, &world.published_day(1), 1, "LEEDS  city council"),
            Some(leeds)
        );
        let delegate = world.person("delegate1@council.example");
        let ties = world
            .store
            .read(|rx| memberships::list_of_person(rx, delegate.id))
            .expect("a look");
        let ties: Vec<_> = ties
            .iter()
            .map(|tie| (tie.organisation, tie.role, tie.state))
            .collect();
        assert_eq!(ties, [(leeds, Role::Member, MembershipState::Claimed)]);
    });
}

#[test]
fn a_name_that_no_authority_has_ties_a_delegate_to_nothing() {
    on_each_database(|database| {
        let world = World::on(database);
        authority(&world, "Leeds City Council", None);
        assert_eq!(
            comes_from(&world, &world.published_day(1), 1, "Leeds"),
            None
        );
        let delegate = world.person("delegate1@council.example");
        let ties = world
            .store
            .read(|rx| memberships::list_of_person(rx, delegate.id));
        assert_eq!(ties.expect("a look"), []);
    });
}

#[test]
fn an_authority_that_is_gone_by_the_day_of_the_event_is_not_taken() {
    on_each_database(|database| {
        let world = World::on(database);
        // The event is on 2 March 2027.
        authority(&world, "Gone Council", Some("2027-03-01"));
        let last_day = authority(&world, "Last Day Council", Some("2027-03-02"));
        let day = world.published_day(1);
        for (n, written, expected) in [
            (1, "Gone Council", None),
            (2, "Last Day Council", Some(last_day)),
        ] {
            assert_eq!(comes_from(&world, &day, n, written), expected, "{written}");
        }
    });
}
