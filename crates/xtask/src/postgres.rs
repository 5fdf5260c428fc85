//! A throw-away PostgreSQL from Debian's package, under a user that is not root.

use crate::checkout::Checkout;
use crate::debian;
use crate::kept::{Keep, Kept, temporary_folder};
use crate::run::answer;
use anyhow::{Context, Result};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Where Debian puts each major version.
const DEBIAN: &str = "/usr/lib/postgresql";
const READY: &str = "database system is ready to accept connections";

/// Whether a commit must survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// As a real installation: for measuring.
    Kept,
    /// Faster, for tests: the database is thrown away anyhow.
    GivenUp,
}

impl From<bool> for Durability {
    fn from(durable: bool) -> Self {
        if durable { Self::Kept } else { Self::GivenUp }
    }
}

/// A running database server; it goes when this is dropped.
pub(crate) struct Postgres {
    server: Kept,
    /// A URL whose role may create databases.
    pub(crate) url: String,
}

impl Postgres {
    /// Makes a new cluster and starts it on a free port of 127.0.0.1.
    pub(crate) fn start(checkout: &Checkout, durability: Durability) -> Result<Self> {
        let programs = programs()?;
        let folder = temporary_folder("postgres")?;
        let started = start_in(&folder, &programs, checkout, durability);
        if started.is_err() {
            // The keeper removes it too, if it came so far.
            let _already_removed = fs::remove_dir_all(&folder);
        }
        started.context("PostgreSQL did not start")
    }
}

/// `cargo xtask postgres`.
pub(crate) fn lend(checkout: &Checkout, durability: Durability) -> Result<bool> {
    let postgres = Postgres::start(checkout, durability)?;
    println!("MARKETDAY_TEST_POSTGRES_URL={}", postgres.url);
    println!("PostgreSQL runs until Ctrl-C, then it is removed.");
    postgres.server.wait();
    anyhow::bail!("PostgreSQL ended by itself")
}

fn start_in(
    folder: &Path,
    programs: &Path,
    checkout: &Checkout,
    durability: Durability,
) -> Result<Postgres> {
    let user = unprivileged_user();
    if let Some((user, group)) = user {
        chown(folder, Some(user), Some(group))?;
    }
    let data = folder.join("data");
    make_cluster(programs, &data, folder, user)?;
    let port = free_port()?;
    fs::create_dir_all(&checkout.target)?;
    let server = Kept::start(&Keep {
        command: &server_command(programs, &data, folder, port, durability),
        // The fast shutdown: it does not wait for clients.
        signal: "INT",
        folder,
        user,
        log: &checkout.target.join("postgres.log"),
    })?;
    server.lines_until(|line| line.contains(READY), Duration::from_mins(1))?;
    Ok(Postgres {
        server,
        url: format!("postgres://marketday@127.0.0.1:{port}/postgres"),
    })
}

/// initdb lets in everyone over the socket and from the loopback addresses, and nobody else.
fn make_cluster(
    programs: &Path,
    data: &Path,
    folder: &Path,
    user: Option<(u32, u32)>,
) -> Result<()> {
    let mut initdb = Command::new(programs.join("initdb"));
    initdb
        .args(["--auth=trust", "--username=marketday", "--no-sync"])
        .args(["--encoding=UTF8", "--locale=C.UTF-8", "--pgdata"])
        .arg(data)
        .current_dir(folder);
    if let Some((user, group)) = user {
        initdb.uid(user).gid(group);
    }
    answer(&mut initdb).map(drop)
}

fn server_command(
    programs: &Path,
    data: &Path,
    folder: &Path,
    port: u16,
    durability: Durability,
) -> Vec<String> {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={}", text(folder)),
        "max_connections=300".to_owned(),
        "log_destination=stderr".to_owned(),
        "logging_collector=off".to_owned(),
    ];
    if durability == Durability::GivenUp {
        let faster = [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ];
        settings.extend(faster.map(str::to_owned));
    }
    let mut command = vec![
        text(&programs.join("postgres")),
        "-D".to_owned(),
        text(data),
    ];
    for setting in settings {
        command.extend(["-c".to_owned(), setting]);
    }
    command
}

/// The newest of Debian's versions; installed when there is none.
fn programs() -> Result<PathBuf> {
    if newest().is_none() {
        debian::install(&["postgresql"], "PostgreSQL is missing")?;
    }
    newest().with_context(|| format!("no PostgreSQL in {DEBIAN}"))
}

fn newest() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            let version = folder.file_name()?.to_str()?.parse().ok()?;
            let programs = folder.join("bin");
            let complete = programs.join("initdb").is_file() && programs.join("postgres").is_file();
            complete.then_some((version, programs))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

/// PostgreSQL refuses to run as root.
fn unprivileged_user() -> Option<(u32, u32)> {
    if !debian::is_root() {
        return None;
    }
    debian::user("postgres").or_else(|| debian::user("nobody"))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}
