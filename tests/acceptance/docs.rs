//! What the documents name is there.

use std::fs;
use std::path::Path;

/// Every file of ours that a document names in backquotes, and that is not there: from the root, or, for short, from
/// the crates.
#[test]
fn every_file_that_a_document_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    for document in ["asvs.md", "security.md"] {
        let text = fs::read_to_string(root.join("docs").join(document)).expect("a document");
        let named = text.split('`').skip(1).step_by(2).filter(|word| {
            let kind = Path::new(word).extension().and_then(|kind| kind.to_str());
            !word.starts_with('/')
                && !word.contains([' ', '{', '*', '='])
                && word.contains('/')
                && matches!(kind, Some("rs" | "md" | "toml" | "html" | "sql"))
        });
        for word in named {
            let is_there = root.join(word).exists() || root.join("crates").join(word).exists();
            if !is_there {
                missing.push(format!("{document}: {word}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
