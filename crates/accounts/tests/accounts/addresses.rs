//! Changing one's address, and taking the change back.

use crate::given::{ANN, BROWSER, DEAD, address, at, key, token};
use chrono::Duration;
use marketday_accounts::code::TypedCode;
use marketday_accounts::{
    AddressRefused, SignedIn, ask_code, change_address, find_signed_in, find_undo, sign_in_proven,
    undo_address,
};
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    EmailChangeId, Instant, NoticeKind, Passkey, Person, PersonId, ProviderIdentity, SignInLimits,
    Way,
};
use marketday_store::{Rx, StoreError, audit, notices, passkeys, people, providers};
use marketday_testkit::{Database, World, on_each_database};

const NEW: &str = "ann@home.example";

fn sign_in(world: &World, email: &str, browser: &str) -> String {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let browser = at(browser);
    token(sign_in_proven(store, surroundings, &address(email), Way::Code, &browser).unwrap())
}

fn who(world: &World, token: &str) -> Option<SignedIn> {
    let limits = SignInLimits::default();
    find_signed_in(&world.store, &world.surroundings, &limits, token).unwrap()
}

/// The right code for a new address, or a wrong one.
fn code(world: &World, email: &str, is_right: bool) -> TypedCode {
    let request = ask_code(
        &world.store,
        &world.surroundings,
        CodePurpose::NewAddress,
        &address(email),
        BROWSER,
        "network",
    )
    .unwrap();
    TypedCode {
        key: key(),
        purpose: CodePurpose::NewAddress,
        email: address(email),
        browser: BROWSER.into(),
        typed: if is_right {
            key().code(&request)
        } else {
            crate::given::wrong(&request)
        },
    }
}

fn person(world: &World, email: &str) -> Option<Person> {
    world
        .store
        .read(|rx| people::find_by_email(rx, &address(email)))
        .unwrap()
}

/// Ann, who has changed her address; and the change.
fn changed(world: &World) -> (SignedIn, EmailChangeId) {
    let ann = who(world, &sign_in(world, ANN, BROWSER)).unwrap();
    let (id, sign_in) = (ann.person.id, ann.sign_in);
    let code = code(world, NEW, true);
    let change = change_address(&world.store, &world.surroundings, id, sign_in, code).unwrap();
    let change = change.expect("another address");
    (ann, change)
}

#[test]
fn a_change_tells_both_addresses_ends_the_other_sign_ins_and_is_noted_without_an_address() {
    on_each_database(|database: &Database| {
        let world = World::on(database);
        let elsewhere = sign_in(&world, ANN, "elsewhere");
        let (ann, change) = changed(&world);
        let now = person(&world, NEW).expect("the new address");
        assert_eq!((now.id, person(&world, ANN)), (ann.person.id, None));
        assert!(who(&world, &elsewhere).is_none());
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::EmailChange(change)))
            .unwrap();
        let mut told: Vec<_> = told.iter().map(|n| (n.kind, n.recipient)).collect();
        told.sort_by_key(|(kind, _)| kind.as_str());
        assert_eq!(
            told,
            [
                (NoticeKind::AddressChanged, Recipient::Person(now.id)),
                (NoticeKind::AddressLeft, Recipient::OldAddress(change)),
            ]
        );
        let noted = world
            .store
            .read(|rx| audit::list(rx, Subject::Person(now.id)))
            .unwrap();
        let by = Some(now.id.to_string());
        assert_eq!(
            noted,
            [("person.change-address".to_owned(), by, String::new())]
        );
    });
}

#[test]
fn without_the_right_code_nothing_is_changed() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = who(&world, &sign_in(&world, ANN, BROWSER)).unwrap();
        let code = code(&world, NEW, false);
        let (id, sign_in) = (ann.person.id, ann.sign_in);
        let refused = change_address(&world.store, &world.surroundings, id, sign_in, code);
        assert!(matches!(
            refused,
            Err(AddressRefused::Code(CodeCheck::Wrong { tries_left: 4 }))
        ));
        assert!(person(&world, ANN).is_some() && person(&world, NEW).is_none());
    });
}

#[test]
fn an_address_that_somebody_has_is_refused_only_after_its_code_and_the_code_is_used_up() {
    on_each_database(|database| {
        let world = World::on(database);
        world.person(NEW);
        let ann = who(&world, &sign_in(&world, ANN, BROWSER)).unwrap();
        let (id, sign_in) = (ann.person.id, ann.sign_in);
        let right = code(&world, NEW, true);
        let change = |code| change_address(&world.store, &world.surroundings, id, sign_in, code);
        assert!(matches!(change(right.clone()), Err(AddressRefused::Taken)));
        assert!(matches!(
            change(right),
            Err(AddressRefused::Code(CodeCheck::Dead))
        ));
        assert_eq!(person(&world, ANN).map(|ann| ann.id), Some(id));
        assert_ne!(person(&world, NEW).map(|other| other.id), Some(id));
    });
}

#[test]
fn a_code_for_signing_in_changes_no_address_and_one_for_an_address_signs_nobody_in() {
    on_each_database(|database| {
        let world = World::on(database);
        let code = code(&world, NEW, true);
        let as_sign_in = TypedCode {
            purpose: CodePurpose::SignIn,
            ..code
        };
        let browser = at(BROWSER);
        let outcome = marketday_accounts::sign_in_with_code(
            &world.store,
            &world.surroundings,
            as_sign_in,
            &browser,
        );
        assert_eq!(outcome.unwrap(), DEAD);
    });
}

#[test]
fn the_old_address_takes_a_change_back_once_within_seven_days_and_whoever_made_it_is_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, change) = changed(&world);
        let thief = sign_in(&world, NEW, "of the thief");
        let now = world.surroundings.now();
        let id = ann.person.id;
        let passkey = Passkey {
            id: world.surroundings.id(),
            person: id,
            credential_id: "of-the-thief".into(),
            credential: "{}".into(),
            name: "A key".into(),
            created_at: now,
            last_used_at: None,
        };
        world
            .store
            .write(move |tx| passkeys::insert(tx, &passkey))
            .unwrap();
        let link = key().undo_token(change);
        let undo =
            |token: &str| undo_address(&world.store, &world.surroundings, &key(), change, token);
        let look = |token: &str| {
            find_undo(&world.store, &world.surroundings, &key(), change, token).unwrap()
        };
        assert!(look("0").is_none() && matches!(undo("0"), Err(AddressRefused::Dead)));
        world
            .clock
            .set(now + Duration::days(7) - Duration::microseconds(1));
        assert!(look(&link).is_some());
        undo(&link).unwrap();
        assert_eq!(person(&world, ANN).map(|ann| ann.id), Some(id));
        assert!(who(&world, &thief).is_none());
        let left = world
            .store
            .read(|rx| passkeys::list_of_person(rx, id))
            .unwrap();
        assert_eq!(left, []);
        assert!(look(&link).is_none() && matches!(undo(&link), Err(AddressRefused::Dead)));
    });
}

/// Gives a person a passkey and an account at a provider, each named so.
fn give_ways_in(world: &World, person: PersonId, name: &str, at: Instant) {
    let passkey = Passkey {
        id: world.surroundings.id(),
        person,
        credential_id: name.to_owned(),
        credential: "{}".into(),
        name: name.to_owned(),
        created_at: at,
        last_used_at: None,
    };
    let account = ProviderIdentity {
        id: world.surroundings.id(),
        provider: name.parse().unwrap(),
        issuer: "https://sso.council.example".into(),
        subject: name.to_owned(),
        person,
        linked_at: at,
        last_used_at: at,
    };
    world
        .store
        .write(move |tx| {
            passkeys::insert(tx, &passkey)?;
            providers::insert_if_free(tx, &account)
        })
        .unwrap();
}

/// The names of the passkeys of a person, and of the accounts that sign them in, of these.
fn ways_in(world: &World, person: PersonId, names: &[&str]) -> (Vec<String>, Vec<String>) {
    let read = |rx: &mut Rx<'_>| {
        let keys = passkeys::list_of_person(rx, person)?;
        let mut accounts = Vec::new();
        for name in names {
            let provider = name.parse().unwrap();
            let issuer = "https://sso.council.example";
            let found = providers::find_by_subject(rx, &provider, issuer, name)?;
            accounts.extend(found.map(|account| account.subject));
        }
        Ok::<_, StoreError>((keys.into_iter().map(|key| key.name).collect(), accounts))
    };
    world.store.read(read).unwrap()
}

#[test]
fn taking_a_change_back_closes_every_way_in_that_its_sign_in_could_have_opened() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person(ANN).id;
        let begun = world.surroundings.now();
        // Whoever changes an address signed in ten minutes before at most, and may have begun with something else.
        give_ways_in(&world, ann, "hers", begun - Duration::microseconds(1));
        give_ways_in(&world, ann, "before", begun);
        world.clock.advance(Duration::minutes(10));
        let (_, change) = changed(&world);
        world.clock.advance(Duration::days(1));
        give_ways_in(&world, ann, "after", world.surroundings.now());
        let link = key().undo_token(change);
        undo_address(&world.store, &world.surroundings, &key(), change, &link).unwrap();
        let left = ways_in(&world, ann, &["hers", "before", "after"]);
        assert_eq!(left, (vec!["hers".to_owned()], vec!["hers".to_owned()]));
    });
}

#[test]
fn a_change_is_final_after_seven_days() {
    on_each_database(|database| {
        let world = World::on(database);
        let (_, change) = changed(&world);
        world.clock.advance(Duration::days(7));
        let link = key().undo_token(change);
        let undone = undo_address(&world.store, &world.surroundings, &key(), change, &link);
        assert!(matches!(undone, Err(AddressRefused::Dead)));
    });
}

#[test]
fn a_change_cannot_be_taken_back_once_the_old_address_has_an_account_of_its_own() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, change) = changed(&world);
        sign_in(&world, ANN, "a newcomer");
        let link = key().undo_token(change);
        let undone = undo_address(&world.store, &world.surroundings, &key(), change, &link);
        assert!(matches!(undone, Err(AddressRefused::Taken)));
        assert_eq!(person(&world, NEW).map(|ann| ann.id), Some(ann.person.id));
    });
}
