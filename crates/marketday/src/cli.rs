//! The command line.
//!
//! Exit codes: 0 when done, 1 when something failed, 2 when the command line or the configuration is wrong. `mail receive`
//! has those that mail servers understand, see [`crate::mailbox`].

use crate::config::{Config, ConfigError};
use crate::lists::{self, AdministratorCommand, ImportCommand, OrganisationCommand};
use crate::{demo, doctor, mail_doctor, mailbox, start, telemetry};
use anyhow::{Context, anyhow};
use clap::{Args, Parser, Subcommand};
use marketday_accounts::{AuditFile, AuditForm};
use marketday_model::{EmailAddress, Line, Surroundings};
use marketday_store::audit_trail::Filter;
use marketday_store::{PoolSize, Store};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Market information days: small companies pitch to many councils at once.
#[derive(Debug, Parser)]
#[command(name = "marketday", version, about)]
pub struct Cli {
    /// The configuration file [default: marketday.toml, if there is one].
    #[arg(long, global = true, env = "MARKETDAY_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages and deliver letters, in one process.
    Serve {
        /// Serve the pages only: another process delivers.
        #[arg(long)]
        no_worker: bool,
    },
    /// Deliver letters only.
    Worker,
    /// Fill a fresh database with a demonstration and serve it on this machine.
    Demo(DemoArgs),
    /// Bring the database up to date.
    Migrate,
    /// Look at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check database, migrations, mail, templates and clock; a line each.
    Doctor,
    /// Forget what has been kept long enough; the worker does so every day.
    Retention {
        /// Print what would be forgotten, and forget nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Read the audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Manage organisers.
    #[command(subcommand)]
    Organiser(OrganiserCommand),
    /// Take over lists that others keep.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Look for organisations, and merge those that are one.
    #[command(subcommand)]
    Organisation(OrganisationCommand),
    /// Say who runs the installation.
    #[command(subcommand)]
    Administrator(AdministratorCommand),
    /// Manage where people are signed in.
    #[command(subcommand)]
    SignIn(SignInCommand),
    /// Try the mail.
    #[command(subcommand)]
    Mail(MailCommand),
}

/// How to demonstrate.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// Where to listen: an address of this machine only. Port 0 takes any free port and prints it.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
    /// Where its database and letters lie.
    #[arg(long, default_value = "marketday-demo", value_name = "FOLDER")]
    pub data_dir: PathBuf,
    /// What decides its chance: equal seed and equal date give equal data.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Begin anew, where the folder holds an earlier demonstration.
    #[arg(long)]
    pub fresh: bool,
}

/// Looking at the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the configuration in force, secrets masked, with where each value comes from.
    Check,
}

/// Managing organisers.
#[derive(Debug, Subcommand)]
pub enum OrganiserCommand {
    /// Make somebody an organiser, and tell them by email.
    Add {
        /// Their email address.
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// The organising body that they belong to; made if it is new.
        #[arg(long, default_value = "Marketday")]
        body: String,
    },
}

/// Reading the audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Print it, newest first.
    Export {
        /// Only lines from this day on (UTC), as in 2027-03-01.
        #[arg(long)]
        since: Option<chrono::NaiveDate>,
        /// Only lines about this, as noun:id.
        #[arg(long)]
        subject: Option<String>,
        /// How.
        #[arg(long, value_enum, default_value_t = AuditFormat::Csv)]
        format: AuditFormat,
    },
}

/// How the audit trail is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum AuditFormat {
    /// For a spreadsheet.
    Csv,
    /// A JSON object a line.
    Jsonl,
}

/// Managing where people are signed in.
#[derive(Debug, Subcommand)]
pub enum SignInCommand {
    /// Sign somebody out everywhere, at once.
    End {
        /// Their email address.
        #[arg(long, value_name = "EMAIL")]
        person: String,
    },
}

/// Trying the mail.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Send a test letter at once.
    Test {
        /// Where to.
        address: String,
    },
    /// Look at what the domain of `mail.from` publishes: SPF, DKIM, DMARC, MX, PTR and TLS; a line each.
    Doctor,
    /// Take one message on standard input: for a pipe of the mail server.
    Receive {
        /// The address that it was delivered to [default: what its headers say].
        #[arg(long, env = "RECIPIENT", value_name = "ADDRESS")]
        recipient: Option<String>,
        /// The sender in the envelope; empty for a bounce [default: what its headers say].
        #[arg(long, env = "SENDER", value_name = "ADDRESS")]
        sender: Option<String>,
    },
    /// List the addresses that are not written to, and why.
    Suppressed,
    /// Write to an address again.
    Unsuppress {
        /// The address.
        address: String,
    },
}

/// Why a command did not do what it should, and the exit code that says so.
#[derive(Debug)]
pub struct Failure {
    /// What happened, and the way out.
    pub error: anyhow::Error,
    /// 1 or 2.
    pub code: u8,
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let is_usage = error.is::<ConfigError>() || error.is::<demo::Refused>();
        Self {
            error,
            code: if is_usage { 2 } else { 1 },
        }
    }
}

/// The command line, or a file that it names, is wrong.
pub(crate) fn usage(error: anyhow::Error) -> Failure {
    Failure { error, code: 2 }
}

/// Does what the command line asks.
pub fn run(cli: Cli) -> Result<(), Failure> {
    if let Command::Demo(args) = &cli.command {
        return Ok(demo::run(args)?);
    }
    if let Command::Mail(MailCommand::Receive { recipient, sender }) = &cli.command {
        let addresses = (recipient.as_deref(), sender.as_deref());
        return mailbox::receive(cli.config.as_deref(), addresses);
    }
    let config = Config::load(cli.config.as_deref())?;
    match cli.command {
        Command::Config(ConfigCommand::Check) => {
            print!("{config}");
            Ok(())
        }
        Command::Serve { no_worker } => {
            telemetry::start(&config.log);
            Ok(start::serve(&config, !no_worker)?)
        }
        Command::Worker => {
            telemetry::start(&config.log);
            Ok(start::work(&config)?)
        }
        // Both were done before the configuration was read.
        Command::Demo(_) | Command::Mail(MailCommand::Receive { .. }) => Ok(()),
        Command::Migrate => migrate(&config),
        Command::Doctor => doctor(&config),
        Command::Audit(AuditCommand::Export {
            since,
            subject,
            format,
        }) => export_audit(&config, since, subject.as_deref(), format),
        Command::Retention { dry_run } => retention(&config, dry_run),
        Command::Organiser(OrganiserCommand::Add { email, name, body }) => {
            add_organiser(&config, &email, &name, &body)
        }
        Command::Import(command) => lists::import(&config, &command),
        Command::Organisation(command) => lists::organisation(&config, &command),
        Command::Administrator(command) => lists::administrator(&config, &command),
        Command::SignIn(SignInCommand::End { person }) => end_sign_ins(&config, &person),
        Command::Mail(MailCommand::Test { address }) => test_mail(&config, &address),
        Command::Mail(MailCommand::Doctor) => mail_doctor(&config),
        Command::Mail(MailCommand::Suppressed) => mailbox::list_suppressed(&config),
        Command::Mail(MailCommand::Unsuppress { address }) => {
            mailbox::unsuppress(&config, &address)
        }
    }
}

fn migrate(config: &Config) -> Result<(), Failure> {
    config.database.prepare_folder()?;
    let done = Store::open(&config.database.url, PoolSize::of(1))?.migrate()?;
    if done.is_empty() {
        println!("The database is up to date.");
    }
    for name in done {
        println!("Ran {name}.");
    }
    Ok(())
}

fn retention(config: &Config, is_dry: bool) -> Result<(), Failure> {
    let (store, surroundings) = (start::open_store(config)?, Surroundings::real());
    let periods = &config.privacy.periods;
    let (verb, counts) = if is_dry {
        let counts = marketday_accounts::foresee_retention(&store, &surroundings, periods)?;
        ("would go", counts)
    } else {
        let counts = marketday_accounts::retain(&store, &surroundings, periods)?;
        ("gone", counts)
    };
    for (rule, count) in counts {
        println!(
            "{rule}: {count} {verb} ({}: {})",
            rule.what(),
            periods.text(rule)
        );
    }
    Ok(())
}

fn export_audit(
    config: &Config,
    since: Option<chrono::NaiveDate>,
    subject: Option<&str>,
    format: AuditFormat,
) -> Result<(), Failure> {
    let subject = subject
        .map(str::parse)
        .transpose()
        .map_err(|e| usage(anyhow!("--subject: {e}: write it as event:ID")))?;
    let filter = Filter {
        subject,
        since: since.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc()),
        ..Filter::default()
    };
    let store = start::open_store(config)?;
    let form = match format {
        AuditFormat::Csv => AuditForm::Csv,
        AuditFormat::Jsonl => AuditForm::JsonLines,
    };
    let mut out = std::io::stdout().lock();
    for chunk in AuditFile::new(store, form, filter) {
        std::io::Write::write_all(&mut out, &chunk?)?;
    }
    Ok(())
}

fn doctor(config: &Config) -> Result<(), Failure> {
    report(&doctor::examine(config))
}

fn mail_doctor(config: &Config) -> Result<(), Failure> {
    report(&mail_doctor::examine(
        config,
        &mail_doctor::SystemDns::new()?,
    ))
}

fn report(findings: &[doctor::Finding]) -> Result<(), Failure> {
    for finding in findings {
        println!("{finding}");
    }
    if findings.iter().all(doctor::Finding::is_well) {
        Ok(())
    } else {
        Err(anyhow!("something needs attention: see the lines marked ✗").into())
    }
}

fn add_organiser(config: &Config, email: &str, name: &str, body: &str) -> Result<(), Failure> {
    let email: EmailAddress = email.parse().map_err(|e| usage(anyhow!("EMAIL: {e}")))?;
    let name: Line<120> = name.parse().map_err(|e| usage(anyhow!("--name {e}")))?;
    let body: Line<120> = body.parse().map_err(|e| usage(anyhow!("--body {e}")))?;
    let store = start::open_store(config)?;
    let (person, body) =
        marketday_accounts::add_organiser(&store, &Surroundings::real(), &email, &name, &body)?;
    println!(
        "{} is an organiser of {}. A letter tells them how to sign in.",
        person.email, body.name
    );
    Ok(())
}

fn end_sign_ins(config: &Config, person: &str) -> Result<(), Failure> {
    let email: EmailAddress = person
        .parse()
        .map_err(|e| usage(anyhow!("--person: {e}")))?;
    let store = start::open_store(config)?;
    let ended = marketday_accounts::end_all_of(&store, &Surroundings::real(), &email)?;
    let text = match ended.context("--person: nobody here has this address")? {
        0 => "was not signed in anywhere".to_owned(),
        1 => "was signed out of 1 browser".to_owned(),
        count => format!("was signed out of {count} browsers"),
    };
    println!("{email} {text}.");
    Ok(())
}

fn test_mail(config: &Config, address: &str) -> Result<(), Failure> {
    let address: EmailAddress = address
        .parse()
        .map_err(|e| usage(anyhow!("ADDRESS: {e}")))?;
    let letter = start::notifier(config)?.test_letter(&address, &config.mail.url.to_string())?;
    let url = config.mail.transport_url(config.http.host());
    let govuk = config.mail.govuk.as_ref();
    let govuk = govuk.map(|govuk| govuk.channel(&Surroundings::real()));
    let mut transport = start::open_channel(&url, &config.mail.dkim, govuk.as_ref())?;
    let accepted = transport
        .send(&letter)
        .with_context(|| format!("mail.url: {} did not take the letter", config.mail.url))?;
    println!("Sent to {address}: {}", accepted.answer);
    Ok(())
}
