//! `marketday doctor`: is everything in place? A line each.

use crate::config::Config;
use marketday_accounts::Providers;
use marketday_accounts::provider::Provider;
use marketday_mail::{MailUrl, Transport};
use marketday_model::Surroundings;
use marketday_render::{Engine, letters, pages};
use marketday_store::{Store, invariants};
use std::fmt;

/// What was looked at, and how it is.
#[derive(Debug)]
pub struct Finding {
    what: &'static str,
    state: Result<String, String>,
}

impl Finding {
    /// Whether nothing needs attention.
    pub fn is_well(&self) -> bool {
        self.state.is_ok()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, text) = match &self.state {
            Ok(text) => ('✓', text),
            Err(text) => ('✗', text),
        };
        write!(f, "{mark} {:<11} {text}", self.what)
    }
}

pub(crate) fn finding<E: fmt::Display>(what: &'static str, state: Result<String, E>) -> Finding {
    Finding {
        what,
        state: state.map_err(|error| error.to_string()),
    }
}

/// Looks at everything.
pub fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    match open(config) {
        Ok(store) => {
            findings.push(finding::<String>(
                "database",
                Ok(format!(
                    "{} answers at {}",
                    store.url().product(),
                    store.url()
                )),
            ));
            findings.push(migrations(&store));
            findings.push(clock(&store));
            findings.push(places(&store));
        }
        Err(error) => findings.push(finding("database", Err(error))),
    }
    findings.push(finding("key", config.security.look()));
    if let Some((file, mode)) = config.open_secrets() {
        let what = format!(
            "everybody can read {file}, which holds a secret (mode {mode:o}): chmod 640 it"
        );
        findings.push(finding("config", Err(what)));
    }
    findings.push(address(config));
    findings.push(mail(config));
    findings.push(files(config));
    let replies = match config.mail.from.email.rsplit_once('@') {
        Some((_, domain)) => format!(
            "replies to invitations go to reply+…@{domain}: let your mail server pipe that, bounce+… and unsubscribe+… to `marketday mail receive`, and {} be a mailbox that somebody reads",
            config.mail.from.email
        ),
        None => "mail.from has no domain".to_owned(),
    };
    findings.push(finding::<String>("replies", Ok(replies)));
    findings.push(finding("templates", templates()));
    let providers = Providers::new(config.providers.iter().cloned());
    findings.extend(providers.iter().map(provider));
    findings
}

/// Opening must not make a database where none was, or the doctor would cure what it should report.
fn open(config: &Config) -> Result<Store, String> {
    if let marketday_store::DatabaseUrl::Sqlite(path) = &config.database.url
        && !path.exists()
    {
        return Err(format!(
            "{} does not exist yet: run `marketday migrate`",
            path.display()
        ));
    }
    Store::open(&config.database.url, config.database.pool_size())
        .map_err(|error| error.to_string())
}

fn migrations(store: &Store) -> Finding {
    let state = match store.pending_migrations() {
        Ok(pending) if pending.is_empty() => Ok("all have been run".to_owned()),
        Ok(pending) => Err(format!(
            "not run yet: {}. Run `marketday migrate`",
            pending.len()
        )),
        Err(error) => Err(error.to_string()),
    };
    finding("migrations", state)
}

fn clock(store: &Store) -> Finding {
    let state = match store.clock_skew(Surroundings::real().now()) {
        Ok(skew) if skew.num_milliseconds().abs() > 2000 => Err(format!(
            "differs from the database's by {} ms: check that both are synchronised",
            skew.num_milliseconds()
        )),
        Ok(skew) => Ok(format!(
            "agrees with the database's to {} ms",
            skew.num_milliseconds().abs()
        )),
        Err(error) => Err(error.to_string()),
    };
    finding("clock", state)
}

/// What must always hold of places; what does not is a fault of the product, not of the operator.
fn places(store: &Store) -> Finding {
    let state = match store.read(invariants::list_broken) {
        Ok(broken) if broken.is_empty() => {
            Ok("slots, counts, holds and offers agree with each other".to_owned())
        }
        Ok(broken) => Err(format!(
            "{}. This is a fault of Marketday: please report it with this line",
            broken.join("; ")
        )),
        Err(error) => Err(error.to_string()),
    };
    finding("places", state)
}

pub(crate) fn is_local_name(host: &str) -> bool {
    let address: Result<std::net::IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Letters that leave this machine must lead back to it.
fn address(config: &Config) -> Finding {
    let public_url = config.http.public_url.origin().ascii_serialization();
    let is_local = is_local_name(config.http.host());
    let is_sent_out =
        matches!(&config.mail.url, MailUrl::Smtp(server) if !is_local_name(&server.host));
    let state = if is_local && is_sent_out {
        Err(format!(
            "letters lead to {public_url}, which only this machine can open: set http.public_url"
        ))
    } else {
        Ok(format!("people reach it at {public_url}"))
    };
    finding("address", state)
}

fn mail(config: &Config) -> Finding {
    if let Some(govuk) = &config.mail.govuk {
        let probe = govuk.channel(&Surroundings::real()).probe();
        return finding("mail", probe);
    }
    let url = config.mail.transport_url(config.http.host());
    let state = match &url {
        MailUrl::Folder(folder) => Ok(format!(
            "letters go to files in {}: set mail.url to send them",
            folder.display()
        )),
        MailUrl::Smtp(_) => marketday_mail::open(&url, &config.mail.dkim)
            .map_err(|error| error.to_string())
            .and_then(|mut transport| transport.probe().map_err(|error| format!("{url}: {error}"))),
    };
    finding("mail", state)
}

/// Whether the store of files can be written and read; with several instances it must be one for all.
fn files(config: &Config) -> Finding {
    let files = &config.files;
    let is_shared = config.database.folder().is_none();
    if !files.is_somewhere() {
        let what = "no slides are taken: set files.s3_endpoint, or files.folder to a folder that every instance shares";
        return finding("files", Ok::<_, String>(what.to_owned()));
    }
    if files.is_to_be_made() && !is_shared {
        return finding("files", Ok::<_, String>(format!("will be made in {files}")));
    }
    let state = match files.probe(Surroundings::real().id()) {
        Ok(()) if is_shared && files.is_folder() => Ok(format!(
            "slides lie in {files}: every instance must share it"
        )),
        Ok(()) => Ok(format!("slides lie in {files}")),
        Err(error) => Err(format!("{files}: {error}")),
    };
    finding("files", state)
}

/// Whether a provider answers, says who it is, and shows its keys.
fn provider(provider: &Provider) -> Finding {
    let (name, issuer) = (&provider.settings.name, &provider.settings.issuer);
    let state = match provider.look() {
        Ok(()) => Ok(format!("{name}: {issuer} answers")),
        Err(failed) => Err(format!("{name}: {issuer}: {failed}")),
    };
    finding("sign-in", state)
}

fn templates() -> Result<String, String> {
    let engine = Engine::new().map_err(|error| error.to_string())?;
    let pages = pages::samples(&engine)
        .map_err(|error| error.to_string())?
        .len();
    let letters = letters::samples(&engine)
        .map_err(|error| error.to_string())?
        .len();
    Ok(format!("{pages} pages and {letters} letters render"))
}
