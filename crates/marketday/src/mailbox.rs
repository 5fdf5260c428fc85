//! Mail that comes in, and the addresses that are not written to.
//!
//! `mail receive` exits with 0 when it has taken the message, 65 (`EX_DATAERR`) when it cannot be taken and its sender may
//! be told what stands on standard error, and 75 (`EX_TEMPFAIL`) when the mail server is to try again: for anything that
//! is wrong here rather than with the message.

use crate::cli::{Failure, usage};
use crate::config::Config;
use crate::{start, telemetry};
use anyhow::{Context, anyhow};
use marketday_model::{EmailAddress, WhySuppressed};
use marketday_notify::incoming::{Incoming, MAX_MESSAGE_OCTETS, Received, receive as take};
use marketday_store::suppressions;
use std::io::Read;
use std::path::Path;

/// The message cannot be taken (`EX_DATAERR` of `sysexits.h`).
const CANNOT_BE_TAKEN: u8 = 65;
/// Not now (`EX_TEMPFAIL`).
const TRY_AGAIN: u8 = 75;

/// Takes one message on standard input.
pub(crate) fn receive(
    config: Option<&Path>,
    (recipient, sender): (Option<&str>, Option<&str>),
) -> Result<(), Failure> {
    let received = received(config, recipient, sender).map_err(|error| Failure {
        error,
        code: TRY_AGAIN,
    })?;
    if let Received::Refused(refused) = received {
        return Err(Failure {
            error: anyhow!(refused.to_string()),
            code: CANNOT_BE_TAKEN,
        });
    }
    println!("{received}");
    Ok(())
}

fn received(
    config: Option<&Path>,
    recipient: Option<&str>,
    sender: Option<&str>,
) -> anyhow::Result<Received> {
    let config = Config::load(config)?;
    telemetry::start(&config.log);
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_MESSAGE_OCTETS)?.saturating_add(1);
    std::io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .context("standard input cannot be read")?;
    let incoming = Incoming {
        bytes: &bytes,
        recipient: recipient.filter(|address| !address.is_empty()),
        sender,
    };
    Ok(take(&start::notifier(&config)?, &incoming)?)
}

/// `marketday mail suppressed`
pub(crate) fn list_suppressed(config: &Config) -> Result<(), Failure> {
    let store = start::open_store(config)?;
    let suppressed = store.read(suppressions::list)?;
    if suppressed.is_empty() {
        println!("Every address is written to.");
    }
    for suppression in suppressed {
        let why = match (suppression.why, &suppression.status) {
            (WhySuppressed::Bounced, Some(status)) => format!("bounced with {status}"),
            (why, _) => why.to_string(),
        };
        println!(
            "{}: {why} on {} (notice {})",
            suppression.email,
            suppression.since.format("%Y-%m-%d"),
            suppression.notice
        );
    }
    Ok(())
}

/// `marketday mail unsuppress ADDRESS`
pub(crate) fn unsuppress(config: &Config, address: &str) -> Result<(), Failure> {
    let email: EmailAddress = address
        .parse()
        .map_err(|error| usage(anyhow!("ADDRESS: {error}")))?;
    let store = start::open_store(config)?;
    let address = email.clone();
    let lifted = store.write(move |tx| {
        let mut lifted = false;
        for why in WhySuppressed::ALL.iter().copied() {
            lifted |= suppressions::lift(tx, &address, why)?;
        }
        Ok::<_, marketday_store::StoreError>(lifted)
    })?;
    if !lifted {
        return Err(anyhow!("ADDRESS: {email} is written to").into());
    }
    println!("{email} is written to again.");
    Ok(())
}
