//! What must hold of whatever strangers send. The fuzzer's targets ask it of what they make up, the tests of the
//! product of what lies in `corpus`.
//!
//! To fuzz one more reader: a function here, a target in `targets` that calls it, a folder of samples in `corpus`, a
//! list of words in `dictionaries`, and its name in `crates/xtask/src/fuzz.rs` and
//! `crates/incoming/tests/incoming/corpus.rs`.

use chrono::DateTime;
use marketday_calendar::{MAX_IMPORT_ENTRIES, MAX_IMPORT_PROBLEMS};
use marketday_incoming::{Content, read_message};
use marketday_model::ImportedCalendar;
use marketday_model::time::LONDON;
use std::collections::HashSet;

/// A file that an organiser sends in, or that a server of somebody else answers with.
///
/// # Panics
///
/// When it is read as what no calendar may be to us.
pub fn import(octets: &[u8]) {
    // 9 June 2027: what is read must be the same tomorrow.
    let now = DateTime::from_timestamp(1_812_499_200, 0).expect("an instant");
    let window = ImportedCalendar::window(now);
    let Ok(imported) = marketday_calendar::import(octets, LONDON, &window) else {
        return;
    };
    assert!(
        imported.entries.len() <= MAX_IMPORT_ENTRIES,
        "too many entries"
    );
    assert!(
        imported.problems.len() <= MAX_IMPORT_PROBLEMS,
        "too many problems"
    );
    let mut seen = HashSet::new();
    for entry in &imported.entries {
        assert!(
            entry.starts <= entry.ends,
            "{entry:?} ends before it starts"
        );
        assert!(
            entry.starts < window.end && entry.ends >= window.start,
            "{entry:?} is outside the window"
        );
        assert!(
            (1..=255).contains(&entry.uid.chars().count()),
            "{entry:?} has no UID, or too long a one"
        );
        assert!(
            entry.title.chars().count() <= 200 && entry.location.chars().count() <= 200,
            "{entry:?} has too long a title or place"
        );
        assert!(
            seen.insert((&entry.uid, entry.starts)),
            "{entry:?} is there twice"
        );
    }
}

/// A message that a mail server hands over.
///
/// # Panics
///
/// When it is read as what no message may be to us.
pub fn incoming(octets: &[u8]) {
    let Some(message) = read_message(octets) else {
        return;
    };
    let (mut addresses, mut is_report) = (message.recipients, true);
    match message.content {
        Content::Bounce { failed_for_good } => {
            let is_permanent = |status: &String| status.starts_with('5') && status.len() <= 11;
            assert!(
                failed_for_good.iter().all(is_permanent),
                "{failed_for_good:?} is no permanent status"
            );
        }
        Content::Complaint { senders } => addresses.extend(senders),
        Content::Calendar { method, events } => {
            is_report = false;
            assert_eq!(method.trim(), method, "a method with blanks around");
            for event in events {
                assert!(!event.uid.trim().is_empty(), "an event without a UID");
            }
        }
        Content::Other => is_report = false,
    }
    assert!(
        message.is_automatic || !is_report,
        "a person wrote a report"
    );
    assert!(addresses.len() <= 200, "too many addresses");
    for address in addresses {
        assert!(address.contains('@') && address.len() <= 254, "{address:?}");
    }
}
