//! Every verb that writes notes it in the audit trail, or stands below with the reason why not. Read from the source, so
//! that a verb which is added later cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The crates with verbs.
const CRATES: [&str; 5] = ["scheduling", "booking", "attendance", "accounts", "imports"];

/// Verbs that write and note nothing, and why.
const UNNOTED: &[(&str, &str)] = &[
    ("accounts::add_authorities", SETTING_UP),
    ("accounts::ask_code", NOTHING_YET),
    ("accounts::ask_for_news", NOTHING_YET),
    ("accounts::ask_to_add", NOTHING_YET),
    ("accounts::ask_to_sign_in", NOTHING_YET),
    ("accounts::end", OWN_ROW),
    ("accounts::find_signed_in", OWN_ROW),
    ("accounts::forget_used", BY_AGE),
    ("accounts::note_fetch", OWN_FEED),
    ("accounts::renew", OWN_ROW),
    ("accounts::sign_in_confirmed", OWN_ROW),
    ("accounts::sign_in_proven", OWN_ROW),
    ("accounts::sign_in_with_code", OWN_ROW),
    ("accounts::sign_in_with_link", OWN_ROW),
    ("accounts::start_at_provider", NOTHING_YET),
    ("accounts::withdraw_consent", IN_STORE),
    ("attendance::give_feedback", UNTOLD),
    ("attendance::sweep_agendas", WITH_THE_PLACE),
    ("booking::extend_hold", NOTHING_YET),
    ("booking::hold", NOTHING_YET),
    ("booking::leave_list", IN_PLACES),
    ("booking::save_draft", NOTHING_YET),
    ("booking::sweep_files", LEFT_OVER),
    ("booking::sweep_waiting", IN_PLACES),
    ("imports::ask_now", OTHERS),
    ("imports::fetch_due", OTHERS),
    ("scheduling::mark_programme_seen", THEIRS_ALONE),
];

const IN_PLACES: &str =
    "each line is written where the place is given up or passed on, in `places`";
const IN_STORE: &str =
    "the line is written where the consent is taken back, in `store`, for a mail program as well";
const OTHERS: &str = "what others hold is read anew; whoever imports it or removes it is noted";
const LEFT_OVER: &str =
    "it deletes files that nothing needs any more; whoever removed what needed them is noted";
const SETTING_UP: &str = "the demonstration begins with it, before anybody is there";
const WITH_THE_PLACE: &str = "it follows from the loss of a place, which is noted";
const NOTHING_YET: &str = "it only asks or waits; what comes of it is noted when it is done";
const OWN_ROW: &str =
    "each sign-in is a row of its own, which says when it began, was used last and ended";
const UNTOLD: &str = "the organisers read the trail, and are not to know who said something";
const THEIRS_ALONE: &str = "which release somebody saw concerns nobody but them";
const OWN_FEED: &str = "the row of a personal feed says when it was fetched last, and by what";
const BY_AGE: &str =
    "it takes away codes and links that have been used or have run out, whoever's they were";

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// One function: whether everybody may call it, and its text.
struct Function {
    is_public: bool,
    text: String,
}

/// The functions of a crate that stand by themselves, by name. Formatted source: each ends with the first line `}`.
fn functions(name: &str) -> BTreeMap<String, Vec<Function>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut all: BTreeMap<String, Vec<Function>> = BTreeMap::new();
    for path in files(&folder.join(name).join("src")) {
        let source = fs::read_to_string(&path).expect("a source");
        let mut lines = source.lines();
        while let Some(line) = lines.next() {
            let Some((before, rest)) = line.split_once("fn ") else {
                continue;
            };
            if !matches!(before, "" | "pub " | "pub(crate) " | "pub(super) ") {
                continue;
            }
            let end = rest.find(['(', '<']).expect("a function has parameters");
            let body = lines.by_ref().take_while(|line| *line != "}");
            let text = std::iter::once(line).chain(body).collect::<Vec<_>>();
            all.entry(rest[..end].to_owned())
                .or_default()
                .push(Function {
                    is_public: before == "pub ",
                    text: text.join("\n"),
                });
        }
    }
    all
}

/// The names that a text calls as functions, not as methods.
fn called(text: &str) -> BTreeSet<&str> {
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
    text.match_indices('(')
        .filter_map(|(end, _)| {
            let before = text[..end].trim_end_matches(is_name);
            (!before.ends_with('.')).then(|| &text[before.len()..end])
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// The text of a function and of all that it calls within its crate.
fn whole(of: &Function, all: &BTreeMap<String, Vec<Function>>) -> String {
    let mut text = of.text.clone();
    let mut seen = BTreeSet::new();
    loop {
        let new: Vec<String> = called(&text)
            .into_iter()
            .filter(|name| all.contains_key(*name) && !seen.contains(*name))
            .map(ToOwned::to_owned)
            .collect();
        if new.is_empty() {
            return text;
        }
        for name in new {
            for function in &all[&name] {
                text.push_str(&function.text);
            }
            seen.insert(name);
        }
    }
}

/// Whether a text writes a line of the audit trail; one that it only draws is none.
fn is_noted(text: &str) -> bool {
    let text: String = text.split_whitespace().collect();
    text.contains("note.write") || text.contains("note.by(") || text.contains("Note::drawn(")
}

/// The verbs that write, as `crate::name`, and whether each notes it.
fn verbs() -> BTreeMap<String, bool> {
    let mut verbs = BTreeMap::new();
    for name in CRATES {
        let all = functions(name);
        for (verb, function) in all
            .iter()
            .flat_map(|(verb, same)| same.iter().map(move |function| (verb, function)))
        {
            let signature = function.text.split(") ->").next().unwrap_or_default();
            if !function.is_public || !signature.contains("&Store") {
                continue;
            }
            let text = whole(function, &all);
            if text.contains(".write(move |tx|") || text.contains("store.write(") {
                verbs.insert(format!("{name}::{verb}"), is_noted(&text));
            }
        }
    }
    verbs
}

#[test]
fn every_verb_that_writes_is_noted_in_the_audit_trail_or_says_why_not() {
    let verbs = verbs();
    let silent: Vec<&str> = verbs
        .iter()
        .filter(|(_, is_noted)| !**is_noted)
        .map(|(verb, _)| verb.as_str())
        .collect();
    let expected: Vec<&str> = UNNOTED.iter().map(|(verb, _)| *verb).collect();
    assert_eq!(silent, expected, "note it, or say why not");
    assert!(UNNOTED.iter().all(|(_, reason)| !reason.is_empty()));
    assert!(verbs.contains_key("scheduling::apply_slots"), "{verbs:?}");
    assert!(verbs.contains_key("booking::book"), "{verbs:?}");
}

#[test]
fn no_line_of_the_audit_trail_is_made_by_hand() {
    for name in CRATES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
        for path in files(&folder.join(name).join("src")) {
            let source = fs::read_to_string(&path).expect("a source");
            assert!(!source.contains("AuditEntry"), "{}", path.display());
        }
    }
}
