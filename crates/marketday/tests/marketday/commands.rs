//! Commands that do one thing and end.

use crate::command::{Done, run};
use marketday_model::privacy::Rule;
use marketday_model::{NoticeState, Surroundings};
use marketday_store::{DatabaseUrl, PoolSize, Store, memberships, notices, people};
use marketday_testkit::Database;
use marketday_testkit::smtp::{Answer, SmtpSink};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::{TempDir, tempdir};

fn folder() -> TempDir {
    tempdir().expect("a temporary folder can be made")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    names
}

fn open(folder: &Path) -> Store {
    let url = DatabaseUrl::Sqlite(folder.join("data/marketday.db"));
    Store::open(&url, PoolSize::of(1)).expect("the database opens")
}

#[test]
fn config_check_prints_what_is_in_force_and_makes_nothing() {
    let folder = folder();
    let file = "[http]\nbind = \"127.0.0.1:9000\"\n\n[log]\nformat = \"json\"\n";
    std::fs::write(folder.path().join("marketday.toml"), file).expect("the file");
    let key = "ab".repeat(32);
    let variables = [
        ("MARKETDAY__HTTP__WORKERS", "3"),
        ("MARKETDAY__SECURITY__KEY", key.as_str()),
        ("MARKETDAY__MAIL__URL", "smtps://days:hush@mail.example"),
        ("MARKETDAY__MAIL__FROM", "Days <days@example.org>"),
    ];
    let Done { code, said, .. } = run(folder.path(), &variables, &["config", "check"]);
    assert_eq!(code, 0);
    assert_eq!(
        said,
        r#"[database]
url = "sqlite:data/marketday.db" # default
connections = 16 # default

[http]
bind = "127.0.0.1:9000" # marketday.toml
public_url = "http://127.0.0.1:9000" # default
workers = 3 # MARKETDAY__HTTP__WORKERS
trusted_proxy = false # default

[security]
key = "***" # MARKETDAY__SECURITY__KEY

[mail]
url = "smtps://days:***@mail.example:465" # MARKETDAY__MAIL__URL
from = "Days <days@example.org>" # MARKETDAY__MAIL__FROM
# dkim_keys: none: letters are not signed here
settling_seconds = 60 # default
domain_a_minute = 300 # default
domain_at_once = 4 # default

[log]
format = "json" # marketday.toml
level = "info" # default

[privacy]
controller = "" # default
contact = "" # default
people_days = 1095 # default
notices_days = 730 # default
audit_days = 2190 # default

[sign_in]
idle = "14 days" # default
absolute = "60 days" # default

[calendars]
inside = "" # default

[files]
folder = "data/files" # default
largest_mb = 30 # default
"#
    );
    assert_eq!(names(folder.path()), ["marketday.toml"]);
}

#[test]
fn a_database_of_an_unknown_kind_is_refused_and_nothing_is_made() {
    let folder = folder();
    for url in ["mysql://db/m", "postgres:m", "marketday.db"] {
        for command in ["serve", "worker", "migrate", "doctor"] {
            let variables = [("MARKETDAY__DATABASE__URL", url)];
            let done = run(folder.path(), &variables, &[command]);
            assert_eq!(done.code, 2, "{command} with {url}");
            assert!(
                done.complained
                    .starts_with("marketday: database.url (MARKETDAY__DATABASE__URL): "),
                "{}",
                done.complained
            );
        }
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_configuration_file_that_is_named_must_be_there() {
    let folder = folder();
    let done = run(
        folder.path(),
        &[],
        &["--config", "other.toml", "config", "check"],
    );
    assert_eq!(done.code, 2);
    assert!(done.complained.starts_with("marketday: other.toml: "));
}

#[test]
fn retention_says_what_would_go_and_then_lets_it_go() {
    let folder = folder();
    assert_eq!(run(folder.path(), &[], &["migrate"]).code, 0);
    let long_ago = "INSERT INTO audit (id, at, action, subject, detail) \
         VALUES ('a', '2001-01-01 09:00:00', 'test.deed', 'person:a', '')";
    open(folder.path()).run_script(&[long_ago]).expect("a line");
    let line = |verb: &str, count: u32| {
        format!("audit: {count} {verb} (lines of the audit trail: 2190 days after the deed)")
    };
    for _ in 0..2 {
        let dry = run(folder.path(), &[], &["retention", "--dry-run"]);
        assert_eq!(dry.code, 0, "{}", dry.complained);
        assert!(dry.said.contains(&line("would go", 1)), "{}", dry.said);
        assert_eq!(dry.said.lines().count(), Rule::ALL.len(), "a line a rule");
    }
    let wet = run(folder.path(), &[], &["retention"]);
    assert!(wet.said.contains(&line("gone", 1)), "{}", wet.said);
    let dry = run(folder.path(), &[], &["retention", "--dry-run"]);
    assert!(dry.said.contains(&line("would go", 0)), "{}", dry.said);
}

#[test]
fn the_audit_trail_is_printed_for_spreadsheets_and_for_programs() {
    let folder = folder();
    assert_eq!(run(folder.path(), &[], &["migrate"]).code, 0);
    let lines = "INSERT INTO audit (id, at, action, subject, detail) VALUES \
         ('a', '2026-01-01 09:00:00', 'test.deed', 'event:01890a5d-ac96-774b-bcce-b302099a8057', '=1+1'), \
         ('b', '2027-01-01 09:00:00', 'test.deed', 'event:01890a5d-ac96-774b-bcce-b302099a8058', '')";
    open(folder.path()).run_script(&[lines]).expect("two lines");
    let export = |more: &[&str]| {
        let done = run(folder.path(), &[], &[&["audit", "export"], more].concat());
        assert_eq!(done.code, 0, "{}", done.complained);
        done.said
    };
    let all = export(&[]);
    assert_eq!(all.lines().count(), 3, "{all}");
    assert!(all.contains("\"'=1+1\""), "{all}");
    assert_eq!(export(&["--since", "2026-06-01"]).lines().count(), 2);
    let subject = "event:01890a5d-ac96-774b-bcce-b302099a8057";
    let one = export(&["--subject", subject, "--format", "jsonl"]);
    assert_eq!(one.lines().count(), 1);
    assert!(one.contains("\"detail\":\"=1+1\""), "{one}");
    let wrong = run(folder.path(), &[], &["audit", "export", "--subject", "x"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.complained.contains("event:ID"),
        "{}",
        wrong.complained
    );
}

#[test]
fn migrate_brings_the_database_up_to_date_once() {
    let folder = folder();
    let first = run(folder.path(), &[], &["migrate"]);
    assert_eq!(first.code, 0, "{}", first.complained);
    assert!(first.said.starts_with("Ran "), "{}", first.said);
    assert!(
        open(folder.path())
            .pending_migrations()
            .expect("an answer")
            .is_empty()
    );
    let second = run(folder.path(), &[], &["migrate"]);
    assert_eq!(second.said, "The database is up to date.\n");
}

#[test]
fn a_mistyped_path_does_not_become_an_empty_database() {
    let folder = folder();
    let variables = [("MARKETDAY__DATABASE__URL", "sqlite:dta/marketday.db")];
    let done = run(folder.path(), &variables, &["migrate"]);
    assert_eq!(done.code, 1);
    assert!(
        done.complained.contains("the folder dta does not exist"),
        "{}",
        done.complained
    );
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn an_organiser_is_added_once_and_is_told() {
    let folder = folder();
    let arguments = [
        "organiser",
        "add",
        "Ada@Example.org",
        "--name",
        "Ada Byron",
        "--body",
        "North Exchange",
    ];
    let said =
        "ada@example.org is an organiser of North Exchange. A letter tells them how to sign in.\n";
    for _ in 0..2 {
        let done = run(folder.path(), &[], &arguments);
        assert_eq!(
            (done.code, done.said.as_str()),
            (0, said),
            "{}",
            done.complained
        );
    }
    let store = open(folder.path());
    let email = "ada@example.org".parse().expect("an address");
    let bodies = store.read(|rx| {
        let ada = people::find_by_email(rx, &email)?.expect("she is known");
        assert_eq!(ada.name, "Ada Byron");
        memberships::organising_bodies(rx, ada.id)
    });
    assert_eq!(bodies.expect("an answer").len(), 1);
    let pending = store.read(|rx| notices::count(rx, NoticeState::Pending));
    assert_eq!(pending.expect("an answer"), 1);
}

#[test]
fn an_organiser_needs_an_address_that_letters_can_be_sent_to() {
    let folder = folder();
    let arguments = ["organiser", "add", "ada", "--name", "Ada"];
    let done = run(folder.path(), &[], &arguments);
    assert_eq!(done.code, 2);
    assert_eq!(
        done.complained,
        "marketday: EMAIL: Enter an email address in the correct format, like name@example.gov.uk\n"
    );
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_test_letter_goes_through_the_mail_server() {
    let (folder, sink) = (folder(), SmtpSink::start());
    let url = sink.url();
    let variables = [
        ("MARKETDAY__MAIL__URL", url.as_str()),
        ("MARKETDAY__MAIL__FROM", "Market days <days@example.org>"),
    ];
    let done = run(
        folder.path(),
        &variables,
        &["mail", "test", "ada@example.org"],
    );
    assert_eq!(done.code, 0, "{}", done.complained);
    assert!(done.said.starts_with("Sent to ada@example.org: 250"));
    let letters = sink.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ["ada@example.org"]);
    assert!(
        letters[0]
            .text()
            .contains("From: \"Market days\" <days@example.org>")
    );
}

#[test]
fn a_refused_test_letter_is_a_failure_that_says_what_the_server_said() {
    let (folder, sink) = (folder(), SmtpSink::start());
    sink.next(Answer::Refuse(550));
    let url = sink.url();
    let variables = [
        ("MARKETDAY__MAIL__URL", url.as_str()),
        ("MARKETDAY__MAIL__FROM", "days@example.org"),
    ];
    let done = run(
        folder.path(),
        &variables,
        &["mail", "test", "ada@example.org"],
    );
    assert_eq!(done.code, 1);
    assert!(
        done.complained.contains("refused for good: 550"),
        "{}",
        done.complained
    );
}

/// The mark and the name of each line.
fn marks(said: &str) -> Vec<String> {
    said.lines()
        .map(|line| {
            line.split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

#[test]
fn the_doctor_reports_a_missing_database_without_curing_it() {
    let folder = folder();
    let done = run(folder.path(), &[], &["doctor"]);
    assert_eq!(done.code, 1);
    assert_eq!(
        marks(&done.said),
        [
            "✗ database",
            "✓ key",
            "✓ address",
            "✓ mail",
            "✓ files",
            "✓ replies",
            "✓ templates"
        ]
    );
    assert!(done.said.contains("run `marketday migrate`"));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn the_doctor_finds_fault_with_secrets_that_everybody_can_read() {
    let folder = folder();
    let file = folder.path().join("marketday.toml");
    let text = format!("[security]\nkey = \"{}\"\n", "5".repeat(64));
    std::fs::write(&file, text).expect("a file");
    for (mode, is_open) in [(0o644, true), (0o640, false), (0o600, false)] {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&file, permissions).expect("its mode");
        let said = run(folder.path(), &[], &["doctor"]).said;
        let line = format!(
            "everybody can read marketday.toml, which holds a secret (mode {mode:o}): chmod 640 it"
        );
        assert_eq!(said.contains(&line), is_open, "{said}");
        assert!(!said.contains("55555"), "{said}");
    }
}

#[test]
fn the_doctor_finds_a_healthy_instance_well() {
    let (folder, sink) = (folder(), SmtpSink::start());
    let url = sink.url();
    let variables = [
        ("MARKETDAY__MAIL__URL", url.as_str()),
        ("MARKETDAY__MAIL__FROM", "days@example.org"),
    ];
    assert_eq!(run(folder.path(), &variables, &["migrate"]).code, 0);
    let done = run(folder.path(), &variables, &["doctor"]);
    assert_eq!(
        marks(&done.said),
        [
            "✓ database",
            "✓ migrations",
            "✓ clock",
            "✓ places",
            "✓ key",
            "✓ address",
            "✓ mail",
            "✓ files",
            "✓ replies",
            "✓ templates"
        ]
    );
    assert_eq!(done.code, 0, "{}", done.said);
    let address = url.trim_start_matches("smtp://");
    let greeting = format!("sink.marketday.example answers on {address}, without TLS");
    assert!(done.said.contains(&greeting), "{}", done.said);
}

#[test]
fn the_doctor_sees_a_mail_server_that_does_not_answer() {
    let folder = folder();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("smtp://{}", closed.local_addr().expect("its address"));
    drop(closed);
    let variables = [
        ("MARKETDAY__MAIL__URL", url.as_str()),
        ("MARKETDAY__MAIL__FROM", "days@example.org"),
    ];
    assert_eq!(run(folder.path(), &variables, &["migrate"]).code, 0);
    let done = run(folder.path(), &variables, &["doctor"]);
    assert_eq!(done.code, 1);
    assert!(
        marks(&done.said).contains(&"✗ mail".to_owned()),
        "{}",
        done.said
    );
}

#[test]
fn an_instance_on_postgres_waits_for_its_operator_to_migrate() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let latest = "DELETE FROM __diesel_schema_migrations WHERE version = \
                  (SELECT max(version) FROM __diesel_schema_migrations)";
    database.store.run_script(&[latest]).expect("it runs");
    let (folder, key) = (folder(), "ab".repeat(32));
    let variables = [
        ("MARKETDAY__DATABASE__URL", database.url.as_str()),
        ("MARKETDAY__SECURITY__KEY", key.as_str()),
        ("MARKETDAY__MAIL__URL", "file:///nowhere/marketday"),
        ("MARKETDAY__HTTP__BIND", "127.0.0.1:0"),
    ];
    for command in ["serve", "worker"] {
        let done = run(folder.path(), &variables, &[command]);
        assert_eq!(done.code, 1);
        assert_eq!(
            done.complained,
            "marketday: migrations that have not been run: 1. Run `marketday migrate` first\n"
        );
    }
    let done = run(folder.path(), &variables, &["doctor"]);
    assert!(
        marks(&done.said).contains(&"✗ migrations".to_owned()),
        "{}",
        done.said
    );
    let skew = database.store.clock_skew(Surroundings::real().now());
    assert!(skew.expect("an answer").num_seconds().abs() < 2);
}

#[test]
#[cfg(feature = "openid")]
fn the_doctor_asks_each_provider_what_it_is_and_shows_no_secret() {
    use marketday_testkit::provider::{Algorithm, Health, TestProvider};
    let (folder, well, ill) = (
        folder(),
        TestProvider::start(Algorithm::Es256),
        TestProvider::start(Algorithm::Es256),
    );
    ill.fares(Health::Failing);
    let provider = |id: &str, issuer: &str| {
        format!(
            "[[sign_in.provider]]\nid = \"{id}\"\nlabel = \"The {id} one\"\nissuer = \"{issuer}\"\nclient_id = \"us\"\nclient_secret = \"hush\"\n"
        )
    };
    let file = provider("well", &well.issuer()) + &provider("ill", &ill.issuer());
    std::fs::write(folder.path().join("marketday.toml"), file).expect("a file");
    assert_eq!(run(folder.path(), &[], &["migrate"]).code, 0);
    let done = run(folder.path(), &[], &["doctor"]);
    assert_eq!(done.code, 1);
    let line = |name: &str, rest: &str| format!("{name}: {rest}");
    let well = line("✓ sign-in     well", &format!("{} answers", well.issuer()));
    let ill = line("✗ sign-in     ill", &ill.issuer());
    assert!(done.said.contains(&well), "{}", done.said);
    assert!(done.said.contains(&ill), "{}", done.said);
    assert!(!done.said.contains("hush"));
    let checked = run(folder.path(), &[], &["config", "check"]);
    assert_eq!(checked.code, 0, "{}", checked.complained);
    assert!(
        checked
            .said
            .contains("provider.ill.client_secret = \"***\"")
    );
    assert!(!checked.said.contains("hush"));
}

#[test]
fn an_operator_signs_somebody_out_everywhere() {
    let folder = folder();
    let end = |email: &str| run(folder.path(), &[], &["sign-in", "end", "--person", email]);
    assert_eq!(run(folder.path(), &[], &["migrate"]).code, 0);
    let Done {
        code, complained, ..
    } = end("ann@council.example");
    assert_eq!(code, 1);
    assert!(
        complained.contains("--person: nobody here has this address"),
        "{complained}"
    );
    let Done {
        code, complained, ..
    } = end("ann@");
    assert_eq!(code, 2);
    assert!(complained.contains("--person"), "{complained}");
    let email = "ann@council.example".parse().expect("an address");
    for _ in 0..2 {
        marketday_accounts::sign_in_confirmed(&open(folder.path()), &Surroundings::real(), &email)
            .expect("Ann signs in");
    }
    for said in [
        "ann@council.example was signed out of 2 browsers.\n",
        "ann@council.example was not signed in anywhere.\n",
    ] {
        let done = end("ann@council.example");
        assert_eq!((done.code, done.said.as_str()), (0, said));
    }
}
