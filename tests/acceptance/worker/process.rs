//! `marketday worker` as a process, on a database and a mail server of the test.

use marketday_testkit::Database;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// Runs a test that needs the binary, which `cargo xtask test` builds and names.
pub(super) fn with_binary(test: impl Fn()) {
    if binary().is_some() {
        return test();
    }
    assert!(
        std::env::var_os("MARKETDAY_NO_SKIP").is_none(),
        "the binary was to be tested, but MARKETDAY_BIN does not name it"
    );
    eprintln!("skipped: MARKETDAY_BIN is not set (cargo xtask test sets it)");
}

fn binary() -> Option<PathBuf> {
    std::env::var_os("MARKETDAY_BIN").map(PathBuf::from)
}

/// A worker; killed if the test gives up first.
pub(super) struct Worker {
    child: Child,
    /// Its lines. Read all the time: a worker stops at a pipe that is full.
    log: Receiver<String>,
}

impl Worker {
    /// Starts it.
    pub(super) fn start(database: &Database, mail_url: &str) -> Self {
        let mut command = Command::new(binary().expect("a binary"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("MARKETDAY") {
                command.env_remove(name);
            }
        }
        command
            .arg("worker")
            .env("MARKETDAY__DATABASE__URL", &database.url)
            .env("MARKETDAY__SECURITY__KEY", KEY)
            .env("MARKETDAY__HTTP__PUBLIC_URL", crate::app::PUBLIC_URL)
            .env("MARKETDAY__MAIL__URL", mail_url)
            // The tests write to many people in few places.
            .env("MARKETDAY__MAIL__DOMAIN_A_MINUTE", "100000")
            .env("MARKETDAY__MAIL__DOMAIN_AT_ONCE", "1000")
            .env(
                "MARKETDAY__MAIL__FROM",
                "Marketday <days@marketday.example>",
            )
            .current_dir(std::env::temp_dir())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let (heard, log) = channel();
        std::thread::spawn(move || {
            // Nobody listens any more once the test is over.
            lines
                .map_while(Result::ok)
                .try_for_each(|line| heard.send(line))
        });
        Self { child, log }
    }

    /// Waits until it logs a line with these words.
    pub(super) fn says(&self, words: &str) {
        let mut heard = String::new();
        loop {
            let Ok(line) = self.log.recv() else {
                panic!("it ended without saying {words:?}: {heard}");
            };
            if line.contains(words) {
                return;
            }
            heard.push_str(&line);
            heard.push('\n');
        }
    }

    /// `kill -9`
    pub(super) fn kill(mut self) {
        self.child.kill().expect("it is killed");
        let status = self.child.wait().expect("it ends");
        assert_eq!(status.code(), None, "by the signal");
    }

    /// `kill -TERM`
    pub(super) fn terminate(&self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill runs").success());
    }

    /// Waits until it has ended, and returns its exit code.
    pub(super) fn ends(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// Tells it to stop, waits, and returns its exit code.
    pub(super) fn stop(self) -> Option<i32> {
        self.terminate();
        self.ends()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
