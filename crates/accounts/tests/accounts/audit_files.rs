//! The audit trail as a file, however long it is.

use marketday_accounts::{AuditFile, AuditForm};
use marketday_model::PersonId;
use marketday_model::notice::Subject;
use marketday_store::Tx;
use marketday_store::audit::{self, AuditEntry};
use marketday_store::audit_trail::Filter;
use marketday_testkit::{World, on_each_database};

/// So many lines about somebody, each of which says which it is.
fn adds(world: &World, person: PersonId, count: u32) {
    let entry = |number: u32| AuditEntry {
        id: world.surroundings.id(),
        at: world.surroundings.now(),
        person: Some(person),
        action: "test.deed",
        subject: Subject::Person(person),
        detail: number.to_string(),
    };
    let entries: Vec<AuditEntry> = (0..count).map(entry).collect();
    let job = move |tx: &mut Tx<'_>| {
        entries
            .iter()
            .try_for_each(|entry| audit::insert(tx, entry))
    };
    world.store.write(job).expect("lines");
}

/// A file's chunks, and how many statements they took.
fn file(world: &World, form: AuditForm, person: PersonId) -> (Vec<String>, u64) {
    let before = world.store.queries();
    let filter = Filter {
        person: Some(person),
        ..Filter::default()
    };
    let chunks = AuditFile::new(world.store.clone(), form, filter)
        .map(|chunk| String::from_utf8(chunk.expect("a chunk")).expect("text"))
        .collect();
    (chunks, world.store.queries() - before)
}

#[test]
fn a_long_trail_is_a_whole_file_in_order_with_each_line_once_and_no_more_than_a_page_in_memory() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        adds(&world, ann, 2_500);
        let (_, one_page) = file(
            &world,
            AuditForm::Csv,
            world.person("ben@council.example").id,
        );
        let (chunks, statements) = file(&world, AuditForm::JsonLines, ann);
        let lines: Vec<usize> = chunks.iter().map(|chunk| chunk.lines().count()).collect();
        assert_eq!((lines, statements), (vec![1_000, 1_000, 500], 3 * one_page));

        let whole = chunks.concat();
        let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("an object");
        let lines: Vec<serde_json::Value> = whole.lines().map(read).collect();
        let ids: Vec<&str> = lines
            .iter()
            .filter_map(|line| line["id"].as_str())
            .collect();
        assert!(ids.is_sorted_by(|newer, older| newer > older));
        let number = |line: &serde_json::Value| line["detail"].as_str()?.parse().ok();
        let mut numbers: Vec<u32> = lines.iter().filter_map(number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..2_500).collect::<Vec<u32>>());

        let (chunks, _) = file(&world, AuditForm::Csv, ann);
        let whole = chunks.concat();
        assert_eq!(whole.lines().count(), 2_501);
        let heads = whole.lines().filter(|line| line.starts_with("\"id\","));
        assert_eq!(heads.count(), 1);
    });
}

#[test]
fn a_file_of_exactly_one_page_or_of_nothing_ends_by_itself() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        let (chunks, _) = file(&world, AuditForm::Csv, ann);
        assert_eq!(chunks.len(), 1);
        assert_eq!(chunks[0].lines().count(), 1, "its head");
        adds(&world, ann, 1_000);
        let (chunks, _) = file(&world, AuditForm::JsonLines, ann);
        let lines: Vec<usize> = chunks.iter().map(|chunk| chunk.lines().count()).collect();
        assert_eq!(lines, [1_000, 0]);
    });
}
