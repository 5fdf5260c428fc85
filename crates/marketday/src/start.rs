//! Starting and stopping an instance: the web server and the worker, in one process or in two.

use crate::config::Config;
use anyhow::{Context, anyhow};
use marketday_feeds::FeedSite;
use marketday_mail::{MailUrl, Mailbox};
use marketday_model::Surroundings;
use marketday_notify::{Notifier, Stop};
use marketday_store::{DatabaseUrl, Store};
use marketday_web::{App, Settings};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

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
                return Err(anyhow!(
                    "{} migrations have not been run: run `marketday migrate` first",
                    pending.len()
                ));
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
    /// Who letters come from.
    pub from: Mailbox,
    /// How many threads serve.
    pub workers: usize,
}

impl Parts {
    /// The parts of a configured instance.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let settings = Settings {
            public_url: config.http.public_url.clone(),
            trusted_proxy: config.http.trusted_proxy,
            demo: None,
        };
        let app = App::new(
            open_store(config)?,
            Surroundings::real(),
            config.security.key()?,
            settings,
        )?;
        Ok(Self {
            app,
            mail_url: config.mail.transport_url(config.http.host()),
            from: config.mail.from.clone(),
            workers: config.http.workers,
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
        }
    }
}

/// What composes letters, for a command that sends one itself.
pub fn notifier(config: &Config) -> anyhow::Result<Notifier> {
    Ok(Parts::of(config)?.notifier())
}

/// An instance that serves, delivers, or both, until it is stopped.
pub struct Running {
    web: Option<(
        actix_web::dev::ServerHandle,
        JoinHandle<std::io::Result<()>>,
    )>,
    worker: Option<(Arc<Stop>, JoinHandle<()>)>,
}

impl Running {
    /// Serves on `listener` and delivers as asked. The threads run until [`Running::stop`].
    pub fn start(
        parts: &Parts,
        listener: Option<TcpListener>,
        delivers: bool,
    ) -> anyhow::Result<Self> {
        let web = listener
            .map(|listener| serve_on(parts, listener))
            .transpose()?;
        let worker = delivers.then(|| deliver(parts)).transpose()?;
        Ok(Self { web, worker })
    }

    /// Stops: requests under way finish, claims are given back.
    pub fn stop(self) -> anyhow::Result<()> {
        if let Some((handle, thread)) = self.web {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            runtime.block_on(handle.stop(true));
            thread
                .join()
                .map_err(|_| anyhow!("the web server panicked"))??;
        }
        if let Some((stop, thread)) = self.worker {
            stop.stop();
            thread.join().map_err(|_| anyhow!("the worker panicked"))?;
        }
        Ok(())
    }
}

fn serve_on(
    parts: &Parts,
    listener: TcpListener,
) -> anyhow::Result<(
    actix_web::dev::ServerHandle,
    JoinHandle<std::io::Result<()>>,
)> {
    let (app, workers) = (parts.app.clone(), parts.workers);
    let (tell, told) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::Builder::new()
        .name("web".into())
        .spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = marketday_web::server(app, listener, workers)?;
                // The starter waits for the handle, so it is there to take it.
                let _ = tell.send(server.handle());
                server.await
            })
        })?;
    let handle = told
        .recv()
        .map_err(|_| anyhow!("the web server did not start"))?;
    Ok((handle, thread))
}

fn deliver(parts: &Parts) -> anyhow::Result<(Arc<Stop>, JoinHandle<()>)> {
    let stop = Arc::new(Stop::new());
    let (notifier, mail_url, until) = (parts.notifier(), parts.mail_url.clone(), Arc::clone(&stop));
    let thread = std::thread::Builder::new()
        .name("worker".into())
        .spawn(move || {
            let sweep = || {
                if let Err(error) =
                    marketday_booking::sweep(&notifier.store, &notifier.surroundings)
                {
                    tracing::error!(%error, "what has run out could not be swept");
                }
            };
            marketday_notify::run(&notifier, || marketday_mail::open(&mail_url), sweep, &until);
        })?;
    Ok((stop, thread))
}

/// Binds, or says which address and setting it was.
pub fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("http.bind: cannot listen on {address}; is another instance running there?")
    })
}

/// `marketday serve`
pub fn serve(config: &Config, delivers: bool) -> anyhow::Result<()> {
    let listener = bind(config.http.bind)?;
    let address = listener.local_addr()?;
    let running = Running::start(&Parts::of(config)?, Some(listener), delivers)?;
    tracing::info!(%address, public_url = %config.http.public_url, delivers, "serving");
    wait_for_signal()?;
    tracing::info!("stopping");
    running.stop()
}

/// `marketday worker`
pub fn work(config: &Config) -> anyhow::Result<()> {
    let running = Running::start(&Parts::of(config)?, None, true)?;
    tracing::info!("delivering");
    wait_for_signal()?;
    tracing::info!("stopping");
    running.stop()
}

/// Waits until the process is asked to stop: SIGTERM, or Ctrl-C.
pub fn wait_for_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        Ok(())
    })
}
