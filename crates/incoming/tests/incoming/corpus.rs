//! What the fuzzer begins with, and what it once found: each is read here too, by the same rules.

#[expect(unreachable_pub, reason = "it is a crate of its own for the fuzzer")]
#[path = "../../../../fuzz/src/lib.rs"]
mod readers;

use std::fs;
use std::path::{Path, PathBuf};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// Has a reader read each file of its corpus.
fn each_file(reader: &str, read: fn(&[u8])) {
    let folder = fuzz().join("corpus").join(reader);
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        // If it fails, this names the file.
        println!("{}", path.display());
        read(&fs::read(path).expect("the file can be read"));
        count += 1;
    }
    assert!(count > 0, "nothing is there to be read");
}

#[test]
fn every_calendar_that_was_kept_is_read_within_bounds() {
    each_file("import", readers::import);
}

#[test]
fn every_message_that_was_kept_is_read_within_bounds() {
    each_file("incoming", readers::incoming);
}

/// The packages of a lock file whose names are these, with their versions.
fn locked(lock: &Path, names: &[&str]) -> Vec<String> {
    let text = fs::read_to_string(lock).expect("a lock file");
    let packages = text.split("[[package]]\n").filter_map(|package| {
        let mut lines = package.lines();
        let name = lines.next()?.strip_prefix("name = ")?.trim_matches('"');
        let version = lines.next()?.strip_prefix("version = ")?;
        names
            .contains(&name)
            .then(|| format!("{name} {}", version.trim_matches('"')))
    });
    packages.collect()
}

#[test]
fn the_fuzzer_reads_with_the_versions_that_are_delivered() {
    let libraries = ["chrono", "chrono-tz", "ical", "mail-parser", "rrule"];
    let delivered = locked(&fuzz().join("../Cargo.lock"), &libraries);
    assert_eq!(delivered.len(), libraries.len());
    assert_eq!(
        locked(&fuzz().join("Cargo.lock"), &libraries),
        delivered,
        "in fuzz: cargo update <name> --precise <version>"
    );
}
