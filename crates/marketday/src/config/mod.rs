//! Configuration: `marketday.toml`, over it the environment (`MARKETDAY__SECTION__KEY`), under it the defaults.
//!
//! A section, a file, a struct. Each value is checked when it is read, and a message names its key, its variable and
//! the way out. A key that nobody knows is refused, so that a misspelt one is not silently ignored.

mod calendars;
mod database;
mod files;
mod http;
mod log;
mod mail;
mod privacy;
mod providers;
mod security;
mod sign_in;
mod values;

pub use database::Database;
pub use http::Http;
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use privacy::Privacy;
pub use security::Security;
pub use values::{ConfigError, Origin};

use marketday_accounts::ProviderSettings;
use marketday_files::Files;
use marketday_model::SignInLimits;
use std::fmt;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use values::{Setting, Shown, Values};

/// The configuration in force.
#[derive(Debug)]
pub struct Config {
    /// Where the data lies.
    pub database: Database,
    /// How pages are served.
    pub http: Http,
    /// How letters leave.
    pub mail: Mail,
    /// Who answers for personal data, and how long some of it is kept.
    pub privacy: Privacy,
    /// Whose accounts can be used to sign in.
    pub providers: Vec<ProviderSettings>,
    /// What only the server knows.
    pub security: Security,
    /// Where calendars of others are fetched from besides the public internet.
    pub calendars_inside: Vec<SocketAddr>,
    /// Where the files lie that people send in.
    pub files: Files,
    /// How long being signed in lasts.
    pub sign_in: SignInLimits,
    /// What it says of itself.
    pub log: Log,
    settings: Vec<Setting>,
}

impl Config {
    /// Reads `file` (or `marketday.toml` in the working folder, if there is one) and the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::read(Values::load(file, std::env::vars_os())?)
    }

    /// The same from a text and a list of variables.
    pub fn from_parts(toml: &str, variables: &[(&str, &str)]) -> Result<Self, ConfigError> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Self::read(Values::parse(toml, "marketday.toml", variables)?)
    }

    /// The file that a secret of this configuration stands in, if others than its owner and its group can read it; with
    /// its mode.
    pub fn open_secrets(&self) -> Option<(&str, u32)> {
        self.settings.iter().find_map(|setting| {
            let (Origin::File(file), Shown::Value(value)) = (&setting.origin, &setting.shown)
            else {
                return None;
            };
            if !value.to_string().contains("***") {
                return None;
            }
            let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o777;
            (mode & 0o007 != 0).then_some((file.as_str(), mode))
        })
    }

    fn read(mut values: Values) -> Result<Self, ConfigError> {
        let database = Database::read(&mut values)?;
        let http = Http::read(&mut values)?;
        let security = Security::read(&mut values, &database)?;
        let mail = Mail::read(&mut values, &database, &http)?;
        let log = Log::read(&mut values)?;
        let mut privacy = Privacy::read(&mut values)?;
        let providers = providers::read(&mut values)?;
        let sign_in = sign_in::read(&mut values)?;
        let calendars_inside = calendars::read(&mut values)?;
        let files = files::read(&mut values, &database)?;
        privacy.periods.sign_ins = sign_in.idle;
        Ok(Self {
            database,
            http,
            mail,
            privacy,
            providers,
            calendars_inside,
            files,
            security,
            sign_in,
            log,
            settings: values.finish()?,
        })
    }
}

impl fmt::Display for Config {
    /// The configuration as TOML, secrets masked, each line saying where its value comes from.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut section = "";
        for setting in &self.settings {
            let key = setting.key.as_str();
            let (of, name) = key.split_once('.').unwrap_or(("", key));
            if of != section {
                writeln!(f, "{}[{of}]", if section.is_empty() { "" } else { "\n" })?;
                section = of;
            }
            match &setting.shown {
                Shown::Value(value) => writeln!(f, "{name} = {value} # {}", setting.origin)?,
                Shown::Instead(what) => writeln!(f, "# {name}: {what}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
