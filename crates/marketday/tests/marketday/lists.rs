//! The commands about authorities and other organisations.

use crate::command::{Done, run};
use std::path::Path;
use tempfile::tempdir;

const LIST: &str = "\
code,name,gss,type,nation,region
ADU,Adur District Council,E07000223,Non-metropolitan district,England,South East
LDS,Leeds City Council,E08000035,Metropolitan district,England,Yorkshire and The Humber
";

fn does(folder: &Path, arguments: &[&str]) -> Done {
    run(folder, &[], arguments)
}

/// The id of what is found by a text.
fn id_of(folder: &Path, text: &str) -> String {
    let found = does(folder, &["organisation", "find", text]);
    assert_eq!(
        (found.code, found.said.lines().count()),
        (0, 1),
        "{}",
        found.said
    );
    let id = found.said.split(' ').next().expect("an id");
    id.to_owned()
}

#[test]
fn authorities_are_imported_from_a_file_after_a_dry_run_and_twice_is_as_good_as_once() {
    let folder = tempdir().expect("a folder");
    let folder = folder.path();
    assert_eq!(does(folder, &["migrate"]).code, 0);
    std::fs::write(folder.join("list.csv"), LIST).expect("a file");
    let import = ["import", "authorities", "list.csv"];
    let dry = does(folder, &["import", "authorities", "list.csv", "--dry-run"]);
    assert_eq!(
        (dry.code, dry.said.as_str()),
        (
            0,
            "added    ADU Adur District Council (Non-metropolitan district, South East)
added    LDS Leeds City Council (Metropolitan district, Yorkshire and The Humber)
2 added, 0 changed, 0 ended, 0 moved, 0 as they were.
Nothing was changed: leave out --dry-run to do it.
"
        )
    );
    let wet = does(folder, &import);
    assert_eq!((wet.code, wet.said.lines().count()), (0, 3));
    let again = does(folder, &import);
    assert_eq!(
        (again.code, again.said.as_str()),
        (0, "Nothing to change: 2 as the file says.\n")
    );
}

#[test]
fn a_file_that_is_wrong_or_not_there_ends_with_2_and_names_every_line() {
    let folder = tempdir().expect("a folder");
    let folder = folder.path();
    assert_eq!(does(folder, &["migrate"]).code, 0);
    let wrong = LIST
        .replace("England,South", "Albion,South")
        .replace("LDS", "L S");
    std::fs::write(folder.join("list.csv"), wrong).expect("a file");
    for arguments in [
        &["import", "authorities", "list.csv"][..],
        &["import", "authorities", "list.csv", "--dry-run"],
    ] {
        let done = does(folder, arguments);
        assert_eq!((done.code, done.said.as_str()), (2, ""));
        assert_eq!(
            done.complained,
            "marketday: list.csv: the file has 2 errors, and nothing was changed:
  line 2, column 5 (nation): “Albion” cannot be read: write England, Scotland, Wales or Northern Ireland
  line 3, column 1 (code): “L S” cannot be read: write a code of up to 10 letters and digits
"
        );
    }
    let absent = does(folder, &["import", "authorities", "absent.csv"]);
    assert_eq!(absent.code, 2);
    assert!(
        absent
            .complained
            .starts_with("marketday: absent.csv cannot be read: ")
    );
}

#[test]
fn organisations_are_found_and_merged_from_the_command_line() {
    let folder = tempdir().expect("a folder");
    let folder = folder.path();
    assert_eq!(does(folder, &["migrate"]).code, 0);
    for body in ["North Exchange", "The Northern Exchange"] {
        let add = [
            "organiser",
            "add",
            "ann@north.example",
            "--name",
            "Ann",
            "--body",
            body,
        ];
        assert_eq!(does(folder, &add).code, 0);
    }
    let (from, into) = (id_of(folder, "northern"), id_of(folder, "NORTH EXCHANGE"));
    let merge = ["organisation", "merge", "--from", &from, "--into", &into];
    let dry = does(folder, &[&merge[..], &["--dry-run"]].concat());
    assert_eq!(
        (dry.code, dry.said.as_str()),
        (
            0,
            "The Northern Exchange would be merged into North Exchange. What moves: 1 person.\n"
        )
    );
    assert_eq!(
        does(folder, &["organisation", "find", "exchange"])
            .said
            .lines()
            .count(),
        2
    );
    let wet = does(folder, &merge);
    assert_eq!(
        (wet.code, wet.said.as_str()),
        (
            0,
            "The Northern Exchange is merged into North Exchange. What moves: 1 person.\n"
        )
    );
    assert_eq!(
        does(folder, &["organisation", "find", "exchange"]).said,
        format!("{into} organising-body North Exchange\n")
    );
    let again = does(folder, &merge);
    assert_eq!(
        (again.code, again.complained),
        (
            1,
            format!(
                "marketday: The Northern Exchange was merged into another organisation before: take that one, {into}\n"
            )
        )
    );
    let none = does(folder, &["organisation", "find", "nobody"]);
    assert_eq!(
        (none.code, none.said.as_str()),
        (0, "No organisation is found.\n")
    );
    let no_id = does(
        folder,
        &["organisation", "merge", "--from", "x", "--into", &into],
    );
    assert_eq!(
        (no_id.code, no_id.complained.as_str()),
        (
            2,
            "marketday: --from: “x” is not an id: marketday organisation find prints them\n"
        )
    );
    let same = does(
        folder,
        &["organisation", "merge", "--from", &into, "--into", &into],
    );
    assert_eq!(
        (same.code, same.complained.as_str()),
        (
            2,
            "marketday: An organisation cannot be merged into itself\n"
        )
    );
}

#[test]
fn an_administrator_is_made_and_unmade_on_the_command_line() {
    let folder = tempdir().expect("a folder");
    let folder = folder.path();
    assert_eq!(does(folder, &["migrate"]).code, 0);
    let said = |verb: &str| {
        let done = does(folder, &["administrator", verb, "ada@operator.example"]);
        (done.code, done.said)
    };
    let runs = "ada@operator.example runs this installation.\n".to_owned();
    assert_eq!(said("add"), (0, runs.clone()));
    assert_eq!(said("add"), (0, runs));
    let no_more = "ada@operator.example does not run this installation any more.\n".to_owned();
    assert_eq!(said("remove"), (0, no_more));
    let did_not = "ada@operator.example did not run this installation.\n".to_owned();
    assert_eq!(said("remove"), (0, did_not));
    let done = does(folder, &["administrator", "add", "ada"]);
    assert_eq!(done.code, 2);
    assert!(
        done.complained.starts_with("marketday: EMAIL: "),
        "{}",
        done.complained
    );
}
