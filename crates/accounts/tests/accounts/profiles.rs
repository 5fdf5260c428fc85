//! What a company says of itself: saved once, and never over what somebody else has saved meanwhile.

use marketday_accounts::{ProfileRefused, change_profile};
use marketday_model::notice::Subject;
use marketday_model::organisation::identity;
use marketday_model::profile::{Identifier, IdentifierScheme, SizeBand};
use marketday_model::{
    Organisation, OrganisationId, OrganisationKind, PersonId, Profile, Region, Theme,
};
use marketday_store::{audit, organisations, profiles};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

/// A company that is known by its number, or by its name alone.
fn a_company(world: &World, name: &str, number: Option<&str>) -> OrganisationId {
    let company = Organisation {
        id: world.surroundings.id(),
        kind: OrganisationKind::Company,
        name: name.into(),
        identity: identity(name, number),
        website: None,
        company_number: number.map(Into::into),
        gss: None,
        region: None,
    };
    let (id, now) = (company.id, world.surroundings.now());
    world
        .store
        .write(move |tx| organisations::find_or_insert(tx, &company, now))
        .unwrap();
    id
}

fn find(world: &World, id: OrganisationId) -> Profile {
    let found = world.store.read(|rx| profiles::find(rx, id));
    found.unwrap().unwrap()
}

fn save(world: &World, by: PersonId, new: Profile) -> Result<(), ProfileRefused> {
    change_profile(&world.store, &world.surroundings, by, new)
}

#[test]
fn a_profile_is_kept_whole_and_the_trail_says_what_was_before() {
    on_each_database(|database| {
        let world = World::on(database);
        let by = world.person("ann@acme.example").id;
        let id = a_company(&world, "Acme Care", None);
        let empty = find(&world, id);
        assert_eq!((empty.version, empty.is_sole_trader), (0, None));
        let new = Profile {
            company_number: Some("01234567".into()),
            website: Some("https://acme.example".into()),
            region: Some(Region::Wales),
            size: Some(SizeBand::Micro),
            is_sole_trader: Some(false),
            products: "Sensors.\nNo cameras.".into(),
            themes: vec![Theme::ALL[0], Theme::ALL[1]],
            identifiers: vec![
                Identifier {
                    scheme: IdentifierScheme::Ppon,
                    value: "PABC-1234-DEFG".into(),
                },
                Identifier {
                    scheme: IdentifierScheme::Duns,
                    value: "123456789".into(),
                },
            ],
            ..empty
        };
        save(&world, by, new.clone()).unwrap();
        let saved = find(&world, id);
        assert_eq!(
            saved,
            Profile {
                version: 1,
                ..new.clone()
            }
        );
        // Saved as it is, nothing happens.
        save(&world, by, saved.clone()).unwrap();
        assert_eq!(find(&world, id).version, 1);
        let less = Profile {
            size: None,
            identifiers: Vec::new(),
            ..saved
        };
        save(&world, by, less).unwrap();
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Organisation(id)))
            .unwrap();
        let deeds: Vec<_> = trail
            .iter()
            .map(|(deed, who, _)| (deed.as_str(), who.as_deref()))
            .collect();
        let by = by.to_string();
        assert_eq!(deeds, [("profile.change", Some(by.as_str())); 2]);
        // It is known by its number now, by which another cannot be known.
        let other = a_company(&world, "Other", None);
        let taken = Profile {
            company_number: Some("01234567".into()),
            ..find(&world, other)
        };
        let ann = world.person("ann@acme.example").id;
        assert!(matches!(
            save(&world, ann, taken),
            Err(ProfileRefused::AlreadyKnown)
        ));
        assert_eq!(find(&world, other).company_number, None);
    });
}

/// Two colleagues save at once, each what they saw but for the products.
fn both_save<E: Send>(
    seen: &Profile,
    round: u32,
    save: impl Fn(Profile) -> Result<(), E> + Sync,
) -> usize {
    thread::scope(|scope| {
        let threads = ["cups", "plates"].map(|products| {
            let (save, new) = (
                &save,
                Profile {
                    products: format!("{products} {round}"),
                    ..seen.clone()
                },
            );
            scope.spawn(move || save(new).is_ok())
        });
        let saved = threads.map(|thread| thread.join().unwrap());
        saved.into_iter().filter(|saved| *saved).count()
    })
}

#[test]
fn of_two_who_save_at_once_one_is_told_that_somebody_else_did() {
    on_each_database(|database| {
        let world = World::on(database);
        let by = world.person("ann@acme.example").id;
        let id = a_company(&world, "Acme Care", None);
        for round in 0..10 {
            let seen = find(&world, id);
            assert_eq!(seen.version, round);
            let saved = both_save(&seen, round, |new| match save(&world, by, new) {
                Err(ProfileRefused::ChangedMeanwhile) => Err(()),
                other => {
                    other.unwrap();
                    Ok(())
                }
            });
            assert_eq!((saved, find(&world, id).version), (1, round + 1));
        }
    });
}

#[test]
fn without_the_lock_and_with_a_look_before_the_write_one_of_them_loses_what_they_saved() {
    on_each_database(|database| {
        let world = World::on(database);
        let id = a_company(&world, "Acme Care", None);
        let seen = find(&world, id);
        let look = Barrier::new(2);
        let saved = both_save(&seen, 0, |new| {
            let now = world.surroundings.now();
            assert_eq!(find(&world, id).version, new.version);
            look.wait();
            let next = Profile {
                version: new.version + 1,
                ..new
            };
            world
                .store
                .write(move |tx| profiles::update(tx, &next, "name:acme care", now))
                .map(|_| ())
        });
        assert_eq!((saved, find(&world, id).version), (2, 1));
    });
}
