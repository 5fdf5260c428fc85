//! The binary, run in a folder that goes with the test and an environment that holds nothing of ours.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// What a command did.
pub(crate) struct Done {
    /// The exit code.
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) said: String,
    /// What it printed on standard error.
    pub(crate) complained: String,
}

fn command(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marketday"));
    command.args(arguments).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MARKETDAY") {
            command.env_remove(name);
        }
    }
    command.envs(variables.iter().copied());
    command
}

/// Runs it with these variables set, to its end.
pub(crate) fn run(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Done {
    done(
        command(folder, variables, arguments)
            .output()
            .expect("the binary runs"),
    )
}

fn done(output: Output) -> Done {
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    Done {
        code: status.code().expect("it ended by itself"),
        said: String::from_utf8(stdout).expect("UTF-8"),
        complained: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// The same with something on its standard input.
pub(crate) fn run_with(
    folder: &Path,
    variables: &[(&str, &str)],
    arguments: &[&str],
    input: &[u8],
) -> Done {
    let mut child = command(folder, variables, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    // It may stop reading before everything is written.
    let _ = pipe.write_all(input);
    drop(pipe);
    done(child.wait_with_output().expect("it ends"))
}

/// The binary while it runs; killed if the test gives up first.
pub(crate) struct Started {
    child: Child,
    lines: BufReader<Box<dyn Read>>,
}

/// Which of its outputs is read; the other goes to that of the test.
pub(crate) enum Heard {
    /// What it prints.
    Said,
    /// What it logs.
    Logged,
}

/// Starts it with these variables set.
pub(crate) fn start(
    folder: &Path,
    variables: &[(&str, &str)],
    arguments: &[&str],
    heard: &Heard,
) -> Started {
    let mut command = command(folder, variables, arguments);
    let mut child = match heard {
        Heard::Said => command.stdout(Stdio::piped()),
        Heard::Logged => command.stderr(Stdio::piped()),
    }
    .spawn()
    .expect("the binary runs");
    let lines: Box<dyn Read> = match heard {
        Heard::Said => Box::new(child.stdout.take().expect("a pipe")),
        Heard::Logged => Box::new(child.stderr.take().expect("a pipe")),
    };
    Started {
        child,
        lines: BufReader::new(lines),
    }
}

impl Started {
    /// Its next line.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        let length = self.lines.read_line(&mut line).expect("a line");
        assert!(length > 0, "it ended without another line");
        line.trim_end().to_owned()
    }

    /// Its next line that holds `words`.
    pub(crate) fn line_with(&mut self, words: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Asks it to stop, as an operator does, and waits. Returns its exit code and the lines that were left.
    pub(crate) fn stop(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill runs").success());
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).expect("UTF-8");
        (self.child.wait().expect("it ends").code(), rest)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
