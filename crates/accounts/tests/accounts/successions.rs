//! Authorities that end, and what becomes of the people who come from them.

use crate::authorities::{all, file, foresee, import};
use marketday_accounts::settle_successions;
use marketday_model::notice::Subject;
use marketday_model::registration::Needs;
use marketday_model::{
    Membership, MembershipState, OrganisationId, Person, Registration, RegistrationState, Role,
};
use marketday_store::{audit, memberships, registrations};
use marketday_testkit::{Day, World, on_each_database};

const OLD: [&str; 12] = [
    "ELM", "EPS", "GRT", "MOL", "REI", "RUN", "SPE", "SRY", "SUR", "TAN", "WAE", "WOI",
];

/// Surrey's councils before and, if `ended`, as the list says once there are two.
fn surrey(ended: bool) -> String {
    let mut lines = Vec::new();
    for (n, code) in OLD.iter().enumerate() {
        let end = if ended {
            format!("2027-03-31,{}", if n < 6 { "ESU" } else { "WSU" })
        } else {
            ",".to_owned()
        };
        lines.push(format!(
            "{code},{code} Council,E070000{n:02},Non-metropolitan district,England,South East,,{end}"
        ));
    }
    if ended {
        for (n, (code, name)) in [("ESU", "East Surrey"), ("WSU", "West Surrey")]
            .iter()
            .enumerate()
        {
            lines.push(format!(
                "{code},{name} Council,E0600009{n},Unitary authority,England,South East,2027-04-01,,"
            ));
        }
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    file(&lines)
}

fn with_code(world: &World, code: &str) -> OrganisationId {
    let all = all(world);
    let found = all
        .iter()
        .find(|(_, details)| details.as_ref().is_some_and(|d| d.code == code));
    found.expect("an authority with this code").0.id
}

fn join(
    world: &World,
    person: &Person,
    authority: OrganisationId,
    role: Role,
    state: MembershipState,
) {
    let tie = Membership {
        id: world.surroundings.id(),
        person: person.id,
        organisation: authority,
        role,
        state,
        since: world.surroundings.now(),
    };
    let tied = world.store.write(move |tx| memberships::insert(tx, &tie));
    tied.expect("a membership");
}

fn register(world: &World, day: &Day, person: &Person, authority: OrganisationId) {
    let now = world.surroundings.now();
    let new = Registration {
        id: world.surroundings.id(),
        event: day.event.id,
        person: person.id,
        state: RegistrationState::Confirmed,
        name: person.name.clone(),
        organisation: "As they wrote it".into(),
        authority: Some(authority),
        role: "Officer".into(),
        themes: Vec::new(),
        listed: false,
        sequence: 0,
        confirmed_at: now,
        changed_at: now,
        cancelled_at: None,
    };
    let stored = world
        .store
        .write(move |tx| registrations::insert(tx, &new, &Needs::default()));
    assert!(stored.expect("a registration"));
}

fn ties(world: &World, person: &Person) -> Vec<(OrganisationId, Role, MembershipState)> {
    let ties = world
        .store
        .read(|rx| memberships::list_of_person(rx, person.id));
    let ties = ties.expect("a look").into_iter();
    ties.map(|tie| (tie.organisation, tie.role, tie.state))
        .collect()
}

fn registered_for(world: &World, person: &Person) -> Vec<(Option<OrganisationId>, String)> {
    let all = world
        .store
        .read(|rx| registrations::list_of_person(rx, person.id));
    let all = all.expect("a look").into_iter();
    all.map(|r| (r.authority, r.organisation)).collect()
}

#[test]
fn when_twelve_councils_become_two_people_and_what_they_did_move_and_the_old_stay_on_record() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        import(&world, &surrey(false));
        let people: Vec<Person> = OLD
            .iter()
            .map(|code| {
                let person = world.person(&format!("{code}@surrey.example").to_lowercase());
                let authority = with_code(&world, code);
                join(
                    &world,
                    &person,
                    authority,
                    Role::Member,
                    MembershipState::Active,
                );
                register(&world, &day, &person, authority);
                person
            })
            .collect();

        // Announced in January, the change is foreseen, and nobody moves before the last day is over.
        let said = import(&world, &surrey(true));
        assert!(
            said.contains("\nlater    on 1 April 2027 from ELM Council to East Surrey Council: 1 person and 1 registration\n"),
            "{said}"
        );
        assert!(
            said.ends_with("\n2 added, 0 changed, 12 ended, 0 moved, 0 as they were."),
            "{said}"
        );
        assert!(
            said.contains(
                "ended    ELM ELM Council: last day none → “2027-03-31”; successor none → “ESU”"
            ),
            "{said}"
        );
        assert_eq!(
            foresee(&world, &surrey(true)),
            "Nothing to change: 14 as the file says."
        );
        let settle = || {
            settle_successions(&world.store, &world.surroundings)
                .expect("a look")
                .len()
        };
        assert_eq!(settle(), 0);
        assert_eq!(ties(&world, &people[0])[0].0, with_code(&world, "ELM"));

        // 78 days later it is 31 March, the day after it is not.
        world.clock.advance(chrono::Duration::days(78));
        assert_eq!(settle(), 0);
        world.clock.advance(chrono::Duration::days(1));
        let said = foresee(&world, &surrey(true));
        assert!(
            said.starts_with(
                "moved    from ELM Council to East Surrey Council: 1 person and 1 registration\n"
            ),
            "{said}"
        );
        assert!(
            said.ends_with("0 added, 0 changed, 0 ended, 12 moved, 14 as they were."),
            "{said}"
        );
        assert_eq!(settle(), 12);
        assert_eq!(settle(), 0);
        let (east, west) = (with_code(&world, "ESU"), with_code(&world, "WSU"));
        for (n, person) in people.iter().enumerate() {
            let now = if n < 6 { east } else { west };
            assert_eq!(
                ties(&world, person),
                [(now, Role::Member, MembershipState::Active)]
            );
            assert_eq!(
                registered_for(&world, person),
                [(Some(now), "As they wrote it".into())]
            );
        }
        let elmbridge = all(&world)
            .into_iter()
            .find(|(o, _)| o.name == "ELM Council")
            .expect("its row stays");
        let details = elmbridge.1.expect("with what is known of it");
        assert_eq!(
            (details.ends_on, details.successor),
            ("2027-03-31".parse().ok(), Some(east))
        );
        let actions = |id| -> Vec<String> {
            let trail = world
                .store
                .read(|rx| audit::list(rx, Subject::Organisation(id)));
            trail
                .expect("the trail")
                .into_iter()
                .map(|line| line.0)
                .collect()
        };
        assert_eq!(
            actions(elmbridge.0.id),
            ["authority.import", "authority.import", "authority.succeed"]
        );
        assert_eq!(actions(east).len(), 1 + 6);
    });
}

#[test]
fn an_import_after_the_last_day_moves_at_once_and_along_a_chain_to_its_end() {
    on_each_database(|database| {
        let world = World::on(database);
        let line = |code: &str, gss: u32, rest: &str| {
            format!("{code},{code} Council,E0700000{gss},County,England,London,{rest}")
        };
        let before = [
            line("AAA", 1, ",,"),
            line("BBB", 2, ",,"),
            line("CCC", 3, ",,"),
        ];
        let lines: Vec<&str> = before.iter().map(String::as_str).collect();
        import(&world, &file(&lines));
        let (first, second, last) = (
            with_code(&world, "AAA"),
            with_code(&world, "BBB"),
            with_code(&world, "CCC"),
        );
        let ann = world.person("ann@council.example");
        join(&world, &ann, first, Role::Owner, MembershipState::Active);
        join(
            &world,
            &ann,
            last,
            Role::Assistant,
            MembershipState::Claimed,
        );
        let bo = world.person("bo@council.example");
        join(&world, &bo, second, Role::Member, MembershipState::Claimed);
        let after = [
            line("AAA", 1, ",2019-03-31,BBB"),
            line("BBB", 2, ",2023-03-31,CCC"),
            line("CCC", 3, ",,"),
        ];
        let lines: Vec<&str> = after.iter().map(String::as_str).collect();
        let said = import(&world, &file(&lines));
        assert!(
            said.contains("\nmoved    from AAA Council to CCC Council: 1 person\nmoved    from BBB Council to CCC Council: 1 person\n"),
            "{said}"
        );
        assert_eq!(
            ties(&world, &ann),
            [(last, Role::Owner, MembershipState::Active)],
            "of two ties the stronger is left"
        );
        assert_eq!(
            ties(&world, &bo),
            [(last, Role::Member, MembershipState::Claimed)]
        );
        assert_eq!(
            import(&world, &file(&lines)),
            "Nothing to change: 3 as the file says."
        );
    });
}

#[test]
fn nobody_is_moved_where_an_authority_is_split() {
    on_each_database(|database| {
        let world = World::on(database);
        let line = |code: &str, gss: u32, rest: &str| {
            format!("{code},{code} Council,E0700000{gss},County,England,London,{rest}")
        };
        let (one, two) = (line("ONE", 2, ",,"), line("TWO", 3, ",,"));
        import(&world, &file(&[&line("SRY", 1, ",,")]));
        let ann = world.person("ann@council.example");
        let county = with_code(&world, "SRY");
        join(&world, &ann, county, Role::Owner, MembershipState::Active);
        let split = line("SRY", 1, ",2019-03-31,\"ONE,TWO\"");
        let said = import(&world, &file(&[&split, &one, &two]));
        assert!(
            said.contains("\nsplit    SRY becomes ONE and TWO: nobody is moved\n"),
            "{said}"
        );
        assert_eq!(ties(&world, &ann)[0].0, county);
    });
}
