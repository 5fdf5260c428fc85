//! `marketday demo`: a believable Marketday on this machine, within seconds.
//!
//! It binds first, then fills a fresh database (or finds the one that it made before), then serves; letters go to
//! files and are read at `/dev/mail`. To change what it holds, edit `content/*.toml`.

mod calendar;
mod content;
mod folder;
mod moments;
mod seed;

use crate::cli::DemoArgs;
use crate::config::{Log, LogFormat, Security};
use crate::signals::Signals;
use crate::start::{Parts, Running, bind};
use crate::telemetry;
use anyhow::Context;
use folder::{Filled, Folder};
use marketday_files::Files;
use marketday_mail::{Dkim, MailUrl, Mailbox};
use marketday_model::time::LONDON;
use marketday_model::{Instant, Surroundings};
use marketday_store::{DatabaseUrl, PoolSize, Store, people};
use marketday_web::{App, DemoPerson, DemoSettings, PrivacySettings, Settings};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

pub use calendar::is_working_day;
pub use content::Content;
pub use seed::seed;

/// What a demonstration does not do, and what to do instead.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Others could reach it, and its links sign anybody in.
    #[error("--bind {0}: a demonstration listens on this machine only, like 127.0.0.1:8080")]
    NotLoopback(SocketAddr),
    /// The folder is somebody's.
    #[error(
        "--data-dir {}: this folder holds something that is not a demonstration. Name another, or an empty one", .0.display()
    )]
    ForeignFolder(PathBuf),
    /// Another process uses the folder.
    #[error(
        "--data-dir {}: another demonstration is using this folder. Stop it, or name another folder", .0.display()
    )]
    InUse(PathBuf),
}

/// A demonstration that runs.
pub struct Demonstration {
    running: Running,
    links: Vec<(String, String)>,
    /// Locked as long as it runs.
    _folder: Folder,
}

/// `marketday demo`
pub fn run(args: &DemoArgs) -> anyhow::Result<()> {
    telemetry::start(&Log {
        format: LogFormat::Text,
        level: "warn".into(),
    });
    let mut signals = Signals::listen()?;
    let demonstration = start(args, Surroundings::real())?;
    for (label, link) in demonstration.links() {
        println!("{label}{link}");
    }
    demonstration.running.until(&mut signals)
}

/// Binds, fills the folder where it is not filled yet, and starts.
pub fn start(args: &DemoArgs, surroundings: Surroundings) -> anyhow::Result<Demonstration> {
    if !args.bind.ip().is_loopback() {
        return Err(Refused::NotLoopback(args.bind).into());
    }
    let listener = bind("--bind", args.bind)?;
    let folder = Folder::open(&args.data_dir, args.fresh)?;
    let content = Content::load()?;
    let store = fill(&folder, &content, args.seed, surroundings.now())?;
    let parts = parts(&folder, &content, &listener, store, surroundings)?;
    let links = links(&parts.app)?;
    let running = Running::start(&parts, Some(listener), true)?;
    Ok(Demonstration {
        running,
        links,
        _folder: folder,
    })
}

impl Demonstration {
    /// What is printed: each line's beginning, and the address that ends it.
    pub fn links(&self) -> &[(String, String)] {
        &self.links
    }

    /// Stops: requests under way finish, claims are given back.
    pub fn stop(self) -> anyhow::Result<()> {
        self.running.stop()
    }
}

/// The database of the folder: the one that is there, or a new one that is filled.
fn fill(folder: &Folder, content: &Content, chance: u64, now: Instant) -> anyhow::Result<Store> {
    let url = DatabaseUrl::Sqlite(folder.database());
    let store = Store::open(&url, PoolSize::of(8))?;
    store.migrate()?;
    let wanted = Filled {
        seed: chance,
        made_on: now.with_timezone(&LONDON).date_naive(),
    };
    match folder.filled() {
        None => {
            seed(&store, content, chance, now)?;
            folder.note(wanted)?;
        }
        Some(filled) if filled != wanted => eprintln!(
            "The demonstration of {} with seed {} goes on; --fresh begins anew.",
            filled.made_on, filled.seed
        ),
        Some(_) => {}
    }
    Ok(store)
}

fn parts(
    folder: &Folder,
    content: &Content,
    listener: &TcpListener,
    store: Store,
    surroundings: Surroundings,
) -> anyhow::Result<Parts> {
    let settings = Settings {
        public_url: format!("http://{}", listener.local_addr()?).parse()?,
        trusted_proxy: false,
        privacy: PrivacySettings::default(),
        sign_in: marketday_model::SignInLimits::default(),
        demo: Some(DemoSettings {
            mail_folder: folder.mail(),
            people: people_of(content)?,
        }),
    };
    let key = Security::beside(folder.path()).key()?;
    Ok(Parts {
        app: App::new(store, surroundings, key, settings)?
            .with_files(Files::in_folder(folder.path().join("files"))),
        mail_url: MailUrl::Folder(folder.mail()),
        dkim: Dkim::default(),
        govuk: None,
        from: Mailbox::named("Marketday", "days@marketday.example"),
        // Whoever tries it out waits for no letter.
        pace: marketday_model::Pace::UNLIMITED,
        workers: 2,
        periods: marketday_model::privacy::Periods::default(),
    })
}

/// One of each kind to sign in as: the first organiser, one of each role in a team, the first company that is booked,
/// the first delegate.
fn people_of(content: &Content) -> anyhow::Result<Vec<DemoPerson>> {
    let people = [
        ("Organiser", content.first_organiser()),
        ("Editor", content.first_seat("editor")),
        ("Programme maker", content.first_seat("programme")),
        ("Front desk", content.first_seat("front-desk")),
        ("Viewer", content.first_seat("viewer")),
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

fn links(app: &App) -> anyhow::Result<Vec<(String, String)>> {
    let ready = ("Marketday is ready at ".to_owned(), app.links.absolute(""));
    let mut links = vec![ready];
    for listed in app.settings.demo.iter().flat_map(|demo| &demo.people) {
        let person = app
            .store
            .read(|rx| people::find_by_email(rx, &listed.email))?;
        let person = person
            .with_context(|| format!("{} is not in the database; use --fresh", listed.email))?;
        let token = app.key.demonstration_token(person.id);
        let path = format!("/dev/sign-in/{}/{token}", person.id);
        links.push((format!("{}: ", listed.label), app.links.absolute(&path)));
    }
    let letters = app.links.absolute("/dev/mail");
    links.push(("Letters: ".to_owned(), letters));
    Ok(links)
}
