use super::*;
use std::os::unix::fs::PermissionsExt;

fn error(toml: &str, variables: &[(&str, &str)]) -> String {
    Config::from_parts(toml, variables)
        .expect_err("it is wrong")
        .to_string()
}

#[test]
fn the_environment_stands_over_the_file_and_the_file_over_the_defaults() {
    let config = Config::from_parts(
        "[http]\nbind = \"127.0.0.1:9000\"\nworkers = 3\n",
        &[("MARKETDAY__HTTP__WORKERS", "4"), ("PATH", "/bin")],
    )
    .expect("it is right");
    assert_eq!(config.http.bind.to_string(), "127.0.0.1:9000");
    assert_eq!(config.http.workers, 4);
    assert_eq!(config.http.public_url.as_str(), "http://127.0.0.1:9000/");
    let shown = config.to_string();
    assert!(
        shown.contains("workers = 4 # MARKETDAY__HTTP__WORKERS"),
        "{shown}"
    );
    assert!(
        shown.contains("bind = \"127.0.0.1:9000\" # marketday.toml"),
        "{shown}"
    );
}

#[test]
fn a_bad_value_is_named_by_its_key_and_its_variable() {
    assert_eq!(
        error("[http]\nbind = \"nowhere\"\n", &[]),
        "http.bind (MARKETDAY__HTTP__BIND): must be an address and a port, like 127.0.0.1:8080 or [::]:80"
    );
    assert!(
        error("", &[("MARKETDAY__HTTP__PUBLIC_URL", "days.example.org")])
            .starts_with("http.public_url (")
    );
    assert_eq!(
        error("", &[("MARKETDAY__DATABASE__URL", "mysql://db")]),
        "database.url (MARKETDAY__DATABASE__URL): unknown scheme \"mysql\": use sqlite:///path/to/file.db or postgres://user@host/database"
    );
    let hidden = error(
        "",
        &[("MARKETDAY__DATABASE__URL", "postgres:///m?password=hush")],
    );
    assert!(
        hidden.contains("in the query") && !hidden.contains("hush"),
        "{hidden}"
    );
    assert!(error("", &[("MARKETDAY__MAIL__URL", "imap://x")]).starts_with("mail.url ("));
    assert!(error("", &[("MARKETDAY__SECURITY__KEY", "short")]).starts_with("security.key ("));
    assert!(error("[http]\nbind = 8080.5\n", &[]).starts_with("http.bind ("));
}

#[test]
fn a_misspelt_key_is_refused_by_name() {
    let message = error("[http]\nbnid = \"127.0.0.1:1\"\n", &[]);
    assert!(
        message.starts_with("http.bnid (in marketday.toml) is not a setting."),
        "{message}"
    );
    assert!(
        error("", &[("MARKETDAY__HTTP__PUBLICURL", "x")]).contains("MARKETDAY__HTTP__PUBLICURL")
    );
}

#[test]
fn postgres_needs_a_key_and_a_mail_address_and_smtp_a_sender() {
    let key = "ab".repeat(32);
    let postgres = ("MARKETDAY__DATABASE__URL", "postgres://m@db/m");
    assert!(error("", &[postgres]).starts_with("security.key ("));
    assert!(
        error("", &[postgres, ("MARKETDAY__SECURITY__KEY", key.as_str())])
            .starts_with("mail.url (MARKETDAY__MAIL__URL): is required with PostgreSQL")
    );
    assert!(
        error("", &[("MARKETDAY__MAIL__URL", "smtp://mail.example")]).starts_with("mail.from (")
    );
}

#[test]
fn letters_of_a_trial_are_files_beside_its_database() {
    let config = Config::from_parts("[database]\nurl = \"sqlite:///srv/my days/m.db\"\n", &[])
        .expect("it is right");
    assert_eq!(config.mail.url.to_string(), "file:///srv/my%20days/mail");
}

#[test]
fn a_server_on_every_address_must_be_told_its_public_one() {
    let message = error("[http]\nbind = \"0.0.0.0:80\"\n", &[]);
    assert!(
        message.starts_with("http.public_url (MARKETDAY__HTTP__PUBLIC_URL): must be set"),
        "{message}"
    );
}

#[test]
fn a_mistake_in_the_file_is_told_by_its_line_without_repeating_it() {
    let message = error("[http]\nworkers = 3\n[security]\nkey = hush-hush\n", &[]);
    assert!(message.starts_with("marketday.toml, line 4: "), "{message}");
    assert!(!message.contains("hush"), "{message}");
}

#[test]
fn what_is_printed_can_be_read_again() {
    let config = Config::from_parts("[mail]\nfrom = \"Café “Days” <days@example.org>\"\n", &[])
        .expect("it is right");
    let again = Config::from_parts(&config.to_string(), &[]).expect("it is the same");
    assert_eq!(again.mail.from, config.mail.from);
    assert_eq!(again.http.workers, config.http.workers);
}

#[test]
fn secrets_are_masked() {
    let key = "ab".repeat(32);
    let config = Config::from_parts(
        "",
        &[
            ("MARKETDAY__DATABASE__URL", "postgres://m:hush@db/m"),
            ("MARKETDAY__SECURITY__KEY", key.as_str()),
            ("MARKETDAY__MAIL__URL", "smtps://user:hush@mail.example"),
            ("MARKETDAY__MAIL__FROM", "Days <days@example.org>"),
        ],
    )
    .expect("it is right");
    let shown = config.to_string();
    assert!(!shown.contains("hush") && !shown.contains(&key), "{shown}");
}

#[test]
fn the_key_of_an_sqlite_installation_is_made_once_and_for_its_owner_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}/m.db", folder.path().display());
    let config =
        Config::from_parts("", &[("MARKETDAY__DATABASE__URL", url.as_str())]).expect("it is right");
    let first = config.security.key().expect("a key").to_hex();
    assert_eq!(config.security.key().expect("a key").to_hex(), first);
    let mode = std::fs::metadata(folder.path().join("security.key"))
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn retention_is_in_days_within_reason() {
    let config = Config::from_parts("[privacy]\npeople_days = 730\n", &[]).expect("it is right");
    assert_eq!(config.privacy.periods.people.num_days(), 730);
    assert_eq!(config.privacy.periods.audit.num_days(), 2190);
    for days in ["29", "36501", "soon"] {
        assert_eq!(
            error("", &[("MARKETDAY__PRIVACY__AUDIT_DAYS", days)]),
            "privacy.audit_days (MARKETDAY__PRIVACY__AUDIT_DAYS): must be a whole number of days from 30 to 36500"
        );
    }
}

#[test]
fn how_long_a_sign_in_lasts_is_configured_within_limits() {
    let config = Config::from_parts(
        "[sign_in]\nidle = \"8 hours\"\n",
        &[("MARKETDAY__SIGN_IN__ABSOLUTE", "5 days")],
    )
    .expect("it is right");
    assert_eq!(config.sign_in.idle.num_hours(), 8);
    assert_eq!(config.sign_in.absolute.num_days(), 5);
    assert_eq!(config.privacy.periods.sign_ins.num_hours(), 8);
    let shown = config.to_string();
    assert!(
        shown.contains("idle = \"8 hours\" # marketday.toml"),
        "{shown}"
    );
    for length in [
        "14",
        "10 minutes",
        "401 days",
        "soon",
        "-1 days",
        "1 fortnight",
    ] {
        assert_eq!(
            error("", &[("MARKETDAY__SIGN_IN__IDLE", length)]),
            "sign_in.idle (MARKETDAY__SIGN_IN__IDLE): must be a number and minutes, hours or days, like \"14 days\", from 15 minutes to 400 days"
        );
    }
    assert_eq!(
        error("[sign_in]\nabsolute = \"13 days\"\n", &[]),
        "sign_in.absolute (MARKETDAY__SIGN_IN__ABSOLUTE): must be at least sign_in.idle, which is 14 days"
    );
}

#[test]
fn files_lie_beside_an_sqlite_database_unless_a_folder_or_a_bucket_is_configured() {
    let shown = |toml: &str, variables: &[(&str, &str)]| {
        let config = Config::from_parts(toml, variables).expect("it is right");
        (config.files.to_string(), config.files.largest() >> 20)
    };
    assert_eq!(shown("", &[]), ("the folder data/files".to_owned(), 30));
    assert_eq!(
        shown("[files]\nfolder = \"/srv/files\"\nlargest_mb = 50\n", &[]),
        ("the folder /srv/files".to_owned(), 50)
    );
    let key = "ab".repeat(32);
    let postgres = [
        ("MARKETDAY__DATABASE__URL", "postgres://m@db/m"),
        ("MARKETDAY__SECURITY__KEY", key.as_str()),
        ("MARKETDAY__MAIL__URL", "file:///tmp/mail"),
    ];
    assert_eq!(shown("", &postgres).0, "nowhere");
    let bucket = [
        ("MARKETDAY__FILES__S3_ENDPOINT", "https://s3.example"),
        ("MARKETDAY__FILES__S3_BUCKET", "slides"),
        ("MARKETDAY__FILES__S3_KEY", "AKHUSH"),
        ("MARKETDAY__FILES__S3_SECRET", "hush"),
    ];
    let config = Config::from_parts("", &bucket).expect("it is right");
    assert_eq!(
        config.files.to_string(),
        "the bucket slides at https://s3.example"
    );
    let shown = format!("{config} {config:?}");
    assert!(!shown.to_lowercase().contains("hush"), "{shown}");
    for (left_out, message) in [
        ("S3_BUCKET", "must be set: the bucket in which files lie"),
        (
            "S3_KEY",
            "must be set: the access key of Marketday at the store",
        ),
        ("S3_SECRET", "must be set: the secret of files.s3_key"),
    ] {
        let variable = format!("MARKETDAY__FILES__{left_out}");
        let others = bucket.iter().filter(|(name, _)| *name != variable);
        let others: Vec<_> = others.copied().collect();
        assert_eq!(
            error("", &others),
            format!("files.{} ({variable}): {message}", left_out.to_lowercase())
        );
    }
    assert!(error("[files]\nfolder = \"a\"\n", &bucket).starts_with("files.folder ("));
    assert_eq!(
        error("[files]\nlargest_mb = 0\n", &[]),
        "files.largest_mb (MARKETDAY__FILES__LARGEST_MB): must be a whole number of MB from 1 to 200"
    );
}

#[test]
fn servers_inside_are_named_by_address_and_port() {
    let inside = |value: &str| {
        let toml = format!("[calendars]\ninside = \"{value}\"\n");
        Config::from_parts(&toml, &[]).map(|config| config.calendars_inside)
    };
    let addresses = ["10.1.2.3:443", "[fd12::5]:8080"].map(|text| text.parse().unwrap());
    assert_eq!(
        inside("10.1.2.3:443, [fd12::5]:8080").unwrap(),
        addresses.to_vec()
    );
    assert_eq!(inside("").unwrap(), []);
    assert_eq!(
        inside("intranet.example").unwrap_err().to_string(),
        "calendars.inside (MARKETDAY__CALENDARS__INSIDE): must be addresses with ports, like 10.1.2.3:443, [fd12::5]:8080"
    );
}

#[test]
fn keys_for_signatures_are_files_that_others_cannot_read() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let pem = include_str!("../../../mail/tests/mail/keys/ed25519.pem");
    let file = folder.path().join("ed.pem");
    std::fs::write(&file, pem).expect("a file");
    let set = |mode| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("a mode");
    };
    let file = file.display();
    let toml = format!("[mail]\ndkim_keys = \"ed2027={file}\"\n");

    set(0o640);
    let config = Config::from_parts(&toml, &[]).expect("it is right");
    let selectors: Vec<&str> = config
        .mail
        .dkim
        .keys()
        .map(marketday_mail::DkimKey::selector)
        .collect();
    assert_eq!(selectors, ["ed2027"]);
    assert!(
        config
            .to_string()
            .contains(&format!("dkim_keys = \"ed2027={file}\""))
    );

    set(0o644);
    assert_eq!(
        error(&toml, &[]),
        format!(
            "mail.dkim_keys (MARKETDAY__MAIL__DKIM_KEYS): {file}: others can read or change it (mode 644): chmod 640 it"
        )
    );
    let bad = |keys| error("", &[("MARKETDAY__MAIL__DKIM_KEYS", keys)]);
    assert!(bad("ed.pem").contains("must be selector=file"));
    assert!(bad("a=/nowhere.pem").contains("/nowhere.pem: "));
}

#[test]
fn gov_uk_notify_needs_a_key_and_a_template_and_its_key_is_never_printed() {
    let key = "days-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";
    let template = "217a419e-6a7d-482a-9596-718b889dffce";
    let toml = format!("[govuk_notify]\nkey = \"{key}\"\ntemplates = \"*={template}\"\n");
    let shown = Config::from_parts(&toml, &[])
        .expect("it is right")
        .to_string();
    assert!(
        shown.contains(&format!("templates = \"*={template}\"")),
        "{shown}"
    );
    assert!(!shown.contains("3d844edf"), "{shown}");
    let without = format!("[govuk_notify]\nkey = \"{key}\"\n");
    assert!(
        error(&without, &[]).starts_with(
            "govuk_notify.templates (MARKETDAY__GOVUK_NOTIFY__TEMPLATES): must be set"
        )
    );
    let hidden = error("[govuk_notify]\nkey = \"hush\"\n", &[]);
    assert!(
        hidden.contains("is no key of GOV.UK Notify") && !hidden.contains("hush"),
        "{hidden}"
    );
}
