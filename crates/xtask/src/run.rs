//! Running a program: to its end, or line by line.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// How long output may still come from what a finished program left behind.
const LEFT_BEHIND: Duration = Duration::from_secs(5);

/// Says what is run, runs it with its output shown, and fails unless it ends well.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let said = say(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{said}` did not start"))?;
    if !status.success() {
        bail!("`{said}` failed ({status})");
    }
    Ok(())
}

/// The standard output of a program that ends well, without the line's end.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{name}` did not start"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{name}` failed: {}", complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

enum Said {
    Line(String),
    Ended(ExitStatus),
}

/// Runs a program, showing every line of its output and handing it to `see`.
pub(crate) fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<ExitStatus> {
    let said = say(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{said}` did not start"))?;
    let (teller, told) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        tell(output, teller.clone());
    }
    if let Some(output) = child.stderr.take() {
        tell(output, teller.clone());
    }
    thread::spawn(move || {
        if let Ok(status) = child.wait() {
            let _gone = teller.send(Said::Ended(status));
        }
    });
    let mut ended = None;
    loop {
        // A test that leaves a server behind keeps the pipe open: it must not keep us.
        let next = match ended {
            None => told.recv().ok(),
            Some(_) => told.recv_timeout(LEFT_BEHIND).ok(),
        };
        match next {
            Some(Said::Line(line)) => {
                println!("{line}");
                see(&line);
            }
            Some(Said::Ended(status)) => ended = Some(status),
            None => return ended.with_context(|| format!("`{said}` was lost")),
        }
    }
}

fn tell(output: impl Read + Send + 'static, teller: Sender<Said>) {
    thread::spawn(move || {
        each_line(output, |line| teller.send(Said::Line(line)).is_ok());
    });
}

/// Hands on each line, whatever its bytes, until the end or until `take` has had enough.
pub(crate) fn each_line(output: impl Read, mut take: impl FnMut(String) -> bool) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let text = String::from_utf8_lossy(&line);
        if !take(text.trim_end_matches(['\n', '\r']).to_owned()) {
            return;
        }
        line.clear();
    }
}

fn say(command: &Command) -> String {
    let mut said = command.get_program().to_string_lossy().into_owned();
    if let Some((_, name)) = said.rsplit_once('/') {
        said = name.to_owned();
    }
    for argument in command.get_args() {
        said.push(' ');
        said.push_str(&argument.to_string_lossy());
    }
    println!("$ {said}");
    said
}
