//! A server that ends when we do, even if we are killed: a small shell script holds it and its folder.

use crate::run::each_line;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs::{DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// A running server, stopped and its folder removed when this is dropped.
pub(crate) struct Kept {
    keeper: Child,
    lines: Receiver<String>,
}

/// What to keep, and how.
pub(crate) struct Keep<'a> {
    /// The program and its arguments.
    pub(crate) command: &'a [String],
    /// The signal that stops it, such as `TERM`.
    pub(crate) signal: &'a str,
    /// Removed at the end.
    pub(crate) folder: &'a Path,
    /// The user and group that it runs as, if not ours.
    pub(crate) user: Option<(u32, u32)>,
    /// Where all that it says is written.
    pub(crate) log: &'a Path,
}

impl Kept {
    /// Starts it.
    pub(crate) fn start(keep: &Keep<'_>) -> Result<Self> {
        let mut command = Command::new("sh");
        command
            .args(["-c", include_str!("keep.sh"), "keep"])
            .args([keep.signal.as_ref(), keep.folder.as_os_str()])
            .args(keep.command)
            .current_dir(keep.folder)
            // A group of its own, so that Ctrl-C reaches us and not the server.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some((user, group)) = keep.user {
            command.uid(user).gid(group);
        }
        let mut log = File::create(keep.log)
            .with_context(|| format!("cannot write {}", keep.log.display()))?;
        let mut keeper = command.spawn().context("sh did not start")?;
        let output = keeper.stdout.take().context("sh has no output")?;
        let (teller, lines) = mpsc::channel();
        thread::spawn(move || {
            each_line(output, |line| {
                let _unwritable = writeln!(log, "{line}");
                // Reading goes on when nobody listens: the server must not meet a full pipe.
                let _unheard = teller.send(line);
                true
            });
        });
        Ok(Self { keeper, lines })
    }

    /// Every line up to the one that `is_last` accepts.
    pub(crate) fn lines_until(
        &self,
        is_last: impl Fn(&str) -> bool,
        limit: Duration,
    ) -> Result<Vec<String>> {
        let deadline = Instant::now() + limit;
        let mut heard = Vec::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    let last = is_last(&line);
                    heard.push(line);
                    if last {
                        return Ok(heard);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    bail!(
                        "not ready after {} s; it said:\n{}",
                        limit.as_secs(),
                        heard.join("\n")
                    );
                }
                Err(RecvTimeoutError::Disconnected) => {
                    bail!("it ended; it said:\n{}", heard.join("\n"));
                }
            }
        }
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait(&self) {
        while self.lines.recv().is_ok() {}
    }

    /// Sends its signal and returns how it ended.
    pub(crate) fn stop(mut self) -> Result<ExitStatus> {
        drop(self.keeper.stdin.take());
        self.keeper.wait().context("the server was lost")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _already_gone = self.keeper.wait();
    }
}

/// A new folder under the system's temporary one, that only its owner can read.
pub(crate) fn temporary_folder(name: &str) -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("marketday-{name}-{}", process::id()));
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn kept(name: &str, script: &str) -> (Kept, PathBuf) {
        let folder = temporary_folder(name).unwrap();
        let log = env::temp_dir().join(format!("marketday-{name}-{}.log", process::id()));
        let kept = Kept::start(&Keep {
            command: &["sh".to_owned(), "-c".to_owned(), script.to_owned()],
            signal: "TERM",
            folder: &folder,
            user: None,
            log: &log,
        })
        .unwrap();
        std::fs::remove_file(log).unwrap();
        (kept, folder)
    }

    #[test]
    fn a_kept_server_is_stopped_by_its_signal_and_its_folder_removed() {
        let script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done";
        let (server, folder) = kept("stopped", script);
        let heard = server.lines_until(|line| line == "ready", SOON).unwrap();
        assert_eq!(heard, ["ready"]);
        assert!(folder.exists());
        assert_eq!(server.stop().unwrap().code(), Some(7));
        assert!(!folder.exists());
    }

    #[test]
    fn a_server_that_is_let_go_of_is_stopped_too() {
        let (server, folder) = kept("dropped", "echo ready; exec sleep 600");
        server.lines_until(|line| line == "ready", SOON).unwrap();
        drop(server);
        assert!(!folder.exists());
    }

    #[test]
    fn a_server_that_ends_before_it_is_ready_is_reported_with_what_it_said() {
        let (server, _folder) = kept("ended", "echo no such database >&2; exit 3");
        let error = server
            .lines_until(|line| line == "ready", SOON)
            .unwrap_err();
        assert_eq!(error.to_string(), "it ended; it said:\nno such database");
    }
}
