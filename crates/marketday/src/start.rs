//! Starting and stopping an instance: the web server and the worker, in one process or in two.
//!
//! [`start`] starts what a configuration says; [`Running::start`] takes the parts apart, for the demonstration and for
//! tests with a clock or a transport of their own.

use crate::config::Config;
use crate::signals::{Departed, Signals, Watch};
use anyhow::{Context, anyhow, bail};
use chrono::TimeDelta;
use marketday_accounts::Providers;
use marketday_feeds::FeedSite;
use marketday_imports::{Reach, fetch_due};
use marketday_mail::{Dkim, GovUkNotify, MailUrl, Mailbox, OpenError, Transport};
use marketday_model::privacy::Periods;
use marketday_model::{Instant, Pace, SignInLimits, Surroundings};
use marketday_notify::{Notifier, Stop};
use marketday_store::{DatabaseUrl, Store};
use marketday_web::{App, PrivacySettings, Settings};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use url::Url;

/// Opens the configured database and sees to its migrations: an SQLite file is brought up to date, since no other
/// instance can be using another version of it; a PostgreSQL database is the operator's to migrate.
pub fn open_store(config: &Config) -> anyhow::Result<Store> {
    config.database.prepare_folder()?;
    let store = Store::open(&config.database.url, config.database.pool_size())?;
    match store.url() {
        DatabaseUrl::Sqlite(_) => {
            store.migrate()?;
        }
        DatabaseUrl::Postgres(_) => {
            let pending = store.pending_migrations()?;
            if !pending.is_empty() {
                bail!(
                    "migrations that have not been run: {}. Run `marketday migrate` first",
                    pending.len()
                );
            }
        }
    }
    Ok(store)
}

/// Everything that an instance is made of.
pub struct Parts {
    /// Pages.
    pub app: App,
    /// How letters leave.
    pub mail_url: MailUrl,
    /// What letters are signed with.
    pub dkim: Dkim,
    /// What letters leave by in the place of `mail_url`.
    pub govuk: Option<GovUkNotify>,
    /// Who letters come from.
    pub from: Mailbox,
    /// How fast letters leave.
    pub pace: Pace,
    /// How many threads serve.
    pub workers: usize,
    /// How long some personal data is kept.
    pub periods: Periods,
}

impl Parts {
    /// The parts of a configured instance that people reach at `public_url`.
    pub fn of(
        config: &Config,
        surroundings: Surroundings,
        public_url: Url,
    ) -> anyhow::Result<Self> {
        let settings = Settings {
            public_url,
            trusted_proxy: config.http.trusted_proxy,
            demo: None,
            privacy: privacy(config),
            sign_in: config.sign_in,
        };
        let store = open_store(config)?;
        let govuk = config.mail.govuk.as_ref();
        let govuk = govuk.map(|govuk| govuk.channel(&surroundings));
        let app = App::new(store, surroundings, config.security.key()?, settings)?
            .with_providers(Providers::new(config.providers.iter().cloned()))
            .with_reach(Reach::new(config.calendars_inside.clone()))
            .with_files(config.files.clone());
        Ok(Self {
            app,
            mail_url: config.mail.transport_url(config.http.host()),
            dkim: config.mail.dkim.clone(),
            govuk,
            from: config.mail.from.clone(),
            pace: config.mail.pace,
            workers: config.http.workers,
            periods: config.privacy.periods.clone(),
        })
    }

    fn notifier(&self) -> Notifier {
        Notifier {
            store: self.app.store.clone(),
            surroundings: self.app.surroundings.clone(),
            key: self.app.key.clone(),
            engine: Arc::clone(&self.app.engine),
            links: self.app.links.clone(),
            site: FeedSite::new(self.app.settings.public_url.as_str()),
            from: self.from.clone(),
            pace: self.pace,
        }
    }
}

/// What composes letters, for a command that sends one itself.
pub fn notifier(config: &Config) -> anyhow::Result<Notifier> {
    let public_url = config.http.public_url.clone();
    Ok(Parts::of(config, Surroundings::real(), public_url)?.notifier())
}

/// An instance that serves, delivers, or both, until it is stopped.
pub struct Running {
    web: Option<Web>,
    worker: Option<Worker>,
    watch: Watch,
}

struct Web {
    address: SocketAddr,
    handle: actix_web::dev::ServerHandle,
    thread: JoinHandle<std::io::Result<()>>,
}

/// Each thread has a bell of its own: a server that answers slowly keeps no letter waiting.
struct Worker {
    stops: [Arc<Stop>; 2],
    threads: [JoinHandle<()>; 2],
}

/// Binds `http.bind` and starts the web server, and the worker if `delivers`, in this process.
pub fn start(
    config: &Config,
    surroundings: Surroundings,
    delivers: bool,
) -> anyhow::Result<Running> {
    let listener = bind("http.bind", config.http.bind)?;
    let public_url = config.http.public_url_at(listener.local_addr()?);
    let parts = Parts::of(config, surroundings, public_url)?;
    Running::start(&parts, Some(listener), delivers)
}

impl Running {
    /// Serves on `listener` and delivers as asked. The threads run until [`Running::stop`].
    pub fn start(
        parts: &Parts,
        listener: Option<TcpListener>,
        delivers: bool,
    ) -> anyhow::Result<Self> {
        let watch = Watch::default();
        let web = listener
            .map(|listener| serve_on(parts, listener, watch.departed()))
            .transpose()?;
        let worker = delivers.then(|| work_on(parts, &watch)).transpose()?;
        Ok(Self { web, worker, watch })
    }

    /// Where it serves, if it does.
    pub fn address(&self) -> Option<SocketAddr> {
        self.web.as_ref().map(|web| web.address)
    }

    /// Runs until a signal asks it to stop. A thread that ends by itself stops the whole instance, so that whoever
    /// watches the process can start it again.
    pub fn until(self, signals: &mut Signals) -> anyhow::Result<()> {
        let is_asked = signals.wait(&self.watch);
        tracing::info!("stopping");
        self.stop()?;
        if is_asked {
            Ok(())
        } else {
            Err(anyhow!(
                "the server or the worker ended by itself: see the lines before"
            ))
        }
    }

    /// Stops: requests under way finish, claims are given back.
    pub fn stop(self) -> anyhow::Result<()> {
        if let Some(worker) = &self.worker {
            worker.stops.iter().for_each(|stop| stop.stop());
        }
        if let Some(web) = self.web {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            runtime.block_on(web.handle.stop(true));
            web.thread
                .join()
                .map_err(|_| anyhow!("the web server panicked"))?
                .context("the web server failed")?;
        }
        if let Some(worker) = self.worker {
            for thread in worker.threads {
                thread.join().map_err(|_| anyhow!("the worker panicked"))?;
            }
        }
        Ok(())
    }
}

fn serve_on(parts: &Parts, listener: TcpListener, departed: Departed) -> anyhow::Result<Web> {
    let (app, workers) = (parts.app.clone(), parts.workers);
    let address = listener.local_addr()?;
    let (tell, told) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::Builder::new()
        .name("web".into())
        .spawn(move || {
            let _departed = departed;
            actix_web::rt::System::new().block_on(async move {
                let server = marketday_web::server(app, listener, workers)?;
                // The starter waits for the handle, so it is there to take it.
                let _ = tell.send(server.handle());
                server.await
            })
        })?;
    match told.recv() {
        Ok(handle) => Ok(Web {
            address,
            handle,
            thread,
        }),
        Err(_) => match thread.join() {
            Ok(Err(error)) => Err(error).context("the web server did not start"),
            _ => Err(anyhow!("the web server did not start")),
        },
    }
}

fn work_on(parts: &Parts, watch: &Watch) -> anyhow::Result<Worker> {
    let stops = [Arc::new(Stop::new()), Arc::new(Stop::new())];
    let delivering = deliver(parts, &stops[0], watch.departed())?;
    let fetching = fetch(parts, &stops[1], watch.departed())?;
    Ok(Worker {
        threads: [delivering, fetching],
        stops,
    })
}

/// How often it is looked whether a calendar is due, and whether a file is to go.
const FETCH_EVERY: Duration = Duration::from_secs(15);

fn fetch(parts: &Parts, stop: &Arc<Stop>, departed: Departed) -> anyhow::Result<JoinHandle<()>> {
    let (app, until) = (&parts.app, Arc::clone(stop));
    let (store, surroundings) = (app.store.clone(), app.surroundings.clone());
    let (reach, files) = (app.reach.clone(), app.files.clone());
    let thread = std::thread::Builder::new().name("calendars and files".into());
    Ok(thread.spawn(move || {
        let _departed = departed;
        while !until.is_stopped() {
            if let Err(error) = fetch_due(&store, &surroundings, &reach, until.flag()) {
                tracing::error!(%error, "calendars could not be fetched");
            }
            if let Err(error) = marketday_booking::sweep_files(&store, &files, &surroundings) {
                tracing::error!(error = chain(&error), "files could not be swept");
            }
            until.wait(FETCH_EVERY);
        }
    })?)
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let texts: Vec<String> = causes.map(ToString::to_string).collect();
    texts.join(": ")
}

/// The channel that letters leave by.
pub(crate) fn open_channel(
    mail_url: &MailUrl,
    dkim: &Dkim,
    govuk: Option<&GovUkNotify>,
) -> Result<Box<dyn Transport>, OpenError> {
    match govuk {
        Some(channel) => Ok(Box::new(channel.clone())),
        None => marketday_mail::open(mail_url, dkim),
    }
}

fn deliver(parts: &Parts, stop: &Arc<Stop>, departed: Departed) -> anyhow::Result<JoinHandle<()>> {
    let (notifier, mail_url, until) = (parts.notifier(), parts.mail_url.clone(), Arc::clone(stop));
    let (periods, limits) = (parts.periods.clone(), parts.app.settings.sign_in);
    let (dkim, govuk) = (parts.dkim.clone(), parts.govuk.clone());
    let thread = std::thread::Builder::new()
        .name("worker".into())
        .spawn(move || {
            let _departed = departed;
            let mut retained = None;
            let sweep = || sweep(&notifier, &periods, &limits, &mut retained);
            marketday_notify::run(
                &notifier,
                || open_channel(&mail_url, &dkim, govuk.as_ref()),
                sweep,
                &until,
            );
        })?;
    Ok(thread)
}

/// Ends what has run out; and once a day, by the clock that it was given, forgets what has been kept long enough, and
/// moves people from authorities that have ended to those that took over.
fn sweep(
    notifier: &Notifier,
    periods: &Periods,
    limits: &SignInLimits,
    retained: &mut Option<Instant>,
) {
    let Notifier {
        store,
        surroundings,
        ..
    } = notifier;
    let now = surroundings.now();
    let swept = marketday_booking::sweep(store, surroundings);
    let is_due = retained.is_none_or(|at| now - at >= TimeDelta::days(1));
    let swept = swept.and_then(|_| {
        marketday_booking::proposals::sweep_places(store, surroundings)?;
        marketday_attendance::sweep_agendas(store, surroundings)?;
        marketday_accounts::forget_used(store, surroundings, limits)?;
        marketday_notify::remind_due(store, surroundings)?;
        marketday_notify::nudge_due(store, surroundings)?;
        marketday_notify::tell_presenters(store, surroundings)?;
        marketday_notify::tell_news(store, surroundings)?;
        marketday_notify::close_due(store, surroundings)?;
        marketday_notify::digest_due(store, surroundings)?;
        marketday_scheduling::send_due_messages(store, surroundings)?;
        if is_due {
            marketday_accounts::retain(store, surroundings, periods)?;
            marketday_accounts::settle_successions(store, surroundings)?;
            marketday_notify::forget_domains(store, surroundings)?;
            *retained = Some(now);
        }
        Ok(())
    });
    if let Err(error) = swept {
        tracing::error!(%error, "what has run out could not be swept");
    }
}

/// Who answers for personal data on the pages: the operator, at `mail.from` unless another contact is configured.
fn privacy(config: &Config) -> PrivacySettings {
    let or = |text: &str, other: &str| if text.is_empty() { other } else { text }.to_owned();
    let from = &config.mail.from;
    PrivacySettings {
        controller: or(
            &config.privacy.controller,
            from.name.as_deref().unwrap_or("Marketday"),
        ),
        contact: or(&config.privacy.contact, &from.email),
        periods: config.privacy.periods.clone(),
    }
}

/// Binds, or says which address and setting it was.
pub(crate) fn bind(setting: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!(
            "{setting}: cannot listen on {address}; free it, or name another (port 0 takes any)"
        )
    })
}

/// `marketday serve`
pub fn serve(config: &Config, delivers: bool) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let running = start(config, Surroundings::real(), delivers)?;
    if let Some(address) = running.address() {
        let public_url = config.http.public_url_at(address);
        tracing::info!(%address, %public_url, delivers, "serving");
    }
    running.until(&mut signals)
}

/// `marketday worker`
pub fn work(config: &Config) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let public_url = config.http.public_url.clone();
    let parts = Parts::of(config, Surroundings::real(), public_url)?;
    let running = Running::start(&parts, None, true)?;
    tracing::info!(mail = %parts.mail_url, "delivering");
    running.until(&mut signals)
}
