//! Merging organisations that turned out to be one.

use marketday_accounts::{MergeRefused, foresee_merger, import_authorities, merge_organisations};
use marketday_model::notice::Subject;
use marketday_model::organisation::identity;
use marketday_model::{Membership, MembershipState, Organisation, OrganisationKind, Person, Role};
use marketday_store::merging::{REFERENCES, references};
use marketday_store::{audit, memberships, organisations};
use marketday_testkit::{World, on_each_database};

fn organisation(
    world: &World,
    kind: OrganisationKind,
    name: &str,
    number: Option<&str>,
) -> Organisation {
    let new = Organisation {
        id: world.surroundings.id(),
        kind,
        name: name.into(),
        identity: identity(name, number),
        website: number.is_none().then(|| "https://acme.example".into()),
        company_number: number.map(Into::into),
        gss: None,
        region: None,
    };
    let now = world.surroundings.now();
    world
        .store
        .write(move |tx| organisations::find_or_insert(tx, &new, now))
        .expect("an organisation")
}

fn company(world: &World, name: &str, number: Option<&str>) -> Organisation {
    organisation(world, OrganisationKind::Company, name, number)
}

fn member(world: &World, person: &Person, of: &Organisation, role: Role, state: MembershipState) {
    let tie = Membership {
        id: world.surroundings.id(),
        person: person.id,
        organisation: of.id,
        role,
        state,
        since: world.surroundings.now(),
    };
    let tied = world.store.write(move |tx| memberships::insert(tx, &tie));
    tied.expect("a membership");
}

fn merge(world: &World, from: &Organisation, into: &Organisation) -> Result<(), MergeRefused> {
    merge_organisations(&world.store, &world.surroundings, None, from.id, into.id).map(|_| ())
}

fn known_as(world: &World, identity: &str) -> Option<Organisation> {
    world
        .store
        .read(|rx| organisations::find_by_identity(rx, OrganisationKind::Company, identity))
        .expect("a look")
}

#[test]
fn a_merged_company_is_found_under_its_old_name_and_number_and_what_is_known_of_both_is_kept() {
    on_each_database(|database| {
        let world = World::on(database);
        let by_name = company(&world, "Acme Care", None);
        let by_number = company(&world, "Acme Care Limited", Some("09876543"));
        assert_ne!(by_name.id, by_number.id);
        merge(&world, &by_number, &by_name).expect("a merger");
        let expected = Organisation {
            company_number: Some("09876543".into()),
            ..by_name.clone()
        };
        for identity in ["number:09876543", "name:acme care"] {
            assert_eq!(
                known_as(&world, identity),
                Some(expected.clone()),
                "{identity}"
            );
        }
        assert_eq!(company(&world, "ACME CARE LTD", Some("09876543")), expected);
        let all = world
            .store
            .read(|rx| organisations::list(rx, OrganisationKind::Company));
        assert_eq!(all.expect("a look"), std::slice::from_ref(&expected));
        let old = world.store.read(|rx| organisations::find(rx, by_number.id));
        assert_eq!(old.expect("a look"), Some(by_number), "its row stays");
        let found = |text: &str| {
            let found = world.store.read(|rx| organisations::search(rx, text, 9));
            found.expect("a look")
        };
        assert_eq!(found("acme c"), std::slice::from_ref(&expected));
        assert_eq!(found("09876543"), [expected]);
        assert_eq!(found("0987654"), []);
    });
}

#[test]
fn whoever_is_in_both_is_in_the_survivor_once_with_the_stronger_role() {
    on_each_database(|database| {
        let world = World::on(database);
        let (old, new) = (company(&world, "Old", None), company(&world, "New", None));
        let roles = [
            // Only in the old one.
            (
                Some((Role::Assistant, MembershipState::Active)),
                None,
                (Role::Assistant, MembershipState::Active),
            ),
            // The stronger of two.
            (
                Some((Role::Owner, MembershipState::Active)),
                Some((Role::Member, MembershipState::Active)),
                (Role::Owner, MembershipState::Active),
            ),
            (
                Some((Role::Member, MembershipState::Active)),
                Some((Role::Owner, MembershipState::Active)),
                (Role::Owner, MembershipState::Active),
            ),
            // What was only claimed never makes a role stronger.
            (
                Some((Role::Owner, MembershipState::Claimed)),
                Some((Role::Assistant, MembershipState::Active)),
                (Role::Assistant, MembershipState::Active),
            ),
            (
                Some((Role::Member, MembershipState::Active)),
                Some((Role::Owner, MembershipState::Claimed)),
                (Role::Member, MembershipState::Active),
            ),
        ];
        let people: Vec<Person> = (0..roles.len())
            .map(|n| world.person(&format!("person{n}@acme.example")))
            .collect();
        for (person, (in_old, in_new, _)) in people.iter().zip(&roles) {
            for (tie, of) in [(in_old, &old), (in_new, &new)] {
                if let Some((role, state)) = tie {
                    member(&world, person, of, *role, *state);
                }
            }
        }
        let foreseen = world
            .store
            .read(|rx| foresee_merger(rx, old.id, new.id, world.surroundings.now()))
            .expect("it may be");
        assert_eq!(foreseen.ties.people, 5);
        merge(&world, &old, &new).expect("a merger");
        for (person, (_, _, expected)) in people.iter().zip(&roles) {
            let ties = world
                .store
                .read(|rx| memberships::list_of_person(rx, person.id));
            let ties: Vec<_> = ties.expect("a look");
            let ties: Vec<_> = ties
                .iter()
                .map(|tie| (tie.organisation, (tie.role, tie.state)))
                .collect();
            assert_eq!(ties, [(new.id, *expected)], "{}", person.email);
        }
    });
}

#[test]
fn mergers_follow_each_other_and_are_in_the_audit_trail_of_both() {
    on_each_database(|database| {
        let world = World::on(database);
        let [first, second, third] =
            ["First", "Second", "Third"].map(|name| company(&world, name, None));
        merge(&world, &first, &second).expect("a merger");
        let again = merge(&world, &first, &third).expect_err("it was merged before");
        assert_eq!(
            again.to_string(),
            format!(
                "First was merged into another organisation before: take that one, {}",
                second.id
            )
        );
        let back = merge(&world, &third, &first).expect_err("it was merged before");
        assert!(matches!(back, MergeRefused::AlreadyMerged { .. }));
        world.clock.advance(chrono::Duration::minutes(1));
        merge(&world, &second, &third).expect("a merger");
        for identity in ["name:first", "name:second", "name:third"] {
            assert_eq!(known_as(&world, identity).map(|o| o.id), Some(third.id));
        }
        let trail = |of: &Organisation| -> Vec<(String, String)> {
            let id = of.id;
            let trail = world
                .store
                .read(|rx| audit::list(rx, Subject::Organisation(id)));
            let lines = trail.expect("the trail").into_iter();
            lines.map(|line| (line.0, line.2)).collect()
        };
        let line = |words: String| ("organisation.merge".to_owned(), format!("{words}: nothing"));
        assert_eq!(trail(&first), [line(format!("into {}", second.id))]);
        assert_eq!(
            trail(&second),
            [
                line(format!("from {}", first.id)),
                line(format!("into {}", third.id))
            ]
        );
        assert_eq!(trail(&third), [line(format!("from {}", second.id))]);
    });
}

#[test]
fn what_is_not_one_is_not_merged() {
    on_each_database(|database| {
        let world = World::on(database);
        let acme = company(&world, "Acme", None);
        let body = organisation(&world, OrganisationKind::OrganisingBody, "Acme", None);
        let said = |from: &Organisation, into: &Organisation| {
            merge(&world, from, into)
                .expect_err("a refusal")
                .to_string()
        };
        assert_eq!(
            said(&acme, &acme),
            "An organisation cannot be merged into itself"
        );
        assert_eq!(
            said(&acme, &body),
            "They are not of one kind: company and organising-body"
        );
        let list = crate::authorities::file(&[
            "LDS,Leeds City Council,E08000035,Metropolitan district,England,Yorkshire and The Humber,,,",
            "BRD,Bradford Council,E08000032,Metropolitan district,England,Yorkshire and The Humber,,,",
        ]);
        import_authorities(&world.store, &world.surroundings, list.as_bytes()).expect("a list");
        let all = crate::authorities::all(&world);
        assert_eq!(
            said(&all[0].0, &all[1].0),
            "Both are in the list of authorities (BRD and LDS): import a list in which one ends and the other takes over"
        );
        let nowhere = Organisation {
            id: world.surroundings.id(),
            ..acme.clone()
        };
        assert_eq!(
            said(&nowhere, &acme),
            format!("There is no organisation {}", nowhere.id)
        );
    });
}

#[test]
fn an_authority_that_was_written_twice_is_one_in_the_next_import() {
    on_each_database(|database| {
        let world = World::on(database);
        let list = crate::authorities::file(&[
            "LDS,Leeds City Council,E08000035,Metropolitan district,England,Yorkshire and The Humber,,,",
        ]);
        import_authorities(&world.store, &world.surroundings, list.as_bytes()).expect("a list");
        let listed = crate::authorities::all(&world)[0].0.clone();
        let other = organisation(&world, OrganisationKind::Authority, "City of Leeds", None);
        merge(&world, &listed, &other).expect("a merger");
        let said = crate::authorities::import(&world, &list);
        assert!(
            said.contains(
                "changed  LDS Leeds City Council: name “City of Leeds” → “Leeds City Council”"
            ),
            "{said}"
        );
        let now = crate::authorities::all(&world);
        assert_eq!(now.len(), 1);
        assert_eq!(now[0].0.id, other.id);
    });
}

#[test]
fn every_column_that_refers_to_an_organisation_has_its_place_in_a_merger() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut found = world.store.read(references).expect("the schema");
        found.sort();
        let mut known: Vec<(String, String)> = REFERENCES
            .iter()
            .map(|(table, column)| ((*table).to_owned(), (*column).to_owned()))
            .collect();
        known.sort();
        assert_eq!(
            found, known,
            "say in store/src/merging.rs what a merger does with it"
        );
    });
}
