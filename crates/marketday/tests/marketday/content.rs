//! What the demonstration's files hold, read without the product's own types.

use std::collections::BTreeSet;
use toml::{Table, Value};

fn read(text: &str, of: &str) -> Vec<Table> {
    let table: Table = text.parse().expect("TOML");
    let Some(Value::Array(rows)) = table.get(of) else {
        panic!("no [[{of}]]");
    };
    rows.iter()
        .map(|row| row.as_table().expect("a table").clone())
        .collect()
}

fn companies() -> Vec<Table> {
    read(
        include_str!("../../src/demo/content/companies.toml"),
        "company",
    )
}

fn delegates() -> Vec<Table> {
    read(
        include_str!("../../src/demo/content/delegates.toml"),
        "delegate",
    )
}

fn councils() -> Vec<Table> {
    read(
        include_str!("../../src/demo/content/councils.toml"),
        "council",
    )
}

fn days() -> Vec<Table> {
    read(include_str!("../../src/demo/content/events.toml"), "event")
}

fn text<'t>(table: &'t Table, path: &str) -> &'t str {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = table.get(first).unwrap_or_else(|| panic!("no {path}"));
    match value {
        Value::String(text) if rest.is_empty() => text,
        Value::Table(inner) => text(inner, rest),
        _ => panic!("{path} is no text"),
    }
}

fn distinct<'t>(rows: &'t [Table], path: &str) -> BTreeSet<&'t str> {
    rows.iter().map(|row| text(row, path)).collect()
}

#[test]
fn there_are_at_least_forty_companies_each_with_a_pitch_of_its_own() {
    let companies = companies();
    assert!(companies.len() >= 40, "{}", companies.len());
    for path in [
        "name",
        "website",
        "number",
        "contact.email",
        "pitch.title",
        "pitch.summary",
    ] {
        assert_eq!(distinct(&companies, path).len(), companies.len(), "{path}");
    }
}

#[test]
fn there_are_at_least_thirty_delegates_of_councils_that_are_listed() {
    let (delegates, councils) = (delegates(), councils());
    assert!(delegates.len() >= 30, "{}", delegates.len());
    assert_eq!(distinct(&delegates, "email").len(), delegates.len());
    let known: BTreeSet<_> = councils
        .iter()
        .map(|council| {
            (
                text(council, "name"),
                text(council, "gss"),
                text(council, "region"),
            )
        })
        .collect();
    assert_eq!(known.len(), councils.len());
    for delegate in &delegates {
        let council = (
            text(delegate, "organisation"),
            text(delegate, "gss"),
            text(delegate, "region"),
        );
        assert!(known.contains(&council), "{council:?}");
    }
}

#[test]
fn the_days_are_as_the_demonstration_promises() {
    let days = days();
    let mut states: Vec<_> = days.iter().map(|day| text(day, "state")).collect();
    states.sort_unstable();
    assert_eq!(
        states,
        ["cancelled", "draft", "published", "published", "published"]
    );
    assert!(!distinct(&days, "region").contains("london"));
    assert_eq!(distinct(&days, "region").len(), days.len());
    for day in &days {
        assert!(day["stages"].as_array().expect("stages").len() >= 2);
    }
}

/// How many slots its pitch sessions have, and which companies are in them.
fn slots_and_companies(day: &Table) -> (i64, Vec<&str>) {
    let (mut slots, mut companies) = (0, Vec::new());
    for session in day["sessions"].as_array().expect("sessions") {
        let session = session.as_table().expect("a table");
        let Some(lengths) = session.get("slots").and_then(Value::as_table) else {
            continue;
        };
        let minutes = |clock: &str| {
            let (hours, minutes) = clock.split_once(':').expect("a time");
            hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes")
        };
        let length = minutes(text(session, "ends")) - minutes(text(session, "starts"));
        let of_one: i64 = lengths
            .values()
            .map(|v| v.as_integer().expect("minutes"))
            .sum();
        assert_eq!(length % of_one, 0, "{}", text(session, "title"));
        slots += length / of_one;
        let here = session["companies"].as_array().expect("companies");
        companies.extend(here.iter().map(|name| name.as_str().expect("a name")));
    }
    (slots, companies)
}

#[test]
fn each_day_is_filled_as_it_says_by_companies_that_are_described() {
    let (days, companies) = (days(), companies());
    let known = distinct(&companies, "name");
    for day in &days {
        let (slots, booked) = slots_and_companies(day);
        let fill = match &day["fill"] {
            Value::Integer(count) => *count,
            _ => slots,
        };
        let title = text(day, "title");
        assert_eq!(i64::try_from(booked.len()), Ok(fill), "{title}");
        assert!(slots >= fill, "{title}");
        let different: BTreeSet<_> = booked.iter().copied().collect();
        assert_eq!(different.len(), booked.len(), "{title}");
        assert!(different.is_subset(&known), "{title}");
    }
}
