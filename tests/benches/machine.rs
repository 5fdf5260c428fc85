//! What the operating system says of this machine and of this process. Linux tells it in `/proc`; elsewhere it is not
//! known, and left out.

use std::fs;
use std::num::NonZero;
use std::time::Duration;

/// The kernel's clock tick for user space, which is the same on every architecture of Linux.
const TICKS_A_SECOND: u64 = 100;

/// How many threads run at once: the servers' workers.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Prints what the figures were measured on.
pub(crate) fn describe() {
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let build = if cfg!(debug_assertions) {
        "WITHOUT OPTIMISATION: no figure below means anything"
    } else {
        "release build"
    };
    println!(
        "{} cores, {}; {build}",
        cores(),
        model.as_deref().unwrap_or("unknown processor")
    );
    println!("ratio: ours / limit, the median of the rounds; 1 is the limit itself");
}

/// The most memory that this process has held, in MB.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// The processor time that this process has used, ended threads included, to a hundredth of a second.
pub(crate) fn process_time() -> Option<Duration> {
    time_of(std::process::id())
}

/// The same of another process.
pub(crate) fn time_of(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold spaces; the fields after it do not.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis(
        (user + system) * 1000 / TICKS_A_SECOND,
    ))
}

/// The processor time that the calling thread has used.
pub(crate) fn thread_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = stat.split_ascii_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
