//! What every handler shares.

use crate::acting;
use crate::cache::Cache;
use crate::failure::Failure;
use crate::guard::Floods;
use crate::pages::personal_feed::Fetches;
use marketday_accounts::Providers;
use marketday_files::Files;
use marketday_imports::Reach;
use marketday_model::privacy::Periods;
use marketday_model::{EmailAddress, Instant, SecretKey, SignInLimits, Surroundings};
use marketday_render::{Engine, EngineError, Links, Page};
use marketday_store::{Rx, Store, StoreError, acting_by};
use std::path::PathBuf;
use std::sync::Arc;
use tracing::Span;

/// How this instance is reached and what it offers.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which people reach it.
    pub public_url: url::Url,
    /// Whether the last `X-Forwarded-For` entry is believed: only behind a proxy that sets it.
    pub trusted_proxy: bool,
    /// What only a demonstration has.
    pub demo: Option<DemoSettings>,
    /// Who answers for personal data.
    pub privacy: PrivacySettings,
    /// How long being signed in lasts.
    pub sign_in: SignInLimits,
}

/// Who answers for personal data, and how long some of it is kept.
#[derive(Debug, Clone)]
pub struct PrivacySettings {
    /// The organisation that runs this installation.
    pub controller: String,
    /// Where people write to about their data.
    pub contact: String,
    /// How long some of it is kept.
    pub periods: Periods,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self {
            controller: "Marketday".into(),
            contact: "days@marketday.example".into(),
            periods: Periods::default(),
        }
    }
}

/// What only a demonstration has: letters to read, and people to sign in as.
#[derive(Debug, Clone)]
pub struct DemoSettings {
    /// Where its letters lie, an `.eml` file each.
    pub mail_folder: PathBuf,
    /// Whom one can sign in as.
    pub people: Vec<DemoPerson>,
}

/// Somebody to sign in as in a demonstration.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// What they are: `Organiser`, `SME`, `Council delegate`, or their role in a team.
    pub label: String,
    /// Their address.
    pub email: EmailAddress,
}

/// What every handler shares. Cloning is cheap.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Clock and chance.
    pub surroundings: Surroundings,
    /// The key of this installation.
    pub key: SecretKey,
    /// Templates.
    pub engine: Arc<Engine>,
    /// Addresses.
    pub links: Links,
    /// How this instance is reached.
    pub settings: Arc<Settings>,
    /// Who asks for passkeys, where the public address allows them.
    #[cfg(feature = "passkeys")]
    pub(crate) passkeys: Option<marketday_accounts::passkey::RelyingParty>,
    /// Whose accounts can be used to sign in.
    pub providers: Providers,
    /// Where calendars of others may be fetched from.
    pub reach: Reach,
    /// Where the files lie that people send in.
    pub files: Files,
    pub(crate) cache: Cache,
    pub(crate) floods: Arc<Floods>,
    pub(crate) fetches: Arc<Fetches>,
}

impl App {
    /// An application over this database.
    pub fn new(
        store: Store,
        surroundings: Surroundings,
        key: SecretKey,
        settings: Settings,
    ) -> Result<Self, EngineError> {
        Ok(Self {
            store,
            surroundings,
            key,
            engine: Arc::new(Engine::new()?),
            links: Links::new(&settings.public_url),
            #[cfg(feature = "passkeys")]
            passkeys: marketday_accounts::passkey::RelyingParty::of(&settings.public_url),
            settings: Arc::new(settings),
            providers: Providers::default(),
            reach: Reach::default(),
            files: Files::nowhere(),
            cache: Cache::new(),
            floods: Arc::new(Floods::new()),
            fetches: Arc::new(Fetches::new()),
        })
    }

    /// The same with these providers to sign in with.
    #[must_use]
    pub fn with_providers(mut self, providers: Providers) -> Self {
        self.providers = providers;
        self
    }

    /// The same with these places to fetch calendars from besides the public internet.
    #[must_use]
    pub fn with_reach(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// The same with this store of files.
    #[must_use]
    pub fn with_files(mut self, files: Files) -> Self {
        self.files = files;
        self
    }

    /// The instant, by the clock that this application was given.
    pub fn now(&self) -> Instant {
        self.surroundings.now()
    }

    /// Whether people reach it by https, so that cookies can be kept to it.
    pub fn is_https(&self) -> bool {
        self.settings.public_url.scheme() == "https"
    }

    pub(crate) fn read<T>(
        &self,
        job: impl FnOnce(&mut Rx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, Failure> {
        self.store.read(job).map_err(Failure::from)
    }

    pub(crate) fn html(&self, page: &impl Page) -> Result<String, Failure> {
        self.engine
            .page(page)
            .map_err(|error| Failure::internal(&error))
    }
}

/// Runs what waits for the database on a thread that may wait.
pub(crate) async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let (by, span) = (acting::current(), Span::current());
    actix_web::web::block(move || span.in_scope(|| acting_by(by, job)))
        .await
        .map_err(|error| Failure::internal(&error))?
}
