use super::*;

#[test]
fn every_kind_has_its_own_key_and_every_rule_its_kind() {
    let mut keys: Vec<&str> = KINDS.iter().map(|kind| kind.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), KINDS.len());
    for rule in Rule::ALL {
        assert!(
            KINDS.iter().any(|kind| kind.kept.contains(rule)),
            "{rule} keeps nothing"
        );
    }
    assert!(KINDS.iter().all(|kind| !kind.kept.is_empty()));
}

#[test]
fn a_rule_reads_as_a_duration_after_something() {
    let periods = Periods::default();
    assert_eq!(
        periods.text(Rule::CodeRequests),
        "1 day after the code was asked for"
    );
    assert_eq!(
        periods.text(Rule::People),
        "1095 days after their last event and their last visit"
    );
}

#[test]
fn no_column_is_held_and_said_to_be_not_personal_at_once() {
    for held in KINDS.iter().flat_map(|kind| kind.held) {
        let listed = NOT_PERSONAL
            .iter()
            .filter(|(table, _)| *table == held.table)
            .flat_map(|(_, columns)| *columns);
        for column in listed {
            // An event's title is shown to its organiser so that they know which contact is theirs.
            let is_label = held.table == "events" && *column == "title" || *column == "note";
            assert!(
                is_label
                    || *column != "*"
                        && !held.shown.contains(column)
                        && !held.hidden.contains(column),
                "{}.{column}",
                held.table
            );
        }
    }
}

/// The table of `docs/security.md`.
fn table() -> String {
    let periods = Periods::default();
    let mut lines = vec![
        "| data | what | why | lawful basis | seen by | kept |".to_owned(),
        "| --- | --- | --- | --- | --- | --- |".to_owned(),
    ];
    lines.extend(KINDS.iter().map(|kind| {
        let kept: Vec<String> = kind.kept.iter().map(|rule| periods.text(*rule)).collect();
        format!(
            "| {} | {} | {} | {} | {} | {} |",
            kind.name,
            kind.what,
            kind.purpose,
            kind.basis.text(),
            kind.seen_by,
            kept.join("; ")
        )
    }));
    lines.join("\n")
}

#[test]
fn the_table_in_the_documents_is_this_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/security.md");
    let document = std::fs::read_to_string(path).expect("docs/security.md");
    let table = table();
    assert!(
        document.contains(&table),
        "put this into docs/security.md, under Personal data:\n\n{table}\n"
    );
}
