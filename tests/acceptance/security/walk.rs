//! A walk over every address, by everybody.

use super::routes::{READ, Row, SEND};
use super::rules::{may_at_event, rights};
use super::town::{DRAFT, SLUG, Town};
use crate::app::{Browser, Page, TestApp, Witness, spawn_app};
use marketday_model::permission::may_see;
use marketday_testkit::{Database, on_each_database};

/// Lets everybody ask at every row, and compares what they are answered with what the row's predicate says of them, as
/// the database knows them.
fn walk(
    database: &Database,
    app: &TestApp,
    method: &str,
    table: &[Row],
    ask: fn(&Browser<'_>, &str) -> Page,
) {
    let town = Town::of(app);
    let mut witness = Witness::of(database);
    let before = witness.look();
    let mut wrong = Vec::new();
    for &(row, rule, status) in table {
        let path = town.address(row);
        let mut is_anybody_in = false;
        for someone in &town.people {
            let expected = rule.answers(app, &town, row, status, someone);
            is_anybody_in |= expected == status;
            if expected == 0 {
                continue;
            }
            let answered = ask(&someone.browser, &path).status;
            if answered != expected {
                let who = someone.who;
                wrong.push(format!(
                    "{method} {row} by {who}: {answered}, not {expected}"
                ));
            }
        }
        if !is_anybody_in {
            wrong.push(format!("{method} {row} lets nobody in"));
        }
        if witness.look() != before {
            wrong.push(format!("{method} {row} changed something"));
            break;
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn reading_any_address_answers_everybody_as_its_predicate_says_and_changes_nothing() {
    on_each_database(|database| {
        let app = spawn_app(database);
        walk(database, &app, "GET", READ, |browser, path| {
            browser.get(path)
        });
    });
}

#[test]
fn sending_to_any_address_answers_everybody_as_its_predicate_says_and_an_empty_form_changes_nothing()
 {
    on_each_database(|database| {
        let app = spawn_app(database);
        walk(database, &app, "POST", SEND, |browser, path| {
            browser.post(path, &[])
        });
    });
}

#[test]
fn everybody_has_at_an_event_the_rights_that_the_documents_say() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let rights = rights();
        let mut columns: Vec<&str> = rights.keys().map(|(_, column)| column.as_str()).collect();
        for someone in &town.people {
            columns.retain(|column| *column != someone.column && *column != "asked by");
            for ((predicate, column), says_yes) in &rights {
                if column == someone.column {
                    let actor = someone.known.as_ref().map(|(_, actor)| actor);
                    let may =
                        actor.is_some_and(|actor| may_at_event(predicate)(actor, &town.event));
                    assert_eq!(may, *says_yes, "{predicate} of {}", someone.who);
                }
            }
        }
        assert_eq!(columns, Vec::<&str>::new(), "nobody stands for these");
    });
}

#[test]
fn a_draft_is_there_for_its_team_alone() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        for page in ["", "/programme", "/slots", "/registration", "/privacy"] {
            let path = format!("/events/{DRAFT}{page}");
            for someone in &town.people {
                let actor = someone.known.as_ref().map(|(_, actor)| actor);
                let answered = someone.browser.get(&path).status;
                let is_there = may_see(actor, &town.draft);
                assert_eq!(
                    answered != 404,
                    is_there,
                    "{path} by {}: {answered}",
                    someone.who
                );
            }
        }
    });
}

#[test]
fn an_id_that_nobody_was_given_leads_nowhere() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
        let ids = [
            "{id}",
            "{booking}",
            "{complaint}",
            "{proposal}",
            "{letter}",
            "{message}",
            "{wording}",
        ];
        for (row, ..) in READ
            .iter()
            .filter(|(row, ..)| ids.iter().any(|id| row.contains(id)))
        {
            let long = "x".repeat(300);
            for id in [unknown, "1", "..", "%27%20OR%201%3D1--", long.as_str()] {
                let path = ids
                    .iter()
                    .fold((*row).to_owned(), |path, name| path.replace(name, id));
                let path = path.replace("{slug}", SLUG).replace("{token}", "0");
                for who in [
                    "a stranger",
                    "the company",
                    "the organiser",
                    "the administrator",
                ] {
                    let page = town.browser(who).get(&path);
                    assert!(matches!(page.status, 400..=410), "{path}: {}", page.status);
                }
            }
        }
    });
}
