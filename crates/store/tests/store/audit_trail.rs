//! The audit trail: only ever added to, whoever writes the SQL, but for what an erasure and a retention take out.

use marketday_model::notice::Subject;
use marketday_model::privacy::Rule;
use marketday_model::{NetworkPrefix, PersonId};
use marketday_store::audit::{self, Altered, AuditEntry};
use marketday_store::audit_trail::{self, Filter, Line};
use marketday_store::{By, acting_by, retention};
use marketday_testkit::{Database, World, on_each_database};

const REFUSED: &str = "the audit trail is only added to";

fn by(person: PersonId) -> By {
    By {
        person: Some(person),
        network: Some(NetworkPrefix::of("192.0.2.77".parse().unwrap())),
    }
}

/// A line by this person about themselves, with a change.
fn adds(world: &World, person: PersonId, named: Option<PersonId>) {
    let entry = AuditEntry {
        id: world.surroundings.id(),
        at: world.surroundings.now(),
        person: named,
        action: "test.deed",
        subject: Subject::Person(person),
        detail: "because".into(),
    };
    let altered = Altered::list([
        ("Title", "Old".into(), "New".into()),
        ("Same", "x".into(), "x".into()),
    ]);
    let job = move |tx: &mut marketday_store::Tx<'_>| audit::insert_altered(tx, &entry, &altered);
    acting_by(by(person), || world.store.write(job)).expect("a line");
}

fn lines(world: &World, filter: Filter) -> Vec<Line> {
    let found = world.store.read(|rx| audit_trail::list(rx, &filter, 100));
    found.expect("the trail")
}

/// What the database says to a statement of somebody who writes SQL.
fn says(database: &Database, statement: &str) -> Result<(), String> {
    let outcome = database.store.run_script(&[statement]);
    outcome.map_err(|error| error.to_string())
}

#[test]
fn a_line_says_who_from_which_network_and_what_was_before() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        adds(&world, ann, None);
        let all = lines(&world, Filter::default());
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].person, all[0].name.as_deref()),
            (Some(ann), Some("ann"))
        );
        assert_eq!(all[0].network.as_deref(), Some("192.0.2.0/24"));
        let title = Altered {
            what: "Title".into(),
            before: "Old".into(),
            after: "New".into(),
        };
        assert_eq!(all[0].altered, [title]);
    });
}

#[test]
fn a_line_that_names_somebody_itself_keeps_them_and_outside_of_a_request_there_is_no_network() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, ben) = (
            world.person("ann@council.example").id,
            world.person("ben@council.example").id,
        );
        adds(&world, ann, Some(ben));
        assert_eq!(lines(&world, Filter::default())[0].person, Some(ben));
        let entry = AuditEntry {
            id: world.surroundings.id(),
            at: world.surroundings.now(),
            person: None,
            action: "test.later",
            subject: Subject::Person(ann),
            detail: String::new(),
        };
        let later = world.store.write(move |tx| audit::insert(tx, &entry));
        later.expect("a line");
        let newest = lines(&world, Filter::default())
            .into_iter()
            .max_by_key(|line| line.action.clone());
        let newest = newest.expect("a line");
        assert_eq!((newest.person, newest.network), (None, None));
    });
}

#[test]
fn no_statement_deletes_or_rewrites_a_line() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, ben) = (
            world.person("ann@council.example").id,
            world.person("ben@council.example").id,
        );
        adds(&world, ann, None);
        let before = lines(&world, Filter::default());
        let mut attacks: Vec<String> = [
            "DELETE FROM audit".to_owned(),
            "UPDATE audit SET id = 'other'".to_owned(),
            "UPDATE audit SET at = '2020-01-01 00:00:00'".to_owned(),
            "UPDATE audit SET action = 'other.deed'".to_owned(),
            "UPDATE audit SET subject = 'event:1'".to_owned(),
            format!("UPDATE audit SET person_id = '{ben}'"),
            "UPDATE audit SET network = '198.51.100.0/24'".to_owned(),
            "UPDATE audit SET altered = '[]'".to_owned(),
            "UPDATE audit SET detail = 'despite'".to_owned(),
        ]
        .into();
        attacks.push(if database.is_postgres() {
            "TRUNCATE audit".to_owned()
        } else {
            format!(
                "INSERT OR REPLACE INTO audit (id, at, action, subject, detail) VALUES ('{}', '2020-01-01 00:00:00', 'a', 'b', '')",
                before[0].id
            )
        });
        for attack in attacks {
            let said = says(database, &attack).expect_err(&attack);
            assert!(said.contains(REFUSED), "{attack}: {said}");
            assert_eq!(lines(&world, Filter::default()), before, "{attack}");
        }
    });
}

#[test]
fn the_same_statements_go_through_once_the_guards_are_gone() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        adds(&world, ann, None);
        let on = if database.is_postgres() {
            " ON audit"
        } else {
            ""
        };
        for guard in ["audit_is_not_deleted", "audit_is_not_rewritten"] {
            says(database, &format!("DROP TRIGGER {guard}{on}")).expect("no guard");
        }
        says(database, "UPDATE audit SET action = 'other.deed'").expect("a rewritten line");
        assert_eq!(lines(&world, Filter::default())[0].action, "other.deed");
        says(database, "DELETE FROM audit").expect("no line");
        assert_eq!(lines(&world, Filter::default()), []);
    });
}

#[test]
fn what_an_erasure_overwrites_can_be_emptied_and_nothing_else_of_the_line_is_lost() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        adds(&world, ann, None);
        says(
            database,
            "UPDATE audit SET person_id = NULL, network = NULL, detail = '', altered = ''",
        )
        .expect("an emptied line");
        let all = lines(&world, Filter::default());
        assert_eq!(
            (
                all[0].person,
                &all[0].network,
                all[0].detail.as_str(),
                all[0].altered.len()
            ),
            (None, &None, "", 0)
        );
        assert_eq!(
            (all[0].action.as_str(), all[0].at),
            ("test.deed", world.surroundings.now())
        );
    });
}

#[test]
fn only_lines_that_were_kept_long_enough_are_forgotten_and_the_permit_goes_with_them() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        adds(&world, ann, None);
        world.clock.advance(chrono::Duration::days(2));
        adds(&world, ann, None);
        let before = world.surroundings.now();
        let forgotten = world
            .store
            .write(move |tx| retention::forget(tx, Rule::Audit, before))
            .expect("forgotten");
        assert_eq!((forgotten, lines(&world, Filter::default()).len()), (1, 1));
        let said = says(database, "DELETE FROM audit").expect_err("refused again");
        assert!(said.contains(REFUSED), "{said}");
    });
}

#[test]
fn an_events_history_holds_its_bookings_and_registrations_and_those_of_no_other_event() {
    on_each_database(|database| {
        let world = World::on(database);
        let (one, other) = (world.surroundings.id(), world.surroundings.id());
        let ann = world.person("ann@council.example").id;
        for event in [one, other, one] {
            let entry = AuditEntry {
                id: world.surroundings.id(),
                at: world.surroundings.now(),
                person: Some(ann),
                action: "event.change",
                subject: Subject::Event(event),
                detail: String::new(),
            };
            world.clock.advance(chrono::Duration::seconds(1));
            let added = world.store.write(move |tx| audit::insert(tx, &entry));
            added.expect("a line");
        }
        let filter = Filter {
            event: Some(one),
            ..Filter::default()
        };
        let all = lines(&world, filter);
        assert_eq!(all.len(), 2);
        assert!(all[0].id > all[1].id, "newest first");
        let next = Filter {
            before: all[0].id.parse().ok(),
            ..filter
        };
        assert_eq!(lines(&world, next), all[1..]);
        let nobody = Filter {
            person: Some(world.surroundings.id()),
            ..filter
        };
        assert_eq!(lines(&world, nobody), []);
    });
}
