//! The real server on a port of its own, a clock that stands still, and an SMTP server that keeps what it is sent.
//!
//! A test says what people do: an actor is a [`Browser`] of their own, and each thing that they do is a method of it
//! ([`people`]). Letters wait in the outbox until [`TestApp::deliver`], and a test that ends with letters in it fails
//! unless it says so. To add an action: a method in [`people`].

mod browser;
pub(crate) mod feeds;
mod form;
mod letters;
mod page;
pub(crate) mod people;
pub(crate) mod providers;
mod rows;
mod witness;

pub(crate) use browser::{Browser, Sent, encoded};
pub(crate) use form::Form;
pub(crate) use letters::Letter;
pub(crate) use page::Page;
pub(crate) use rows::Rows;
pub(crate) use witness::Witness;

use chrono::{DateTime, Duration};
use marketday::start::{Parts, Running};
use marketday_accounts::{ProviderSettings, Providers};
use marketday_feeds::FeedSite;
use marketday_files::Files;
use marketday_imports::{Reach, fetch_due};
use marketday_mail::{Dkim, ListHeaders, MailUrl, Mailbox};
use marketday_model::{EventId, Instant, NoticeState, OptionalLetter, PersonId, SecretKey};
use marketday_notify::incoming::{Incoming, Received, receive};
use marketday_notify::{Delivered, Notifier, deliver_due};
use marketday_store::{DatabaseUrl, PoolSize, Store, notices};
use marketday_testkit::smtp::SmtpSink;
use marketday_testkit::{CalendarServer, Database, Day, World};
use marketday_web::{App, Settings};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The address that letters and feeds name.
pub(crate) const PUBLIC_URL: &str = "https://marketday.example";

/// Monday 6 October 2025, 9am UTC: lies in the past of every checker that reads what the tests wrote.
pub(crate) fn beginning() -> Instant {
    DateTime::from_timestamp(1_759_741_200, 0).expect("an instant in range")
}

/// A running instance on a fresh database.
pub(crate) struct TestApp {
    /// The database, the clock and chance.
    pub(crate) world: World,
    /// Where letters arrive.
    pub(crate) sink: SmtpSink,
    /// The key of this installation.
    pub(crate) key: SecretKey,
    /// Where files lie.
    pub(crate) files: Files,
    /// The folder of them.
    pub(crate) folder: tempfile::TempDir,
    address: SocketAddr,
    reach: Reach,
    agent: ureq::Agent,
    notifier: Notifier,
    mail_url: MailUrl,
    running: Option<Running>,
    networks: AtomicU32,
    may_leave_letters: AtomicBool,
    database: &'static str,
}

/// Starts the product on `database`, where people reach it by https.
pub(crate) fn spawn_app(database: &Database) -> TestApp {
    spawn_app_at(database, PUBLIC_URL)
}

/// The same under another public address.
pub(crate) fn spawn_app_at(database: &Database, public_url: &str) -> TestApp {
    spawn(database, public_url, Vec::new())
}

/// The same with providers to sign in with.
pub(crate) fn spawn_app_with(database: &Database, providers: Vec<ProviderSettings>) -> TestApp {
    spawn(database, PUBLIC_URL, providers)
}

/// The same where calendars are fetched from this server.
pub(crate) fn spawn_app_reaching(database: &Database, server: &CalendarServer) -> TestApp {
    let reach = Reach::new(vec![server.address()]);
    let world = World::on(database);
    spawn_within(world, PUBLIC_URL, Vec::new(), reach)
}

/// The same where nobody waits long for what somebody else has in the database.
pub(crate) fn spawn_impatient_app(database: &Database) -> TestApp {
    let mut world = World::on(database);
    let size = PoolSize {
        lock_wait: std::time::Duration::from_millis(200),
        ..PoolSize::of(8)
    };
    world.store = Store::open(database.store.url(), size).expect("the database opens");
    spawn_within(world, PUBLIC_URL, Vec::new(), Reach::default())
}

fn spawn(database: &Database, public_url: &str, providers: Vec<ProviderSettings>) -> TestApp {
    let world = World::on(database);
    spawn_within(world, public_url, providers, Reach::default())
}

fn spawn_within(
    world: World,
    public_url: &str,
    providers: Vec<ProviderSettings>,
    reach: Reach,
) -> TestApp {
    world.clock.set(beginning());
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files::in_folder(folder.path());
    let sink = SmtpSink::start();
    let key = SecretKey::new([7; 32]);
    let settings = Settings {
        public_url: public_url.parse().expect("an address"),
        // Each browser of a test comes from a network of its own.
        trusted_proxy: true,
        demo: None,
        privacy: marketday_web::PrivacySettings::default(),
        sign_in: marketday_model::SignInLimits::default(),
    };
    let app = App::new(
        world.store.clone(),
        world.surroundings.clone(),
        key.clone(),
        settings,
    )
    .expect("the templates load")
    .with_providers(Providers::new(providers))
    .with_reach(reach.clone())
    .with_files(files.clone());
    let parts = Parts {
        app,
        mail_url: sink.url().parse().expect("a mail URL"),
        dkim: Dkim::default(),
        govuk: None,
        from: Mailbox::named("Marketday", "days@marketday.example"),
        pace: marketday_model::Pace::UNLIMITED,
        workers: 2,
        periods: marketday_model::privacy::Periods::default(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let running = Running::start(&parts, Some(listener), false).expect("it starts");
    TestApp {
        address: running.address().expect("it serves"),
        reach,
        agent: agent(),
        notifier: notifier(&parts),
        mail_url: parts.mail_url.clone(),
        running: Some(running),
        networks: AtomicU32::new(0),
        may_leave_letters: AtomicBool::new(false),
        database: match world.store.url() {
            DatabaseUrl::Postgres(_) => "postgres",
            DatabaseUrl::Sqlite(_) => "sqlite",
        },
        world,
        sink,
        key,
        files,
        folder,
    }
}

/// One that takes every answer as it comes.
fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_connections(0)
        .timeout_global(Some(std::time::Duration::from_mins(1)))
        .build();
    config.into()
}

fn notifier(parts: &Parts) -> Notifier {
    Notifier {
        store: parts.app.store.clone(),
        surroundings: parts.app.surroundings.clone(),
        key: parts.app.key.clone(),
        engine: Arc::clone(&parts.app.engine),
        links: parts.app.links.clone(),
        site: FeedSite::new(parts.app.settings.public_url.as_str()),
        from: parts.from.clone(),
        pace: parts.pace,
    }
}

impl TestApp {
    /// A browser that has never been here, from a network of its own.
    pub(crate) fn browser(&self) -> Browser<'_> {
        let number = self.networks.fetch_add(1, Ordering::Relaxed);
        Browser::new(self, format!("10.1.{}.{}", number / 250, number % 250 + 1))
    }

    /// Lets time pass.
    pub(crate) fn later(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    /// A published day, a minute after the beginning of it all.
    pub(crate) fn published_day(&self, slots: u32) -> Day {
        self.world.published_day(slots)
    }

    /// Delivers what is due, a minute later, through a real SMTP conversation.
    pub(crate) fn deliver(&self) -> Delivered {
        self.later(Duration::minutes(1));
        let mut transport =
            marketday_mail::open(&self.mail_url, &Dkim::default()).expect("a transport");
        let stop = AtomicBool::new(false);
        deliver_due(&self.notifier, transport.as_mut(), &stop).expect("the database answers")
    }

    /// Takes a message that comes in for this address, as a pipe of a mail server does.
    pub(crate) fn receives(&self, recipient: &str, message: &str) -> Received {
        let incoming = Incoming {
            bytes: message.as_bytes(),
            recipient: Some(recipient),
            sender: None,
        };
        receive(&self.notifier, &incoming).expect("the database answers")
    }

    /// How somebody with this address stops letters of a kind.
    pub(crate) fn list_headers(&self, email: &str, letter: OptionalLetter) -> ListHeaders {
        let email = email.parse().expect("an address");
        let found = self
            .world
            .store
            .read(|rx| marketday_store::people::find_by_email(rx, &email));
        let person = found.expect("the database answers").expect("a person");
        self.notifier.list_headers(person.id, letter)
    }

    /// Where somebody says how a day was, by the link of the letter that asks them.
    pub(crate) fn feedback_path(&self, person: PersonId, event: EventId) -> String {
        let token = self.notifier.key.feedback_token(person, event);
        format!("/feedback/{token}")
    }

    /// Tells of new days, as the worker does, and returns how many letters that makes.
    pub(crate) fn tells_news(&self) -> usize {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        marketday_notify::tell_news(store, surroundings).expect("the database answers")
    }

    /// Forgets what has been kept long enough, as the worker does.
    pub(crate) fn retains(&self) {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let periods = marketday_model::privacy::Periods::default();
        marketday_accounts::retain(store, surroundings, &periods).expect("the database answers");
    }

    /// Fetches the calendars that are due, as the worker does, and returns how many.
    pub(crate) fn fetches_calendars(&self) -> usize {
        let World {
            store,
            surroundings,
            ..
        } = &self.world;
        let running = AtomicBool::new(false);
        fetch_due(store, surroundings, &self.reach, &running).expect("the database answers")
    }

    /// Every letter to this address, oldest first.
    pub(crate) fn letters_to(&self, email: &str) -> Vec<Letter> {
        let letters = self.sink.letters();
        let letters = letters.iter().map(Letter::of);
        letters.filter(|letter| letter.to == email).collect()
    }

    /// Delivers, and returns the one letter that this brought to this address.
    pub(crate) fn next_letter_to(&self, email: &str) -> Letter {
        let before = self.letters_to(email).len();
        self.deliver();
        let mut letters = self.letters_to(email).split_off(before);
        let subjects: Vec<_> = letters.iter().map(|letter| &letter.subject).collect();
        assert_eq!(letters.len(), 1, "to {email}: {subjects:?}");
        letters.remove(0)
    }

    /// How many notices wait or are just being sent.
    pub(crate) fn undelivered(&self) -> i64 {
        let count = |state| self.world.store.read(|rx| notices::count(rx, state));
        let states = [NoticeState::Pending, NoticeState::Sending];
        let counts = states.map(|state| count(state).expect("the database answers"));
        counts.iter().sum()
    }

    /// This test is about something else than letters.
    pub(crate) fn may_leave_letters(&self) -> &Self {
        self.may_leave_letters.store(true, Ordering::Relaxed);
        self
    }

    /// `sqlite` or `postgres`.
    pub(crate) fn database(&self) -> &'static str {
        self.database
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let is_well = !std::thread::panicking();
        let undelivered = if is_well { self.undelivered() } else { 0 };
        if let Some(running) = self.running.take() {
            let stopped = running.stop();
            assert!(!is_well || stopped.is_ok(), "{stopped:?}");
        }
        let may_leave_letters = self.may_leave_letters.load(Ordering::Relaxed);
        assert!(
            !is_well || may_leave_letters || undelivered == 0,
            "{undelivered} notices were never delivered"
        );
    }
}
