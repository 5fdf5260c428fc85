//! What is hostile in the files that people download: the ZIP of their data, and the history of an event.

use super::markup::{LINE, alien, poison};
use super::town::{SLUG, Town};
use crate::app::{Browser, spawn_app};
use marketday_testkit::{Database, on_each_database};
use serde_json::Value;
use std::io::{Cursor, Read};

/// The files of a ZIP.
fn unzipped<const N: usize>(zip: Vec<u8>, names: [&str; N]) -> [String; N] {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
    assert_eq!(archive.len(), N);
    names.map(|name| {
        let mut text = String::new();
        let mut file = archive.by_name(name).expect("the file");
        file.read_to_string(&mut text).expect("text");
        text
    })
}

#[test]
fn markup_is_shown_as_it_was_typed_in_the_file_of_somebodys_data() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let town = Town::of(&app);
        poison(database);
        for who in ["the company", "the delegate", "the organiser"] {
            let browser = town.browser(who);
            let form = browser.visit("/my/data").form("Download my data");
            let zip = browser.presses(&form, "Download my data");
            assert_eq!(zip.status, 200, "{who}");
            let [json, html] = unzipped(zip.body, ["my-data.json", "my-data.html"]);
            assert_eq!(alien(&html), Vec::<String>::new(), "{who}");
            assert!(html.contains("&lt;script&gt;alert(1)&lt;"), "{who}");
            let data: Value = serde_json::from_str(&json).expect("JSON");
            let name = data.pointer("/account/people/0/name");
            assert_eq!(name.and_then(Value::as_str), Some(LINE), "{who}");
        }
    });
}

/// What a spreadsheet takes for a formula, with markup and line ends in it.
const FORMULAS: [&str; 6] = [
    "=HYPERLINK(\"https://evil.example\";\"x\")</script><script>alert(1)</script>",
    "+1\"\r\n=1+1",
    "-2+3,\"\"\"",
    "@SUM(A1)\u{2028}=1",
    "\t=1",
    "\r=1",
];

/// Gives everybody a name that is a formula.
fn name_by_formulas(database: &Database) {
    let statements: Vec<String> = (0..)
        .zip(FORMULAS)
        .map(|(number, formula)| {
            // Ids end in random digits: all formulas come up, and the last is everybody else's.
            let whose = if number == 0 {
                String::new()
            } else {
                let digits = ["0123", "456", "789", "ab", "cd", "ef"][number];
                let ends: Vec<String> = digits
                    .chars()
                    .map(|end| format!("id LIKE '%{end}'"))
                    .collect();
                format!(" WHERE {}", ends.join(" OR "))
            };
            format!(
                "UPDATE people SET name = '{}'{whose}",
                formula.replace('\'', "''")
            )
        })
        .collect();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    let written = database.store.run_script(&statements);
    written.expect("it is written");
}

/// The cells of a CSV, a line each.
fn cells(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv);
    let lines = reader
        .records()
        .map(|line| line.expect("as many cells as names"));
    lines
        .map(|line| line.iter().map(ToOwned::to_owned).collect())
        .collect()
}

/// A file of the history, which browsers save and do not show.
fn file(organiser: &Browser<'_>, ending: &str) -> Vec<u8> {
    let page = organiser.get(&format!("/organise/events/{SLUG}/history.{ending}"));
    assert_eq!(page.status, 200, "{ending}");
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    let disposition = page.header("content-disposition").unwrap_or_default();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    page.body
}

#[test]
fn no_cell_of_an_events_history_is_a_formula_and_each_line_of_its_json_is_an_object() {
    const REASON: &str = "=cmd|' /C calc'!A0</script><script>alert(1)</script>";
    const TITLE: &str = "@Care \"Day\"</script><script>alert(1)</script>";
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let town = Town::of(&app);
        let organiser = town.browser("the organiser");
        organiser.changes_event(SLUG, &[("title", TITLE)]);
        organiser.cancels_event(SLUG, REASON);
        name_by_formulas(database);

        let csv = cells(&file(organiser, "csv"));
        let is_formula = |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert_eq!(csv.iter().flatten().find(is_formula), None);
        let json = String::from_utf8(file(organiser, "jsonl")).expect("UTF-8");
        let json: Vec<Value> = json
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object"))
            .collect();
        // The same in both, but for the names of the columns, and the apostrophes where there was a formula.
        let names = &csv[0];
        assert_eq!(csv.len(), json.len() + 1);
        let mut guarded = 0;
        for (cells, object) in csv[1..].iter().zip(&json) {
            for (name, cell) in names.iter().zip(cells) {
                let value = match &object[name] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Array(list) if list.is_empty() => String::new(),
                    other => other.to_string(),
                };
                let is_guarded = is_formula(&&value);
                guarded += u32::from(is_guarded);
                let expected = if is_guarded {
                    format!("'{value}")
                } else {
                    value
                };
                assert_eq!(*cell, expected, "{name}");
            }
        }
        assert!(guarded > 5, "{guarded}");
        let all = format!("{json:?}");
        assert!(
            all.contains("=cmd|' /C calc'!A0") && all.contains("@Care"),
            "{all}"
        );
    });
}
