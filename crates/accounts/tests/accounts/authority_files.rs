//! Files that are wrong: every error is told with its line and column, and nothing is changed.

use crate::authorities::{all, file, import};
use marketday_accounts::{ImportRefused, foresee_import, import_authorities};
use marketday_testkit::{Database, World, on_each_database};

/// The errors of a file.
fn errors(world: &World, file: &[u8]) -> Vec<String> {
    let refused = import_authorities(&world.store, &world.surroundings, file);
    let foreseen = foresee_import(&world.store, &world.surroundings, file);
    let (Err(ImportRefused::File(errors)), Err(ImportRefused::File(same))) = (refused, foreseen)
    else {
        panic!("the file is wrong");
    };
    assert_eq!(errors, same, "a dry run finds the same");
    assert_eq!(all(world), [], "nothing was changed");
    errors.iter().map(ToString::to_string).collect()
}

fn of(text: &str) -> Vec<String> {
    let database = Database::sqlite();
    errors(&World::on(&database), text.as_bytes())
}

const GOOD: &str =
    "ADU,Adur District Council,E07000223,Non-metropolitan district,England,South East,,,";

#[test]
fn every_error_of_a_file_is_told_at_once_with_its_line_and_column() {
    let list = file(&[
        GOOD,
        "A DU,,E0700,Parish,Englnd,Middle East,1/4/2027,2027-02-30,",
        "too,few",
        "ADU,Adur District Council,E07000223,County,England,,2027-04-01,2027-03-31,",
    ]);
    let types = "one of Non-metropolitan district, County, Unitary authority, Metropolitan district, London borough, City corporation, Scottish unitary authority, Welsh unitary authority, NI district, Combined authority, Strategic regional authority";
    assert_eq!(
        of(&list),
        [
            "line 3, column 1 (code): “A DU” cannot be read: write a code of up to 10 letters and digits".to_owned(),
            "line 3, column 2 (name): is empty: write a name of up to 160 characters".to_owned(),
            "line 3, column 3 (gss): “E0700” cannot be read: write a GSS code like E07000223, or nothing".to_owned(),
            format!("line 3, column 4 (type): “Parish” cannot be read: write {types}"),
            "line 3, column 5 (nation): “Englnd” cannot be read: write England, Scotland, Wales or Northern Ireland".to_owned(),
            "line 3, column 6 (region): “Middle East” cannot be read: write the name of one of the 12 regions".to_owned(),
            "line 3, column 7 (start_date): “1/4/2027” is not a date: write it like 2027-03-31".to_owned(),
            "line 3, column 8 (end_date): “2027-02-30” is not a date: write it like 2027-03-31".to_owned(),
            "line 4: has 2 columns, and the first line names 9".to_owned(),
            "line 5, column 1 (code): stands in line 2 too".to_owned(),
            "line 5, column 2 (name): stands in line 2 too".to_owned(),
            "line 5, column 3 (gss): stands in line 2 too".to_owned(),
            "line 5, column 8 (end_date): lies before the first day".to_owned(),
        ]
    );
}

#[test]
fn a_file_without_a_column_that_is_needed_says_which_names_it_may_have() {
    assert_eq!(
        of("name,type\nAdur,County\n"),
        [
            "line 1: there is no column code or local-authority-code",
            "line 1: there is no column gss or gss-code",
            "line 1: there is no column nation",
            "line 1: there is no column region",
        ]
    );
    assert_eq!(
        of(""),
        ["line 1: the file is empty: its first line names the columns"]
    );
    assert_eq!(
        of(&file(&[])),
        ["line 1: no authority follows the names of the columns"]
    );
}

#[test]
fn successors_are_known_have_a_last_day_before_them_and_never_go_in_a_circle() {
    let line = |code: &str, gss: u32, end: &str, successor: &str| {
        format!("{code},{code} Council,E0700000{gss},County,England,London,,{end},{successor}")
    };
    let list = file(&[
        &line("AAA", 1, "2027-03-31", "BBB"),
        &line("BBB", 2, "2027-03-31", "CCC"),
        &line("CCC", 3, "2027-03-31", "AAA"),
        &line("DDD", 4, "2027-03-31", "DDD"),
        &line("EEE", 5, "2027-03-31", "XXX"),
        &line("FFF", 6, "", "EEE"),
        // Leads into the circle, and is no part of it.
        &line("GGG", 7, "2027-03-31", "AAA"),
    ]);
    let file_errors = of(&list);
    assert_eq!(
        file_errors,
        [
            "line 7, column 8 (end_date): is empty, and somebody takes over: write the last day, or nobody"
        ],
        "what a line says by itself comes first"
    );
    assert_eq!(
        of(&list.replace("London,,,EEE", "London,,2027-03-31,EEE")),
        [
            "line 2, column 9 (replaced_by): they take over from each other in a circle: AAA → BBB → CCC → AAA (lines 2, 3, 4)",
            "line 5, column 9 (replaced_by): they take over from each other in a circle: DDD → DDD (line 5)",
            "line 6, column 9 (replaced_by): “XXX” is the code of no authority, here or before",
        ]
    );
}

#[test]
fn a_name_or_gss_code_that_another_authority_has_is_refused() {
    on_each_database(|database| {
        let world = World::on(database);
        import(&world, &file(&[GOOD]));
        let other = file(&[&GOOD.replace("ADU,", "ADX,")]);
        let refused = import_authorities(&world.store, &world.surroundings, other.as_bytes());
        assert_eq!(
            refused.expect_err("it is another's").to_string(),
            "the file has 2 errors, and nothing was changed:
  line 2, column 2 (name): is that of Adur District Council (ADU)
  line 2, column 3 (gss): is that of Adur District Council (ADU)"
        );
        assert_eq!(all(&world).len(), 1);
    });
}

#[test]
fn a_file_is_read_with_its_byte_order_mark_and_quotes_and_refused_if_it_is_not_utf_8() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut latin = file(&[&GOOD.replace("Adur", "Ad*r")]).into_bytes();
        for byte in &mut latin {
            if *byte == b'*' {
                *byte = 0xfc;
            }
        }
        assert_eq!(
            errors(&world, &latin),
            ["line 2, column 2 (name): is not UTF-8: save the file as UTF-8"]
        );
        let quoted = GOOD.replace(
            "Adur District Council",
            "\"Adur, Worthing\r\n and \"\"more\"\"\"",
        );
        assert_eq!(
            errors(&world, file(&[&quoted]).as_bytes()),
            [
                "line 2, column 2 (name): “Adur, Worthing\r\n and \"more\"” cannot be read: write a name of up to 160 characters"
            ]
        );
        let marked = format!("\u{feff}{}", file(&[GOOD]).replace('\n', "\r\n"));
        assert!(
            import(&world, &marked)
                .ends_with("1 added, 0 changed, 0 ended, 0 moved, 0 as they were.")
        );
    });
}
