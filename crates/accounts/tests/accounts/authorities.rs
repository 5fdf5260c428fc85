//! Importing a list of authorities.

use marketday_accounts::{add_authorities, foresee_import, import_authorities};
use marketday_model::notice::Subject;
use marketday_model::{Authority, AuthorityType, Nation, Organisation, OrganisationKind, Region};
use marketday_store::{audit, authorities, organisations};
use marketday_testkit::{World, on_each_database};

pub(crate) const HEADER: &str =
    "code,name,gss,type,nation,region,start_date,end_date,replaced_by\n";

/// A file of these lines.
pub(crate) fn file(lines: &[&str]) -> String {
    format!("{HEADER}{}\n", lines.join("\n"))
}

const ADUR: &str =
    "ADU,Adur District Council,E07000223,Non-metropolitan district,England,South East,,,";
const LEEDS: &str = "LDS,Leeds City Council,E08000035,Metropolitan district,England,Yorkshire and The Humber,1974-04-01,,";

/// Imports a file and returns what was said of it.
pub(crate) fn import(world: &World, file: &str) -> String {
    import_authorities(&world.store, &world.surroundings, file.as_bytes())
        .expect("a good file")
        .to_string()
}

/// What an import would say.
pub(crate) fn foresee(world: &World, file: &str) -> String {
    foresee_import(&world.store, &world.surroundings, file.as_bytes())
        .expect("a good file")
        .to_string()
}

/// Every authority with what is known of it.
pub(crate) fn all(world: &World) -> Vec<(Organisation, Option<Authority>)> {
    world.store.read(authorities::list).expect("a look")
}

#[test]
fn a_list_is_taken_over_whole_and_a_second_time_changes_nothing() {
    on_each_database(|database| {
        let world = World::on(database);
        let list = file(&[ADUR, LEEDS]);
        let said = "\
added    ADU Adur District Council (Non-metropolitan district, South East)
added    LDS Leeds City Council (Metropolitan district, Yorkshire and The Humber), from 1 April 1974
2 added, 0 changed, 0 ended, 0 moved, 0 as they were.";
        assert_eq!(foresee(&world, &list), said);
        assert_eq!(all(&world), [], "a dry run changes nothing");
        assert_eq!(import(&world, &list), said);
        let now = all(&world);
        let (leeds, details) = &now[1];
        assert_eq!(
            (leeds.name.as_str(), leeds.region, leeds.gss.as_deref()),
            (
                "Leeds City Council",
                Some(Region::YorkshireAndTheHumber),
                Some("E08000035")
            )
        );
        let expected = Authority {
            organisation: leeds.id,
            code: "LDS".into(),
            kind: AuthorityType::MetropolitanDistrict,
            nation: Nation::England,
            starts_on: "1974-04-01".parse().ok(),
            ends_on: None,
            successor: None,
        };
        assert_eq!(details.as_ref(), Some(&expected));
        assert_eq!(
            import(&world, &list),
            "Nothing to change: 2 as the file says."
        );
        assert_eq!(all(&world), now);
    });
}

#[test]
fn what_is_otherwise_is_told_field_by_field_and_is_in_the_audit_trail() {
    on_each_database(|database| {
        let world = World::on(database);
        import(&world, &file(&[ADUR, LEEDS]));
        let changed = ADUR
            .replace("Adur District", "Adur Coast")
            .replace("E07000223", "E07999999");
        let said = "\
changed  ADU Adur Coast Council: name “Adur District Council” → “Adur Coast Council”; GSS code “E07000223” → “E07999999”
0 added, 1 changed, 0 ended, 0 moved, 1 as they were.";
        assert_eq!(foresee(&world, &file(&[&changed, LEEDS])), said);
        assert_eq!(import(&world, &file(&[&changed, LEEDS])), said);
        let adur = &all(&world)[0].0;
        assert_eq!(adur.name, "Adur Coast Council");
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Organisation(adur.id)))
            .expect("the trail");
        assert_eq!(
            trail,
            [
                ("authority.import".into(), None, "added as ADU".into()),
                (
                    "authority.import".into(),
                    None,
                    "name “Adur District Council” → “Adur Coast Council”; GSS code “E07000223” → “E07999999”".into()
                )
            ]
        );
    });
}

#[test]
fn an_authority_that_was_there_without_a_code_is_completed_and_not_made_twice() {
    on_each_database(|database| {
        let world = World::on(database);
        let there = vec![
            (
                "Leeds Council".into(),
                "E08000035".into(),
                Region::NorthEast,
            ),
            (
                "Adur District Council".into(),
                "E07000001".into(),
                Region::SouthEast,
            ),
        ];
        add_authorities(&world.store, &world.surroundings, there).expect("two authorities");
        let before: Vec<_> = all(&world).into_iter().map(|(o, _)| o.id).collect();
        let said = import(&world, &file(&[ADUR, LEEDS]));
        assert!(
            said.contains("LDS Leeds City Council: code none → “LDS”; name “Leeds Council” → “Leeds City Council”"),
            "{said}"
        );
        assert!(said.ends_with("0 added, 2 changed, 0 ended, 0 moved, 0 as they were."));
        let after: Vec<_> = all(&world).into_iter().map(|(o, _)| o.id).collect();
        assert_eq!(after, before);
    });
}

#[test]
fn two_authorities_may_swap_their_names() {
    on_each_database(|database| {
        let world = World::on(database);
        import(&world, &file(&[ADUR, LEEDS]));
        let adur = ADUR.replace("Adur District Council", "Leeds City Council");
        let leeds = LEEDS.replace("Leeds City Council", "Adur District Council");
        import(&world, &file(&[&adur, &leeds]));
        let codes: Vec<_> = all(&world)
            .into_iter()
            .map(|(o, details)| (o.name, details.expect("a code").code))
            .collect();
        assert_eq!(
            codes,
            [
                ("Adur District Council".into(), "LDS".into()),
                ("Leeds City Council".into(), "ADU".into())
            ]
        );
    });
}

#[test]
fn what_a_file_has_no_column_for_stays_as_it_is() {
    on_each_database(|database| {
        let world = World::on(database);
        import(&world, &file(&[LEEDS]));
        let short = "local-authority-code,official-name,gss-code,local-authority-type-name,nation,region\n\
            lds,Leeds City Council,e08000035,metropolitan district,England,Yorkshire and the Humber\n";
        assert_eq!(
            import(&world, short),
            "Nothing to change: 1 as the file says."
        );
    });
}

#[test]
fn the_councils_of_the_united_kingdom_are_all_taken_over() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/councils.csv"
    );
    let Ok(list) = std::fs::read_to_string(path) else {
        eprintln!("skipped: ../shared/data/councils.csv is absent");
        return;
    };
    on_each_database(|database| {
        let world = World::on(database);
        let said = import(&world, &list);
        assert!(
            said.ends_with("\n382 added, 0 changed, 0 ended, 0 moved, 0 as they were."),
            "{said}"
        );
        let all = all(&world);
        let in_nation = |nation| {
            let is = |d: &Option<Authority>| d.as_ref().is_some_and(|d| d.nation == nation);
            all.iter().filter(|(_, details)| is(details)).count()
        };
        assert_eq!(
            Nation::ALL.iter().copied().map(in_nation).sum::<usize>(),
            382
        );
        assert_eq!(
            (
                in_nation(Nation::England),
                in_nation(Nation::Scotland),
                in_nation(Nation::Wales),
                in_nation(Nation::NorthernIreland)
            ),
            (317, 32, 22, 11)
        );
        let outside = all
            .iter()
            .filter(|(organisation, _)| organisation.region != Some(Region::London));
        assert_eq!(outside.count(), 349);
        assert_eq!(
            import(&world, &list),
            "Nothing to change: 382 as the file says."
        );
    });
}

#[test]
fn only_the_authorities_of_the_day_can_be_chosen() {
    on_each_database(|database| {
        let world = World::on(database);
        let ends = "GRT,Guildford Borough Council,E07000209,Non-metropolitan district,England,South East,,2027-03-31,WSU";
        let begins =
            "WSU,West Surrey Council,E06000067,Unitary authority,England,South East,2027-04-01,,";
        import(&world, &file(&[ends, begins]));
        let on = |day: &str| -> Vec<String> {
            let day = day.parse().expect("a day");
            let current = world.store.read(|rx| authorities::list_current(rx, day));
            let names = current.expect("a look").into_iter().map(|o| o.name);
            names.collect()
        };
        assert_eq!(on("2027-03-31"), ["Guildford Borough Council"]);
        assert_eq!(on("2027-04-01"), ["West Surrey Council"]);
        let all = world
            .store
            .read(|rx| organisations::list(rx, OrganisationKind::Authority));
        assert_eq!(all.expect("a look").len(), 2);
    });
}
