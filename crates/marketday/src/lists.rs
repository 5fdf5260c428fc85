//! The commands about authorities and other organisations.

use crate::cli::{Failure, usage};
use crate::config::Config;
use crate::start;
use anyhow::anyhow;
use clap::Subcommand;
use marketday_accounts::{
    ImportRefused, MergeRefused, add_administrator, foresee_import, foresee_merger,
    import_authorities, merge_organisations, remove_administrator,
};
use marketday_model::{EmailAddress, OrganisationId, Surroundings};
use marketday_store::organisations;
use std::path::PathBuf;

/// Taking over lists.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Import local authorities from a CSV file: all of it or nothing. The same file again changes nothing.
    Authorities {
        /// The file, in the layout of mySociety's list of UK local authorities.
        file: PathBuf,
        /// Print what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Looking for organisations, and merging them.
#[derive(Debug, Subcommand)]
pub enum OrganisationCommand {
    /// Print the organisations whose name holds a text, or whose Companies House number or GSS code it is.
    Find {
        /// The text.
        text: String,
    },
    /// Merge one organisation into another. Both histories stay, and the old name and number lead to the other.
    Merge {
        /// The id of the one that is given up.
        #[arg(long, value_name = "ID")]
        from: String,
        /// The id of the one that stays.
        #[arg(long, value_name = "ID")]
        into: String,
        /// Print what would move, and move nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Saying who runs the installation.
#[derive(Debug, Subcommand)]
pub enum AdministratorCommand {
    /// Let somebody see all organisations and merge them. They get no part in anybody's event by it.
    Add {
        /// Their email address.
        email: String,
    },
    /// Let them no longer, at once.
    Remove {
        /// Their email address.
        email: String,
    },
}

/// The most organisations that are printed.
const MOST: usize = 50;

pub(crate) fn import(config: &Config, command: &ImportCommand) -> Result<(), Failure> {
    let ImportCommand::Authorities { file, dry_run } = command;
    let bytes = std::fs::read(file)
        .map_err(|error| usage(anyhow!("{} cannot be read: {error}", file.display())))?;
    let (store, surroundings) = (start::open_store(config)?, Surroundings::real());
    let import = if *dry_run {
        foresee_import(&store, &surroundings, &bytes)
    } else {
        import_authorities(&store, &surroundings, &bytes)
    };
    let import = import.map_err(|refused| match refused {
        ImportRefused::File(_) => usage(anyhow!("{}: {refused}", file.display())),
        ImportRefused::Store(_) => Failure::from(refused),
    })?;
    println!("{import}");
    if *dry_run && !import.is_empty() {
        println!("Nothing was changed: leave out --dry-run to do it.");
    }
    Ok(())
}

pub(crate) fn administrator(
    config: &Config,
    command: &AdministratorCommand,
) -> Result<(), Failure> {
    let (AdministratorCommand::Add { email } | AdministratorCommand::Remove { email }) = command;
    let email: EmailAddress = email.parse().map_err(|e| usage(anyhow!("EMAIL: {e}")))?;
    let (store, surroundings) = (start::open_store(config)?, Surroundings::real());
    if let AdministratorCommand::Add { .. } = command {
        add_administrator(&store, &surroundings, &email)?;
        println!("{email} runs this installation.");
    } else if remove_administrator(&store, &surroundings, &email)? {
        println!("{email} does not run this installation any more.");
    } else {
        println!("{email} did not run this installation.");
    }
    Ok(())
}

pub(crate) fn organisation(config: &Config, command: &OrganisationCommand) -> Result<(), Failure> {
    match command {
        OrganisationCommand::Find { text } => find(config, text),
        OrganisationCommand::Merge {
            from,
            into,
            dry_run,
        } => merge(config, from, into, *dry_run),
    }
}

fn find(config: &Config, text: &str) -> Result<(), Failure> {
    let store = start::open_store(config)?;
    let found = store.read(|rx| organisations::search(rx, text, MOST))?;
    for organisation in &found {
        let code = organisation
            .company_number
            .as_ref()
            .or(organisation.gss.as_ref());
        println!(
            "{} {} {}{}",
            organisation.id,
            organisation.kind,
            organisation.name,
            code.map_or(String::new(), |code| format!(" ({code})"))
        );
    }
    match found.len() {
        0 => println!("No organisation is found."),
        MOST => println!("There may be more: these are the first {MOST}."),
        _ => {}
    }
    Ok(())
}

fn merge(config: &Config, from: &str, into: &str, is_dry: bool) -> Result<(), Failure> {
    let id = |option: &str, text: &str| -> Result<OrganisationId, Failure> {
        text.parse().map_err(|_| {
            usage(anyhow!(
                "{option}: “{text}” is not an id: marketday organisation find prints them"
            ))
        })
    };
    let (from, into) = (id("--from", from)?, id("--into", into)?);
    let (store, surroundings) = (start::open_store(config)?, Surroundings::real());
    let (verb, merger) = if is_dry {
        let now = surroundings.now();
        (
            "would be",
            store.read(|rx| foresee_merger(rx, from, into, now)),
        )
    } else {
        let merged = merge_organisations(&store, &surroundings, None, from, into);
        ("is", merged)
    };
    let merger = merger.map_err(|refused| match refused {
        MergeRefused::NoSuchOrganisation(_) | MergeRefused::Same => usage(anyhow!("{refused}")),
        other => Failure::from(other),
    })?;
    println!(
        "{} {verb} merged into {}. What moves: {}.",
        merger.from.name,
        merger.into.name,
        merger.what_moves()
    );
    Ok(())
}
