//! `marketday demo`: a believable Marketday on this machine, within seconds.
//!
//! It binds first, then fills a fresh database (or finds the one that it made before), then serves; letters go to
//! files and are read at `/dev/mail`. To change what it holds, edit `content/*.toml`.

mod calendar;
mod content;
mod seed;

use crate::cli::DemoArgs;
use crate::config::{Log, LogFormat, Security};
use crate::start::{Parts, Running, bind, wait_for_signal};
use crate::telemetry;
use anyhow::{Context, bail};
use marketday_mail::{MailUrl, Mailbox};
use marketday_model::{Instant, SecretKey, Surroundings};
use marketday_store::{DatabaseUrl, PoolSize, Store, people};
use marketday_web::{App, DemoPerson, DemoSettings, Settings};
use std::path::{Path, PathBuf};

pub use content::Content;
pub use seed::seed;

/// The file by which a demonstration knows its own folder.
const MARKER: &str = "marketday-demonstration";

/// `marketday demo`
pub fn run(args: &DemoArgs) -> anyhow::Result<()> {
    telemetry::start(&Log {
        format: LogFormat::Text,
        level: "warn".into(),
    });
    if !args.bind.ip().is_loopback() {
        bail!(
            "--bind {}: a demonstration listens on this machine only, like 127.0.0.1:8080",
            args.bind
        );
    }
    let listener = bind(args.bind)?;
    let address = listener.local_addr()?;
    let folder = prepare(&args.data_dir, args.fresh)?;
    let surroundings = Surroundings::real();
    let store = fill(&folder, args.seed, surroundings.now())?;
    let key = Security::beside(&folder).key()?;
    let parts = parts(
        &folder,
        &format!("http://{address}"),
        store,
        surroundings,
        key,
    )?;
    let links = sign_in_links(&parts.app)?;
    let running = Running::start(&parts, Some(listener), true)?;
    println!("Marketday is ready at http://{address}");
    for (label, link) in links {
        println!("{label}: {link}");
    }
    println!("Letters: http://{address}/dev/mail");
    wait_for_signal()?;
    running.stop()
}

/// The folder, made if it is not there; one that something else made is refused.
fn prepare(folder: &Path, is_fresh: bool) -> anyhow::Result<PathBuf> {
    let is_ours = folder.join(MARKER).is_file();
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_ours && !is_empty {
        bail!(
            "--data-dir {}: this folder holds something that is not a demonstration. Name another, or an empty one",
            folder.display()
        );
    }
    if is_ours && is_fresh {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("--fresh: {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder.join("mail"))
        .with_context(|| format!("--data-dir {}", folder.display()))?;
    Ok(std::fs::canonicalize(folder)?)
}

/// The demonstration's database: the one that is there, or a new one that is filled. The marker is written last, so
/// that a folder left half filled is filled anew.
fn fill(folder: &Path, chance: u64, now: Instant) -> anyhow::Result<Store> {
    let file = folder.join("marketday.db");
    let is_filled = folder.join(MARKER).is_file();
    if !is_filled {
        for end in ["", "-wal", "-shm"] {
            // A file that is not there need not go.
            let _ = std::fs::remove_file(folder.join(format!("marketday.db{end}")));
        }
    }
    let store = Store::open(&DatabaseUrl::Sqlite(file), PoolSize { connections: 8 })?;
    store.migrate()?;
    if !is_filled {
        seed(&store, &Content::load()?, chance, now)?;
        std::fs::write(
            folder.join(MARKER),
            "Made by `marketday demo`; delete the folder as you like.\n",
        )?;
    }
    Ok(store)
}

fn parts(
    folder: &Path,
    public_url: &str,
    store: Store,
    surroundings: Surroundings,
    key: SecretKey,
) -> anyhow::Result<Parts> {
    let mail_folder = folder.join("mail");
    let content = Content::load()?;
    let settings = Settings {
        public_url: public_url.parse()?,
        trusted_proxy: false,
        demo: Some(DemoSettings {
            mail_folder: mail_folder.clone(),
            people: people_of(&content)?,
        }),
    };
    Ok(Parts {
        app: App::new(store, surroundings, key, settings)?,
        mail_url: MailUrl::Folder(mail_folder),
        from: Mailbox::named("Marketday", "days@marketday.example"),
        workers: 2,
    })
}

/// One of each kind to sign in as: the first organiser, the first company that is booked, the first delegate.
fn people_of(content: &Content) -> anyhow::Result<Vec<DemoPerson>> {
    let people = [
        ("Organiser", content.first_organiser()),
        ("SME", content.first_company_booked()),
        ("Council delegate", content.first_delegate()),
    ];
    people
        .into_iter()
        .map(|(label, email)| {
            let email = email
                .with_context(|| format!("the demonstration has no {label}"))?
                .parse()?;
            Ok(DemoPerson {
                label: label.to_owned(),
                email,
            })
        })
        .collect()
}

fn sign_in_links(app: &App) -> anyhow::Result<Vec<(String, String)>> {
    let Some(demo) = &app.settings.demo else {
        return Ok(Vec::new());
    };
    demo.people
        .iter()
        .map(|listed| {
            let person = app
                .store
                .read(|rx| people::find_by_email(rx, &listed.email))?;
            let person = person
                .with_context(|| format!("{} is not in the database; use --fresh", listed.email))?;
            let token = app.key.demonstration_token(person.id);
            Ok((
                listed.label.clone(),
                app.links
                    .absolute(&format!("/dev/sign-in/{}/{token}", person.id)),
            ))
        })
        .collect()
}
